import { describe, expect, it, vi } from 'vitest'
import type { IdentityInbox, IdentitySuggestion } from '../../../shared/model/identity.ts'
import { openWindow } from '../open-window.ts'

const pair: IdentitySuggestion = {
  account: 'school',
  one: { key: 'user:1', first: 'Zoë', last: 'Okonkwo', email: 'zoe@x.example', results: 2 },
  other: { key: 'mail:zoe@x.example|zoe okonkwo', first: 'Zoe', last: 'Okonkwo', email: null, results: 1 },
  likeness: 'accent',
  shared: 'email',
  isPutOff: false,
}

async function openInbox(answers: readonly IdentityInbox[]) {
  const { fake } = await openWindow()
  const left = [...answers]
  fake.handle('students', 'inbox', async () => {
    const [next] = left.length > 1 ? left.splice(0, 1) : left
    if (next === undefined) throw new Error('no answer')
    return next
  })
  const { usePeople } = await import('../../../renderer/features/people/index.ts')
  usePeople.getState().open({ at: 'inbox' })
  await usePeople.getState().load()
  return { fake, people: usePeople }
}

const waiting: IdentityInbox = { suggestions: [pair], count: 1, isReading: false }
const empty: IdentityInbox = { suggestions: [], count: 0, isReading: false }

describe('the inbox of the window', () => {
  it('merges into the key that stays, says so, and takes it back', async () => {
    const { fake, people } = await openInbox([waiting, empty, waiting])
    fake.handle('students', 'merge', async () => undefined)
    const steps = [[], [{ id: 5, undoneAt: null }]]
    fake.handle('local', 'changes', async () => (steps.shift() ?? []) as never)
    fake.handle('local', 'undoOne', async () => ({ outcome: 'done' }) as never)
    await people.getState().merge(pair)
    expect(fake.callsOf('students', 'merge')).toEqual([{ account: 'school', into: 'user:1', keys: [pair.other.key] }])
    expect(people.getState().done).toBe('Zoë Okonkwo and Zoe Okonkwo are one student now.')
    expect(people.getState().inbox?.count).toBe(0)
    await people.getState().undo()
    expect(fake.callsOf('local', 'undoOne')).toEqual([{ id: 5 }])
    expect(people.getState()).toMatchObject({ done: null, inbox: { count: 1 } })
  })

  it('says who are different, and why a decision could not be kept', async () => {
    const { fake, people } = await openInbox([waiting])
    fake.handle('students', 'decide', async () => undefined)
    await people.getState().decide(pair, 'different')
    expect(fake.callsOf('students', 'decide')).toEqual([
      { account: 'school', key: 'user:1', other: pair.other.key, verdict: 'different' },
    ])
    fake.handle('students', 'decide', async () => {
      throw new Error('broken')
    })
    await people.getState().decide(pair, 'later')
    expect(people.getState().error?.code).toBe('internal')
  })

  it('asks again while results are being read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      const { fake, people } = await openInbox([{ ...empty, isReading: true }, waiting])
      expect(people.getState().inbox?.isReading).toBe(true)
      await vi.runOnlyPendingTimersAsync()
      await vi.waitFor(() => expect(people.getState().inbox?.count).toBe(1))
      expect(fake.callsOf('students', 'inbox')).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })
})
