import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A window whose list of results asks by these conditions. */
async function windowAsking(filter: ResultsFilter) {
  const window = await openWindow()
  const names = { class: ['10B', '11A'], label: ['Re-sit'], field: ['Ward'] }
  const { fake, results } = window
  answerList(fake, 'resultList', () => [resultRow(1)])
  fake.handle('classes', 'list', async () =>
    names.class.map((name, id) => ({ id, account: 'school', name, students: 1 }) as never),
  )
  fake.handle('labels', 'list', async () =>
    names.label.map((name, id) => ({ id, account: 'school', name, colour: 0, results: 1, students: 0 }) as never),
  )
  fake.handle('extraFields', 'list', async () =>
    names.field.map((name, link) => ({ account: 'school', link, linkName: 'Ward round', number: 1 as const, name })),
  )
  await window.startStores()
  results.getState().setFilter(filter)
  await settle()
  const rename = async (of: keyof typeof names, ...now: string[]) => {
    names[of] = now
    fake.emit('students', 'changed', undefined)
    await settle()
  }
  const asked = () =>
    fake
      .callsOf('resultList', 'open')
      .at(-1)
      ?.query.filter.map((condition) => ('within' in condition ? condition.within : condition.value))
  return { ...window, rename, asked }
}

describe('the filter of results', () => {
  it('follows a class that is called otherwise, and called so again', async () => {
    const { rename, asked } = await windowAsking([{ field: 'class', op: 'in', value: ['10B', '11A'] }])
    await rename('class', '10C', '11A')
    expect(asked()).toEqual([['10C', '11A']])
    await rename('class', '10B', '11A')
    expect(asked()).toEqual([['10B', '11A']])
  })

  it('goes on asking for what another account’s is called', async () => {
    const { rename, asked } = await windowAsking([{ field: 'class', op: 'in', value: ['10B'] }])
    await rename('class', '10B', '10B')
    await rename('class', '10C', '10B')
    expect(asked()).toEqual([['10B', '10C']])
  })

  it('follows a label and an extra field', async () => {
    const { rename, asked } = await windowAsking([
      { field: 'label', op: 'in', value: ['Re-sit'] },
      { field: 'extraInfo', op: 'contains', value: 'blue', within: 'Ward' },
    ])
    await rename('label', 'Again')
    await rename('field', 'Station')
    expect(asked()).toEqual([['Again'], 'Station'])
  })

  it('is not asked again where nothing in it was renamed', async () => {
    const { rename, fake, results } = await windowAsking([{ field: 'class', op: 'in', value: ['10B'] }])
    const before = results.getState().filter
    await rename('class', '10B', '11C')
    expect(results.getState().filter).toBe(before)
    results.getState().clearFilter()
    await settle()
    const asked = fake.callsOf('classes', 'list').length
    await rename('class', '10D', '11C')
    expect(fake.callsOf('classes', 'list')).toHaveLength(asked)
    expect(results.getState().filter).toEqual([])
  })
})
