import fc from 'fast-check'
import { inUnits } from '../../../electron/analysis/answer-columns.ts'
import type { QuestionVersion } from '../../../shared/model/answers.ts'
import { type Attempt, type Cell, type MarksTable, totalOf, version } from './marks-table.ts'

/** What the marks of a question are drawn from, in thousandths, with its highest mark. */
const scales = [
  { highest: 1, marks: [0, 1_000] },
  { highest: 1, marks: [1_000] },
  { highest: 1, marks: [0] },
  { highest: 2, marks: [0, 500, 1_000, 1_500, 2_000] },
  { highest: 3, marks: [0, 333, 667, 1_001, 2_999, 3_000] },
  { highest: 4, marks: [-1_000, -250, 0, 4_000] },
  { highest: 1, marks: [0, 1_000, 1_500] },
  { highest: 0, marks: [0] },
  { highest: null, marks: [0, 1_000] },
] as const
type Scale = (typeof scales)[number]

const letters = ['A', 'B', 'C', 'T'] as const

/** One or two versions of a question; the second may have another key, text or highest mark. */
const question = (id: number, scale: Scale): fc.Arbitrary<QuestionVersion[]> =>
  fc
    .record({
      hasOptions: fc.boolean(),
      key: fc.subarray([...letters], { maxLength: 2 }),
      categoryId: fc.constantFrom('7', '8', null),
      second: fc.option(
        fc.record({ text: fc.constantFrom('B', 'b'), highest: fc.constantFrom(scale.highest, 2, 5, null) }),
        { freq: 2 },
      ),
    })
    .map(({ hasOptions, key, categoryId, second }) => {
      const options = (b: string) =>
        hasOptions ? letters.map((letter) => ({ letter, content: letter === 'B' ? b : letter })) : []
      const given = { questionId: `${id}`, type: 'multipleresponse', categoryId, correct: key }
      const first = version({ ...given, pointsAvailable: scale.highest, options: options('B') })
      if (second === null) return [first]
      return [
        first,
        version({ ...given, question: 'again', pointsAvailable: second.highest, options: options(second.text) }),
      ]
    })

const cellOf = (versions: readonly QuestionVersion[], scale: Scale, kinds: readonly Cell['is'][]): fc.Arbitrary<Cell> =>
  fc
    .record({
      is: fc.constantFrom(...kinds),
      version: fc.nat({ max: versions.length - 1 }),
      mark: fc.constantFrom<number>(...scale.marks),
      letters: fc.subarray([...letters]),
    })
    .map((drawn): Cell => {
      if (drawn.is === 'notSeen') return { is: 'notSeen' }
      if (drawn.is !== 'marked') return { is: drawn.is, version: drawn.version }
      const chosen = (versions[drawn.version]?.options.length ?? 0) > 0 ? drawn.letters : []
      return { is: 'marked', version: drawn.version, mark: drawn.mark / 1_000, letters: chosen }
    })

const seen = ['marked', 'marked', 'marked', 'marked', 'unanswered'] as const
const kindsOf: Readonly<Record<string, readonly Cell['is'][]>> = {
  answered: ['marked'],
  'answered or not': seen,
  unanswered: ['unanswered'],
  'to grade for some': [...seen, 'toGrade'],
  'to grade for all': ['toGrade'],
  'seen by some': [...seen, 'notSeen'],
  'without some marks': [...seen, 'noMark'],
  anything: [...seen, 'toGrade', 'notSeen', 'noMark'],
}

/** Attempts with what ClassMarker says of them: now and then another total than that of their marks. */
function attemptsWith(rows: fc.Arbitrary<readonly Cell[]>): fc.Arbitrary<Attempt[]> {
  const attempt = fc
    .record({
      cells: rows,
      other: fc.option(fc.integer({ min: -2_000, max: 9_000 }), { freq: 15 }),
      available: fc.constantFrom(10, 10, 10, 10, 12, null),
    })
    .map(({ cells, other, available }) => {
      const told = { cells, available, total: other === null ? null : other / 1_000, percentage: null }
      return { ...told, percentage: available === null ? null : Math.round(totalOf(told) / available) }
    })
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(attempt, { maxLength: 14 }) },
    { weight: 1, arbitrary: fc.array(attempt, { minLength: 28, maxLength: 36 }) },
  )
}

/** Any test: questions of each kind, seen, answered and marked as it may come. */
const anyTest: fc.Arbitrary<MarksTable> = fc
  .array(fc.record({ scale: fc.constantFrom<Scale>(...scales), kind: fc.constantFrom(...Object.keys(kindsOf)) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((plans) =>
    fc
      .tuple(...plans.map(({ scale }, id) => question(id, scale)))
      .chain((questions) =>
        attemptsWith(
          fc.tuple(
            ...plans.map(({ scale, kind }, at) =>
              cellOf(questions[at] as QuestionVersion[], scale, kindsOf[kind] as readonly Cell['is'][]),
            ),
          ),
        ).map((attempts) => ({ questions, attempts })),
      ),
  )

/** A test with some questions for everybody and as many again for each, drawn from a pool. */
const drawnTest: fc.Arbitrary<MarksTable> = fc
  .record({ common: fc.nat({ max: 2 }), pool: fc.integer({ min: 1, max: 5 }), each: fc.nat({ max: 4 }) })
  .chain(({ common, pool, each }) => {
    const scale = scales[3]
    const questions = Array.from({ length: common + pool }, (_, id) => [
      version({ questionId: `${id}`, pointsAvailable: scale.highest }),
    ])
    const cell = cellOf([version()], scale, seen)
    const row = fc
      .record({
        cells: fc.array(cell, { minLength: common + pool, maxLength: common + pool }),
        drawn: fc.shuffledSubarray(
          Array.from({ length: pool }, (_, at) => at),
          { minLength: Math.min(each, pool), maxLength: Math.min(each, pool) },
        ),
      })
      .map(({ cells, drawn }) =>
        cells.map((of, at): Cell => (at < common || drawn.includes(at - common) ? of : { is: 'notSeen' })),
      )
    return attemptsWith(row).map((attempts) => ({ questions, attempts }))
  })

/** Everybody alike: the same marks for all, or the same for each question of an attempt. */
const alikeTest: fc.Arbitrary<MarksTable> = fc
  .record({
    rows: fc.array(fc.constantFrom(0, 333, 1_000), { maxLength: 12 }),
    questions: fc.integer({ min: 1, max: 4 }),
    sameFor: fc.constantFrom('all', 'attempt'),
  })
  .map(({ rows, questions, sameFor }) => ({
    questions: Array.from({ length: questions }, (_, id) => [version({ questionId: `${id}` })]),
    attempts: rows.map((own) => {
      const mark = (sameFor === 'all' ? (rows[0] as number) : own) / 1_000
      const cells = Array.from({ length: questions }, (): Cell => ({ is: 'marked', version: 0, mark, letters: [] }))
      return { cells, total: null, available: 4, percentage: inUnits(mark, 1_000) }
    }),
  }))

export const randomTables: fc.Arbitrary<MarksTable> = fc.oneof(
  { weight: 6, arbitrary: anyTest },
  { weight: 3, arbitrary: drawnTest },
  { weight: 1, arbitrary: alikeTest },
)
