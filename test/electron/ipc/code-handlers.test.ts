import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { codeHandlers } from '../../../electron/ipc/codes.ts'
import { AppError } from '../../../shared/errors.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const noon = unixSeconds(1_795_176_000)
const list = { accountId: 'a', listId: 7 }
const accessCodes = [{ code: 'A', name: null }]
const edit = { list, change: 'add', origin: 'typed', codes: accessCodes } as const
const undone = { list, actionId: 5, undone: 1, skipped: 0 }

/** A core that records its calls in order. */
function built() {
  const order: string[] = []
  const noting = <Answer>(name: string, answer: Answer) =>
    vi.fn(async (..._: unknown[]): Promise<Answer> => {
      order.push(name)
      return answer
    })
  const store = {
    accessLists: noting('accessLists', ['list']),
    previewCodes: noting('previewCodes', 'preview'),
    applyCodes: noting<object>('applyCodes', { actionId: 4, effective: 1, rejected: [], pending: 1 }),
    renameCode: noting('renameCode', undefined),
    undoCodes: noting('undoCodes', undone),
    takeBackCodes: noting('takeBackCodes', undone),
    pendingCodes: noting('pendingCodes', 0),
    codesJournal: noting('codesJournal', 'journal'),
    codeFindings: noting('codeFindings', 'findings'),
    accessCodes: noting('accessCodes', accessCodes),
  }
  const pushes = {
    start: vi.fn((..._: unknown[]) => {
      order.push('start')
      return 'job-1'
    }),
  }
  const generateCodes = noting('generateCodes', accessCodes)
  const accounts = { connectedTo: noting('connectedTo', { id: 'a' }) }
  const parts = { store, accounts, pushes, clock: () => noon, generateCodes }
  return { ...parts, order, handlers: codeHandlers(parts as unknown as Core) }
}

it('every call of the contract is answered', () => {
  const calls = Object.entries(contract.codes).flatMap(([name, { kind }]) => (kind === 'invoke' ? [name] : []))
  expect(Object.keys(built().handlers)).toEqual(calls)
})

it('questions are handed on', async () => {
  const { handlers, store } = built()
  expect(await handlers.lists({ accounts: ['a'] })).toEqual(['list'])
  expect(await handlers.preview({ list, change: 'remove', source: { codes: accessCodes } })).toBe('preview')
  expect(await handlers.journal({ list })).toBe('journal')
  expect(await handlers.findings({ list })).toBe('findings')
  expect(await handlers.accessCodes({ list, filter: {} })).toEqual(accessCodes)
  expect(store.accessLists).toHaveBeenCalledWith(['a'])
  expect(store.previewCodes).toHaveBeenCalledWith(list, 'remove', accessCodes)
  expect(store.accessCodes).toHaveBeenCalledWith(list, {})
})

it('codes are generated for a preview, and nothing is kept of them', async () => {
  const { handlers, generateCodes, store } = built()
  const wanted = { pattern: { pattern: 'X', length: 6, alphabet: 'digits' }, count: 2, names: ['Ada'] } as const
  expect(await handlers.preview({ list, change: 'add', source: { generate: wanted } })).toBe('preview')
  expect(generateCodes).toHaveBeenCalledWith(wanted)
  expect(store.previewCodes).toHaveBeenCalledWith(list, 'add', accessCodes)
  expect(store.applyCodes).not.toHaveBeenCalled()
})

it('an edit is kept, and then sent', async () => {
  const { handlers, store, pushes, order } = built()
  expect(await handlers.apply(edit)).toEqual({ actionId: 4, jobId: 'job-1' })
  expect(order).toEqual(['applyCodes', 'start'])
  expect(store.applyCodes).toHaveBeenCalledWith({ ...edit, at: noon })
  expect(pushes.start).toHaveBeenCalledWith('a', { held: false })
})

it('an edit that leaves nothing to send starts nothing', async () => {
  const { handlers, store, pushes } = built()
  store.applyCodes.mockResolvedValueOnce({ actionId: 4, effective: 1, rejected: [], pending: 0 })
  expect(await handlers.apply({ ...edit, change: 'full-list' })).toEqual({ actionId: 4, jobId: null })
  expect(pushes.start).not.toHaveBeenCalled()
})

it('an edit that changes nothing is no edit', async () => {
  const { handlers, store, pushes } = built()
  store.applyCodes.mockResolvedValueOnce({ actionId: null, effective: 0, rejected: [], pending: 9 })
  expect(await handlers.apply(edit)).toBeNull()
  expect(pushes.start).not.toHaveBeenCalled()
})

it('of an edit that fails nothing is sent', async () => {
  const { handlers, store, pushes } = built()
  store.applyCodes.mockRejectedValueOnce(new AppError('store/full'))
  await expect(handlers.apply(edit)).rejects.toMatchObject({ code: 'store/full' })
  expect(pushes.start).not.toHaveBeenCalled()
})

it('an undo is sent where it leaves something to send, for its own account alone', async () => {
  const { handlers, store, pushes, order } = built()
  expect(await handlers.undo({ actionId: 4 })).toEqual(undone)
  expect(store.undoCodes).toHaveBeenCalledWith(4, noon)
  expect(order).toEqual(['undoCodes', 'pendingCodes'])
  store.pendingCodes.mockResolvedValueOnce(2)
  await handlers.undo({ actionId: 5 })
  expect(store.pendingCodes).toHaveBeenLastCalledWith('a')
  expect(pushes.start).toHaveBeenCalledExactlyOnceWith('a', { held: false })
})

it('what is taken back is sent only where something still waits', async () => {
  const { handlers, store, pushes } = built()
  expect(await handlers.takeBack({ list, codes: ['A'] })).toEqual(undone)
  expect(store.takeBackCodes).toHaveBeenCalledWith(list, ['A'], noon)
  expect(pushes.start).not.toHaveBeenCalled()
  store.pendingCodes.mockResolvedValueOnce(2)
  await handlers.takeBack({ list, codes: ['A'] })
  expect(store.pendingCodes).toHaveBeenLastCalledWith('a')
  expect(pushes.start).toHaveBeenCalledExactlyOnceWith('a', { held: false })
})

it('a name is kept here, and sent nowhere', async () => {
  const { handlers, store, order } = built()
  await handlers.rename({ list, code: 'A', name: 'Ada' })
  expect(store.renameCode).toHaveBeenCalledWith(list, 'A', 'Ada')
  expect(order).toEqual(['renameCode'])
})

it('what was held is sent when somebody says so', async () => {
  const { handlers, pushes } = built()
  expect(await handlers.push({ accountId: 'a', held: true })).toEqual({ jobId: 'job-1' })
  expect(pushes.start).toHaveBeenCalledWith('a', { held: true })
})

it('nothing is sent for an account that is not there', async () => {
  const { handlers, pushes, accounts } = built()
  accounts.connectedTo.mockRejectedValueOnce(new AppError('account/not-found'))
  await expect(handlers.push({ accountId: 'gone', held: true })).rejects.toMatchObject({ code: 'account/not-found' })
  expect(pushes.start).not.toHaveBeenCalled()
})
