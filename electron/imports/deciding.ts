import type { PreviewSubject } from '../../shared/model/import-preview.ts'
import type { FilePlace } from '../../shared/model/imported.ts'
import type { Result } from '../../shared/model/result.ts'
import { parseJson, readResult } from '../connectors/classmarker/index.ts'
import type { AnswersOrigin, FinishedThen, ImportedRaw, ImportMatch, KeptAttempt, Store } from '../store/api.ts'
import { areNewer, isNewer, mergedWith } from './rules.ts'
import type { Reckoned, Telling, ToldAnswers, ToldOutcome } from './tellings.ts'
import type { VersionBook } from './version-book.ts'

type Matched = ImportMatch | 'erased' | null
type Part = ReturnType<VersionBook['forPart']>

/** What results that were here before came to so far, by id. */
export type ReckonedById = ReadonlyMap<number, Reckoned>

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
  reckonedOf: ReckonedById,
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
  const decided = matched.map(({ telling, match }) => decide(telling, match, raws, part, reckonedOf))
  return Object.assign(decided, { versions: part.versions() })
}

/** Whether a stored result is to be changed. One that this import brought was not here before it. */
const isToChange = ({ isTaken, result }: Telling, match: Exclude<Matched, null>): match is ImportMatch =>
  match !== 'erased' && isTaken && (match.isNew || isNewer(result, match))

function decide(
  telling: Telling,
  match: Matched,
  raws: ReadonlyMap<number, ImportedRaw>,
  part: Part,
  reckonedOf: ReckonedById,
): ToldOutcome {
  const { place, seen, isTaken } = telling
  const about = aboutAttempt(telling)
  const none = { place, about, reckoned: seen, id: null, keptAnswers: null, kept: null }
  if (match === 'erased') return { ...none, outcome: 'erased' }
  const id = match === null || match.isNew ? null : match.id
  const reckoned = (id === null ? undefined : reckonedOf.get(id)) ?? seen
  const keptAnswers = areToBeKept(telling, reckoned, match?.answers ?? null, isTaken) ? telling.origin : null
  const answers = keptAnswers === null ? null : packed(telling, part)
  const told = { place, about, reckoned, id, keptAnswers }
  if (match === null) {
    const result = isTaken ? { result: telling.result, raw: JSON.stringify(telling.attempt.result) } : null
    return { ...told, outcome: isTaken ? 'added' : null, kept: { result, stored: null, answers } }
  }
  const raw = isToChange(telling, match) ? raws.get(match.id) : undefined
  const result = raw === undefined ? null : changed(telling, raw)
  const outcome = !isTaken ? null : match.isNew ? 'added' : result === null ? 'unchanged' : 'updated'
  const stored = { id: match.id, raw: result === null ? null : (raw?.raw ?? null), answers: match.answers }
  return { ...told, outcome, kept: result === null && answers === null ? null : { result, stored, answers } }
}

const aboutAttempt = ({ attempt, result }: Telling): PreviewSubject => ({
  first: result.first,
  last: result.last,
  testId: result.testId,
  testName: attempt.testName ?? '',
  sourceName: attempt.sourceName ?? '',
  finished: result.timeFinished,
  percentage: result.percentage,
})

/** A stored result with what a newer telling says; null where the two cannot be read together. */
function changed({ attempt }: Telling, { before }: ImportedRaw): { result: Result; raw: string } | null {
  const merged = before === null ? attempt.result : mergedWith(parseJson(before), attempt.result)
  const read = readResult(attempt.feed, merged)
  return 'result' in read ? { result: read.result, raw: JSON.stringify(merged) } : null
}

/** Whether what was answered is kept: where nothing is here yet, or it is newer; of equals in one import the last. */
function areToBeKept(
  { origin }: ToldAnswers,
  reckoned: Reckoned,
  stored: AnswersOrigin | null,
  isTaken: boolean,
): boolean {
  if (origin === null) return false
  const present = reckoned.answers ?? stored
  if (present === null || areNewer(origin, present)) return true
  return isTaken && reckoned.answers !== null && !areNewer(present, origin)
}

function packed({ answers, origin }: ToldAnswers, part: Part): KeptAttempt['answers'] {
  return answers === null || origin === null ? null : { ...origin, ...part.pack(answers) }
}

/** A row of ClassMarker's list and the result that it is. */
export interface ListedResult extends ToldAnswers {
  readonly place: FilePlace
  readonly about: PreviewSubject
  readonly result: FinishedThen
}

/** Decides what is kept of rows of a list: only what was answered, because they say nothing of grading. */
export function decidedRows(
  rows: readonly ListedResult[],
  book: VersionBook,
  reckonedOf: ReckonedById,
): DecidedAttempts {
  const part = book.forPart()
  const decided = rows.map((row): ToldOutcome => {
    const { id, answers: stored } = row.result
    const reckoned = reckonedOf.get(id) ?? { outcome: null, answers: null }
    const keptAnswers = areToBeKept(row, reckoned, stored, true) ? row.origin : null
    const answers = keptAnswers === null ? null : packed(row, part)
    const outcome = reckoned.outcome === null ? 'unchanged' : null
    const kept = answers === null ? null : { result: null, stored: { id, raw: null, answers: stored }, answers }
    return { place: row.place, about: row.about, reckoned, id, outcome, keptAnswers, kept }
  })
  return Object.assign(decided, { versions: part.versions() })
}
