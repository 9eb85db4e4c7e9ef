import type { SignatureSetting } from '../../../shared/model/account.ts'
import { translator } from '../../../shared/translate.ts'
import { type ConnectPlatform, connectPlatform } from '../assessments/connecting.ts'
import { type CommandContext, type DeclareCommand, oneOf, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { clockLine } from '../moment.ts'
import { askSecret, plainText, printJson, write } from '../terminal.ts'

interface Connect {
  readonly service: 'classmarker'
  readonly key: string
  readonly accountName: string | undefined
  readonly signature: SignatureSetting
  /** Whether a second key of an account that is already here becomes a separate account. */
  readonly separate?: boolean
}

interface Options {
  readonly service?: string | undefined
  readonly key?: string | undefined
  readonly url?: string | undefined
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly signature?: string | undefined
  readonly separate?: boolean | undefined
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('connect')
    .description(
      'Adds a ClassMarker account. The secret is asked for without showing it, or taken from GRADEKEEP_API_SECRET.\n' +
        'A second key of an account that is here takes its place, and the results stay; --separate keeps both.\n' +
        'With --service assessments it adds an account at a learning platform: --url says where, and the secret is the ' +
        'password of --email, or an access token where no e-mail is said. The password is kept nowhere.',
    )
    .option('--service <classmarker|assessments>', 'where the account is; at ClassMarker where nothing is said')
    .option('--key <KEY>', 'the API key')
    .option('--url <URL>', 'the https address of a learning platform')
    .option('--email <E>', 'who signs in there')
    .option('--name <NAME>', 'what the account is called here')
    .option('--signature <auto|sha256|md5>', 'how requests are signed; found out by itself where nothing is said')
    .option('--separate', 'keeps a second key of an account as an account of its own')
    .action(
      answers({
        folder: 'create',
        read: connectOf,
        answer: (asked, context) =>
          asked.service === 'assessments' ? connectPlatform(asked, context) : connect(asked, context),
      }),
    )
}

function connectOf(_: readonly string[], options: Options): Connect | ConnectPlatform {
  const { service, key, url, email, name, signature, separate } = options
  const stray = (given: Options) => Object.entries(given).find(([, value]) => value !== undefined)?.[0]
  if (oneOf('service', service, ['classmarker', 'assessments']) === 'assessments') {
    const other = stray({ key, signature, separate })
    if (other !== undefined) throw usage(`--${other} is for ClassMarker; a learning platform has --url and --email.`)
    if (url === undefined) throw usage('“connect --service assessments” needs the address of the platform: --url URL.')
    return { service: 'assessments', url, email, accountName: name }
  }
  const other = stray({ url, email })
  if (other !== undefined) throw usage(`--${other} is for a learning platform: it needs --service assessments.`)
  if (key === undefined || !key.trim()) throw usage('“connect” needs the API key: --key KEY.')
  return {
    service: 'classmarker',
    key,
    accountName: name,
    signature: oneOf('signature', signature, ['auto', 'sha256', 'md5']),
    ...(separate ? { separate: true } : {}),
  }
}

const words = translator({
  groups_one: '{{count}} group',
  groups_other: '{{count}} groups',
  links_one: '{{count}} link',
  links_other: '{{count}} links',
  tests_one: '{{count}} test',
  tests_other: '{{count}} tests',
  takenOver_one:
    'This ClassMarker account was here under another key: its {{count}} result stays, and the former key is replaced. With --separate it would be an account of its own.',
  takenOver_other:
    'This ClassMarker account was here under another key: its {{count}} results stay, and the former key is replaced. With --separate it would be an account of its own.',
})

/** Also where nothing can be typed: in a nightly job, and in the app installed on Windows, which has no input. */
const noSecret = 'No API secret was given. Where it cannot be typed, set GRADEKEEP_API_SECRET for this run.'

const secretNotKept =
  'This computer has no keychain that Gradekeep can use. The API secret is not kept after this command; ' +
  'set GRADEKEEP_API_SECRET for each run.'

async function connect(asked: Connect, context: CommandContext): Promise<number> {
  const { core, terminal, json, givenSecret, stopped } = context
  const secret = givenSecret ?? (await askSecret(terminal, 'API secret: ', stopped))
  if (!secret.trim()) throw usage(noSecret)
  const sameAccount = asked.separate ? 'separate' : 'take-over'
  const input = {
    key: asked.key,
    secret,
    name: asked.accountName ?? '',
    signature: asked.signature,
    sameAccount,
  } as const
  const connected = await core.accounts.connect(input, stopped)
  const { account, tookOver, groups, links, tests, requests } = connected
  if (json) {
    const { id, name, key, signature } = account
    await printJson(terminal, { account: { id, name, key, signature }, tookOver, groups, links, tests, requests })
  } else {
    const [inGroups, inLinks] = [words('groups', { count: groups }), words('links', { count: links })]
    const seen = `the key sees ${inGroups}, ${inLinks} and ${words('tests', { count: tests })}`
    await write(terminal.out, `Connected “${plainText(account.name)}” (${account.id}): ${seen}.\n`)
    if (tookOver) await write(terminal.out, `${words('takenOver', { count: account.results })}\n`)
  }
  const wrongClock = clockLine(connected.clockOffset)
  if (wrongClock !== null) await write(terminal.err, `${wrongClock}\n`)
  if (givenSecret === undefined && account.secret === 'memory') await write(terminal.err, `${secretNotKept}\n`)
  return exitStatus.done
}
