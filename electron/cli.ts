import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerCommandLine } from './cli/run.ts'

// The headless entry to the same core: no window, no Electron. Only the user may read files created here.
process.umask(0o077)

const { version }: { version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
)

await answerCommandLine(process.argv.slice(2), {
  workers: {
    writer: join(import.meta.dirname, 'store-writer.cjs'),
    reader: join(import.meta.dirname, 'store-reader.cjs'),
    export: join(import.meta.dirname, 'export-worker.js'),
    snapshot: join(import.meta.dirname, 'snapshot-worker.js'),
    import: join(import.meta.dirname, 'import-worker.js'),
    results: join(import.meta.dirname, 'results-worker.js'),
    questions: join(import.meta.dirname, 'questions-worker.js'),
  },
  version,
  exit: (status) => process.exit(status),
})
