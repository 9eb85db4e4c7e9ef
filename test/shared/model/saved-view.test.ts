import { expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type ViewDefinition, viewWithoutNames } from '../../../shared/model/saved-view.ts'

const columns = { hidden: [], order: [], pinned: [] }
const results = (...filter: ResultsFilter): ViewDefinition => ({
  ...{ screen: 'results', account: null, sort: { field: 'finished', direction: 'desc' }, columns },
  filter,
})

it('keeps of a list that nobody saved neither what was typed nor a name: a class may be called after one student', () => {
  const toGrade = { field: 'grading', op: 'is', value: true } as const
  const filter: ResultsFilter = [
    { field: 'class', op: 'in', value: ['Tutees of Eve Stone'] },
    { field: 'label', op: 'in', value: ['Help Eve Stone'] },
    { field: 'student', op: 'in', value: [{ account: null, key: 'user:1' }] },
    { field: 'id', op: 'in', value: [1] },
    { field: 'search', op: 'contains', value: 'eve' },
    toGrade,
  ]
  expect(viewWithoutNames(results(...filter))).toEqual(results(toGrade))
  const students: ViewDefinition = {
    ...{ screen: 'students', account: null, sort: { field: 'name', direction: 'asc' }, columns, policy: 'best' },
    filter: { results: filter, classes: [], labels: [] },
  }
  expect(viewWithoutNames(students).filter).toEqual({ results: [toGrade], classes: [], labels: [] })
})
