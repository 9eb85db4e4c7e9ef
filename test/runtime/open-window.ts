/* Opens the built app in Chromium for a person, where Electron is not installed. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { projectRoot } from './launcher.ts'
import { StandIn } from './stand-in/host.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)

/** There is no save dialog outside Electron, so files go where a browser would put them. */
function downloadsPath(defaultPath = 'Gradekeep'): string {
  const folder = join(homedir(), 'Downloads')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, basename(defaultPath))
  say(`Saving to ${path}`)
  return path
}

/** Nor is there an open dialog: the newest file of its kind where files are saved is the one that is meant. */
function newestOf({ extensions }: { readonly extensions: readonly string[] }): string | null {
  const folder = join(homedir(), 'Downloads')
  const [newest] = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => extensions.some((extension) => name.endsWith(`.${extension}`)))
    .map((name) => join(folder, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  say(newest === undefined ? `There is no file to open in ${folder}` : `Opening ${newest}`)
  return newest ?? null
}

const standIn = new StandIn({
  mainFile: join(projectRoot, 'out', 'main', 'main.js'),
  args: process.argv.slice(2),
  env: process.env,
  headless: false,
  onSaveDialog: ({ defaultPath }) => downloadsPath(defaultPath),
  onOpenDialog: newestOf,
  onLog: say,
  onOutside: (kind, value) => {
    if (kind === 'opened') say(`For your browser: ${value}`)
    if (kind === 'shown') say(`File: ${value}`)
  },
})
const quit = () => void standIn.quit()
process.on('SIGINT', quit)
process.on('SIGTERM', quit)
const ended = await standIn.exited
process.exitCode = typeof ended === 'number' ? ended : 1
