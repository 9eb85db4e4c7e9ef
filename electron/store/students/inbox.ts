import type { Database } from 'better-sqlite3'
import type { IdentityInbox, IdentitySuggestion, Lookalike, SharedFact } from '../../../shared/model/identity.ts'
import { isNamelessAttempt } from '../../../shared/model/result.ts'
import { foldedEmail, isLikelyOne, nameLikeness, rankOf, type TellingFacts, wordsOfName } from './likeness.ts'
import { ShardedMap } from './sharded-map.ts'

const mostShown = 200
/** How long a question itself may read, in milliseconds; the rest is read between questions. */
const pause = 10
/** Results read in one slice, at about 3 µs each. */
const batch = 250
/** A whole class shares a code, and a school an address: that says nothing of those who do. */
const mostSharing = 40
/** Of more namesakes than these, each is compared with the next alone. */
const mostNamesakes = 6
/** How many suggestions are kept, the likeliest; nobody decides more of them before results change. */
const mostKept = 2_000

interface Read {
  readonly id: number
  readonly account: string
  readonly key: string
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly code: string | null
  readonly source: string
  readonly finished: number
}

interface Enrolled extends Pick<Read, 'account' | 'key' | 'first' | 'last' | 'email'> {
  readonly externalId: string | null
}

/** A student as the inbox knows them while it compares. */
interface Person extends TellingFacts {
  readonly account: string
  readonly key: string
  first: string
  last: string
  written: string | null
  email: string | null
  source: string | null
  externalId: string | null
  finished: number
  results: number
  readonly codes: Set<string>
}

type Found = Omit<IdentitySuggestion, 'isPutOff'> & { readonly rank: number }

/**
 * Finds students who may be one person. All results are read in slices between questions, never two students compared
 * who share neither an address, a code nor a name; what was found stays until results or what the teacher keeps change,
 * and is answered while it is found anew.
 */
export class LikelyOnes {
  readonly #state
  readonly #next
  readonly #enrolled
  #found: readonly Found[] = []
  #foundAt = ''
  #task: Generator<void, void> | null = null

  constructor(db: Database) {
    this.#state = db
      .prepare<[], string>(
        `SELECT (SELECT coalesce(max(number), 0) FROM result_touch) || ' ' ||
           (SELECT coalesce(max(id), 0) FROM local_change) || ' ' ||
           (SELECT count(*) FROM local_change WHERE undone_at IS NOT NULL) || ' ' ||
           (SELECT count(*) FROM added_student) || ' ' || (SELECT count(*) FROM class_member)`,
      )
      .pluck()
    this.#next = db.prepare<[number], Read>(
      `SELECT id, account_id AS account, student AS key, first, last, email, access_code AS code,
         feed || source_id AS source, time_finished AS finished FROM result WHERE id > ? ORDER BY id LIMIT ${batch}`,
    )
    this.#enrolled = db.prepare<[], Enrolled>(
      `SELECT account_id AS account, student AS key, first, last, email, external_id AS externalId FROM student_member
       UNION ALL SELECT account_id, key, first, last, email, NULL FROM added_student
         WHERE NOT EXISTS (SELECT 1 FROM student_merge
           WHERE student_merge.account_id = added_student.account_id AND student_merge.key = added_student.key)`,
    )
  }

  get hasWork(): boolean {
    return this.#task !== null
  }

  /** Works for about so many milliseconds. @throws what failed; all is read anew with the next question */
  work(milliseconds: number): void {
    const end = performance.now() + milliseconds
    try {
      while (this.#task !== null && performance.now() < end) if (this.#task.next().done) this.#task = null
    } catch (thrown) {
      this.#task = null
      throw thrown
    }
  }

  /** What is known so far; has it found anew where anything changed. */
  find(): { readonly found: readonly Found[]; readonly isReading: boolean } {
    if (this.#task === null && this.#foundAt !== this.#state.get()) this.#task = this.#findAll()
    return { found: this.#found, isReading: this.#task !== null }
  }

  *#findAll(): Generator<void, void> {
    const state = this.#state.get() ?? ''
    const people = new ShardedMap<Person>()
    let last = Number.MIN_SAFE_INTEGER
    for (;;) {
      const read = this.#next.all(last)
      for (const each of read) note(people, each)
      if (read.length < batch) break
      last = read.at(-1)?.id ?? last
      yield
    }
    let count = 0
    for (const each of this.#enrolled.all()) {
      if (people.get(nameOf(each)) === undefined) note(people, { ...each, id: 0, code: null, source: '', finished: 0 })
      const person = people.get(nameOf(each))
      if (person !== undefined) person.externalId ??= each.externalId
      if (++count % batch === 0) yield
    }
    const blocks = new ShardedMap<Person[]>()
    for (const [, person] of people.entries()) {
      for (const key of blocksOf(person)) {
        const block = blocks.get(key)
        if (block === undefined) blocks.set(key, [person])
        else block.push(person)
      }
      if (++count % batch === 0) yield
    }
    const found = new Map<string, Found>()
    const ofRank: number[] = []
    for (const [key, block] of blocks.entries()) {
      for (const [one, other] of pairsIn(key, block)) {
        consider(found, ofRank, one, other)
        if (++count % batch === 0) yield
      }
      if (++count % batch === 0) yield
    }
    const byRank: Found[][] = []
    for (const each of found.values()) {
      const alike = byRank[each.rank]
      if (alike === undefined) byRank[each.rank] = [each]
      else alike.push(each)
      if (++count % batch === 0) yield
    }
    this.#found = byRank.flat().slice(0, mostKept)
    this.#foundAt = state
  }
}

const nameOf = ({ account, key }: Pick<Read, 'account' | 'key'>): string => `${account}\n${key}`

function note(people: ShardedMap<Person>, { account, key, first, last, email, code, source, finished }: Read): void {
  // An attempt without a name is nobody who could be somebody else.
  if (isNamelessAttempt(key) || `${first}${last}`.trim() === '') return
  const known = people.get(nameOf({ account, key }))
  const person: Person = known ?? {
    ...{ account, key, first, last, written: null, email: null, source: null, externalId: null },
    ...{ finished: -1, results: 0, codes: new Set() },
  }
  if (known === undefined) people.set(nameOf(person), person)
  if (source !== '') person.results++
  if (code !== null && code.trim() !== '') person.codes.add(code)
  if (finished < person.finished) return
  Object.assign(person, { first, last, finished, source: source || null })
  if (email !== null) Object.assign(person, { written: email, email: foldedEmail(email) })
}

/** What is looked at together: those of one address, one code or one name. */
function blocksOf(person: Person): string[] {
  const { account, email, codes } = person
  const names = wordsOfName(person).join(' ')
  return [
    ...(email === null ? [] : [`${account}\nmail ${email}`]),
    ...[...codes].map((code) => `${account}\ncode ${code}`),
    `${account}\nname ${names}`,
  ]
}

/** Every two; of many who share an address or a code none, since those of one name are in a block of their own. */
function* pairsIn(key: string, block: readonly Person[]): Generator<[Person, Person], void> {
  const isOfName = key.includes('\nname ')
  if (!isOfName && block.length > mostSharing) return
  const reach = isOfName && block.length > mostNamesakes ? 1 : block.length
  for (const [at, one] of block.entries()) for (const other of block.slice(at + 1, at + 1 + reach)) yield [one, other]
}

function consider(found: Map<string, Found>, ofRank: number[], a: Person, b: Person): void {
  const likeness = nameLikeness(a, b)
  if (likeness === null) return
  const shared = sharedBy(a, b)
  const rank = rankOf(likeness, shared)
  if (rank === null) return
  const [one, other] = staysOf(a) <= staysOf(b) ? [a, b] : [b, a]
  const pair = pairName(one.account, one.key, other.key)
  const before = found.get(pair)
  if (before !== undefined && before.rank <= rank) return
  // Of one standing, no more than are kept are remembered.
  const count = ofRank[rank] ?? 0
  if (count >= mostKept) return
  ofRank[rank] = count + 1
  found.set(pair, { account: one.account, one: shownOf(one), other: shownOf(other), likeness, shared, rank })
}

function sharedBy(a: Person, b: Person): SharedFact {
  if (a.email !== null && a.email === b.email) return 'email'
  for (const code of a.codes) if (b.codes.has(code)) return 'code'
  return isLikelyOne(a, b) ? 'group' : 'nothing'
}

/** A key that ClassMarker's own id makes stays, because it outlives a change of name; then the one with more results. */
function staysOf({ key, results }: Person): number {
  const kind = ['user:', 'cm:', 'mail:'].findIndex((start) => key.startsWith(start))
  return (kind === -1 ? 3 : kind) * 1e6 - results
}

const shownOf = ({ key, first, last, written, results }: Person): Lookalike => ({
  ...{ key, first, last, email: written, results },
})

const pairName = (account: string, a: string, b: string): string =>
  a < b ? `${account}\n${a}\n${b}` : `${account}\n${b}\n${a}`

/** The suggestions that the teacher has not decided about. */
export function inboxQueries(db: Database, likelyOnes: LikelyOnes) {
  const verdicts = db
    .prepare<[], [string, string, string, string]>('SELECT account_id, key, other_key, verdict FROM identity_verdict')
    .raw()
  const merged = db.prepare<[], [string, string]>('SELECT account_id, key FROM student_merge').raw()
  return {
    /** Who may be one person, of these accounts or of all. Ask again while `isReading`. */
    identityInbox: (accounts?: readonly string[]): IdentityInbox => {
      likelyOnes.find()
      likelyOnes.work(pause)
      const { found, isReading } = likelyOnes.find()
      const said = new Map(verdicts.all().map(([account, a, b, verdict]) => [pairName(account, a, b), verdict]))
      const gone = new Set(merged.all().map(([account, key]) => nameOf({ account, key })))
      const suggestions = found
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .filter(({ account, one, other }) => ![one, other].some(({ key }) => gone.has(nameOf({ account, key }))))
        .map(({ rank: _, ...each }) => ({
          each,
          verdict: said.get(pairName(each.account, each.one.key, each.other.key)),
        }))
        .filter(({ verdict }) => verdict !== 'different')
        .map(({ each, verdict }): IdentitySuggestion => ({ ...each, isPutOff: verdict === 'later' }))
      const open = suggestions.filter(({ isPutOff }) => !isPutOff)
      const putOff = suggestions.filter(({ isPutOff }) => isPutOff)
      return { suggestions: [...open, ...putOff].slice(0, mostShown), count: open.length, isReading }
    },
  }
}
