import type { Database } from 'better-sqlite3'
import type { AddedStudent } from '../../../shared/model/added-student.ts'
import type { PerhapsHere } from '../../../shared/model/identity.ts'
import { learnerIdOf } from '../../../shared/model/learner-name.ts'
import { isNamelessAttempt } from '../../../shared/model/result.ts'
import { SlicedWork } from '../slices.ts'
import { foldedEmail, likenesses, nameLikeness, shortestWithTypo, wordsOfName } from './likeness.ts'

/** Namesakes that are told of one person; a teacher reads no more before adding somebody. */
const mostTold = 5
/** More of one address share it as a school or a family does: that says nothing of who they are. */
const mostSharing = 40

interface Here extends AddedStudent {
  readonly results: number
}

type Alike = PerhapsHere['alike'][number]

/** Students read in one slice. */
const batch = 200
/** How long a question may read, in milliseconds, before others are answered. */
const patience = 10
/** Questions that are looked for by turns. */
const mostAsked = 4

/** Tells who is here already and may be somebody whom the teacher is about to add. */
export function perhapsHereQueries(db: Database) {
  const taking = db.prepare<{ account: string; after: string }, Here>(
    `SELECT student AS key, first, last, email, count(*) AS results, max(time_finished) FROM result
       INDEXED BY result_by_student WHERE student > @after AND account_id = @account
     GROUP BY student ORDER BY student LIMIT ${batch}`,
  )
  const others = db.prepare<{ account: string }, Here>(
    `SELECT key, first, last, email, 0 AS results FROM (
       SELECT student AS key, first, last, email FROM student_member WHERE account_id = @account
       UNION ALL SELECT key, first, last, email FROM added_student WHERE account_id = @account
         AND NOT EXISTS (SELECT 1 FROM student_merge WHERE account_id = @account AND key = added_student.key))
     WHERE NOT EXISTS (SELECT 1 FROM result WHERE student = key AND account_id = @account)`,
  )
  const merges = db
    .prepare<[string], [key: string, into: string]>('SELECT key, into_key FROM student_merge WHERE account_id = ?')
    .raw()
  /** Questions that are not answered yet. */
  const tasks = new Map<string, SlicedWork<PerhapsHere[]>>()

  function* everybody(account: string): Generator<readonly Here[], void> {
    for (let after = ''; ; ) {
      const read = taking.all({ account, after })
      yield read
      if (read.length < batch) break
      after = read.at(-1)?.key ?? after
    }
    const seen = new Set<string>()
    const here = others.all({ account }).filter(({ key }) => !seen.has(key) && seen.add(key))
    for (let from = 0; from < here.length; from += batch) yield here.slice(from, from + batch)
  }

  function* findAlike(account: string, people: readonly AddedStudent[]): Generator<void, PerhapsHere[]> {
    const placesAt = indexOf(people)
    const intoOf = new Map(merges.all(account))
    const found = people.map((): Alike[] => [])
    const sharing = people.map(() => 0)
    for (const read of everybody(account)) {
      for (const { key, first, last, email, results } of read) {
        const here = { key, first, last, email, results }
        if (isNobody(here)) continue
        for (const place of placesAt(here)) {
          const asked = people[place] as AddedStudent
          if ((intoOf.get(asked.key) ?? asked.key) === key) continue
          const likeness = nameLikeness(asked, here)
          const sharesEmail = asked.email !== null && foldedEmail(asked.email) === foldedEmail(email)
          if (likeness === null && !sharesEmail) continue
          if (likeness === null) sharing[place] = (sharing[place] ?? 0) + 1
          // One more than may share an address tells that it is a crowd's.
          if (likeness !== null || (sharing[place] ?? 0) <= mostSharing + 1)
            found[place]?.push({ ...here, likeness, sharesEmail })
        }
      }
      yield
    }
    return found.flatMap((all, place) => {
      const alike = withoutCrowd(all).toSorted((a, b) => rankOf(a) - rankOf(b))
      return alike.length === 0 ? [] : [{ place, alike: alike.slice(0, mostTold), count: alike.length }]
    })
  }

  return {
    /**
     * Of people who are not here under their own key, those who are like somebody of the account: by name, or by e-mail
     * address. 'more' where the next call goes on, so that other questions are answered between.
     */
    perhapsHere(account: string, people: readonly AddedStudent[]): PerhapsHere[] | 'more' {
      const asked = JSON.stringify([account, people])
      const work = tasks.get(asked) ?? new SlicedWork(findAlike(account, people))
      tasks.delete(asked)
      const end = performance.now() + patience
      while (work.work()) {
        if (performance.now() < end) continue
        tasks.set(asked, work)
        // Of a question that nobody waits for any more, the rest is not done.
        if (tasks.size > mostAsked) tasks.delete([...tasks.keys()][0] ?? '')
        return 'more'
      }
      return work.finish()
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
    const sharing = byEmail.get(foldedEmail(here.email) ?? '') ?? []
    return new Set([...named, ...(sharing.length > mostSharing ? [] : sharing)])
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
