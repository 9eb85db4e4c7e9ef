import { analyseItems } from '../../electron/analysis/analyse-items.ts'
import { type AnswerColumns, cell } from '../../electron/analysis/answer-columns.ts'
import { costOf, figure, milliseconds } from './measure.ts'

const [attempts, questions, runs] = [20_000, 40, 8]
const letters = ['A', 'B', 'C', 'D']

/** Numbers from 0 to 1, the same in each run. */
function drawing(): () => number {
  let last = 1
  return () => {
    last = (last * 1_103_515_245 + 12_345) % 2 ** 31
    return last / 2 ** 31
  }
}

/** Students of all abilities at questions with four options, some of which give part of the marks. */
function madeColumns(): AnswerColumns {
  const draw = drawing()
  const ability = Float64Array.from({ length: attempts }, draw)
  const totals = new Float64Array(attempts)
  const columns = Array.from({ length: questions }, (_, id) => {
    const points = 1 + (id % 3)
    const [cells, marks] = [new Uint8Array(attempts), new Float64Array(attempts)]
    const choices = new Int32Array(attempts)
    for (let at = 0; at < attempts; at++) {
      cells[at] = draw() < 0.03 ? cell.unanswered : cell.marked
      if (cells[at] === cell.unanswered) continue
      const isRight = draw() < (ability[at] as number)
      choices[at] = isRight ? 1 : 2 << Math.floor(draw() * 3)
      marks[at] = isRight ? points * 1_000 : id % 5 === 0 ? Math.floor(draw() * 4) * 250 : 0
      totals[at] = (totals[at] as number) + (marks[at] as number)
    }
    const version = {
      questionId: `${id}`,
      type: 'multiplechoice',
      categoryId: `${id % 4}`,
      question: '',
      pointsAvailable: points,
      options: letters.map((letter) => ({ letter, content: letter })),
      correct: ['A'],
    }
    return { versions: [version], version: null, cells, marks, choices }
  })
  const available = columns.reduce((sum, { versions }) => sum + (versions[0]?.pointsAvailable ?? 0), 0)
  return {
    policy: 'first',
    unitsPerPoint: 1_000,
    totals,
    available: new Float64Array(attempts).fill(available * 1_000),
    percentages: totals.map((total) => Math.round(total / available)),
    questions: columns,
    categoryNames: new Map(),
    leftOut: { surveys: 0, samples: 0, noAnswers: 0 },
  }
}

/** The analysis of a test alone, without reading its answers. */
export async function benchItems(): Promise<void> {
  const columns = madeColumns()
  const cpu: number[] = []
  for (let run = 0; run < runs; run++) cpu.push((await costOf(() => analyseItems(columns))).cpu)
  figure('20,000 attempts × 40 questions analysed, processor time', milliseconds(Math.min(...cpu)), 'goal ≤ 100 ms')
  figure('  the first time', milliseconds(cpu[0] as number))
}
