import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli } from './cli/run.ts'
import { processTerminal } from './cli/terminal.ts'

// The headless door to the same core: no window, no Electron. Files made here are the user's alone.
process.umask(0o077)

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// A reader such as `head` that closes early wants no more; that is no failure.
process.stdout.on('error', () => process.exit(0))

const { version }: { version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
)

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  terminal: processTerminal,
  workers: {
    store: join(import.meta.dirname, 'store-worker.js'),
    export: join(import.meta.dirname, 'export-worker.js'),
  },
  version,
  stopped: stop.signal,
})
