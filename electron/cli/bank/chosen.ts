import { AppError } from '../../../shared/errors.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import type { BankCategory } from '../../../shared/model/bank.ts'
import { accountsAt, accountsToChoose, connectedAt } from '../chosen-accounts.ts'
import { type CommandContext, usage } from '../command.ts'
import { plainText } from '../terminal.ts'

/** What ClassMarker has not yet, by its number on this computer. */
export const ownName = (id: number): string => `new-${id}`

const ownNumber = (word: string): number | null => {
  const number = /^new-(\d{1,15})$/i.exec(word)?.[1]
  return number === undefined ? null : Number(number)
}

/** The one account that is meant. @throws AppError `usage/invalid` where there are several */
export async function oneAccount(context: CommandContext): Promise<StoredAccount> {
  const accounts = await connectedAt('classmarker', context)
  const [only, another] = accounts
  if (only === undefined) throw new AppError('account/not-found')
  if (another === undefined) return only
  throw usage(`A question bank is of one account. Choose one with --account ID: ${accountsToChoose(accounts)}.`)
}

/** The word for a question: ClassMarker's number, or `new-12`. @throws AppError `usage/invalid` */
export function questionWord(action: string, word = ''): string {
  if (/^\d{1,40}$/.test(word) || ownNumber(word) !== null) return word
  throw usage(`“questions ${action}” needs the number of a question, or new-NUMBER, not “${plainText(word)}”.`)
}

/** @throws AppError `question/not-found`; `usage/invalid` where several accounts have one of that number */
export async function questionNamed(word: string, context: CommandContext): Promise<{ id: number; account: string }> {
  const { store } = context.core
  const accounts = await accountsAt('classmarker', context)
  const ids = accounts.map(({ id }) => id)
  const own = ownNumber(word)
  const found =
    own === null
      ? await store.bankQuestionsNumbered(ids, word.replace(/^0+(?=\d)/, ''))
      : (await store.bankContents([own])).filter(({ account }) => ids.includes(account))
  const [only, another] = found
  if (only === undefined) throw new AppError('question/not-found')
  if (another === undefined) return { id: only.id, account: only.account }
  const owners = accounts.filter(({ id }) => found.some(({ account }) => account === id))
  throw usage(`Several accounts have a question ${word}. Choose one with --account ID: ${accountsToChoose(owners)}.`)
}

type Kind = 'category' | 'parent'

const categoryForm = /^(?:(parent|category)-)?(\d{1,15})$/i

/** The word for a category: ClassMarker's number, `parent-3` where a category has it too, or `new-5`. */
export function categoryWord(call: string, word = ''): string {
  if (categoryForm.test(word) || ownNumber(word) !== null) return word.toLowerCase()
  throw usage(`“${call}” needs the number of a category, or new-NUMBER, not “${plainText(word)}”.`)
}

/**
 * ClassMarker counts parents and categories apart, so a number may be that of both.
 * @param kind which of them is meant by a number alone; null where that has to be said
 * @throws AppError `category/not-found`, `usage/invalid` where it could be both
 */
export function categoryNamed(word: string, kind: Kind | null, categories: readonly BankCategory[]): BankCategory {
  const [, said, number] = categoryForm.exec(word) ?? []
  const isMeant = (each: BankCategory): boolean => {
    if (number === undefined) return each.serviceId === null && each.id === ownNumber(word)
    const meant = said ?? kind
    const own = each.parent === null ? 'parent' : 'category'
    return each.serviceId === Number(number) && (meant === null || meant === undefined || meant === own)
  }
  const [only, another] = categories.filter(isMeant)
  if (only === undefined) throw new AppError('category/not-found')
  if (another === undefined) return only
  throw usage(
    another.account === only.account
      ? `Both a parent and a category have the number ${word}. Say parent-${word} or category-${word}.`
      : `Several accounts have a category ${word}. Choose one with --account ID.`,
  )
}
