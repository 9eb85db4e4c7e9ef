import { describe, expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type ViewDefinition, viewKey, viewWithoutNames } from '../../../shared/model/saved-view.ts'

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

describe('a list', () => {
  const links = [3, 12, 1].map((id) => ({ feed: 'links' as const, id }))
  const ofStudents = (classes: number[], order: string[] = []): ViewDefinition => ({
    ...{ screen: 'students', account: null, sort: { field: 'name', direction: 'asc' }, policy: 'best' },
    filter: { results: [], classes, labels: [] },
    columns: { ...columns, order },
  })

  it('is as its view after a value was unticked and ticked again, which puts it last', () => {
    expect(viewKey(results({ field: 'test', op: 'in', value: [3, 12, 1] }))).toBe(
      viewKey(results({ field: 'test', op: 'in', value: [12, 1, 3] })),
    )
    expect(viewKey(results({ field: 'source', op: 'in', value: links }))).toBe(
      viewKey(results({ field: 'source', op: 'in', value: links.toReversed() })),
    )
    expect(viewKey(ofStudents([5, 2]))).toBe(viewKey(ofStudents([2, 5])))
  })

  it('differs from its view by another value, and by the order of its columns', () => {
    expect(viewKey(results({ field: 'test', op: 'in', value: [3, 12] }))).not.toBe(
      viewKey(results({ field: 'test', op: 'in', value: [3, 1] })),
    )
    expect(viewKey(ofStudents([], ['name', 'tests']))).not.toBe(viewKey(ofStudents([], ['tests', 'name'])))
  })
})
