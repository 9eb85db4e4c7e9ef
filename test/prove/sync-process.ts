import { createInterface } from 'node:readline'
import { memoryStore } from '../../electron/accounts/secrets.ts'
import { createCore } from '../../electron/core.ts'
import { systemClock } from '../../electron/environment.ts'
import type { ListRef } from '../../shared/model/access-code.ts'
import { killedProgram, workers } from '../electron/support/workers.ts'

/*
 * A process that syncs and meanwhile edits a list of codes. It is started early, loads the program, and waits for a
 * line that names its data folder. It ends by itself when everything is done, unless it is killed before.
 */

/** The nth statement of this kind that the process runs, and whether it dies before or after its effect. */
export interface KillPoint {
  /** The first words of the statement. */
  readonly statement: string
  readonly nth: number
  readonly after: boolean
}

export interface Order {
  readonly dataDir: string
  readonly apiUrl: string
  readonly secret: string
  readonly listId: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly recheck: 'asked' | 'when due'
  readonly killPoint: KillPoint | null
}

async function live({ dataDir, apiUrl, secret, listId, added, removed, recheck, killPoint }: Order): Promise<string> {
  // The thread started next gets this environment, too.
  process.env.GRADEKEEP_KILL_POINT = JSON.stringify(killPoint)
  const secrets = memoryStore()
  const core = await createCore({
    dataDir,
    apiUrl,
    fetch: globalThis.fetch,
    clock: systemClock,
    secrets,
    workers: { ...workers, writer: killedProgram.worker },
    retry: { pause: async () => undefined, random: Math.random },
    after: () => ({ stop: () => undefined }),
    emit: () => undefined,
  })
  const [account] = await core.store.listAccounts()
  if (account === undefined) throw new Error('No account')
  await secrets.set(account.id, secret)
  const context = { signal: new AbortController().signal, report: () => undefined }
  const list: ListRef = { accountId: account.id, listId }
  const edit = async () => {
    await core.store.applyCodes({
      list,
      change: 'add',
      origin: 'typed',
      codes: accessCodesOf(added),
      at: systemClock(),
    })
    const taken = { list, change: 'remove', origin: 'typed', codes: accessCodesOf(removed), at: systemClock() } as const
    await core.store.applyCodes(taken)
    return core.pushes.run(account.id, { held: false, ...context })
  }
  const [synced, pushed] = await Promise.all([core.syncs.run(account.id, recheck, context), edit()])
  await core.close()
  return `${synced.outcome} ${pushed.outcome}`
}

const accessCodesOf = (codes: readonly string[]) => codes.map((code) => ({ code, name: null }))

const lines = createInterface({ input: process.stdin })
process.stdout.write('ready\n')
for await (const line of lines) {
  process.stdout.write(`${await live(JSON.parse(line))}\n`)
  lines.close()
}
