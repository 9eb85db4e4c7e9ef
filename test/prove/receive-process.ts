import { memoryStore } from '../../electron/accounts/secrets.ts'
import { receiveInto } from '../../electron/cli/webhooks/receiving.ts'
import { createCore } from '../../electron/core.ts'
import { systemClock } from '../../electron/environment.ts'
import { killedProgram, workers } from '../electron/support/workers.ts'
import type { KillPoint } from './sync-process.ts'

/*
 * A process that receives webhooks until it is asked to end, unless it is killed before. It says where it listens.
 */

export interface ReceiveOrder {
  readonly dataDir: string
  /** 0 for a free one. */
  readonly port: number
  readonly phrase: string
  readonly source: number
  readonly killPoint: KillPoint | null
}

const { dataDir, port, phrase, source, killPoint }: ReceiveOrder = JSON.parse(process.argv[2] ?? '')
// The thread started next gets this environment, too.
process.env.GRADEKEEP_KILL_POINT = JSON.stringify(killPoint)
const asked = new Promise((resolve) => process.once('SIGTERM', resolve))
const core = await createCore({
  dataDir,
  apiUrl: 'http://127.0.0.1:1',
  fetch: globalThis.fetch,
  clock: systemClock,
  secrets: memoryStore(),
  workers: { ...workers, writer: killedProgram.worker },
  retry: { pause: async () => undefined, random: Math.random },
  after: () => ({ stop: () => undefined }),
  emit: () => undefined,
})
const [account] = await core.store.listAccounts()
if (account === undefined) throw new Error('No account')
const receiver = await receiveInto(core, {
  host: '127.0.0.1',
  port,
  phrase,
  account: account.id,
  source,
  tell: () => undefined,
  explain: String,
})
process.stdout.write(`${receiver.url}\n`)
await asked
await receiver.close()
await core.close()
