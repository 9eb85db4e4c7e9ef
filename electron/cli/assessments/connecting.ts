import { translator } from '../../../shared/translate.ts'
import { type CommandContext, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { askSecret, plainText, printJson, write } from '../terminal.ts'

/** A learning platform to sign in to: by e-mail and password, or with an access token. */
export interface ConnectPlatform {
  readonly service: 'assessments'
  readonly url: string
  readonly email: string | undefined
  readonly accountName: string | undefined
}

const words = translator({
  courses_one: '{{count}} course',
  courses_other: '{{count}} courses',
  assessments_one: '{{count}} assessment',
  assessments_other: '{{count}} assessments',
})

const soFar = 'the first of a list that is longer than the platform hands out in a minute; `gradekeep sync` reads on'

const maybeSame = (names: string): string =>
  `Whether this is the same account as ${names} cannot be known: the learning platform showed no assessments, and does ` +
  'not say whose a sign-in is. If it is, disconnect one of them.'

const noSecret = (what: string): string =>
  `No ${what} was given. Where it cannot be typed, set GRADEKEEP_API_SECRET for this run.`

const tokensNotKept =
  'This computer has no keychain that Gradekeep can use. The sign-in is not kept after this command; ' +
  'set GRADEKEEP_API_SECRET for each run.'

export async function connectPlatform(asked: ConnectPlatform, context: CommandContext): Promise<number> {
  const { core, terminal, json, givenSecret, stopped } = context
  const { url, email, accountName } = asked
  const what = email === undefined ? 'access token' : 'password'
  const question = email === undefined ? 'Access token: ' : 'Password: '
  const secret = givenSecret ?? (await askSecret(terminal, question, stopped))
  if (!secret.trim()) throw usage(noSecret(what))
  const signIn = email === undefined ? { token: secret } : { email, password: secret }
  const input = { service: 'assessments', url, name: accountName ?? '', signIn } as const
  const connected = await core.accounts.connect(input, stopped)
  const { account, groups: courses, tests: assessments, complete = true } = connected
  if (json) {
    const { id, name, service } = account
    // The members of every answer to `connect`; a platform has neither key nor signature.
    const document = { id, name, key: null, signature: null, service, url: account.url, email: account.email }
    const { tookOver, groups, links, tests, requests } = connected
    await printJson(terminal, {
      account: document,
      tookOver,
      groups,
      links,
      tests,
      courses,
      assessments,
      complete,
      requests,
    })
  } else {
    const seen = `${words('assessments', { count: assessments })} in ${words('courses', { count: courses })}`
    await write(
      terminal.out,
      `Connected “${plainText(account.name)}” (${account.id}): ${seen}${complete ? '' : `, ${soFar}`}.\n`,
    )
  }
  const { maybeSameAs = [] } = connected
  if (maybeSameAs.length > 0) {
    const names = maybeSameAs.map((name) => `“${plainText(name)}”`).join(', ')
    await write(terminal.err, `${maybeSame(names)}\n`)
  }
  if (givenSecret === undefined && account.secret === 'memory') await write(terminal.err, `${tokensNotKept}\n`)
  return exitStatus.done
}
