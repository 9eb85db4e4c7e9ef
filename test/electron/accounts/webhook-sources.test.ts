import { expect, it } from 'vitest'
import { memoryStore, type SecretStore } from '../../../electron/accounts/secrets.ts'
import { AppError } from '../../../shared/errors.ts'
import { laptop, noon, simulated } from '../support/laptop.ts'

/** A laptop with an account, and a keychain that says what is in it. */
async function school() {
  const memory = memoryStore()
  const names = new Set<string>()
  const secrets: SecretStore = {
    ...memory,
    set: async (name, secret) => {
      await memory.set(name, secret)
      names.add(name)
    },
    delete: async (name) => {
      await memory.delete(name)
      names.delete(name)
    },
  }
  const simulator = await simulated({ clock: () => noon, results: 0 })
  const { core } = await laptop({ apiUrl: simulator.url, clock: () => noon, secrets })
  const { key, secret } = simulator
  const { account } = await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  const phrases = () => [...names].filter((name) => name.startsWith('webhook-source '))
  const list = async () => (await core.webhookSources.list([account.id])).map(({ name }) => name)
  return { core, account: account.id, secrets, phrases, sources: list }
}

it('a source that is removed takes its phrase along; undoing brings it back with its counts, without its phrase', async () => {
  const { core, account, phrases, sources } = await school()
  const { id } = await core.webhookSources.add(account, 'Website', 'a phrase')
  expect(await core.webhookSources.phraseOf(id)).toBe('a phrase')
  await core.store.countWebhookSample(id, noon)
  await core.webhookSources.remove(id)
  expect([await sources(), phrases()]).toEqual([[], []])
  expect(await core.store.undoLocalChange(noon)).toMatchObject({
    change: { kind: 'webhook-source-removed', subject: 'Website' },
    outcome: 'done',
  })
  expect(await core.webhookSources.list([account])).toMatchObject([{ id, name: 'Website', samples: 1, lastAt: noon }])
  expect(await core.webhookSources.phrasePlace(id)).toBe('missing')
})

it('a name is given back by undoing, also when payloads came since', async () => {
  const { core, account, sources } = await school()
  const { id } = await core.webhookSources.add(account, 'Website', null)
  await core.webhookSources.rename(id, 'Site')
  await core.store.countWebhookSample(id, noon)
  expect(await core.store.undoLocalChange(noon)).toMatchObject({ outcome: 'done' })
  expect(await sources()).toEqual(['Website'])
  // What came is not thrown away with the source that it came from.
  expect(await core.store.undoLocalChange(noon)).toMatchObject({ outcome: 'changed-since' })
  expect(await sources()).toEqual(['Website'])
})

it('a source is not made where the keychain keeps no phrase, nor two of one name', async () => {
  const { core, account, secrets, sources, phrases } = await school()
  const set = secrets.set
  secrets.set = async () => {
    throw new AppError('keychain/locked')
  }
  await expect(core.webhookSources.add(account, 'Website', 'p')).rejects.toMatchObject({ code: 'keychain/locked' })
  expect(await sources()).toEqual([])
  secrets.set = set
  const { id } = await core.webhookSources.add(account, 'Website', 'p')
  await core.webhookSources.add(account, 'Tablets', 'p')
  const taken = { code: 'webhook-source/exists', detail: { name: 'Tablets' } }
  await expect(core.webhookSources.add(account, 'Tablets', 'p')).rejects.toMatchObject(taken)
  await expect(core.webhookSources.rename(id, 'Tablets')).rejects.toMatchObject(taken)
  await expect(core.webhookSources.add('nobody', 'Website', 'p')).rejects.toMatchObject({ code: 'account/not-found' })
  expect(phrases()).toHaveLength(2)
})

it('a source that is gone is not found, and what comes from it is kept all the same', async () => {
  const { core, account, sources } = await school()
  const { id } = await core.webhookSources.add(account, 'Website', 'p')
  await core.webhookSources.remove(id)
  await expect(core.webhookSources.remove(id)).rejects.toMatchObject({ code: 'webhook-source/not-found' })
  await expect(core.webhookSources.rename(id, 'Site')).rejects.toMatchObject({ code: 'webhook-source/not-found' })
  await core.store.countWebhookSample(id, noon)
  expect(await sources()).toEqual([])
})

it('the phrases of an account’s sources go with the account, and stay where its results do', async () => {
  const { core, account, phrases } = await school()
  await core.webhookSources.add(account, 'Website', 'p')
  await core.accounts.remove(account, true)
  expect(phrases()).toHaveLength(1)
  await core.accounts.remove(account, false)
  expect(phrases()).toEqual([])
})

it('leaves no phrase of a source that is removed while its phrase is changed', async () => {
  const { core, account, secrets, phrases, sources } = await school()
  const { id } = await core.webhookSources.add(account, 'Website', 'a phrase')
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: unlocked, resolve: unlock } = Promise.withResolvers<void>()
  const { set } = secrets
  secrets.set = async (name, secret) => {
    ask()
    await unlocked
    await set(name, secret)
  }
  const changed = core.webhookSources.changePhrase(id, 'another')
  await asked
  const removed = core.webhookSources.remove(id)
  // Time enough for a removal that waits for nothing.
  await core.webhookSources.list([account])
  unlock()
  await Promise.all([changed, removed])
  expect([await sources(), phrases()]).toEqual([[], []])
})
