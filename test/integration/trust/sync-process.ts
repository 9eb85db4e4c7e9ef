import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createCore } from '../../../electron/core.ts'
import { systemClock } from '../../../electron/environment.ts'
import { memoryStore } from '../../../electron/secrets/memory-store.ts'

/*
 * One process that syncs: started ahead of its time, it loads the program and waits for a line that says where.
 * It ends by itself when the sync has ended, unless it is killed before.
 */
export interface Order {
  readonly dataDir: string
  readonly apiUrl: string
  readonly key: string
  readonly secret: string
}

const source = (path: string) => join(import.meta.dirname, '../../../electron', path)
const workers = {
  store: source('store/worker.ts'),
  export: source('export/worker.ts'),
  snapshot: source('store/snapshot-worker.ts'),
  import: source('import/worker.ts'),
}

async function syncOnce({ dataDir, apiUrl, key, secret }: Order): Promise<string> {
  const secrets = memoryStore()
  const core = await createCore({
    dataDir,
    apiUrl,
    fetch: globalThis.fetch,
    clock: systemClock,
    secrets,
    workers,
    retry: { pause: async () => undefined, random: Math.random },
    after: () => ({ stop: () => undefined }),
    emit: () => undefined,
  })
  const [known] = await core.store.listAccounts()
  if (known === undefined) {
    await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  } else {
    await secrets.set(known.id, secret)
  }
  const account = known ?? (await core.store.listAccounts())[0]
  if (account === undefined) throw new Error('No account')
  const summary = await core.syncs.run(account.id, 'asked', {
    signal: new AbortController().signal,
    report: () => undefined,
  })
  await core.close()
  return summary.outcome
}

const lines = createInterface({ input: process.stdin })
process.stdout.write('ready\n')
for await (const line of lines) {
  process.stdout.write(`${await syncOnce(JSON.parse(line))}\n`)
  lines.close()
}
