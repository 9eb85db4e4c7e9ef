import { AppError } from '../../../shared/errors.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import type { WebhookSource } from '../../../shared/model/webhook-source.ts'
import { accountsToChoose, someAccounts } from '../chosen-accounts.ts'
import { type CommandContext, usage } from '../command.ts'
import { plainText } from '../terminal.ts'

const longestName = 200

/** A source's name as it was given, without spaces around it. @throws AppError `usage/invalid` */
export function sourceNameIn(word = ''): string {
  const name = word.trim()
  if (name === '' || name.length > longestName) {
    throw usage(`A webhook source needs a name of at most ${longestName} characters.`)
  }
  return name
}

/** The only one of the chosen accounts. @throws AppError `usage/invalid` where there are several */
export async function onlyAccount(context: CommandContext, what: string): Promise<StoredAccount> {
  const accounts = await someAccounts(context)
  const [first, ...others] = accounts
  if (first !== undefined && others.length === 0) return first
  throw usage(
    `${what} does not say whose it is, and there are several accounts; choose one with --account ID: ${accountsToChoose(accounts)}.`,
  )
}

/** The source of that name. @throws AppError `usage/invalid` with the names there are */
export async function sourceNamed(name: string, context: CommandContext): Promise<WebhookSource> {
  const accounts = await someAccounts(context)
  const all = await context.core.webhookSources.list(accounts.map(({ id }) => id))
  const [found, another] = all.filter((source) => source.name === name)
  if (found === undefined) throw usage(`There is no webhook source “${plainText(name)}” here. ${namesIn(all)}`)
  if (another === undefined) return found
  const owners = accounts.filter(({ id }) => all.some((source) => source.account === id && source.name === name))
  throw usage(
    `Several accounts have a webhook source “${plainText(name)}”. Choose one with --account ID: ${accountsToChoose(owners)}.`,
  )
}

const namesIn = (sources: readonly WebhookSource[]): string =>
  sources.length === 0
    ? 'There are none yet; `gradekeep sources add NAME` makes one.'
    : `There are: ${sources.map(({ name }) => plainText(name)).join(', ')}.`

/** What signatures are checked with, and where the payloads come from. */
export interface SignedBy {
  readonly source: WebhookSource | null
  /** Null where none is known. */
  readonly phrase: string | null
}

/**
 * The phrase of the environment, which counts for this run alone, else that of the named source.
 * @throws AppError `usage/invalid`, `webhook-source/no-phrase`, `keychain/*`
 */
export async function signedBy(name: string | undefined, context: CommandContext): Promise<SignedBy> {
  const { core, webhookPhrase } = context
  const source = name === undefined ? null : await sourceNamed(name, context)
  if (webhookPhrase !== undefined || source === null) return { source, phrase: webhookPhrase ?? null }
  const phrase = await core.webhookSources.phraseOf(source.id)
  if (phrase === null) throw new AppError('webhook-source/no-phrase', { name: source.name })
  return { source, phrase }
}
