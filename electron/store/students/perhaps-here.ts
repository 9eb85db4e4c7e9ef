import type { Database } from 'better-sqlite3'
import type { AddedStudent } from '../../../shared/model/added-student.ts'
import type { PerhapsHere } from '../../../shared/model/identity.ts'
import { learnerIdOf } from '../../../shared/model/learner-name.ts'
import { isNamelessAttempt } from '../../../shared/model/result.ts'
import { foldedEmail, likenesses, nameLikeness, shortestWithTypo, wordsOfName } from './likeness.ts'

/** Namesakes that are told of one person; a teacher reads no more before adding somebody. */
const mostTold = 5
/** More of one address share it as a school or a family does: that says nothing of who they are. */
const mostSharing = 40

interface Here extends AddedStudent {
  readonly results: number
}

type Alike = PerhapsHere['alike'][number]

/** Tells who is here already and may be somebody whom the teacher is about to add. */
export function perhapsHereQueries(db: Database) {
  const everybody = db.prepare<{ account: string }, Here>(
    `SELECT student AS key, first, last, email, count(*) AS results, max(time_finished) FROM result
       WHERE account_id = @account GROUP BY student
     UNION ALL SELECT student, first, last, email, 0, NULL FROM student_member WHERE account_id = @account
     UNION ALL SELECT key, first, last, email, 0, NULL FROM added_student WHERE account_id = @account
       AND NOT EXISTS (SELECT 1 FROM student_merge WHERE account_id = @account AND key = added_student.key)`,
  )
  return {
    /**
     * Of people who are not here under their own key, those who are like somebody of the account: by name, or by e-mail
     * address. Keeps nothing.
     */
    perhapsHere: (account: string, people: readonly AddedStudent[]): PerhapsHere[] => {
      const placesAt = indexOf(people)
      const found = people.map((): Alike[] => [])
      const seen = new Set<string>()
      for (const { key, first, last, email, results } of everybody.iterate({ account })) {
        const here = { key, first, last, email, results }
        if (seen.has(key) || isNobody(here)) continue
        seen.add(key)
        for (const place of placesAt(here)) {
          const asked = people[place] as AddedStudent
          if (asked.key === key) continue
          const likeness = nameLikeness(asked, here)
          const sharesEmail = asked.email !== null && foldedEmail(asked.email) === foldedEmail(email)
          if (likeness !== null || sharesEmail) found[place]?.push({ ...here, likeness, sharesEmail })
        }
      }
      return found.flatMap((all, place) => {
        const alike = withoutCrowd(all).toSorted((a, b) => rankOf(a) - rankOf(b))
        return alike.length === 0 ? [] : [{ place, alike: alike.slice(0, mostTold), count: alike.length }]
      })
    },
  }
}

/** Whether nothing but a number names somebody: a nameless attempt, and a learner who is called by the id. */
const isNobody = ({ key, first, last }: AddedStudent): boolean =>
  isNamelessAttempt(key) || (first === '' && last === learnerIdOf(key))

/** Those of the same address, then those of the more alike name. */
const rankOf = ({ likeness, sharesEmail }: Alike): number =>
  (sharesEmail ? 0 : likenesses.length + 1) + (likeness === null ? likenesses.length : likenesses.indexOf(likeness))

function withoutCrowd(alike: readonly Alike[]): readonly Alike[] {
  const byAddress = alike.filter(({ likeness }) => likeness === null)
  return byAddress.length > mostSharing ? alike.filter(({ likeness }) => likeness !== null) : alike
}

/** The places of the people to whom somebody may be alike; few of whom are not. */
function indexOf(people: readonly AddedStudent[]): (here: AddedStudent) => ReadonlySet<number> {
  const byWords = new Map<string, number[]>()
  const byEmail = new Map<string, number[]>()
  const words = new Set<string>()
  const put = (map: Map<string, number[]>, at: string, place: number) => {
    const places = map.get(at)
    if (places === undefined) map.set(at, [place])
    else places.push(place)
  }
  for (const [place, person] of people.entries()) {
    if (isNobody(person)) continue
    const own = wordsOfName(person)
    for (const word of own) words.add(word)
    for (const at of spellingsOf(own)) put(byWords, at, place)
    const email = foldedEmail(person.email)
    if (email !== null) put(byEmail, email, place)
  }
  return (here) => {
    const own = wordsOfName(here)
    // Of several words at most one differs, so that most of an account are passed over by their words alone.
    const mayBeAlike = own.length === 1 || own.some((word) => words.has(word))
    const named = mayBeAlike ? spellingsOf(own).flatMap((at) => byWords.get(at) ?? []) : []
    return new Set([...named, ...(byEmail.get(foldedEmail(here.email) ?? '') ?? [])])
  }
}

/** What two names that are alike have in common: all words, or all but a letter of one. */
function spellingsOf(words: readonly string[]): string[] {
  const spellings = words.length === 0 ? [] : [words.join(' ')]
  for (const [at, word] of words.entries()) {
    const letters = [...word]
    if (letters.length < shortestWithTypo) continue
    const others = words.toSpliced(at, 1).join(' ')
    spellings.push(`${others}|${word}`)
    for (const place of letters.keys()) spellings.push(`${others}|${letters.toSpliced(place, 1).join('')}`)
  }
  return spellings
}
