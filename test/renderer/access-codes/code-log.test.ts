import { describe, expect, it } from 'vitest'
import type { CodesJournal } from '../../../shared/model/access-code.ts'
import { codeAction, list } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the journal of a list', () => {
  it('shows nothing of another list, however late that one answers', async () => {
    const { journal, fake } = await openCodes()
    const answers = new Map<number, (journal: CodesJournal) => void>()
    fake.handle('codes', 'journal', ({ list: { listId } }) => {
      const { promise, resolve } = Promise.withResolvers<CodesJournal>()
      answers.set(listId, resolve)
      return promise
    })
    journal.getState().watch({ ...list, listId: 1 })
    journal.getState().watch({ ...list, listId: 2 })
    answers.get(2)?.({ actions: [codeAction({ listId: 2 })], calls: [] })
    await turn()
    answers.get(1)?.({ actions: [codeAction({ listId: 1 })], calls: [] })
    await turn()
    expect(journal.getState().value?.actions.map(({ listId }) => listId)).toEqual([2])
  })

  it('is read again when codes change, and not after nobody looks', async () => {
    const { journal, fake } = await openCodes()
    fake.handle('codes', 'journal', async () => ({ actions: [], calls: [] }))
    const stop = journal.getState().watch(list)
    await turn()
    fake.emit('codes', 'changed', undefined)
    await turn()
    expect(fake.callsOf('codes', 'journal')).toHaveLength(2)
    stop()
    fake.emit('codes', 'changed', undefined)
    await turn()
    expect(fake.callsOf('codes', 'journal')).toHaveLength(2)
  })
})
