import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkRooms, type Sources } from './check-rooms.ts'
import { house } from './rooms.ts'

const root = join(import.meta.dirname, '../..')
const folders = ['electron', 'renderer', 'shared', 'test', 'electron.vite.config.ts', 'package.json']
const isRead = /\.(?:[cm]?[jt]sx?|css)$/

/** The files of the checkout as they are now, whether committed or not. */
export function treeSources(): Sources {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...folders], {
    cwd: root,
    encoding: 'utf8',
  })
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))
  return Object.fromEntries(
    paths.map((path) => [path, isRead.test(path) ? readFileSync(join(root, path), 'utf8') : '']),
  )
}

if (import.meta.main) {
  const broken = checkRooms(treeSources(), house)
  for (const line of broken) process.stdout.write(`${line}\n`)
  process.stdout.write(
    broken.length === 0 ? 'Every import is as the table of rooms has it.\n' : `${broken.length} in all\n`,
  )
  process.exitCode = broken.length === 0 ? 0 : 1
}
