import { type Command, Help, type HelpConfiguration, type Option } from 'commander'
import { globalOptions } from './commands.ts'
import { filterGroup } from './results-arguments.ts'

/** Width of the help in columns, the same in every terminal. */
export const helpWidth = 118

const indent = ' '.repeat(6)

const closing = `Environment: GRADEKEEP_API_URL (https; http for this computer alone)
             GRADEKEEP_API_SECRET (used for this run only, never written down)
             GRADEKEEP_WEBHOOK_SECRET (the phrase that webhooks are signed with, likewise)
             HTTPS_PROXY, NO_PROXY (the network's proxy; http on this computer never goes through it)
             GRADEKEEP_DEBUG (not empty: says where in the program an unforeseen failure happened)

On Windows:  bin\\gradekeep.cmd in the folder of the installed app waits for the answer, as Gradekeep.exe does not.
             Nothing can be typed there: \`connect\` needs the secret in GRADEKEEP_API_SECRET.

Exit status: 0 done, 1 failed, 2 wrong usage, 3 rate-limited (what arrived is kept), 4 offline
`

/** The help of the program on one page, and of each command, built from what the commands declare. */
export const helpConfiguration: HelpConfiguration = {
  showGlobalOptions: true,
  commandUsage: (command) => `gradekeep ${callOf(command)}`,
  subcommandTerm: (command) => [command.name(), ...argumentsOf(command)].join(' '),
  optionTerm: ({ flags }) => withoutBrackets(flags),
  formatItemList: (heading, items) =>
    items.length === 0 ? [] : [heading === 'Global Options:' ? 'Everywhere:' : heading, ...items, ''],
  formatHelp: (command, helper) =>
    command.parent === null
      ? programPage(command, helper)
      : Help.prototype.formatHelp.call(helper, command, helper).trimEnd().concat('\n'),
}

/** The words that call a command, without the program's own name: `codes add`. */
export function pathOf(command: Command): string {
  return command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

/** All commands one can ask help for: the members of a group, not the group. */
export const leavesOf = (command: Command): readonly Command[] =>
  command.commands.flatMap((each) => (each.commands.length > 0 ? leavesOf(each) : [each]))

function programPage(program: Command, helper: Help): string {
  const leaves = leavesOf(program)
  const commands = leaves.map((command) => {
    const about = helper.boxWrap(command.description(), helpWidth - indent.length)
    return `  ${brokenCall(callOf(command))}\n${indent}${about.replaceAll('\n', `\n${indent}`)}\n`
  })
  const filters = leaves.map(filtersOf).find((options) => options.length > 0) ?? []
  const everywhere = Object.keys(globalOptions).map((flags) => flags.replace(/^-h, /, ''))
  return [
    'Gradekeep keeps your ClassMarker results on this computer.\n',
    'Usage: gradekeep COMMAND [options]\n',
    commands.join(''),
    listed(
      filterGroup,
      filters.map(({ flags }) => flags),
    ),
    listed('Everywhere:', everywhere),
    'Without --account, every account but the sample is meant; the sample is where it is named or alone.',
    'Dates are days in the account’s time zone, the end date included. `gradekeep COMMAND --help` says more of a command.\n',
    closing,
  ].join('\n')
}

/** The usage line of a command: `connect --key KEY [--name NAME]`. */
function callOf(command: Command): string {
  if (command.commands.length > 0) return `${pathOf(command)} ${command.commands.map((each) => each.name()).join('|')}`
  const own = command.options.filter((option) => option.helpGroupHeading !== filterGroup)
  const options = own.map(({ flags, mandatory }) => {
    const call = withoutBrackets(flags)
    return mandatory ? call : `[${call}]`
  })
  const filters = filtersOf(command).length > 0 ? ['[filters]'] : []
  return [pathOf(command), ...argumentsOf(command), ...filters, ...options].join(' ')
}

/** A usage line on as many lines as it needs, broken between its options. */
function brokenCall(call: string): string {
  const lines = ['']
  for (const part of call.split(/ (?=\[)/)) {
    const longer = `${lines.at(-1)} ${part}`.trimStart()
    if (longer.length + 2 * indent.length <= helpWidth) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines.join(`\n${indent}${indent}`)
}

const argumentsOf = ({ registeredArguments }: Command): readonly string[] =>
  registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}…` : argument.name()
    return argument.required ? name : `[${name}]`
  })

const filtersOf = ({ options }: Command): readonly Option[] =>
  options.filter(({ helpGroupHeading }) => helpGroupHeading === filterGroup)

const withoutBrackets = (flags: string): string => flags.replace(/[<>]/g, '')

/** Options one after the other under their heading, on as many lines as they need. */
function listed(heading: string, flags: readonly string[]): string {
  const margin = ' '.repeat(heading.length + 1)
  const lines: string[] = []
  for (const option of flags.map(withoutBrackets)) {
    const last = lines.at(-1)
    const longer = `${last}  ${option}`
    if (last !== undefined && margin.length + longer.length <= helpWidth) lines[lines.length - 1] = longer
    else lines.push(option)
  }
  return `${heading} ${lines.join(`\n${margin}`)}\n`
}
