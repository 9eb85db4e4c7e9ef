import type { WebhookSource } from '../../../shared/model/webhook-source.ts'
import { chosenAccounts } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { momentsIn } from '../moment.ts'
import { askSecret, plainText, printJson, write } from '../terminal.ts'
import { onlyAccount, sourceNamed, sourceNameIn } from '../webhooks/named.ts'

interface Named {
  readonly sourceName: string
}

interface Renamed extends Named {
  readonly to: string
}

export const declare: DeclareCommand = (program, answers) => {
  const sources = program
    .command('sources')
    .description('Names the webhooks at ClassMarker and keeps their signing phrases, for receive and import.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('sources', 'list, add, rename, phrase or remove'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  sources
    .command('list')
    .description('Lists the sources, with what came from each.')
    .action(
      answers({
        folder: 'read',
        empty: { json: { sources: [] }, words: 'beside it' },
        read: () => ({}),
        answer: (_, context) => listSources(context),
      }),
    )
  sources
    .command('add')
    .description(
      'Makes a source. Its signing phrase is asked for without showing it and kept in the keychain; one in\n' +
        'GRADEKEEP_WEBHOOK_SECRET is used for that run alone, and never kept.',
    )
    .argument('<NAME>', 'the name of the source')
    .action(answers({ folder: 'write', read: namedIn, answer: addSource }))
  sources
    .command('rename')
    .description('Gives a source another name.')
    .argument('<NAME>', 'the name of the source')
    .argument('<NEW>', 'its new name')
    .action(answers({ folder: 'write', read: renamedIn, answer: renameSource }))
  sources
    .command('phrase')
    .description('Replaces the signing phrase of a source; it is asked for without showing it.')
    .argument('<NAME>', 'the name of the source')
    .action(answers({ folder: 'write', read: namedIn, answer: changePhrase }))
  sources
    .command('remove')
    .description(
      'Removes a source, and its signing phrase from the keychain. What came from it stays. Undoing that in the window\n' +
        'brings the source back, and not its phrase.',
    )
    .argument('<NAME>', 'the name of the source')
    .action(answers({ folder: 'write', read: namedIn, answer: removeSource }))
}

const namedIn = ([name]: readonly string[]): Named => ({ sourceName: sourceNameIn(name) })
const renamedIn = ([name, to]: readonly string[]): Renamed => ({ sourceName: sourceNameIn(name), to: sourceNameIn(to) })

async function listSources(context: CommandContext): Promise<number> {
  const accounts = await chosenAccounts(context)
  return answer(await context.core.webhookSources.list(accounts.map(({ id }) => id)), context)
}

const noPhrase =
  'No signing phrase was given. Copy it from the webhook at ClassMarker, or run this where it can be typed.'
const notKept =
  'GRADEKEEP_WEBHOOK_SECRET is never kept, so the source has no signing phrase here; set it for each run, or unset it and run `gradekeep sources phrase`.'
const noKeychain =
  'This computer has no keychain that Gradekeep can use. The signing phrase is not kept after this command; set ' +
  'GRADEKEEP_WEBHOOK_SECRET for each run.'

async function addSource({ sourceName }: Named, context: CommandContext): Promise<number> {
  const { core, terminal, webhookPhrase } = context
  const account = await onlyAccount(context, 'A webhook source')
  const phrase = webhookPhrase === undefined ? await askedPhrase(context) : null
  const made = await core.webhookSources.add(account.id, sourceName, phrase)
  if (phrase === null) await write(terminal.err, `${notKept}\n`)
  else await sayWithoutKeychain(made, context)
  return answer([made], context)
}

async function renameSource({ sourceName, to }: Renamed, context: CommandContext): Promise<number> {
  const source = await sourceNamed(sourceName, context)
  await context.core.webhookSources.rename(source.id, to)
  return answer([{ ...source, name: to }], context)
}

async function changePhrase({ sourceName }: Named, context: CommandContext): Promise<number> {
  const source = await sourceNamed(sourceName, context)
  if (context.webhookPhrase !== undefined) throw usage(notKept)
  await context.core.webhookSources.changePhrase(source.id, await askedPhrase(context))
  await sayWithoutKeychain(source, context)
  return answer([source], context)
}

async function removeSource({ sourceName }: Named, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const source = await sourceNamed(sourceName, context)
  await core.webhookSources.remove(source.id)
  if (json) await printJson(terminal, { removed: [{ name: source.name, account: source.account }] })
  else {
    await write(
      terminal.out,
      `Removed “${plainText(source.name)}”, and its signing phrase from the keychain. What came from it stays.\n`,
    )
  }
  return exitStatus.done
}

async function askedPhrase({ terminal, stopped }: CommandContext): Promise<string> {
  const phrase = (await askSecret(terminal, 'Signing phrase: ', stopped)).trim()
  if (phrase === '') throw usage(noPhrase)
  return phrase
}

async function sayWithoutKeychain({ id }: WebhookSource, { core, terminal }: CommandContext): Promise<void> {
  if ((await core.webhookSources.phrasePlace(id)) !== 'keychain') await write(terminal.err, `${noKeychain}\n`)
}

async function answer(sources: readonly WebhookSource[], context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const placed = await Promise.all(
    sources.map(async (source) => ({ ...source, phrase: await core.webhookSources.phrasePlace(source.id) })),
  )
  if (json) await printJson(terminal, { sources: placed.map(documentOf) })
  else {
    const zones = new Map((await chosenAccounts(context)).map(({ id, timeZone }) => [id, timeZone]))
    await write(terminal.out, placed.map((source) => lineOf(source, zones.get(source.account) ?? 'UTC')).join(''))
  }
  return exitStatus.done
}

type Placed = WebhookSource & { readonly phrase: 'keychain' | 'memory' | 'missing' }

const documentOf = ({ name, account, phrase, payloads, samples, lastAt }: Placed) => ({
  ...{ name, account, phrase, payloads, samples },
  last_payload: lastAt,
})

function lineOf({ name, phrase, payloads, samples, lastAt }: Placed, zone: string): string {
  const last = lastAt === null ? 'nothing came yet' : `the last on ${momentsIn(zone)(lastAt)}`
  const without = phrase === 'missing' ? '; its signing phrase is not on this computer' : ''
  return `${plainText(name)}: payloads ${payloads}, samples ${samples}, ${last}${without}\n`
}
