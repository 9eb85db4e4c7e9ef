import { randomUUID } from 'node:crypto'
import type { ClassMarkerInput } from '../../shared/ipc/accounts.ts'
import { type Account, accountColours, type Signature, type StoredAccount } from '../../shared/model/account.ts'
import type { Discovery } from '../../shared/model/discovery.ts'
import type { Clock } from '../../shared/model/time.ts'
import { systemZone } from '../../shared/model/zone.ts'
import type { AllAssessments } from '../connectors/assessments/index.ts'
import type { Credentials } from '../connectors/classmarker/index.ts'
import type { Store } from '../store/api.ts'
import type { SecretStore } from './secrets.ts'

/** A key and secret that ClassMarker accepted, with what they can see. */
interface VerifiedKey {
  readonly input: ClassMarkerInput
  readonly credentials: Credentials
  readonly discovery: Discovery
  readonly signature: Signature
}

/** What saving or replacing an account's key needs. */
export interface KeepPorts {
  readonly store: Store
  readonly secrets: SecretStore
  readonly clock: Clock
  /** Runs `work` while no sync of an account runs. @throws AppError `sync/busy` */
  readonly runExclusiveFor?: <T>(accountId: string, work: () => Promise<T>) => Promise<T>
}

/**
 * The account here, connected with another key, that sees the same groups, links and tests; null if none does. Never
 * the sample.
 */
export async function findSame(discovery: Discovery, store: Store): Promise<StoredAccount | null> {
  const accounts = (await store.listAccounts()).filter(({ sample }) => !sample)
  const ids = Map.groupBy(await store.everSeen(), ({ accountId }) => accountId)
  const known = accounts.map(({ id }) => ({ id, ids: (ids.get(id) ?? []).map((each) => each.id) }))
  const same = sameAccount(idsIn(discovery), known)
  return accounts.find(({ id }) => id === same) ?? null
}

/**
 * The account of a learning platform here that sees the same assessments; null if none does. A token does not say whose it
 * is, and somebody may have several e-mail addresses.
 */
export async function findSamePlatform(
  { url, seen }: { readonly url: string; readonly seen: AllAssessments },
  store: Store,
): Promise<StoredAccount | null> {
  const accounts = (await store.listAccounts()).filter((account) => !account.sample && account.url === url)
  const ids = new Set(seen.assessments.map(({ id }) => id))
  for (const account of accounts) {
    const own = (await store.assessmentRows([account.id])).map(({ assessmentId }) => assessmentId)
    const shared = own.filter((id) => ids.has(id)).length
    // Teachers may share a course of several.
    if (shared > 0 && shared * 2 >= Math.min(own.length, ids.size)) return account
  }
  return null
}

/**
 * Saves a new account, or reconnects an archived one, which continues where it stopped. @returns its id
 * @throws AppError `keychain/*`, `store/*`; nothing is saved then
 */
export async function saveAccount(
  { input, credentials, discovery, signature }: VerifiedKey,
  known: StoredAccount | null,
  { store, secrets, clock }: KeepPorts,
): Promise<string> {
  let account: Account = {
    id: randomUUID().slice(0, 8),
    name: input.name.trim() || 'ClassMarker',
    service: 'classmarker',
    key: credentials.key,
    url: null,
    email: null,
    signature,
    signatureSetting: input.signature,
    sample: false,
    timeZone: systemZone(),
    createdAt: clock(),
    colour: (await store.listAccounts()).filter(({ sample }) => !sample).length % accountColours,
    archived: false,
  }
  if (known !== null) {
    const { id, colour, timeZone } = known
    account = { ...account, id, colour, timeZone, name: input.name.trim() || known.name }
  }
  await keepSecret(account.id, { secret: credentials.secret, before: null }, secrets, async () => {
    if (known === null) await store.addAccount(account)
    else await store.changeAccount(known.id, account)
  })
  await store.saveDiscovery(account.id, discovery, clock())
  return account.id
}

/**
 * Replaces an account's key with another; its results stay. @returns the account's id
 * @throws AppError `keychain/*`, `store/*`, `sync/busy`, `account/exists`; key and secret then stay as they were
 */
export async function takeOver(
  { input, credentials, discovery, signature }: VerifiedKey,
  same: StoredAccount,
  { store, secrets, clock, runExclusiveFor = (_, work) => work() }: KeepPorts,
): Promise<string> {
  const name = input.name.trim() || same.name
  const key = { key: credentials.key, name, signature, signatureSetting: input.signature }
  await runExclusiveFor(same.id, async () => {
    const before = await secrets.get(same.id)
    await keepSecret(same.id, { secret: credentials.secret, before }, secrets, () =>
      store.takeOverAccount(same.id, key, discovery, clock()),
    )
  })
  return same.id
}

/** Saves a secret and then its account; restores the former secret if the account cannot be saved. */
export async function keepSecret(
  id: string,
  { secret, before }: { secret: string; before: string | null },
  secrets: SecretStore,
  save: () => Promise<void>,
): Promise<void> {
  await secrets.set(id, secret)
  try {
    await save()
  } catch (thrown) {
    // Report why the account could not be saved, even if the new secret cannot be removed either.
    await (before === null ? secrets.delete(id) : secrets.set(id, before)).catch(() => undefined)
    throw thrown
  }
}

/** The groups, links and tests an account here was ever seen to have, including those deleted at ClassMarker. */
export interface KnownAccount {
  readonly id: string
  /** Ids in the form `idsIn` gives them. */
  readonly ids: readonly string[]
}

const isPlace = (id: string): boolean => !id.startsWith('tests:')

/** Ids of everything a key can see. ClassMarker gives out each number once, across all its accounts. */
export const idsIn = ({ sources, tests }: Discovery): string[] => [
  ...sources.map(({ feed, id }) => `${feed}:${id}`),
  ...tests.map(({ id }) => `tests:${id}`),
]

// One shared number may be a mistake; two, at least one of them a group or link, are not.
const fewestShared = 2

/**
 * Finds the account here whose groups, links and tests a key sees: at least two ids must be shared, and at least half
 * of the smaller side. Either side may be the smaller, because an account grows and a key may see only a part of it.
 * @param known in order of preference where several share equally many
 * @returns its id, or null if none matches
 */
export function sameAccount(seen: readonly string[], known: readonly KnownAccount[]): string | null {
  const seenIds = new Set(seen)
  const [best] = known
    .map(({ id, ids }) => {
      const own = new Set(ids)
      const shared = [...seenIds].filter((each) => own.has(each))
      return { id, shared, smaller: Math.min(seenIds.size, own.size) }
    })
    .filter(
      ({ shared, smaller }) => shared.length >= fewestShared && shared.some(isPlace) && shared.length * 2 >= smaller,
    )
    .toSorted((a, b) => b.shared.length - a.shared.length)
  return best?.id ?? null
}
