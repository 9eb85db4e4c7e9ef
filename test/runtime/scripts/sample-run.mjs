import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { inProject, projectNode, root } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const cli = inProject('out', 'main', 'cli.js')
const patience = 180_000

/**
 * Reads the simulator's address, key and secret from what it prints first.
 * @param {import('node:child_process').ChildProcess} simulator
 * @returns {Promise<{ url: string, key: string, secret: string }>}
 */
async function readIntroduction(simulator) {
  if (simulator.stdout === null) throw new Error('the simulator has no output')
  let text = ''
  for await (const line of createInterface(simulator.stdout)) {
    text += line
    try {
      return JSON.parse(text)
    } catch {
      // The document is not complete yet.
    }
  }
  throw new Error('The simulator did not start.')
}

/**
 * The app's main job without a window: connects to the sample account on a simulated ClassMarker, fetches its results
 * and writes the workbook, all in a folder of its own.
 * @returns {Promise<number>} an exit status
 */
export async function runSample() {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-sample-'))
  const workbook = join(folder, 'Sample results.xlsx')
  const simulator = spawn(projectNode, [cli, 'simulator', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 2] })
  try {
    const { url, key, secret } = await readIntroduction(simulator)
    const env = { ...process.env, GRADEKEEP_API_URL: url, GRADEKEEP_API_SECRET: secret }
    const commands = [['connect', '--key', key, '--name', 'Sample school'], ['sync'], ['export', workbook]]
    for (const words of commands) {
      say(`gradekeep ${words[0]}`)
      const status = await run(projectNode, [cli, '--data-dir', folder, ...words], {
        cwd: root,
        env,
        timeout: patience,
      })
      if (status !== 0) return status
    }
  } finally {
    simulator.kill('SIGTERM')
    if (simulator.exitCode === null && simulator.signalCode === null) await once(simulator, 'close')
  }
  process.stdout.write(`${workbook}\n`)
  return 0
}
