import type { DeclareCommand } from './command.ts'

type Loader = () => Promise<{ readonly declare: DeclareCommand }>

/**
 * The commands in the order of the help. Each file is loaded only when a command is read, because a window that opens
 * needs only their names.
 */
const commandFiles: Readonly<Record<string, Loader>> = {
  connect: () => import('./commands/connect.ts'),
  sync: () => import('./commands/sync.ts'),
  results: () => import('./commands/results.ts'),
  tests: () => import('./commands/tests.ts'),
  items: () => import('./commands/items.ts'),
  export: () => import('./commands/export.ts'),
  import: () => import('./commands/import.ts'),
  receive: () => import('./commands/receive.ts'),
  sources: () => import('./commands/sources.ts'),
  certificates: () => import('./commands/certificates.ts'),
  codes: () => import('./commands/codes.ts'),
  assessments: () => import('./commands/assessments.ts'),
  questions: () => import('./commands/questions.ts'),
  categories: () => import('./commands/categories.ts'),
  classes: () => import('./commands/classes.ts'),
  digest: () => import('./commands/digest.ts'),
  students: () => import('./commands/students.ts'),
  people: () => import('./commands/people.ts'),
  status: () => import('./commands/status.ts'),
  simulator: () => import('./commands/simulator.ts'),
}

/** Every command's name, that of the help included. */
export const commandNames: readonly string[] = ['help', ...Object.keys(commandFiles)]

/** Options every command takes, with their text in the help. */
export const globalOptions = {
  '--data-dir <DIR>': 'the folder of the data, instead of the app’s own',
  '--account <ID>': 'one account alone',
  '--json': 'one JSON document on standard output',
  '-h, --help': 'says how a command is called',
  '--version': 'says which version this is',
} as const

export async function loadCommands(): Promise<readonly DeclareCommand[]> {
  const loaded = await Promise.all(Object.values(commandFiles).map((load) => load()))
  return loaded.map(({ declare }) => declare)
}
