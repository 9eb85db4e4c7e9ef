import { answerCommandLine } from '../../../electron/cli/run.ts'
import { workers } from '../support/workers.ts'

/** The command line as a program of its own, from its sources. */
await answerCommandLine(process.argv.slice(2), { workers, version: '1.2.3', exit: (status) => process.exit(status) })
