import fc from 'fast-check'
import { expect, it, onTestFinished, vi } from 'vitest'
import { GradebookModel } from '../../../electron/store/gradebook/model.ts'
import { compared } from './compared.ts'
import { definitionOf, drawnClass, keptClass } from './random-class.ts'

const gradebooksOfEach = 130

/** Several gradebooks over one class, because to keep a class takes longer than to reckon a gradebook. */
function differencesIn(seed: number, most: number, gradebooks: number) {
  const [drawn] = fc.sample(drawnClass(most), { seed, numRuns: 1 })
  if (drawn === undefined) throw new Error('No class was drawn')
  const kept = keptClass(drawn)
  const differences: string[] = []
  let cells = 0
  for (const definition of fc.sample(definitionOf(kept.classId), { seed, numRuns: gradebooks })) {
    const found = compared(kept, definition)
    cells += found.cells
    differences.push(...found.differences.map((each) => `${each} in ${JSON.stringify(definition)}`))
  }
  return { differences, cells }
}

it('every cell, average, grade and statistic of 100,000 cells is as the oracle reckons it', {
  timeout: 120_000,
}, () => {
  let cells = 0
  for (let seed = 1; cells < 100_000; seed++) {
    const found = differencesIn(seed, [60, 400, 1_200][seed % 3] ?? 0, gradebooksOfEach)
    expect(found.differences.slice(0, 5)).toEqual([])
    cells += found.cells
  }
})

it.each([
  ['a grade looked up before rounding', 'gradeOf'],
  ['a provisional score that does not say so', 'cell'],
  ['a score that is dropped twice', 'averageOf'],
] as const)('%s would be noticed', (_, method) => {
  const { cell, averageOf, gradeOf } = GradebookModel.prototype
  const faults = {
    gradeOf(this: GradebookModel, student: number): string {
      const grade = gradeOf.call(this, student)
      return grade === 'B' ? 'C' : grade
    },
    cell(this: GradebookModel, student: number, test: number) {
      const own = cell.call(this, student, test)
      return own === null || own.excused ? own : { ...own, provisional: false }
    },
    averageOf(this: GradebookModel, student: number) {
      const own = averageOf.call(this, student)
      return { ...own, dropped: own.dropped.slice(1) }
    },
  }
  const spy = vi.spyOn(GradebookModel.prototype, method).mockImplementation(faults[method] as never)
  onTestFinished(() => spy.mockRestore())
  expect(differencesIn(2, 400, 20).differences).not.toEqual([])
})
