/* Builds the installers for this system, in dist/. Further words go to electron-builder. */
import { inProject, projectEnvironment, projectNode, root, tools } from './scripts/project.mjs'
import { run } from './scripts/run.mjs'
import { say } from './scripts/say.mjs'
import { knownIdentities, signingWords } from './scripts/signing.mjs'
import { finish } from './setup.mjs'

await finish(async () => {
  const options = { cwd: root, env: projectEnvironment(), stdio: /** @type {const} */ ('inherit') }
  const built = await run(projectNode, [tools.electronVite, 'build'], options)
  if (built !== 0) return built
  const signing = signingWords(process.platform, process.env, await knownIdentities())
  if (signing.length > 0)
    say('There is no certificate to sign with: the app is signed ad hoc, and opens after “Open Anyway”.')
  const builder = inProject('node_modules', 'electron-builder', 'cli.js')
  return run(projectNode, [builder, ...signing, ...process.argv.slice(2)], options)
})
