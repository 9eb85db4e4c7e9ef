/* The command line from a checkout: builds when needed, and leaves standard output to the answer. */
import { inProject, projectNode } from './scripts/project.mjs'
import { run } from './scripts/run.mjs'
import { finish, setUpCommandLine } from './setup.mjs'

await finish(async () => {
  await setUpCommandLine()
  return run(projectNode, [inProject('out', 'main', 'cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' })
})
