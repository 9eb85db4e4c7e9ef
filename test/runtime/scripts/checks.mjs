import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inProject, projectEnvironment, projectNode, root, tools } from './project.mjs'
import { run } from './run.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

export const testProjects = ['unit', 'store', 'integration', 'renderer', 'e2e']
const typedFolders = ['shared', 'electron', 'renderer', 'test']

/** @param {boolean} good @returns {Count} */
const one = (good) => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 })

/** @param {string} name @param {readonly string[]} args */
async function checkWith(name, args) {
  const status = await run(projectNode, args, { cwd: root, stdio: ['ignore', 1, 2] })
  process.stdout.write(`${status === 0 ? '✓' : '✗'} ${name}\n`)
  return one(status === 0)
}

/** Format, lint rules and the borders between the rooms. @returns {Promise<Count>} */
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
 * @returns {Promise<Count>}
 */
export async function vitest(projects) {
  const first = await runProjects(projects, [])
  const cutOff = first.report === null || first.report.numFailedTests > 0 ? [] : filesCutOff(first.report)
  if (first.status === 0 || cutOff.length === 0) return countOf(first)
  // A native module can take its process down while hundreds of its threads come and go in one; that is no answer of
  // the tests in it. They run once more, and what they say then counts.
  process.stdout.write(`A test process died. Once more: ${cutOff.join(', ')}\n`)
  const again = await runProjects(projects, cutOff)
  if (first.report === null || again.report === null) return one(false)
  const [kept, rerun] = [without(first.report, cutOff), countOf(again)]
  return { passed: kept.passed + rerun.passed, failed: rerun.failed, skipped: kept.skipped + rerun.skipped }
}

/**
 * @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} FileReport
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: FileReport[] }} Report
 */

/** Files with tests that never came to an end. @param {Report} report */
const filesCutOff = (report) =>
  report.testResults.filter((file) => file.assertionResults.some(isCutOff)).map(({ name }) => name)

/** @param {{ status: string }} test */
const isCutOff = ({ status }) => status === 'pending'

/** @param {Report} report @param {readonly string[]} files @returns {Count} */
function without(report, files) {
  const tests = report.testResults.filter(({ name }) => !files.includes(name)).flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  return { passed, failed: 0, skipped: tests.length - passed }
}

/** @param {readonly string[]} projects @param {readonly string[]} files */
async function runProjects(projects, files) {
  const report = inProject('test', '.output', 'vitest.json')
  mkdirSync(inProject('test', '.output'), { recursive: true })
  rmSync(report, { force: true })
  const command = [
    projectNode,
    tools.vitest,
    'run',
    '--config',
    inProject('test', 'vitest.config.ts'),
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
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

/** @param {readonly string[]} command @param {Record<string, string>} env */
const runVitest = ([program = '', ...args], env) =>
  run(program, args, { cwd: root, env: { ...projectEnvironment(), ...compiled, ...env }, stdio: ['ignore', 1, 2] })

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
