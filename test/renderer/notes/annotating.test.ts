import { describe, expect, it, vi } from 'vitest'
import { openWindow } from '../open-window.ts'

const about = { kind: 'student', student: { account: 'school', key: 'mail:ada@example.org' } } as const
const annotated = { kind: 'students', students: [about.student] } as const

async function openNotes() {
  const window = await openWindow()
  const { fake } = window
  fake.handle('app', 'kept', async () => undefined)
  fake.handle('notes', 'add', async () => [12])
  fake.handle('notes', 'change', async () => undefined)
  const close = async () => {
    const before = fake.callsOf('app', 'kept').length
    fake.emit('app', 'closing', undefined)
    await vi.waitFor(() => expect(fake.callsOf('app', 'kept')).toHaveLength(before + 1))
  }
  return { ...window, close, ...(await import('../../../renderer/features/notes/annotating.ts')) }
}

describe('a note that is being written', () => {
  it('is a note once the window closes, and the same one where the window goes on', async () => {
    const { fake, keepDraft, draftOf, saveNew, close } = await openNotes()
    keepDraft(about, { of: 'new', text: '' })
    keepDraft(about, { of: 'new', text: ' Ask her parents ' })
    await close()
    expect(fake.callsOf('notes', 'add')).toEqual([{ about: annotated, text: 'Ask her parents' }])
    await close()
    expect(draftOf(about)).toMatchObject({ of: 12 })
    keepDraft(about, { of: 12, text: 'Ask her parents on Monday' })
    await close()
    expect(fake.callsOf('notes', 'change')).toEqual([{ id: 12, text: 'Ask her parents on Monday' }])
    await saveNew(about, 'Ask her parents on Tuesday')
    expect(fake.callsOf('notes', 'change').at(-1)).toEqual({ id: 12, text: 'Ask her parents on Tuesday' })
    expect(fake.callsOf('notes', 'add')).toHaveLength(1)
  })

  it('that says nothing new is left as it is when the window closes', async () => {
    const { fake, keepDraft, close } = await openNotes()
    keepDraft(about, { of: 5, text: 'As it was' })
    keepDraft({ ...about, student: { ...about.student, key: 'mail:bo@example.org' } }, { of: 'new', text: '  ' })
    await close()
    keepDraft(about, { of: 5, text: 'As it is' })
    keepDraft(about, null)
    await close()
    expect([...fake.callsOf('notes', 'add'), ...fake.callsOf('notes', 'change')]).toEqual([])
  })
})

it('labels are found by the rules of every search: words in any order, without accents, "quoted" together', async () => {
  const { labelsFound } = await openNotes()
  const labels = ['Extra time', 'Prüfung nachholen', 'Time out'].map((name) => ({ name }))
  const found = (typed: string) => labelsFound(labels, typed).map(({ name }) => name)
  expect(found('')).toHaveLength(3)
  expect(found('time, extra')).toEqual(['Extra time'])
  expect(found('nachh PRUF')).toEqual(['Prüfung nachholen'])
  expect(found('time "extra time"')).toEqual(['Extra time'])
  expect(found('“time extra”')).toEqual([])
})
