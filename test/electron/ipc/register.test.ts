import { describe, expect, it, vi } from 'vitest'
import { type CallLog, emitter, type IpcMainPort, registerIpc } from '../../../electron/ipc/handlers.ts'
import { AppError } from '../../../shared/errors.ts'
import { contract, type Handlers } from '../../../shared/ipc/contract.ts'

type Listener = Parameters<IpcMainPort['handle']>[1]

const own = 'the own window'
const secret = 'SENTINEL-SECRET'

/** Handlers that answer with their own names, except those the test replaces. */
function registered(replaced: Record<string, (...input: never[]) => unknown> = {}) {
  const listeners = new Map<string, Listener>()
  const entries: Parameters<CallLog>[0][] = []
  const called = vi.fn()
  const handlers: unknown = Object.fromEntries(
    Object.entries(contract).map(([group, calls]) => [
      group,
      Object.fromEntries(
        Object.keys(calls).map((name) => [
          name,
          (...input: never[]) => {
            called(`${group}.${name}`, ...input)
            return replaced[`${group}.${name}`]?.(...input) ?? Promise.resolve(`${group}.${name}`)
          },
        ]),
      ),
    ]),
  )
  const port: IpcMainPort = {
    handle: (channel, listener) => {
      if (listeners.has(channel)) throw new Error(`${channel} is handled twice`)
      listeners.set(channel, listener)
    },
    isTrusted: (event) => event === own,
    send: () => undefined,
  }
  const unforeseen: unknown[] = []
  const log: CallLog = (entry) => entries.push(entry)
  registerIpc(port, handlers as Handlers, log, (thrown) => unforeseen.push(thrown))
  const ask = (channel: string, input?: unknown, event: unknown = own) => listeners.get(channel)?.(event, input)
  return { listeners, entries, unforeseen, called, ask }
}

describe('the wire of the main process', () => {
  it('answers every call of the contract, and no event', () => {
    const invokes = Object.entries(contract).flatMap(([group, calls]) =>
      Object.entries(calls).flatMap(([name, { kind }]) => (kind === 'invoke' ? [`${group}.${name}`] : [])),
    )
    expect([...registered().listeners.keys()].sort()).toEqual(invokes.sort())
  })

  it('hands the checked input to its handler and its answer back', async () => {
    const { ask, called } = registered({ 'resultList.count': async () => 7 })
    expect(await ask('resultList.count', { answer: 3 })).toEqual({ ok: true, value: 7 })
    expect(called.mock.calls).toEqual([['resultList.count', { answer: 3 }]])
  })

  it.each(['a foreign page', null, undefined, { sender: own }])('refuses %j and calls nobody', async (event) => {
    const { ask, called, entries } = registered()
    const refusal = { ok: false, error: { code: 'ipc/untrusted-sender', detail: {} } }
    expect(await ask('jobs.list', undefined, event ?? 'nobody')).toEqual(refusal)
    expect(await ask('accounts.remove', { id: 'a' }, event ?? null)).toEqual(refusal)
    expect(called).not.toHaveBeenCalled()
    expect(entries.map(({ error }) => error)).toEqual(['ipc/untrusted-sender', 'ipc/untrusted-sender'])
  })

  it.each([
    [
      'resultList.open',
      { query: { filter: [], sort: { field: 'finished', direction: 'desc' } }, first: 5_000 },
      'first',
    ],
    ['results.detail', { id: '1' }, 'id'],
    ['accounts.change', { id: 'a', name: '', timeZone: 'UTC', colour: 0, signatureSetting: 'auto' }, 'name'],
    ['sync.start', { accountId: 'a' }, 'recheck'],
    ['backups.save', { passphrase: '' }, 'passphrase'],
    ['results.alike', { filter: [{ field: 'finished', op: 'from', value: secret }], facts: [] }, 'filter.0.value'],
    ['accounts.list', { all: true }, ''],
    ['sync.start', undefined, ''],
  ])('refuses a wrong input of %s, naming the field alone', async (channel, input, field) => {
    const { ask, called } = registered()
    expect(await ask(channel, input)).toEqual({ ok: false, error: { code: 'ipc/invalid-input', detail: { field } } })
    expect(called).not.toHaveBeenCalled()
  })

  it('puts what a handler throws into the envelope, at once or later', async () => {
    const { ask, unforeseen } = registered({
      'jobs.list': () => {
        throw new AppError('store/busy')
      },
      'accounts.list': () => Promise.reject(new AppError('keychain/locked', { name: 'x' })),
      'settings.get': () => Promise.reject(new TypeError(`no ${secret}`)),
    })
    expect(await ask('jobs.list')).toEqual({ ok: false, error: { code: 'store/busy', detail: {} } })
    expect(await ask('accounts.list')).toEqual({ ok: false, error: { code: 'keychain/locked', detail: { name: 'x' } } })
    expect(unforeseen).toEqual([])
    expect(await ask('settings.get')).toEqual({ ok: false, error: { code: 'internal', detail: {} } })
    expect(unforeseen).toEqual([expect.any(TypeError)])
  })

  it('logs each call by name, time and code, never what went in or out', async () => {
    const { ask, entries } = registered({
      'results.facets': async () => ({ tests: [], sources: [], words: {}, total: secret }),
    })
    await ask('accounts.connect', { key: secret, secret, name: secret, signature: 'auto' })
    await ask('accounts.connect', { key: secret, secret: [secret], name: secret, signature: 'auto' })
    await ask('results.facets', {})
    expect(entries).toEqual([
      { channel: 'accounts.connect', milliseconds: expect.any(Number), error: null },
      { channel: 'accounts.connect', milliseconds: expect.any(Number), error: 'ipc/invalid-input' },
      { channel: 'results.facets', milliseconds: expect.any(Number), error: null },
    ])
  })
})

it('tells the window of changes on the channel of the event', () => {
  const send = vi.fn()
  const emit = emitter({ send })
  emit('results', 'changed', undefined)
  emit('jobs', 'changed', { id: '1', kind: 'sync', accountId: 'a', state: 'cancelled' })
  expect(send.mock.calls).toEqual([
    ['results.changed', undefined],
    ['jobs.changed', { id: '1', kind: 'sync', accountId: 'a', state: 'cancelled' }],
  ])
})
