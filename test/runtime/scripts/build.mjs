import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject, projectEnvironment, projectNode, root, tools } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const sources = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const results = ['out/main/main.js', 'out/main/cli.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
const stamp = inProject('out', '.built')

/**
 * When a file, or anything in a folder, last changed. A folder's own time tells of files removed from it.
 * @param {string} path
 * @returns {number} milliseconds
 */
function lastChange(path) {
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))))
}

function isBuilt() {
  const built = statSync(stamp, { throwIfNoEntry: false })
  if (built === undefined || !results.every((file) => existsSync(inProject(file)))) return false
  return sources.every((path) => lastChange(inProject(path)) < built.mtimeMs)
}

/** Builds `out/` when it is missing or older than any source. The stamp bears the time the build began. */
export async function build() {
  if (isBuilt()) return
  say('Building…')
  const began = new Date()
  const options = { cwd: root, env: { ...projectEnvironment(), NODE_ENV: 'production' } }
  const status = await run(projectNode, [tools.electronVite, 'build', '--logLevel', 'warn'], options)
  if (status !== 0) throw new Error('The build failed; the reason is above.')
  mkdirSync(inProject('out'), { recursive: true })
  writeFileSync(stamp, '')
  utimesSync(stamp, began, began)
}
