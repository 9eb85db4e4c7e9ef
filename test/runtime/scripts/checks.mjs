import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { testChromiumPath } from './chromium.mjs'
import { inProject, projectEnvironment, projectNode, root, tools } from './project.mjs'
import { run } from './run.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

export const testProjects = ['rooms', 'shared', 'electron', 'renderer', 'screens', 'journeys', 'hostile']
/** The proofs with a smaller draw, as every test run has them, and with all they draw, which takes minutes. */
export const proofs = { inPart: 'prove-in-part', whole: 'prove' }
/** The one file of a project that can be run alone: its pictures are renewed so. */
export const pictures = { name: 'pictures', project: 'screens', file: 'test/screens/pictures.test.ts' }
/** Files of a project that vitest runs apart, as test/vitest.config.ts says. @type {Record<string, readonly string[]>} */
const apart = { electron: ['electron-alone'] }
const typedFolders = ['shared', 'electron', 'renderer', 'test']

/** @param {boolean} good @returns {Count} */
const one = (good) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 })

/** @param {string} name @param {readonly string[]} args */
async function checkWith(name, args) {
  const status = await run(projectNode, args, { cwd: root, stdio: ['ignore', 1, 2] })
  process.stdout.write(`${status === 0 ? '✓' : '✗'} ${name}\n`)
  return one(status === 0)
}

/** Format and lint rules. @returns {Promise<Count>} */
export const lint = () => checkWith('lint', [tools.biome, 'check', '.'])

/** Each of the four type-checked rooms counts as one test. @returns {Promise<Count>} */
export async function types() {
  const count = { passed: 0, failed: 0, skipped: 0 }
  for (const folder of typedFolders) {
    const { passed, failed } = await checkWith(`types of ${folder}`, [tools.tsc, '-p', inProject(folder)])
    count.passed += passed
    count.failed += failed
  }
  return count
}

/** @param {string} program */
const isOnPath = (program) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))

/** Whether tests can have a real keychain of their own: a private message bus with an unlocked keyring on it. */
export const hasKeyring = () =>
  process.platform === 'linux' &&
  isOnPath('dbus-run-session') &&
  isOnPath('gnome-keyring-daemon') &&
  existsSync(inProject('node_modules', 'keytar', 'build', 'Release', 'keytar.node'))

// The keyring lives in a folder of its own, so that the person's own keyring is never touched.
const withKeyring = `
printf %s keyring | XDG_DATA_HOME="$1" XDG_RUNTIME_DIR="$1" gnome-keyring-daemon --unlock --components=secrets --daemonize >"$1/daemon.log" 2>&1
shift
exec "$@"`

/**
 * Runs the named vitest projects, with a real keychain where there can be one (`GRADEKEEP_TEST_KEYRING=1` says so).
 * @param {readonly string[]} projects
 * @param {string} [file] the only one of their files to run
 * @returns {Promise<Count>}
 */
export async function vitest(projects, file) {
  return countOf(await runProjects(projects, file === undefined ? [] : [file]))
}

/**
 * @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} FileReport
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: FileReport[] }} Report
 */

/** @param {readonly string[]} projects @param {readonly string[]} files */
async function runProjects(projects, files) {
  const report = inProject('test', '.output', 'vitest.json')
  mkdirSync(inProject('test', '.output'), { recursive: true })
  rmSync(report, { force: true })
  const command = [
    projectNode,
    tools.vitest,
    'run',
    ...files,
    '--config',
    inProject('test', 'vitest.config.ts'),
    ...projects.flatMap((name) => [name, ...(apart[name] ?? [])]).flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const status = hasKeyring() ? await runWithKeyring(command) : await runVitest(command, {})
  /** @type {Report | null} */
  const read = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null
  return { status, report: read }
}

/** @param {readonly string[]} command */
async function runWithKeyring(command) {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-keyring-'))
  try {
    const wrapped = ['dbus-run-session', '--', 'bash', '-c', withKeyring, 'bash', folder, ...command]
    return await runVitest(wrapped, { GRADEKEEP_TEST_KEYRING: '1' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// Hundreds of worker threads and processes read the same TypeScript: kept compiled, a command-line test takes 29 s of 46 s.
const compiled = { NODE_COMPILE_CACHE: inProject('test', '.output', 'compiled') }

const memoryDisk = '/dev/shm'
const roomWanted = 4 * 1024 ** 3

/** Whether there is a disk in memory on which all temporary folders of a run have room. */
function hasMemoryDisk() {
  if (process.platform !== 'linux' || !existsSync(memoryDisk) || freemem() < 2 * roomWanted) return false
  const { bavail, bsize } = statfsSync(memoryDisk)
  return bavail * bsize >= roomWanted
}

/**
 * Makes the folder that holds all temporary folders of a run: in memory where there is room, because a database waits
 * for its disk with every write, and no test of a run cuts the power.
 */
function temporaryRoom() {
  const room = mkdtempSync(join(hasMemoryDisk() ? memoryDisk : tmpdir(), 'gradekeep-run-'))
  // As any temporary folder: some tests run programs as another user.
  chmodSync(room, 0o1777)
  return room
}

/** @param {readonly string[]} command @param {Record<string, string>} said */
async function runVitest([program = '', ...args], said) {
  const room = temporaryRoom()
  const chromium = testChromiumPath()
  const named = chromium === null ? {} : { GRADEKEEP_CHROMIUM: chromium }
  const env = { ...projectEnvironment(), ...compiled, ...named, TMPDIR: room, ...said }
  try {
    return await run(program, args, { cwd: root, env, stdio: ['ignore', 1, 2] })
  } finally {
    rmSync(room, { recursive: true, force: true })
  }
}

/**
 * Counts what vitest reports. A file that could not even be loaded, and a run that failed outside of its tests, count
 * as one failure each.
 * @param {{ status: number, report: Report | null }} run
 * @returns {Count}
 */
function countOf({ status, report }) {
  if (report === null) return one(false)
  const unloaded = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + unloaded.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
