import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const moduleFile = join(import.meta.dirname, '../../../electron/desktop/log.ts')

/** A program that logs once its terminal is gone. Resolves with its status and the text of its log. */
async function outlived(source: string): Promise<{ status: number | null; logged: string; shown: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = `
    import { openLogFile, outliveTerminal } from ${JSON.stringify(moduleFile)}
    const folder = ${JSON.stringify(folder)}
    process.on('uncaughtException', () => process.exit(3))
    process.stdin.once('data', () => {
      ${source}
      setTimeout(() => process.exit(0), 100)
    })
    process.stdout.write('ready')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'pipe'] })
  let shown = ''
  child.stderr.on('data', (chunk) => {
    shown += chunk
  })
  await once(child.stdout, 'data')
  child.stdout.destroy()
  if (!source.includes('stays')) child.stderr.destroy()
  child.stdin.write('go')
  const [status] = await once(child, 'exit')
  const file = join(folder, 'logs', 'main.log')
  return { status, logged: existsSync(file) ? readFileSync(file, 'utf8') : '', shown }
}

it('a window outlives the terminal it was started from, and still logs', async () => {
  const { status, logged } = await outlived(`
    outliveTerminal(process)
    const log = openLogFile(folder, { console: true })
    log.error('after the end of the terminal')
    process.stdout.write('more')
    process.stderr.write('more')`)
  expect(status).toBe(0)
  expect(logged).toContain('after the end of the terminal')
})

it.each(['stdout', 'stderr'])(
  'what it writes to a closed %s is an error that would end it otherwise',
  async (stream) => {
    expect(await outlived(`process.${stream}.write('x')`)).toMatchObject({ status: 3 })
    expect(await outlived(`outliveTerminal(process); process.${stream}.write('x')`)).toMatchObject({ status: 0 })
  },
)

it('an installed app writes to its log file alone', async () => {
  const { status, logged, shown } = await outlived(`/* stays */ openLogFile(folder, { console: false }).error('x')`)
  expect(status).toBe(0)
  expect(logged).toContain('x')
  expect(shown).not.toContain('x')
})
