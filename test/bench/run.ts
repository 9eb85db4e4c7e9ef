import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchCertificates } from './certificates.ts'
import { benchCodes } from './codes.ts'
import { benchCopies } from './copies.ts'
import { benchExport } from './export.ts'
import { benchIngest } from './ingest.ts'
import { benchQuestions } from './questions.ts'
import { benchRequests } from './requests.ts'
import { benchTables } from './tables.ts'

/*
 * `npm run bench` measures everything, the table of questions at 100,000 results. `-- questions` measures that table
 * alone, `--size N` at another size, `--json` as one JSON document.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', multiple: true, default: ['100000'] }, json: { type: 'boolean', default: false } },
})
const sizes = values.size.map((size) => Number(size.replaceAll(/[_,]/g, '')))
const [only] = positionals
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 1) || !(only === undefined || only === 'questions')) {
  throw new Error('npm run bench -- [questions] [--size N] [--json]')
}
if (values.json && (only === undefined || sizes.length > 1)) throw new Error('--json prints one table of questions')

if (!values.json) console.log(`Node ${process.version}, ${cpus().length} processors\n`)
if (only === 'questions') await benchQuestions(sizes, values.json)
else {
  await benchIngest()
  await benchExport()
  await benchRequests()
  await benchQuestions(sizes)
  await benchTables()
  await benchCopies()
  await benchCertificates()
  await benchCodes()
}
