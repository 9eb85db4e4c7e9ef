/*
 * Checks everything, or what is named: `npm test`, `npm test -- lint types electron`. The proofs are drawn in part, and
 * whole in its place by `npm test -- all`, or alone by `npm run prove`; of the screens `npm test -- pictures` only
 * compares them with their pictures. The last line is always
 * "N passed, N failed, N skipped", where lint and each room's types count as a test.
 */
import { hasKeyring, lint, pictures, proofs, testProjects, types, vitest } from './scripts/checks.mjs'
import { testChromiumPath } from './scripts/chromium.mjs'
import { electronBinary, hasDisplay } from './scripts/electron-binary.mjs'
import { root } from './scripts/project.mjs'
import { finish, setUp } from './setup.mjs'

/** @param {string} line */
const print = (line) => void process.stdout.write(`${line}\n`)

/** @param {readonly string[]} wanted */
function chosenChecks(wanted) {
  const always = ['lint', 'types', ...testProjects]
  const known = [...always, proofs.inPart, proofs.whole, pictures.name, 'all']
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`No such checks: ${unknown.join(', ')}`)
  const usual = [...always, proofs.inPart]
  const chosen = wanted.includes('all') ? [...always, proofs.whole] : wanted.length === 0 ? usual : wanted
  /** @param {string} name */
  const isWanted = (name) => chosen.includes(name)
  const projects = [...testProjects, proofs.inPart, proofs.whole].filter(isWanted)
  return [
    ...(isWanted('lint') ? [lint] : []),
    ...(isWanted('types') ? [types] : []),
    ...(projects.length > 0 ? [() => vitest(projects)] : []),
    // Among the screens they have been looked at already.
    ...(isWanted(pictures.name) && !isWanted(pictures.project)
      ? [() => vitest([pictures.project], pictures.file)]
      : []),
  ]
}

/** @returns {string} */
function standIn() {
  try {
    return `the stand-in on ${testChromiumPath() ?? 'no Chromium'}`
  } catch (error) {
    // Checks that open no window pass all the same.
    return error instanceof Error ? error.message : String(error)
  }
}

/** Says which windows and keychain the tests had, and where that stands which they could not show. */
function printCircumstances() {
  print(`\nWindows: ${electronBinary(root) !== null && hasDisplay() ? 'Electron' : standIn()}`)
  print(`Keychain: ${hasKeyring() ? 'a real keyring on a private bus' : 'none here; its tests are skipped'}`)
  print('Not run, because only a person at each system can see it: README.md, "Before a release, on each system"')
}

await finish(async () => {
  const total = { passed: 0, failed: 0, skipped: 0 }
  try {
    const checks = chosenChecks(process.argv.slice(2))
    await setUp()
    for (const check of checks) {
      const { passed, failed, skipped } = await check()
      total.passed += passed
      total.failed += failed
      total.skipped += skipped
    }
    printCircumstances()
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    total.failed += 1
  }
  print(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 ? 0 : 1
})
