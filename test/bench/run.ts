import { cpus } from 'node:os'
import { benchCertificates } from './certificates.ts'
import { benchCodes } from './codes.ts'
import { benchCopies } from './copies.ts'
import { benchExport } from './export.ts'
import { benchIngest } from './ingest.ts'
import { benchPages } from './pages.ts'
import { benchRequests } from './requests.ts'
import { benchTables } from './tables.ts'

console.log(`Node ${process.version}, ${cpus().length} processors\n`)
await benchIngest()
await benchExport()
await benchRequests()
await benchPages()
await benchTables()
await benchCopies()
await benchCertificates()
await benchCodes()
