/** The commands of the command line. */
export const commandNames = [
  'help',
  'connect',
  'sync',
  'results',
  'export',
  'certificates',
  'codes',
  'status',
  'simulator',
] as const

export type CommandName = (typeof commandNames)[number]

/** Options that every command takes, with their short forms. */
export const globalOptions = {
  'data-dir': { type: 'string' },
  json: { type: 'boolean' },
  account: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const
