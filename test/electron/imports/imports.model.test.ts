import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { pageWith, resultOf } from '../store/laptop-database.ts'
import type { Json } from '../support/webhook-payloads.ts'
import { importing, payloadOf } from './importing.ts'

const started = 1_641_996_400

/** What somebody tells of an attempt. */
interface Told {
  readonly attempt: number
  readonly finish: number
  readonly toGrade: boolean
  readonly score: number
  readonly answered: boolean
}

const told = fc.record({
  attempt: fc.integer({ min: 0, max: 3 }),
  finish: fc.integer({ min: 1, max: 3 }),
  toGrade: fc.boolean(),
  score: fc.integer({ min: 0, max: 20 }),
  answered: fc.boolean(),
})

type Step =
  | { readonly kind: 'page'; readonly told: readonly Told[] }
  | { readonly kind: 'file'; readonly told: readonly Told[] }
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'undo' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('file' as const), told: fc.array(told, { minLength: 1, maxLength: 5 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('page' as const), told: fc.array(told, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'undo' as const }) },
)

/** A result as it should be stored. */
interface Kept {
  readonly finish: number
  readonly toGrade: boolean
  readonly score: number
  readonly isImported: boolean
  readonly answers: {
    readonly finish: number
    readonly toGrade: boolean
    readonly score: number
    readonly by: number
  } | null
  /** Who wrote the result last, and as what. */
  readonly by: string
}

const isNewer = (one: Pick<Told, 'finish' | 'toGrade'>, other: Pick<Told, 'finish' | 'toGrade'>): boolean =>
  one.finish > other.finish || (one.finish === other.finish && other.toGrade && !one.toGrade)

/** The results as the rules have them, step by step. */
class Model {
  readonly kept = new Map<number, Kept>()
  readonly #imports: { readonly id: number; readonly before: Map<number, Kept>; readonly after: Map<number, Kept> }[] =
    []
  #last = 0

  page(all: readonly Told[]): void {
    // Of two the page's later finish counts, and of equals the one that stands later.
    for (const { attempt, ...said } of newestEach(all)) {
      const answers = this.kept.get(attempt)?.answers ?? null
      this.kept.set(attempt, {
        ...said,
        isImported: false,
        answers,
        by: `api ${said.finish} ${said.toGrade} ${said.score}`,
      })
    }
  }

  file(all: readonly Told[]): void {
    const id = ++this.#last
    const before = new Map(this.kept)
    for (const [attempt, tellings] of Map.groupBy(all, (each) => each.attempt)) {
      const taken = tellings.reduce((best, next) => (isNewer(best, next) ? best : next))
      const answers = tellings.reduce<{ of: Told; answers: Told | null } | null>((best, next) => {
        const own = next.answered ? next : null
        if (best === null) return { of: next, answers: own }
        return isNewer(best.of, next)
          ? { of: best.of, answers: best.answers ?? own }
          : { of: next, answers: own ?? best.answers }
      }, null)?.answers
      const here = this.kept.get(attempt)
      const told = { finish: taken.finish, toGrade: taken.toGrade, score: taken.score, by: `import ${id}` }
      const result: Kept =
        here === undefined
          ? { ...told, isImported: true, answers: null }
          : isNewer(taken, here)
            ? { ...here, ...told }
            : here
      const isKept = answers && (result.answers === null || isNewer(answers, result.answers))
      const { finish = 0, toGrade = false, score = 0 } = answers ?? {}
      this.kept.set(attempt, isKept ? { ...result, answers: { finish, toGrade, score, by: id } } : result)
    }
    const isChanged = [...this.kept].some(([attempt, kept]) => before.get(attempt) !== kept)
    if (isChanged) this.#imports.push({ id, before, after: new Map(this.kept) })
  }

  undo(): 'done' | 'changed-since' | null {
    const last = this.#imports.pop()
    if (last === undefined) return null
    let undone = 0
    for (const [attempt, after] of last.after) {
      const [before, now] = [last.before.get(attempt), this.kept.get(attempt)]
      if (before === after || now === undefined) continue
      const isAsLeft = now.by === after.by
      const hasOwnAnswers = after.answers?.by === last.id && now.answers?.by === last.id
      if (before === undefined) {
        if (!isAsLeft || !now.isImported || (now.answers !== null && now.answers.by !== last.id)) continue
        this.kept.delete(attempt)
        undone++
        continue
      }
      const isBack = before.by !== after.by && isAsLeft
      if (!isBack && !hasOwnAnswers) continue
      const { finish, toGrade, score, by } = isBack ? before : now
      const answers = hasOwnAnswers ? before.answers : now.answers
      this.kept.set(attempt, { finish, toGrade, score, by, isImported: now.isImported, answers })
      undone++
    }
    return undone > 0 ? 'done' : 'changed-since'
  }
}

/** One of each attempt on a page of ClassMarker's. */
function newestEach(all: readonly Told[]): Told[] {
  const byFinish = all.toSorted((a, b) => a.finish - b.finish)
  return [...new Map(byFinish.map((each) => [each.attempt, each])).values()]
}

const person = (attempt: number) => ({ first: `Ada ${attempt}`, last: 'Byron', cm_user_id: `school|${attempt}` })

const payload = ({ attempt, finish, toGrade, score, answered }: Told): Json => {
  const question = {
    ...{ question_id: 1, question_type: 'essay', points_available: 20, question: 'Why?', user_response: 'So.' },
    ...{ points_scored: score, result: toGrade ? 'requires_grading' : 'correct' },
  }
  return payloadOf(
    attempt,
    {
      ...person(attempt),
      ...{ percentage: score, requires_grading: toGrade ? 'Yes' : 'No', time_started: started },
      time_finished: started + finish,
    },
    { questions: answered ? [question] : [], category_results: [] },
  )
}

const ofPage = ({ attempt, finish, toGrade, score }: Told) =>
  resultOf({
    ...{ feed: 'links', testId: 1_957_521, sourceId: 1_882_474, linkResultId: 1_000 + attempt, userId: null },
    ...{ first: `Ada ${attempt}`, last: 'Byron', cmUserId: `school|${attempt}`, percentage: toTenths(score) },
    ...{ requiresGrading: toGrade, timeStarted: unixSeconds(started), timeFinished: unixSeconds(started + finish) },
  })

it('keeps what the rules say after any pages, files, repeats and undoings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const { calls, imported, previewed, results, undo, db } = importing()
      const model = new Model()
      const files: (readonly Told[])[] = []
      for (const [at, each] of steps.entries()) {
        if (each.kind === 'undo') expect(undo()).toBe(model.undo())
        else if (each.kind === 'page') {
          const page = pageWith(newestEach(each.told).map(ofPage), { feed: 'links' })
          // With the fields that an import reads the stored answer by.
          calls.applyPage({ ...page, results: page.results.map(({ result }) => ({ result, raw: rawOf(result) })) })
          model.page(each.told)
        } else {
          const file = each.kind === 'file' ? each.told : (files[each.which % Math.max(1, files.length)] ?? [])
          files.push(file)
          const content = [`${at}.json`, file.map(payload)] as const
          const before = results()
          const preview = await previewed(content)
          expect(results()).toEqual(before)
          expect(await imported(content)).toEqual(preview)
          model.file(file)
        }
        const stored = results().map((row) => ({
          attempt: Number(String(row.natural_key).slice(2)) - 1_000,
          score: Number(row.percentage) / 10,
          finish: Number(row.time_finished) - started,
          toGrade: row.requires_grading === 1,
          isImported: row.imported === 1,
          answers: calls.answersOf(Number(row.id))?.answers.map(({ pointsScored }) => pointsScored) ?? null,
        }))
        const expected = [...model.kept]
          .toSorted(([a], [b]) => a - b)
          .map(([attempt, { score, finish, toGrade, isImported, answers }]) => ({
            ...{ attempt, score, finish, toGrade, isImported },
            answers: answers && [answers.score],
          }))
        expect(stored).toEqual(expected)
      }
      expect(db.pragma('foreign_key_check')).toEqual([])
    }),
    { numRuns: 40 },
  )
}, 120_000)

/** A result of ClassMarker's API, as JSON. */
const rawOf = (result: ReturnType<typeof ofPage>): string =>
  JSON.stringify({
    ...{ test_id: result.testId, link_id: result.sourceId, link_result_id: result.linkResultId, status: 'f' },
    ...{
      first: result.first,
      last: result.last,
      cm_user_id: result.cmUserId,
      percentage: Number(result.percentage) / 10,
    },
    ...{ requires_grading: result.requiresGrading ? 'Yes' : 'No', time_started: result.timeStarted },
    time_finished: result.timeFinished,
  })
