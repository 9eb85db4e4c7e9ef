/*
 * Opens the app: in Electron where its program is installed, else in Chromium. Where no window can be shown, does the
 * app's main job on the sample account instead, and says where the workbook is.
 */
import { chromiumPath } from './scripts/chromium.mjs'
import { electronBinary, hasDisplay } from './scripts/electron-binary.mjs'
import { inProject, projectNode, root } from './scripts/project.mjs'
import { run } from './scripts/run.mjs'
import { runSample } from './scripts/sample-run.mjs'
import { say } from './scripts/say.mjs'
import { finish, setUp } from './setup.mjs'

await finish(async () => {
  await setUp()
  const words = process.argv.slice(2)
  if (!hasDisplay()) {
    say('There is no display here, so no window can open: this is the sample account without one.')
    const status = await runSample()
    say('For a window, run npm start on a desktop, or under a virtual one: apt-get install xvfb && xvfb-run npm start')
    return status
  }
  const electron = electronBinary(root)
  if (electron !== null) {
    say('Opening in Electron.')
    return run(electron, [root, ...words], { cwd: root, stdio: 'inherit' })
  }
  if (chromiumPath() === null) throw new Error('Neither Electron nor Chromium is installed, so no window can open.')
  say('Electron is not installed here: opening in Chromium instead, with the same pages and services.')
  return run(projectNode, [inProject('test', 'runtime', 'open-window.ts'), ...words], { cwd: root, stdio: 'inherit' })
})
