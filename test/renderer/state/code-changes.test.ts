import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { codeAction, codeRow, entriesOf, list, manyEntries } from '../made-codes.ts'
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
  it('goes at once for twenty, can be undone from where it is told, and is said aloud', async () => {
    const { changes, announcer, fake } = await openedWith()
    changes.getState().remove(list, manyEntries(20))
    await turn()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'remove', origin: 'selection', entries: manyEntries(20) },
    ])
    expect(changes.getState()).toMatchObject({ asked: null, last: { kind: 'remove', count: 20, actionId: 7 } })
    expect(announcer.getState().text).toBe('Removing 20 codes.')
  })

  it('asks once for twenty-one, and does nothing before the answer', async () => {
    const { changes, fake } = await openedWith()
    changes.getState().remove(list, manyEntries(21))
    await turn()
    expect(fake.callsOf('codes', 'apply')).toEqual([])
    expect(changes.getState().asked).toMatchObject({ kind: 'remove', entries: manyEntries(21) })
    changes.getState().confirm()
    await turn()
    expect(fake.callsOf('codes', 'apply')).toHaveLength(1)
    expect(changes.getState().asked).toBeNull()
  })

  it('says why it could not be kept, and offers no undo', async () => {
    const { changes, fake } = await openedWith()
    fake.handle('codes', 'apply', async () => {
      throw new AppError('store/full')
    })
    changes.getState().remove(list, entriesOf('EXAM-1'))
    await turn()
    expect(changes.getState()).toMatchObject({ last: null, busy: false, error: { code: 'store/full' } })
  })

  it('says so when nothing was changed', async () => {
    const { changes, announcer, fake } = await openedWith()
    fake.handle('codes', 'apply', async () => null)
    changes.getState().remove(list, entriesOf('EXAM-1'))
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
      'Undoing: 12 codes go back to what they were before. 3 were left alone: they were changed again since, or ClassMarker had some of them before.',
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
    expect(fake.callsOf('codes', 'page')[0]?.filter).toEqual({ pending: true })
  })
})
