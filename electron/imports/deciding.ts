import type { Result } from '../../shared/model/result.ts'
import { parseJson, readResult } from '../connectors/classmarker/index.ts'
import type { ImportedRaw, ImportMatch, KeptAttempt, Store } from '../store/api.ts'
import { areNewer, isNewer, mergedWith } from './rules.ts'
import type { Telling, ToldOutcome } from './tellings.ts'
import type { VersionBook } from './version-book.ts'

type Matched = ImportMatch | 'erased' | null
type Part = ReturnType<VersionBook['forPart']>

/** What is decided about each telling of a part, and the versions of questions that its answers are of. */
export type DecidedAttempts = ToldOutcome[] & { versions: ReturnType<Part['versions']> }

/**
 * Decides what is kept of attempts, by what is stored of them. The same decision is made of an attempt that stands twice
 * among the files as if its better telling stood there alone.
 */
export async function decidedAttempts(
  tellings: readonly Telling[],
  store: Pick<Store, 'importMatches' | 'importedRaws'>,
  account: string,
  run: number | null,
  book: VersionBook,
): Promise<DecidedAttempts> {
  const matches = await store.importMatches(
    account,
    run,
    tellings.map(({ result }) => result),
  )
  const matched = tellings.map((telling, at) => ({ telling, match: matches[at] ?? null }))
  const wanted = matched.flatMap(({ telling, match }) => (match !== null && isToChange(telling, match) ? match.id : []))
  const raws = new Map(
    wanted.length === 0 ? [] : (await store.importedRaws(run, wanted)).map((each) => [each.id, each]),
  )
  const part = book.forPart()
  const decided = matched.map(({ telling, match }) => decide(telling, match, raws, part))
  return Object.assign(decided, { versions: part.versions() })
}

/** Whether a stored result is to be changed. One that this import brought was not here before it. */
const isToChange = ({ isTaken, result }: Telling, match: Exclude<Matched, null>): match is ImportMatch =>
  match !== 'erased' && isTaken && (match.isNew || isNewer(result, match))

function decide(telling: Telling, match: Matched, raws: ReadonlyMap<number, ImportedRaw>, part: Part): ToldOutcome {
  if (match === 'erased') return { telling, outcome: 'erased', keepsAnswers: false, kept: null }
  const keepsAnswers = areToBeKept(telling, match)
  const answers = keepsAnswers ? packed(telling, part) : null
  const { isTaken } = telling
  if (match === null) {
    const result = isTaken ? { result: telling.result, raw: JSON.stringify(telling.attempt.result) } : null
    return { telling, outcome: isTaken ? 'added' : null, keepsAnswers, kept: { result, stored: null, answers } }
  }
  const raw = isToChange(telling, match) ? raws.get(match.id) : undefined
  const result = raw === undefined ? null : changed(telling, raw)
  const outcome = !isTaken ? null : match.isNew ? 'added' : result === null ? 'unchanged' : 'updated'
  const stored = { id: match.id, raw: result === null ? null : (raw?.raw ?? null), answers: match.answers }
  const kept: KeptAttempt | null = result === null && answers === null ? null : { result, stored, answers }
  return { telling, outcome, keepsAnswers, kept }
}

/** A stored result with what a newer telling says; null where the two cannot be read together. */
function changed({ attempt }: Telling, { before }: ImportedRaw): { result: Result; raw: string } | null {
  const merged = before === null ? attempt.result : mergedWith(parseJson(before), attempt.result)
  const read = readResult(attempt.feed, merged)
  return 'result' in read ? { result: read.result, raw: JSON.stringify(merged) } : null
}

/** Whether what was answered is kept: where nothing is here yet, or it is newer; of equals in one import the last. */
function areToBeKept({ origin, seen, isTaken }: Telling, match: ImportMatch | null): boolean {
  if (origin === null) return false
  const present = seen.answers ?? match?.answers ?? null
  if (present === null || areNewer(origin, present)) return true
  return isTaken && seen.answers !== null && !areNewer(present, origin)
}

function packed({ answers, origin }: Telling, part: Part): KeptAttempt['answers'] {
  return answers === null || origin === null ? null : { ...origin, ...part.pack(answers) }
}
