import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Found } from '../../../shared/model/found.ts'
import { settle } from '../held-answers.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const student = (last: string, more: { email?: string | null; key?: string } = {}) => ({
  ...{ accountId: 'school', key: more.key ?? `user:${last}`, first: 'Ana', last },
  ...{ email: more.email === undefined ? `${last}@school.example` : more.email, classes: [] },
})

const foundOf = (change: Partial<Found> = {}): Found => ({
  students: { entries: [], total: 0 },
  tests: { entries: [], total: 0 },
  certificates: { entries: [], more: false },
  codes: { entries: [], total: 0, lists: [] },
  ...change,
})

async function finding(answer: (text: string) => Found | Promise<Found> = () => foundOf()) {
  const window = await openWindow()
  window.fake.handle('find', 'ask', async ({ text }) => answer(text))
  const [{ groupsOf, isNothingFound, useFind }, { findSources }] = await Promise.all([
    import('../../../renderer/features/find/find.ts'),
    import('../../../renderer/shell/find-sources.ts'),
  ])
  await window.startStores()
  await settle()
  const type = async (text: string) => {
    useFind.getState().type(text)
    await settle()
  }
  const groups = () => {
    const { text, answer: last } = useFind.getState()
    return groupsOf(findSources, { text, found: last?.found ?? null, questions: last?.questions ?? null })
  }
  const entriesOf = (id: string) => groups().find(({ source }) => source.id === id)?.entries ?? []
  return { ...window, find: useFind, type, groups, entriesOf, isNothingFound }
}

describe('finding anything', () => {
  it('asks with every letter, of the accounts looked at, and nothing of blanks', async () => {
    const { type, fake, find } = await finding()
    for (const text of ['a', 'an', ' ', '"']) await type(text)
    expect(fake.callsOf('find', 'ask').map(({ text }) => text)).toEqual(['a', 'an'])
    expect(find.getState().answer).toBeNull()
  })

  it('drops an answer that a later letter has overtaken', async () => {
    const answers = new Map<string, (found: Found) => void>()
    const { type, entriesOf } = await finding((text) => {
      const { promise, resolve } = Promise.withResolvers<Found>()
      answers.set(text, resolve)
      return promise
    })
    await type('r')
    await type('ru')
    answers.get('ru')?.(foundOf({ students: { entries: [student('Ruiz')], total: 1 } }))
    await settle()
    answers.get('r')?.(foundOf({ students: { entries: [student('Rossi')], total: 1 } }))
    await settle()
    expect(entriesOf('students').map(({ words }) => words)).toEqual(['Ana Ruiz'])
  })

  it('says that students are still being read, shows the rest, and asks again until they are', async () => {
    let asked = 0
    const { type, groups, entriesOf } = await finding(() => {
      asked += 1
      const tests = { entries: [{ account: 'school', testId: 1, name: 'Maths', sources: [] }], total: 1 }
      return foundOf({ tests, students: asked < 3 ? null : { entries: [student('Ruiz')], total: 1 } })
    })
    void type('m')
    await vi.advanceTimersByTimeAsync(1)
    expect(groups().find(({ source }) => source.id === 'students')?.entries).toBeNull()
    expect(entriesOf('tests')).toHaveLength(1)
    await settle()
    expect(entriesOf('students').map(({ words }) => words)).toEqual(['Ana Ruiz'])
    await settle()
    expect(asked).toBe(3)
  })

  it('tells people of one name apart by address, else by their key, and n without a name too', async () => {
    const entries = [
      student('Ruiz'),
      student('Ruiz', { key: 'user:7', email: 'other@school.example' }),
      { ...student('', { key: 'link:71', email: null }), first: '' },
      { ...student('', { key: 'link:72', email: null }), first: '' },
    ]
    const { type, entriesOf } = await finding(() => foundOf({ students: { entries, total: 4 } }))
    await type('a')
    const told = entriesOf('students').map(({ words, aside }) => `${words}, ${aside}`)
    expect(new Set(told).size).toBe(4)
    expect(told[2]).toBe('No name, 71')
  })

  it('tells tests of one name apart by their number, but by none that is this computer’s alone', async () => {
    const test = { account: 'school', testId: 64_776, name: 'Fire doors', sources: ['Evening class'] }
    const ofPlatform = { ...test, testId: -3, sources: ['crs_safety'] }
    const { type, entriesOf } = await finding(() => foundOf({ tests: { entries: [test, ofPlatform], total: 2 } }))
    await type('fire')
    expect(entriesOf('tests').map(({ aside }) => aside)).toEqual(['No. 64776 · Evening class', 'crs_safety'])
  })

  it('leads from “All n in Students” to the list with the same search', async () => {
    const entries = Array.from({ length: 5 }, (_, at) => student(`Ruiz${at}`))
    const { type, entriesOf, navigation } = await finding(() => foundOf({ students: { entries, total: 12 } }))
    await type('ruiz')
    const all = entriesOf('students').at(-1)
    expect(all?.words).toBe('All 12 in Students')
    all?.open()
    expect(navigation.getState().screen).toBe('students')
    const { useStudents } = await import('../../../renderer/features/students/students.ts')
    expect(useStudents.getState().filter.results).toEqual([{ field: 'search', op: 'contains', value: 'ruiz' }])
  })

  it('finds screens and actions by the beginnings of their words, each with its shortcut', async () => {
    const { type, entriesOf, groups, isNothingFound } = await finding()
    await type('gra')
    expect(entriesOf('screens').map(({ words, keys }) => [words, keys])).toEqual([['Gradebook', expect.any(String)]])
    await type('radeb')
    expect(entriesOf('screens')).toEqual([])
    expect(isNothingFound(groups())).toBe(true)
    await type('undo')
    expect(isNothingFound(groups())).toBe(false)
    expect(entriesOf('actions')[0]).toMatchObject({ words: 'Undo', keys: 'Mod+Z' })
  })

  it('opens the desk with a serial, and says of one that no longer counts that it does not', async () => {
    const certificate = {
      ...{ resultId: 4, accountId: 'school', serial: 'AB-12', student: 'Ana Ruiz', testName: 'Maths' },
      timeFinished: null,
    }
    const { type, entriesOf, navigation, fake } = await finding(() =>
      foundOf({ certificates: { entries: [certificate], more: false } }),
    )
    fake.handle('certificates', 'lookup', async () => ({ matches: [], more: false, former: [], searched: 1 }))
    await type('ab12')
    const [entry] = entriesOf('certificates')
    expect(entry).toMatchObject({ words: 'AB-12', aside: 'Ana Ruiz · Maths · No longer counts' })
    entry?.open()
    const { useDesk } = await import('../../../renderer/features/certificates/certificate-desk.ts')
    expect([useDesk.getState().text, navigation.getState().screen]).toEqual(['AB-12', 'certificates'])
  })

  it('offers screens left last, what can be done, and the other screens before anything is typed', async () => {
    const { groups, entriesOf, navigation } = await finding()
    navigation.getState().go('tests')
    navigation.getState().go('settings')
    const [recent, ...others] = groups()
    expect(recent?.entries?.map(({ words }) => words).slice(0, 2)).toEqual(['Tests', 'Results'])
    expect(others.map(({ source }) => source.id)).toEqual(['actions', 'other screens'])
    expect(entriesOf('other screens').map(({ words }) => words)).not.toContain('Tests')
    expect(entriesOf('other screens').map(({ words }) => words)).toContain('Gradebook')
  })
})
