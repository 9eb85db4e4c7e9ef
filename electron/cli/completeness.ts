import { incompleteSentence } from '../../shared/sentences.ts'
import { chosenAccounts } from './chosen-accounts.ts'
import type { CommandContext } from './context.ts'
import { plainText } from './plain-text.ts'
import { write } from './terminal.ts'

/** Says in one line beside an answer, before it, that the results of the chosen accounts are not complete. */
export async function sayIncomplete(context: CommandContext): Promise<void> {
  const { core, terminal } = context
  const accounts = await chosenAccounts(context)
  const sentence = incompleteSentence(await Promise.all(accounts.map((account) => core.syncs.status(account))))
  if (sentence !== null) await write(terminal.err, `${plainText(sentence)}\n`)
}
