import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchBank } from './bank.ts'
import { benchCertificates } from './certificates.ts'
import { benchCodes } from './codes.ts'
import { benchCopies } from './copies.ts'
import { benchExport } from './export.ts'
import { benchGradebook } from './gradebook.ts'
import { benchImports } from './imports.ts'
import { benchIngest } from './ingest.ts'
import { benchItems } from './items.ts'
import { benchKept } from './kept.ts'
import { benchQuestions } from './questions.ts'
import { benchRequests } from './requests.ts'
import { benchStudents } from './students.ts'
import { benchTables } from './tables.ts'
import { benchTests } from './tests.ts'

/*
 * `npm run bench` measures everything, the table of questions at 100,000 results. `-- NAME` measures one part alone;
 * the table of questions with `--size N` at another size, with `--json` as one JSON document.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', multiple: true, default: ['100000'] }, json: { type: 'boolean', default: false } },
})
const sizes = values.size.map((size) => Number(size.replaceAll(/[_,]/g, '')))
const [only] = positionals
/** Questions of a bank, where no size is given. */
const bankSize = 20_000
const isSized = process.argv.some((argument) => argument.startsWith('--size'))
const parts: Readonly<Record<string, () => Promise<void>>> = {
  ingest: benchIngest,
  export: benchExport,
  gradebook: benchGradebook,
  requests: benchRequests,
  questions: () => benchQuestions(sizes, values.json),
  tables: benchTables,
  copies: benchCopies,
  certificates: benchCertificates,
  codes: benchCodes,
  bank: () => benchBank(isSized ? (sizes[0] as number) : bankSize),
  tests: benchTests,
  items: benchItems,
  imports: benchImports,
  students: () => benchStudents(sizes),
  kept: () => benchKept(sizes),
}
const names = Object.keys(parts)
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1) || !(only === undefined || names.includes(only))) {
  throw new Error(`npm run bench -- [${names.join(' | ')}] [--size N] [--json]`)
}
if (values.json && (only !== 'questions' || sizes.length > 1)) throw new Error('--json prints one table of questions')

if (!values.json) console.log(`Node ${process.version}, ${cpus().length} processors\n`)
for (const [name, bench] of Object.entries(parts)) if (only === undefined || only === name) await bench()
