import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { KnownStudent } from '../../../shared/model/class.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { idsDownFrom, resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function windowWith(count: number, students: readonly KnownStudent[] = []) {
  const window = await openWindow()
  const { fake } = window
  answerList(fake, 'resultList', () => idsDownFrom(count, count).map((id) => resultRow(id)))
  fake.handle('app', 'copyText', async () => undefined)
  fake.handle('classes', 'students', async () => students)
  await window.startStores()
  await settle()
  const { useResultSelection } = await import('../../../renderer/features/results/results.ts')
  const actions = await import('../../../renderer/features/results/selected-results.ts')
  return { ...window, ...actions, selection: useResultSelection, said: () => window.feedback.getState().current?.words }
}

const student = (key: string, email: string | null, account = 'school') =>
  ({ account, key, first: 'Ada', last: key, email }) as const

describe('selected results', () => {
  it('are copied as cells in the list’s order, without the hidden columns', async () => {
    const { fake, selection, copyRows, settings, said } = await windowWith(1_200)
    settings.setState(({ settings: before }) => ({ settings: { ...before, hiddenColumns: ['source', 'duration'] } }))
    for (const id of [3, 1_199]) selection.getState().toggle({ id }, 1_200 - id)
    const copying = copyRows(selection.getState().chosen)
    await settle()
    await copying
    const [copied] = fake.callsOf('app', 'copyText')
    const lines = copied?.text.split('\r\n').map((line) => line.split('\t'))
    expect(lines?.[0]).toEqual([
      ...['Student', 'Test', 'Score (%)', 'Points', 'Points available', 'Result', 'Finished', 'Certificate'],
    ])
    expect(lines?.slice(1).map(([name, , score, points]) => [name, score, points])).toEqual([
      ['Priya Lindqvist 1199', '89', '44.5'],
      ['Priya Lindqvist 3', '89', '44.5'],
    ])
    expect(lines?.[1]?.[6]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/)
    expect(copied?.html).toContain('<td x:num="89">89</td>')
    expect(said()).toBe('2 rows copied. They can be pasted into a spreadsheet.')
  })

  it('are copied whole where all are selected, and not beyond ten thousand', async () => {
    const few = await windowWith(700)
    few.selection.getState().selectAll()
    const copying = few.copyRows(few.selection.getState().chosen)
    await settle()
    await copying
    expect(few.fake.callsOf('app', 'copyText')[0]?.text.split('\r\n')).toHaveLength(701)
    const many = await windowWith(10_001)
    many.selection.getState().selectAll()
    await many.copyRows(many.selection.getState().chosen)
    expect(many.fake.callsOf('app', 'copyText')).toEqual([])
    expect(many.said()).toBe('At most 10,000 results at once. Narrow the list, or select fewer.')
    expect(await many.selectedResults(many.selection.getState().chosen)).toBeNull()
  })

  it('give the e-mail addresses of their students, each once, and say who has none', async () => {
    const students = [student('1', 'a@b.example'), student('2', 'a@b.example'), student('3', null)]
    const { fake, selection, copyEmails, said } = await windowWith(3, students)
    selection.getState().toggle({ id: 2 }, 1)
    await copyEmails(selection.getState().chosen)
    expect(fake.callsOf('classes', 'students')).toEqual([{ filter: [{ field: 'id', op: 'in', value: [2] }] }])
    expect(fake.callsOf('app', 'copyText')).toEqual([{ text: 'a@b.example' }])
    expect(said()).toBe('1 e-mail address copied. 1 student has none.')
  })

  it('name their ids and accounts, for what is put on them', async () => {
    const { selection, selectedResults } = await windowWith(3, [student('1', null), student('2', null, 'other')])
    expect(await selectedResults(selection.getState().chosen)).toBeNull()
    selection.getState().selectAll()
    const reading = selectedResults(selection.getState().chosen)
    await settle()
    expect(await reading).toEqual({ ids: [3, 2, 1], accounts: ['school', 'other'] })
  })
})
