/* Measures the built services on this machine. */
import { inProject, projectNode } from './scripts/project.mjs'
import { run } from './scripts/run.mjs'
import { finish, setUp } from './setup.mjs'

await finish(async () => {
  await setUp()
  return run(projectNode, [inProject('test', 'bench', 'run.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
})
