import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { PushSummary } from '../../../shared/model/access-code.ts'
import type { Job } from '../../../shared/model/job.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import { accessCodesOf, codeAction, codeRow, list, manyAccessCodes } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function openedWith() {
  const window = await openCodes()
  window.fake.handle('codes', 'apply', async () => ({ actionId: 7, jobId: 'push 1' }))
  window.fake.handle('codes', 'undo', async ({ actionId }) => ({ list, actionId, undone: 12, skipped: 3 }))
  window.fake.handle('codes', 'takeBack', async ({ list, codes }) => ({
    list,
    actionId: 9,
    undone: codes.length,
    skipped: 0,
  }))
  return window
}

describe('removing codes', () => {
  it('goes at once for twenty, can be undone from the line that reports it, and is announced', async () => {
    const { changes, announcer, fake } = await openedWith()
    changes.getState().remove(list, manyAccessCodes(20))
    await turn()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'remove', origin: 'selection', codes: manyAccessCodes(20) },
    ])
    expect(changes.getState()).toMatchObject({ asked: null, last: { kind: 'remove', count: 20, actionId: 7 } })
    expect(announcer.getState().text).toBe('Removing 20 codes at ClassMarker…')
  })

  it('asks once for twenty-one, and does nothing before the answer', async () => {
    const { changes, fake } = await openedWith()
    changes.getState().remove(list, manyAccessCodes(21))
    await turn()
    expect(fake.callsOf('codes', 'apply')).toEqual([])
    expect(changes.getState().asked).toMatchObject({ kind: 'remove', codes: manyAccessCodes(21) })
    changes.getState().confirm()
    await turn()
    expect(fake.callsOf('codes', 'apply')).toHaveLength(1)
    expect(changes.getState().asked).toBeNull()
  })

  it('says why it could not be kept, and offers no undo', async () => {
    const { changes, fake, feedback } = await openedWith()
    fake.handle('codes', 'apply', async () => {
      throw new AppError('store/full')
    })
    changes.getState().remove(list, accessCodesOf('EXAM-1'))
    await turn()
    expect(changes.getState()).toMatchObject({ last: null, busy: false })
    expect(feedback.getState().current).toMatchObject({ error: { code: 'store/full' }, action: null })
  })

  it('says so when nothing was changed', async () => {
    const { changes, announcer, fake } = await openedWith()
    fake.handle('codes', 'apply', async () => null)
    changes.getState().remove(list, accessCodesOf('EXAM-1'))
    await turn()
    expect(changes.getState().last).toMatchObject({ kind: 'nothing', actionId: null })
    expect(announcer.getState().text).toBe('Nothing had to be changed.')
  })
})

describe('undoing an action', () => {
  it('says what was put back and what was left alone', async () => {
    const { changes, announcer } = await openedWith()
    changes.getState().undo(list, codeAction({ change: 'remove', added: 0, removed: 500 }))
    await turn()
    expect(changes.getState().asked).toBeNull()
    expect(announcer.getState().text).toBe(
      'Undone here: 12 codes are as they were before. 3 were left alone: they were changed again since, or ClassMarker had some of them before.',
    )
  })

  it('asks where it takes off more than twenty codes', async () => {
    const { changes, fake } = await openedWith()
    changes.getState().undo(list, codeAction({ added: 230 }))
    expect(changes.getState().asked).toEqual({ kind: 'undo', list, actionId: 7, count: 230 })
    changes.getState().confirm()
    await turn()
    expect(fake.callsOf('codes', 'undo')).toEqual([{ actionId: 7 }])
  })

  it('asks also where an undo that put back many codes is undone', async () => {
    const { changes } = await openedWith()
    changes.getState().undo(list, codeAction({ change: 'undo', added: 21 }))
    expect(changes.getState().asked).toMatchObject({ kind: 'undo', count: 21 })
  })

  it('asks nothing where a full list is forgotten again, because nothing is removed at ClassMarker', async () => {
    const { changes, fake } = await openedWith()
    changes.getState().undo(list, codeAction({ change: 'full-list', added: 1_190 }))
    await turn()
    expect(fake.callsOf('codes', 'undo')).toHaveLength(1)
  })
})

describe('taking back what is held', () => {
  it('leaves what only waits', async () => {
    const { takeBackHeld, held, fake } = await openedWith()
    held.rows = [
      codeRow(1, { state: 'pending-add' }),
      codeRow(2, { state: 'held-add' }),
      codeRow(3, { state: 'held-remove' }),
    ]
    await takeBackHeld(list)
    expect(fake.callsOf('codes', 'takeBack')).toEqual([{ list, codes: ['EXAM-2', 'EXAM-3'] }])
    expect(fake.callsOf('codeList', 'open')[0]?.query.filter).toEqual({ pending: true })
  })
})

describe('the line at the foot', () => {
  const pushed = (state: Partial<Job>): Job =>
    ({ id: 'push 1', kind: 'push', accountId: list.accountId, state: 'running', progress: null, ...state }) as Job
  const ended = (outcome: PushSummary['outcome'], given: Partial<PushSummary> = {}, id = 'push 1'): Job =>
    pushed({
      id,
      state: 'done',
      result: { outcome, added: 0, removed: 0, lists: [], pending: 3, refused: [], error: null, ...given },
    } as never)

  async function removed(given: { online?: boolean; secret?: 'missing' | 'keychain' } = {}) {
    const window = await openedWith()
    window.fake.handle('accounts', 'list', async () => [
      accountSummary({ id: list.accountId, secret: given.secret ?? 'keychain' }),
    ])
    await window.accounts.getState().load()
    window.connection.setState({ online: given.online ?? true })
    window.changes.getState().remove(list, manyAccessCodes(3))
    await turn()
    return { ...window, words: () => window.feedback.getState().current?.words }
  }

  it('says that codes are on their way, and that they are removed only when ClassMarker has confirmed it', async () => {
    const { words, fake, feedback } = await removed()
    expect(words()).toBe('Removing 3 codes at ClassMarker…')
    fake.emit('jobs', 'changed', pushed({}))
    expect(words()).toBe('Removing 3 codes at ClassMarker…')
    fake.emit('jobs', 'changed', ended('complete'))
    expect(words()).toBe('Removed 3 codes.')
    expect(feedback.getState().current?.action?.words).toBe('Undo')
  })

  it.each([
    ['there is no network', { online: false }, null, 'they are sent when there is a network.'],
    ['the secret is missing', { secret: 'missing' }, null, 'they are sent once the API secret is entered.'],
    ['ClassMarker was not reached', {}, ended('offline'), 'they are sent when there is a network.'],
    [
      'the limit is reached',
      {},
      pushed({ state: 'waiting', until: unixSeconds(1) } as never),
      'they are sent when ClassMarker allows the next request.',
    ],
    ['ClassMarker failed', {}, ended('failed'), 'they are not sent yet.'],
  ] as const)('says while %s that they are queued, and until when', async (_, given, job, until) => {
    const { words, fake } = await removed(given)
    if (job !== null) fake.emit('jobs', 'changed', job)
    expect(words()).toBe(`Queued 3 codes to be removed; ${until}`)
  })

  it('never says that all are removed where ClassMarker refused some of the list', async () => {
    const { words, fake, feedback } = await removed()
    const refused = [{ code: 'EXAM-2', reason: 'refused' }] as const
    const part = { added: 0, removed: 2, refused }
    fake.emit('jobs', 'changed', ended('complete', { lists: [{ ...part, listId: list.listId }] }))
    expect(words()).toBe('Sent 3 codes to be removed; ClassMarker refused changes of this list. They are held back.')
    expect(feedback.getState().current?.waits).toBe(true)
    fake.emit('jobs', 'changed', ended('complete', { lists: [{ ...part, listId: 9 }] }))
    expect(words()).toBe('Removed 3 codes.')
  })

  it('says that they are removed once a later try has sent what the first one left', async () => {
    const { words, fake } = await removed()
    fake.emit('jobs', 'changed', ended('failed'))
    expect(words()).toBe('Queued 3 codes to be removed; they are not sent yet.')
    fake.emit('jobs', 'changed', ended('complete', { pending: 0 }, 'push 2'))
    expect(words()).toBe('Removed 3 codes.')
  })

  it('says that nothing has to be sent where the codes still waited themselves', async () => {
    const { changes, fake, feedback } = await openedWith()
    fake.handle('codes', 'apply', async () => ({ actionId: 7, jobId: null }))
    changes.getState().remove(list, manyAccessCodes(2))
    await turn()
    expect(feedback.getState().current).toMatchObject({
      words: 'Removed 2 codes here; nothing has to be sent.',
      waits: false,
    })
  })

  it('takes the change back from there, and drops it when another list is looked at', async () => {
    const { feedback, changes, fake } = await removed()
    feedback.getState().current?.action?.run()
    await turn()
    expect(fake.callsOf('codes', 'undo')).toEqual([{ actionId: 7 }])
    expect(feedback.getState().current?.words).toMatch(/^Undone here: 12 codes/)
    changes.getState().putAway()
    expect(feedback.getState().current).toBeNull()
  })
})
