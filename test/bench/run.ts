import { cpus } from 'node:os'
import { benchExport } from './export.ts'
import { benchIngest } from './ingest.ts'
import { benchPages } from './pages.ts'
import { benchRequests } from './requests.ts'

console.log(`Node ${process.version}, ${cpus().length} processors\n`)
await benchIngest()
await benchExport()
await benchRequests()
await benchPages()
