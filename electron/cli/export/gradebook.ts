import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { chosenOf } from '../../../shared/model/filter.ts'
import { type GradebookDefinition, usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { type CsvForm, csvFormNames, type Extras, formsOfNames } from '../../../shared/model/gradebook-file.ts'
import {
  isSisField,
  type SisColumn,
  sisFields,
  sisNames,
  sisPresetNamed,
  usualSisColumns,
} from '../../../shared/model/sis-columns.ts'
import type { IdentityLevel } from '../../export/results/request.ts'
import { chosenAccounts, ofChosenAccounts } from '../chosen-accounts.ts'
import { classNamed, classNameIn } from '../classes/named.ts'
import { type CommandContext, oneOf, usage } from '../command.ts'
import type { AskedFilter } from '../results-arguments.ts'
import { plainText } from '../terminal.ts'

/** The options that `--gradebook` adds to an export. */
export interface GradebookOptions {
  readonly class?: readonly string[]
  readonly values?: boolean
  readonly items?: boolean
  readonly form?: string
  readonly columns?: string
  readonly preset?: string
  readonly with?: readonly string[]
}

/** What a gradebook's file should be. */
export interface AskedGradebook {
  readonly className: string | null
  readonly figures: 'live' | 'values'
  /** Whether each test whose answers are here has a sheet of its questions. */
  readonly items: boolean
  readonly form: CsvForm | undefined
  /** The columns of the form `sis`, or the name they are kept under. */
  readonly sisColumns: readonly SisColumn[] | { readonly preset: string } | undefined
  readonly emails: boolean
}

/** Not among the extras: only a gradebook has such a column. */
const emailName = 'email'
const extraNames = ['links', 'ip', 'extra-fields', emailName] as const

/** @throws AppError `usage/invalid` */
function refuseNames(option: string, columns: readonly SisColumn[], identity: IdentityLevel): void {
  if (identity === 'pseudonyms' && columns.some(({ field }) => sisNames.includes(field)))
    throw usage(`With --identity pseudonyms, ${option} may not hold ${sisNames.join(', ')}.`)
}

/** The columns that were asked for, from where they are kept. @throws AppError `usage/invalid` */
export async function sisColumnsOf(
  { sisColumns }: AskedGradebook,
  identity: IdentityLevel,
  { core }: CommandContext,
): Promise<readonly SisColumn[] | undefined> {
  if (sisColumns === undefined || !('preset' in sisColumns)) return sisColumns
  const { sisPresets } = await core.store.settings()
  const found = sisPresetNamed(sisPresets, sisColumns.preset)
  if (found === undefined) {
    const names = sisPresets.map(({ name }) => `“${plainText(name)}”`).join(', ')
    const kept = names === '' ? 'none is kept yet' : `there are ${names}`
    throw usage(`No columns are kept under “${plainText(sisColumns.preset)}”: ${kept}.`)
  }
  refuseNames('--preset', found.columns, identity)
  return found.columns
}

/** @throws AppError `usage/invalid` for options that do not go together */
export function gradebookAsked(
  file: string,
  options: GradebookOptions,
  filter: AskedFilter,
  identity: IdentityLevel,
): AskedGradebook {
  const isCsv = /\.csv$/i.test(file)
  if (!isCsv && [options.form, options.columns, options.preset].some((given) => given !== undefined))
    throw usage('--form, --columns and --preset are for a FILE that ends in .csv.')
  if (isCsv && options.items === true) throw usage('--items is for a FILE that ends in .xlsx.')
  const form = isCsv ? oneOf('form', options.form, csvFormNames) : undefined
  if (options.columns !== undefined && form !== 'sis') throw usage('--columns goes with --form sis.')
  if (options.preset !== undefined && form !== 'sis') throw usage('--preset goes with --form sis.')
  if (options.preset !== undefined && options.columns !== undefined)
    throw usage('Give either --columns or --preset, not both.')
  const [className, ...more] = options.class ?? []
  if (more.length > 0) throw usage('A gradebook is of one class: give --class once.')
  if (className !== undefined && filter.some(({ field }) => field !== 'test'))
    throw usage('With --class, only --test narrows a gradebook: the class says who is in it.')
  if (identity === 'pseudonyms' && form !== undefined && formsOfNames.includes(form))
    throw usage(`--form ${form} needs names: the other system looks people up by them.`)
  const emails = options.with?.includes(emailName) === true
  if (identity === 'pseudonyms' && emails) throw usage('--with email needs names: an address says who somebody is.')
  if (emails && form !== undefined && form !== 'excel' && form !== 'machine')
    throw usage(`--form ${form} has columns of its own, so --with email does not go with it.`)
  const sisColumns = form === 'sis' && options.preset === undefined ? sisColumnsIn(options.columns) : undefined
  if (sisColumns !== undefined) refuseNames('--columns', sisColumns, identity)
  return {
    className: className === undefined ? null : classNameIn(className),
    figures: options.values === true ? 'values' : 'live',
    items: options.items === true,
    form,
    sisColumns: options.preset === undefined ? sisColumns : { preset: options.preset },
    emails,
  }
}

/** What a file holds beyond the usual. @throws AppError `usage/invalid` */
export function extrasOf(given: readonly string[] = []): Extras {
  const extras = given.map((name) => oneOf('with', name, extraNames))
  return {
    links: extras.includes('links'),
    ipAddresses: extras.includes('ip'),
    extraFields: extras.includes('extra-fields'),
  }
}

/** Reads `Student ID=external_id,Final=test:64776`. */
function sisColumnsIn(said: string | undefined): readonly SisColumn[] {
  if (said === undefined) return usualSisColumns
  return said.split(',').map((part) => {
    const at = part.lastIndexOf('=')
    const field = part.slice(at + 1).trim()
    if (!isSisField(field)) throw usage(`“${field}” is no column: use ${sisFields.join(', ')} or test:ID.`)
    return { header: at === -1 ? field : part.slice(0, at).trim(), field }
  })
}

/** The gradebook that is asked for. @throws AppError `class/none-called`, `usage/invalid` for a name of several classes */
export async function definitionOf(
  { className }: AskedGradebook,
  policy: AttemptPolicy,
  filter: AskedFilter,
  context: CommandContext,
): Promise<GradebookDefinition> {
  const rules = { ...usualRules, policy }
  const chosen = await chosenAccounts(context)
  if (className === null) {
    const all = { ...usualGradebook, accounts: chosen.map(({ id }) => id), rules }
    if (filter.length === 0) return all
    return { ...all, students: { by: 'filter', filter: await ofChosenAccounts(filter, context) } }
  }
  const found = await classNamed(className, chosen, context)
  const tests =
    chosenOf(await ofChosenAccounts(filter, context), 'test')?.map((testId) => ({ account: found.account, testId })) ??
    null
  return {
    ...usualGradebook,
    ...{ accounts: [found.account], students: { by: 'class', classId: found.id }, tests, rules },
  }
}
