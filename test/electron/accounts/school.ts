import { expect } from 'vitest'
import type { SecretStore } from '../../../electron/accounts/secrets.ts'
import type { Core } from '../../../electron/core.ts'
import type { Simulator, SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import type { SignatureSetting } from '../../../shared/model/account.ts'
import { laptop, movableClock, simulated } from '../support/laptop.ts'

/** A keychain whose contents the test can read. */
export function watchedSecrets(refuse?: (call: 'get' | 'set' | 'delete') => void) {
  const kept = new Map<string, string>()
  const secrets: SecretStore = {
    place: async () => 'keychain',
    get: async (id) => {
      refuse?.('get')
      return kept.get(id) ?? null
    },
    set: async (id, secret) => {
      refuse?.('set')
      kept.set(id, secret)
    },
    delete: async (id) => {
      refuse?.('delete')
      kept.delete(id)
    },
  }
  return { kept, secrets }
}

export async function school(options: Omit<SimulatorOptions, 'clock'> = {}, secrets = watchedSecrets()) {
  const time = movableClock()
  const simulator = await simulated({ clock: time.clock, results: 20, ...options })
  const own = await laptop({ apiUrl: simulator.url, clock: time.clock, secrets: secrets.secrets })
  const connect = (said: { key?: string; secret?: string; name?: string; signature?: SignatureSetting } = {}) =>
    own.core.accounts.connect({
      key: simulator.key,
      secret: simulator.secret,
      name: 'Northgate',
      signature: 'auto',
      ...said,
    })
  const sync = (id: string) =>
    own.core.syncs.run(id, 'when due', { signal: new AbortController().signal, report: () => undefined })
  return { ...own, ...time, simulator, connect, sync, kept: secrets.kept }
}

export const signedWith = (simulator: Simulator) => simulator.requests.map((request) => request.signedWith ?? null)

export async function expectNothingSaved({ core, kept }: { core: Core; kept: Map<string, string> }) {
  expect(await core.accounts.list()).toEqual([])
  expect([...kept]).toEqual([])
}
