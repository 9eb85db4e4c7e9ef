import type { AttemptAnswers } from '../../shared/model/answers.ts'
import type { PreviewSubject } from '../../shared/model/import-preview.ts'
import type { FilePlace, FoundProblem, SentAttempt } from '../../shared/model/imported.ts'
import { naturalKey, type Result, studentKey } from '../../shared/model/result.ts'
import type { Feed } from '../../shared/model/result-values.ts'
import { readResult } from '../connectors/classmarker/index.ts'
import type { AnswersOrigin, KeptAttempt } from '../store/api.ts'
import { type Graded, isNewer, originOfAnswers } from './rules.ts'

export type ResultOutcome = 'added' | 'updated' | 'unchanged'

/** An attempt among the files, which may stand there several times. */
export interface SeenAttempt {
  readonly student: string
  readonly started: number
  /** Of the telling that is taken. */
  place: FilePlace
  taken: Graded
  /** What it came to so far; null before its first part was kept. */
  outcome: ResultOutcome | null
  /** What its kept answers were read from; null while none were kept. */
  answers: AnswersOrigin | null
}

/** What was answered, with where it comes from. */
export interface ToldAnswers {
  readonly answers: AttemptAnswers | null
  readonly origin: AnswersOrigin | null
}

/** What one place among the files tells of an attempt. */
export interface Telling extends ToldAnswers {
  readonly seen: SeenAttempt
  readonly place: FilePlace
  readonly attempt: SentAttempt
  readonly result: Result
  /** False where another telling is taken, and only what was answered is of use. */
  readonly isTaken: boolean
}

/** What an attempt came to so far, however it is told. */
export type Reckoned = Pick<SeenAttempt, 'outcome' | 'answers'>

/** What is decided about a telling. */
export interface ToldOutcome {
  readonly place: FilePlace
  readonly about: PreviewSubject
  /** What is counted with it: a payload and a row of a list may tell of the same result. */
  readonly reckoned: Reckoned
  /** The result that was here before; null for a new one. */
  readonly id: number | null
  /** Null where another telling says what comes of the result. */
  readonly outcome: ResultOutcome | 'erased' | null
  /** Null where what was answered is not kept. */
  readonly keptAnswers: AnswersOrigin | null
  /** What the database is to keep; null for nothing. */
  readonly kept: KeptAttempt | null
}

interface PlacedProblem {
  readonly place: FilePlace
  readonly found: FoundProblem
}

/**
 * Takes each attempt once from all files: of two tellings the newer, and of two of which nothing says that one is newer
 * the last. A telling without answers leaves those of another.
 */
export class Tellings {
  readonly #seen = new Map<string, SeenAttempt[]>()

  /** Those of a part that are taken, with the places of those that are not. */
  among(attempts: readonly SentAttempt[]): { tellings: Telling[]; problems: PlacedProblem[] } {
    const tellings = new Map<SeenAttempt, Telling>()
    const problems: PlacedProblem[] = []
    for (const attempt of attempts) {
      const read = readResult(attempt.feed, attempt.result)
      // The readers give none that cannot be read.
      if ('problem' in read) continue
      const { result } = read
      const seen = this.#find(result)
      if (seen === null) {
        const first = this.#note(result, attempt)
        tellings.set(first, tellingOf(first, attempt, result, true))
        continue
      }
      const here = tellings.get(seen)
      const isLost = isNewer(seen.taken, result)
      const [lost, taken] = isLost ? [attempt.place, seen.place] : [seen.place, attempt.place]
      problems.push({ place: lost, found: { code: 'twice', facts: { place: placeWords(taken) } } })
      const told = tellingOf(seen, attempt, result, !isLost)
      if (isLost) {
        if (here === undefined && seen.answers === null && told.answers !== null) tellings.set(seen, told)
        else if (here !== undefined && here.answers === null) tellings.set(seen, withAnswersOf(here, told))
      } else {
        seen.place = attempt.place
        seen.taken = gradedIn(result)
        tellings.set(seen, here !== undefined && told.answers === null ? withAnswersOf(told, here) : told)
      }
    }
    return { tellings: [...tellings.values()], problems }
  }

  /** ClassMarker's own sample gives one link_result_id to two people: they have other names and began at other times. */
  #find(result: Result): SeenAttempt | null {
    const key = naturalKey(result)
    const student = studentKey(result, key)
    const found = this.#seen.get(key)?.find((each) => each.student === student || each.started === result.timeStarted)
    return found ?? null
  }

  #note(result: Result, { place }: SentAttempt): SeenAttempt {
    const key = naturalKey(result)
    const student = studentKey(result, key)
    const seen = { student, started: result.timeStarted, place, taken: gradedIn(result), outcome: null, answers: null }
    const others = this.#seen.get(key)
    if (others === undefined) this.#seen.set(key, [seen])
    else others.push(seen)
    return seen
  }
}

/** Not the result itself, of which an archive has one for each of its files. */
const gradedIn = ({ timeFinished, requiresGrading }: Result): Graded => ({ timeFinished, requiresGrading })

const withAnswersOf = (taken: Telling, { answers, origin }: Telling): Telling => ({ ...taken, answers, origin })

function tellingOf(seen: SeenAttempt, attempt: SentAttempt, result: Result, isTaken: boolean): Telling {
  const { answers, place } = attempt
  const origin = answers === null ? null : originOfAnswers(answers, result.timeFinished, false)
  return { seen, place, attempt, result, isTaken, answers, origin }
}

/** The names that tellings give to tests, and to groups and links. */
export function namesOf(tellings: readonly Telling[]) {
  const [tests, sources] = [new Map<number, string>(), new Map<string, Source>()]
  for (const { attempt, result } of tellings) {
    const { feed, sourceId, testId } = result
    if (attempt.testName !== null) tests.set(testId, attempt.testName)
    if (attempt.sourceName !== null)
      sources.set(`${feed} ${sourceId}`, { feed, id: sourceId, name: attempt.sourceName })
  }
  return { tests: Array.from(tests, ([id, name]) => ({ id, name })), sources: [...sources.values()] }
}

interface Source {
  readonly feed: Feed
  readonly id: number
  readonly name: string
}

/** "march.zip/17.json, line 3", for a sentence. */
export const placeWords = ({ file, line }: FilePlace): string => (line === null ? file : `${file}, line ${line}`)
