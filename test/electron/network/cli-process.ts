import { answerCommandLine } from '../../../electron/cli/run.ts'
import { workers } from '../support/workers.ts'

/** Runs the command line from its sources, as a program of its own. */
await answerCommandLine(process.argv.slice(2), { workers, version: '1.2.3', exit: (status) => process.exit(status) })
