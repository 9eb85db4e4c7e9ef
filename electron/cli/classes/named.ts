import type { StoredAccount } from '../../../shared/model/account.ts'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { accountsToChoose } from '../chosen-accounts.ts'
import { type CommandContext, usage } from '../command.ts'
import { plainText } from '../terminal.ts'
import { noClassCalled } from './none-called.ts'

/** As `givenName` in the window's calls. */
const longestName = 200

/** A class's name as it was given, without spaces around it. @throws AppError `usage/invalid` */
export function classNameIn(word = ''): string {
  const name = word.trim()
  if (name === '' || name.length > longestName) {
    throw usage(`A class needs a name of at most ${longestName} characters.`)
  }
  return name
}

/** @throws AppError `class/none-called`, and as `classesNamed` */
export async function classNamed(
  name: string,
  accounts: readonly StoredAccount[],
  context: CommandContext,
): Promise<ClassSummary> {
  const [found] = await classesNamed(name, accounts, context)
  if (found !== undefined) return found
  const all = await context.core.store.listClasses(accounts.map(({ id }) => id))
  throw noClassCalled(name, all)
}

/** The class of that name, or nothing. @throws AppError `usage/invalid` where several accounts have one */
export async function classesNamed(
  name: string,
  accounts: readonly StoredAccount[],
  { core }: CommandContext,
): Promise<readonly ClassSummary[]> {
  const all = await core.store.listClasses(accounts.map(({ id }) => id))
  const found = all.filter((each) => each.name === name)
  if (found.length > 1) {
    const owners = accounts.filter(({ id }) => found.some(({ account }) => account === id))
    throw usage(
      `Several accounts have a class “${plainText(name)}”. Choose one with --account ID: ${accountsToChoose(owners)}.`,
    )
  }
  return found
}
