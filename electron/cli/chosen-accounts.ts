import { AppError } from '../../shared/errors.ts'
import type { Service, StoredAccount } from '../../shared/model/account.ts'
import {
  chosenOf,
  ofAccounts,
  type ResultsFilter,
  withConditions,
  withinOf,
  without,
} from '../../shared/model/filter.ts'
import { incompleteSentence } from '../../shared/sentences.ts'
import { readAtOneMoment } from '../store/api.ts'
import { noClassCalled } from './classes/none-called.ts'
import { type CommandContext, usage } from './command.ts'
import type { AskedFilter, NamedIds } from './results-arguments.ts'
import { plainText, write } from './terminal.ts'

type Choice = Pick<CommandContext, 'core' | 'account'>

/** Accounts to choose from, for a sentence: "1 (Northgate High), 2 (Evening school)". */
export const accountsToChoose = (accounts: readonly StoredAccount[]): string =>
  accounts.map(({ id, name }) => `${id} (${plainText(name)})`).join(', ')

/**
 * The named account; without a name, every account but the sample, whose made-up results must not pass for real ones;
 * the sample only if there is no other. Does not read the keychain.
 * @throws AppError `account/not-found` when there is no account of that name
 */
export async function chosenAccounts({ core, account }: Choice): Promise<StoredAccount[]> {
  if (account !== undefined) return [await core.accounts.stored(account)]
  const all = await core.store.listAccounts()
  const real = all.filter(({ sample }) => !sample)
  return real.length > 0 ? real : all
}

/** @throws AppError `account/not-found` also when there is no account at all */
export async function someAccounts(choice: Choice): Promise<StoredAccount[]> {
  const accounts = await chosenAccounts(choice)
  if (accounts.length === 0) throw new AppError('account/not-found')
  return accounts
}

/**
 * The chosen accounts of a service. @throws AppError `account/other-service` where the named one is of another, and
 * `account/not-found` where there is none
 */
export async function accountsAt(service: Service, choice: Choice): Promise<StoredAccount[]> {
  const chosen = await someAccounts(choice)
  const own = chosen.filter((account) => account.service === service)
  if (own.length > 0) return own
  throw new AppError(
    choice.account === undefined && service === 'assessments' ? 'account/not-found' : 'account/other-service',
  )
}

/** Those of them that are connected. @throws AppError as `accountsAt` */
export async function connectedAt(service: Service, choice: Choice): Promise<StoredAccount[]> {
  const connected = (await accountsAt(service, choice)).filter(({ archived }) => !archived)
  if (connected.length === 0) throw new AppError('account/not-found')
  return connected
}

/** The chosen accounts that are connected. @throws AppError `account/not-found` where there is none */
export async function connectedAccounts(choice: Choice): Promise<StoredAccount[]> {
  const connected = (await chosenAccounts(choice)).filter(({ archived }) => !archived)
  if (connected.length === 0) throw new AppError('account/not-found')
  return connected
}

/**
 * Restricts a filter to the chosen accounts, with the numbers of what was named there by a learning platform's own id.
 * @throws AppError `class/none-called`, `label/not-found`, `extra-field/not-found`, `student/not-found`, `test/not-found`
 * for a name, key or id that nothing there has
 */
export async function ofChosenAccounts(asked: AskedFilter, choice: Choice): Promise<ResultsFilter> {
  const chosen = await chosenAccounts(choice)
  const accounts = chosen.map(({ id }) => id)
  const { store } = choice.core
  const filter = await numbered(asked, chosen, choice)
  const isNamed = (all: readonly { readonly name: string }[]) => (name: string) =>
    all.some((each) => each.name === name)
  const classes = chosenOf(filter, 'class')
  const ownClasses = classes ? await store.listClasses(accounts) : []
  const missing = classes?.find((name) => !isNamed(ownClasses)(name))
  if (missing !== undefined) throw noClassCalled(missing, ownClasses)
  const labels = chosenOf(filter, 'label')
  if (labels && !labels.every(isNamed(await store.listLabels(accounts)))) throw new AppError('label/not-found')
  const within = withinOf(filter)
  if (within !== undefined && !isNamed(await store.extraFields(accounts))(within))
    throw new AppError('extra-field/not-found')
  for (const { key } of chosenOf(filter, 'student') ?? [])
    if (!(await isStudent(key, accounts, choice))) throw new AppError('student/not-found')
  return withConditions(filter, ...ofAccounts(accounts))
}

/** The filter with numbers in the place of a learning platform's ids. */
async function numbered(
  asked: AskedFilter,
  accounts: readonly StoredAccount[],
  { core }: Choice,
): Promise<ResultsFilter> {
  const named = asked.filter((each) => each.op === 'named')
  const known = asked.filter((each) => each.op !== 'named')
  const platforms = accounts.filter(({ service }) => service === 'assessments').map(({ id }) => id)
  const [wrong] = named
  if (platforms.length === 0) {
    if (wrong === undefined) return known
    throw usage(`--${wrong.field === 'test' ? 'test' : 'group'} needs a whole number, not “${wrong.value[0]}”.`)
  }
  const all = (await core.store.serviceIds()).filter(({ account }) => platforms.includes(account))
  const numbersOf = (field: NamedIds['field'], numbers: readonly number[]): number[] => {
    const ids = named.filter((each) => each.field === field).flatMap(({ value }) => value)
    const kind = field === 'test' ? 'assessment' : 'course'
    // A platform may count its assessments as ClassMarker counts its tests.
    const either = new Set([...ids, ...numbers.map(String)])
    const found = all.filter((each) => each.kind === kind && either.has(each.serviceId))
    if (!ids.every((id) => found.some(({ serviceId }) => serviceId === id))) throw new AppError('test/not-found')
    return found.map(({ id }) => id)
  }
  const knownTests = chosenOf(known, 'test') ?? []
  const knownSources = chosenOf(known, 'source') ?? []
  const groups = knownSources.filter(({ feed }) => feed === 'groups').map(({ id }) => id)
  const tests = [...knownTests, ...numbersOf('test', knownTests)]
  const courses = numbersOf('source', groups).map((id) => ({ feed: 'submissions', id }) as const)
  const sources = [...knownSources, ...courses]
  return [
    ...without(without(known, 'test'), 'source'),
    ...(tests.length > 0 ? [{ field: 'test', op: 'in', value: tests } as const] : []),
    ...(sources.length > 0 ? [{ field: 'source', op: 'in', value: sources } as const] : []),
  ]
}

/** Whether somebody has a key, also one that was merged, or is still awaited under it. */
async function isStudent(key: string, accounts: readonly string[], { core }: Choice): Promise<boolean> {
  const filter = [{ field: 'student', op: 'in', value: [{ account: null, key }] }, ...ofAccounts(accounts)] as const
  if ((await core.store.countResults(filter)) > 0) return true
  const refs = accounts.map((account) => ({ account, key }))
  return readAtOneMoment(core.databaseFile, async (reading) => reading.studentRows(refs, 'best').length > 0)
}

/** Writes one line to standard error, before the answer, if results of the chosen accounts are missing. */
export async function sayIncomplete(context: CommandContext): Promise<void> {
  const { core, terminal } = context
  const accounts = await chosenAccounts(context)
  const sentence = incompleteSentence(await Promise.all(accounts.map((account) => core.syncs.status(account))))
  if (sentence !== null) await write(terminal.err, `${plainText(sentence)}\n`)
}
