import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { noon, temporaryFolder, workers } from '../support/laptop.ts'
import { computer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const answer = join(import.meta.dirname, '../../../electron/cli/run.ts')

/** The command line as a separate process. */
const program = `
  const { answerCommandLine } = await import(${JSON.stringify(answer)})
  const exit = (status) => process.exit(status)
  await answerCommandLine(process.argv.slice(2), { workers: ${JSON.stringify(workers)}, version: '1.2.3', exit })
`

interface Listening {
  /** Whether anybody reads the answer. */
  readonly out?: boolean
  readonly err?: boolean
}

async function statusOf(words: readonly string[], env: NodeJS.ProcessEnv, { out = true, err = true }: Listening = {}) {
  const file = join(temporaryFolder(), 'gradekeep.mjs')
  writeFileSync(file, program)
  const child = spawn(process.execPath, [file, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill())
  // The reading end closes before the first word is written, as with `| true`.
  if (out) child.stdout.resume()
  else child.stdout.destroy()
  if (err) child.stderr.resume()
  else child.stderr.destroy()
  const [status] = await once(child, 'exit')
  return status
}

describe('a reader who leaves early', () => {
  let env: NodeJS.ProcessEnv = {}
  let nobody = ''
  let folder: readonly string[] = []

  beforeAll(async () => {
    const gone = await startSimulator({ clock: () => noon, results: 0 })
    nobody = gone.url
    await gone.close()
  })

  async function connected() {
    const { simulator, dataDir, gradekeep } = await computer({ results: 30 })
    await gradekeep(`connect --key ${simulator.key}`)
    await gradekeep('sync')
    env = { GRADEKEEP_API_URL: simulator.url, GRADEKEEP_API_SECRET: simulator.secret }
    folder = ['--data-dir', dataDir]
  }

  it.each<[string, Listening]>([
    ['loses the reader of its answer', { out: false }],
    ['loses that of what is said beside it too', { out: false, err: false }],
  ])(
    'changes no status: a command that %s',
    async (_, listening) => {
      await connected()
      const offline = { ...env, GRADEKEEP_API_URL: nobody }
      const run = (line: string, said = env) => statusOf([...line.split(' '), ...folder], said, listening)
      expect({
        sync: await run('sync', offline),
        results: await run('results --json'),
        refused: await run('codes add 123456 1.23E+15'),
      }).toEqual({ sync: 4, results: 0, refused: 1 })
    },
    // Separate processes, each of which reads all sources again.
    180_000,
  )
})
