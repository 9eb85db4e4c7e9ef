import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { CertificateLookup } from '../../../shared/model/certificate.ts'
import { settle } from '../held-answers.ts'
import { accountSummary } from '../made-accounts.ts'
import { certificateMatch, lookup } from '../made-certificates.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function desk(answer: (text: string) => CertificateLookup | Promise<CertificateLookup> = () => lookup()) {
  const window = await openWindow()
  window.fake.handle('certificates', 'lookup', async ({ text }) => answer(text))
  const { useDesk } = await import('../../../renderer/features/certificates/certificate-desk.ts')
  await window.startStores()
  await settle()
  const type = async (text: string) => {
    useDesk.getState().type(text)
    await settle()
  }
  return { ...window, desk: useDesk, type }
}

describe('the desk', () => {
  it('asks with every keystroke from the first on', async () => {
    const { type, desk: store, fake } = await desk()
    expect(store.getState().answer).toBeNull()
    await type('李')
    await type('ca')
    await type('caq ')
    expect(fake.callsOf('certificates', 'lookup').map(({ text }) => text)).toEqual(['李', 'ca', 'caq'])
    expect(store.getState().answer).toMatchObject({ text: 'caq', searched: 967 })
  })

  it('asks nothing of quotation marks and apostrophes alone', async () => {
    const { type, desk: store, fake } = await desk()
    for (const text of ['"', "'", '" "', ' ']) await type(text)
    expect(store.getState().answer).toBeNull()
    expect(fake.callsOf('certificates', 'lookup')).toEqual([])
  })

  it('says of all that it looks through that it does', async () => {
    const { t } = await import('../../../renderer/format/words.ts')
    for (const count of [1, 2]) {
      const words = t('certificates.missing.searched', { count })
      for (const each of ['serial', 'name', 'e-mail address', 'access code', 'test']) expect(words).toContain(each)
    }
  })

  it('keeps the last answer until the next is here, and throws away one that was overtaken', async () => {
    const answers = new Map<string, (answer: CertificateLookup) => void>()
    const { type, desk: store } = await desk((text) => {
      const { promise, resolve } = Promise.withResolvers<CertificateLookup>()
      answers.set(text, resolve)
      return promise
    })
    await type('mo')
    answers.get('mo')?.(lookup({ matches: [certificateMatch(1)] }))
    await settle()
    await type('mor')
    await type('more')
    expect(store.getState().answer?.text).toBe('mo')
    answers.get('more')?.(lookup({ matches: [certificateMatch(2)] }))
    await settle()
    answers.get('mor')?.(lookup({ matches: [certificateMatch(3)] }))
    await settle()
    expect(store.getState().answer?.matches[0]?.id).toBe(2)
  })

  it('moves among several without leaving them, and begins at the first after typing', async () => {
    const { type, desk: store } = await desk(() => lookup({ matches: [1, 2, 3].map((id) => certificateMatch(id)) }))
    await type('chem')
    store.getState().move(-1)
    expect(store.getState().active).toBe(0)
    store.getState().move(1)
    store.getState().move(5)
    expect(store.getState().active).toBe(2)
    store.getState().openOne(3)
    await type('chemi')
    expect(store.getState()).toMatchObject({ active: 0, openId: null })
  })

  it('says why it has no answer, and answers again after', async () => {
    let failing = true
    const { type, desk: store } = await desk(() => {
      if (failing) throw new AppError('store/failed')
      return lookup()
    })
    await type('caq')
    expect(store.getState().error?.code).toBe('store/failed')
    failing = false
    await store.getState().ask()
    expect(store.getState()).toMatchObject({ error: null, answer: { text: 'caq' } })
  })

  it('asks again when a file was saved, and keeps the one that is open', async () => {
    const {
      type,
      desk: store,
      fake,
    } = await desk(() => lookup({ matches: [certificateMatch(1), certificateMatch(2, { file: { place: 'queued' } })] }))
    await type('chem')
    store.getState().openOne(2)
    fake.emit('certificates', 'changed', undefined)
    await settle()
    expect(fake.callsOf('certificates', 'lookup')).toHaveLength(2)
    expect(store.getState().openId).toBe(2)
  })

  it('looks in the accounts that are looked at', async () => {
    const { type, fake, accounts } = await desk()
    fake.handle('accounts', 'list', async () => [
      accountSummary({ id: 'school' }),
      accountSummary({ id: 'college', name: 'College' }),
    ])
    await accounts.getState().load()
    await type('caq')
    accounts.getState().look('college')
    await settle()
    expect(fake.callsOf('certificates', 'lookup').map(({ accounts: asked }) => asked)).toEqual([undefined, ['college']])
  })
})
