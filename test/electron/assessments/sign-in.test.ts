import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memoryStore, type SecretStore } from '../../../electron/accounts/secrets.ts'
import { logCalls, logInternalError, openLogFile } from '../../../electron/desktop/log.ts'
import { createHandlers, type DesktopPorts, type IpcMainPort, registerIpc } from '../../../electron/ipc/handlers.ts'
import { AppError, serialiseError } from '../../../shared/errors.ts'
import { hour } from '../../../shared/model/time.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { onPlatform, platformAndLaptop } from '../support/platform.ts'

/** A keychain whose contents can be seen. */
function openKeychain(): { readonly secrets: SecretStore; readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>()
  const secrets: SecretStore = {
    place: async () => 'keychain',
    get: async (id) => kept.get(id) ?? null,
    set: async (id, secret) => {
      kept.set(id, secret)
    },
    delete: async (id) => {
      kept.delete(id)
    },
  }
  return { secrets, kept }
}

const tokensOf = (kept: ReadonlyMap<string, string>, id: string) => JSON.parse(kept.get(id) ?? '{}')

describe('an account at a learning platform', () => {
  it('keeps its tokens in the keychain, and the password nowhere', async () => {
    const { secrets, kept } = openKeychain()
    const { account, platform } = await onPlatform({ assessments: 2, results: 0 }, { secrets })
    expect([...kept.keys()]).toEqual([account.id])
    expect(tokensOf(kept, account.id)).toEqual({
      access: expect.any(String),
      refresh: expect.any(String),
      expiresAt: expect.any(Number),
    })
    expect(kept.get(account.id)).not.toContain(platform.password)
    expect(account.secret).toBe('keychain')
  })

  it.each([
    ['a wrong password', { password: 'not this one' }, 'assessments/sign-in-refused'],
    ['a wrong token', { token: 'not-this-one' }, 'api/sign-in-again'],
    ['nothing', { token: ' ' }, 'account/incomplete'],
  ])('is not made of %s, and nothing is saved', async (_, said, code) => {
    const { secrets, kept } = openKeychain()
    const { core, connect, platform } = await platformAndLaptop({ assessments: 1, results: 0 }, { secrets })
    const signIn = 'password' in said ? { email: platform.email, password: said.password } : said
    await expect(connect(signIn)).rejects.toMatchObject({ code })
    expect([kept.size, (await core.accounts.list()).length]).toEqual([0, 0])
  })

  it('needs https, unless the platform is on this computer', async () => {
    const { core } = await platformAndLaptop({ assessments: 1, results: 0 })
    for (const url of ['http://college.example', 'college.example', 'https://a:b@college.example', ''])
      await expect(
        core.accounts.connect({ service: 'assessments', url, name: '', signIn: { token: 't' } }),
      ).rejects.toMatchObject({ code: 'assessments/no-service' })
  })

  it('is one account however its address and e-mail are written, and comes back after it was disconnected', async () => {
    const { core, account, connect, platform, rows } = await onPlatform({ assessments: 2, results: 0 })
    const again = { email: platform.email.toUpperCase(), password: platform.password }
    await expect(connect(again)).rejects.toMatchObject({ code: 'account/exists' })
    await core.accounts.remove(account.id, true)
    expect((await connect()).account.id).toBe(account.id)
    expect(await rows()).toHaveLength(2)
  })

  it('is recognised by its assessments, and comes back with whoever signs in', async () => {
    const { core, account, connect, platform, queue } = await onPlatform({ assessments: 3, results: 0 })
    await queue()
    await expect(connect({ token: platform.token })).rejects.toMatchObject({
      ...{ code: 'account/exists', detail: { id: account.id } },
    })
    await core.accounts.remove(account.id, true)
    expect((await connect({ token: platform.token })).account).toMatchObject({
      ...{ id: account.id, email: platform.email, archived: false },
    })
    expect(await core.store.listAccounts()).toHaveLength(1)
    expect(await core.store.accountsWithDrafts()).toEqual([account.id])
  })

  it('that sees nothing is known by its token; of another one it is said that this cannot be known', async () => {
    const { connect, platform, core } = await platformAndLaptop({ assessments: 0, results: 0 })
    const first = await connect({ token: platform.token })
    expect(first.maybeSameAs).toEqual([])
    await expect(connect({ token: platform.token })).rejects.toMatchObject({
      ...{ code: 'account/exists', detail: { id: first.account.id } },
    })
    const issued = platform.sessions.signIn(platform.email, platform.password, core.clock())
    const second = await connect({ token: issued?.access ?? '' })
    expect(second.account.id).not.toBe(first.account.id)
    expect(second.maybeSameAs).toEqual(['College'])
    // By its e-mail it may be either of them.
    expect((await connect()).maybeSameAs).toEqual(['College', 'College'])
  })

  it('connected by a token takes the e-mail of whoever signs in after it', async () => {
    const { core, connect, platform } = await platformAndLaptop({ assessments: 3, results: 0 })
    const { account } = await connect({ token: platform.token })
    await expect(connect()).rejects.toMatchObject({ code: 'account/exists' })
    await core.accounts.remove(account.id, true)
    expect((await connect()).account).toMatchObject({ id: account.id, email: platform.email })
    await expect(connect()).rejects.toMatchObject({ code: 'account/exists' })
    expect(await core.store.listAccounts()).toHaveLength(1)
  })

  it('takes nothing for gone where a list cannot be read whole, and says whose list', async () => {
    const { core, account, platform, rows, sync } = await onPlatform({ assessments: 3, results: 0 })
    const [first] = platform.world.assessments
    if (first === undefined) throw new Error('There is no assessment')
    platform.world.changeAssessment(first.id, { courseId: '' })
    await core.accounts.signIn(account.id, { email: platform.email, password: platform.password })
    expect((await rows()).filter(({ gone }) => gone)).toEqual([])
    expect(await sync()).toMatchObject({
      error: { code: 'api/not-understood', detail: { service: new URL(platform.url).hostname } },
    })
  })

  it('renews its tokens once they ran out, and keeps them before they are used', async () => {
    const { secrets, kept } = openKeychain()
    const { account, platform, sync, advance } = await onPlatform({ assessments: 1, results: 0 }, { secrets })
    const before = tokensOf(kept, account.id)
    advance(2 * hour)
    expect(await sync()).toMatchObject({ outcome: 'complete' })
    const after = tokensOf(kept, account.id)
    expect(after.access).not.toBe(before.access)
    expect(after.refresh).not.toBe(before.refresh)
    expect(platform.requests.filter(({ path }) => path.endsWith('/auth/refresh'))).toHaveLength(1)
    expect(platform.requests.filter(({ path }) => path.endsWith('/auth/login'))).toHaveLength(1)
  })

  it('uses no renewed token that the keychain does not take', async () => {
    const { secrets, kept } = openKeychain()
    let isLocked = false
    const locking: SecretStore = {
      ...secrets,
      set: async (id, secret) => {
        if (isLocked) throw new AppError('keychain/locked')
        await secrets.set(id, secret)
      },
    }
    const { account, sync, advance } = await onPlatform({ assessments: 1, results: 0 }, { secrets: locking })
    const before = kept.get(account.id)
    advance(2 * hour)
    isLocked = true
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'keychain/locked' } })
    expect(kept.get(account.id)).toBe(before)
  })

  it('asks for a new sign-in where renewing is refused, and loses nothing', async () => {
    const { core, account, platform, sync, queue, publish, advance } = await onPlatform({ assessments: 2, results: 0 })
    await queue()
    advance(2 * hour)
    platform.sessions.refuseRenewals()
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'api/sign-in-again' } })
    expect(await publish()).toMatchObject({ published: 0, pending: 1, error: { code: 'api/sign-in-again' } })
    const wrong = { email: platform.email, password: 'not this one' }
    await expect(core.accounts.signIn(account.id, wrong)).rejects.toMatchObject({ code: 'assessments/sign-in-refused' })
    const other = { email: 'other@college.example', password: platform.password }
    await expect(core.accounts.signIn(account.id, other)).rejects.toMatchObject({ code: 'ipc/invalid-input' })
    await core.accounts.signIn(account.id, { email: platform.email, password: platform.password })
    expect(await publish()).toMatchObject({ published: 1, pending: 0, error: null })
    expect(await sync()).toMatchObject({ outcome: 'complete' })
  })

  it('is no account of ClassMarker', async () => {
    const { core, account } = await onPlatform({ assessments: 1, results: 0 })
    await expect(core.accounts.replaceSecret(account.id, 's')).rejects.toMatchObject({ code: 'account/other-service' })
    const ended = await core.pushes.run(account.id, {
      held: false,
      signal: new AbortController().signal,
      report: () => undefined,
    })
    expect(ended.error).toMatchObject({ code: 'account/other-service' })
  })

  it('is gone with everything of it', async () => {
    const { secrets, kept } = openKeychain()
    const { core, account, queue } = await onPlatform({ assessments: 2, results: 0 }, { secrets })
    await queue()
    await core.accounts.remove(account.id, false)
    expect([kept.size, await core.accounts.list(), await core.store.assessmentDrafts()]).toEqual([0, [], []])
  })
})

describe('password and tokens', () => {
  it('are in no file, no error, no event and no answer', async () => {
    const { secrets, kept } = openKeychain()
    const { core, account, platform, dataDir, emitted, sync, queue, publish, advance } = await onPlatform(
      { assessments: 2, results: 5, password: 'Sentinel-password-8471' },
      { secrets },
    )
    const errors: unknown[] = []
    const seen = [kept.get(account.id) ?? '']
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    await queue()
    await sync()
    await publish()
    advance(2 * hour)
    await sync()
    seen.push(kept.get(account.id) ?? '')
    for (const signIn of [
      { email: platform.email, password: 'Sentinel-password-8472' },
      { token: 'Sentinel-token-8473' },
    ])
      errors.push(serialiseError(await core.accounts.signIn(account.id, signIn).catch((thrown: unknown) => thrown)))
    platform.sessions.refuseRenewals()
    advance(2 * hour)
    const job = core.syncs.start(account.id)
    await core.jobs.result<'sync'>(job)
    const handlers = createHandlers(core, {} as DesktopPorts)
    const answers = await Promise.all([
      handlers.accounts.list(),
      handlers.accounts.status(),
      handlers.activity.log(),
      handlers.assessments.status({}),
      handlers.assessments.list({}),
      handlers.assessments.drafts({}),
      handlers.jobs.list(),
    ])
    const tokens = seen.flatMap((each) => Object.values(JSON.parse(each))).filter((each) => typeof each === 'string')
    expect(tokens).toHaveLength(4)
    const sentinels = [...tokens, 'Sentinel-password-8471', 'Sentinel-password-8472', 'Sentinel-token-8473']
    const told = JSON.stringify({ errors, emitted, answers })
    await core.close()
    const files = filesIn(dataDir).map((file) => readFileSync(file).toString('latin1'))
    expect(files.length).toBeGreaterThan(0)
    for (const sentinel of sentinels) {
      expect(told.includes(sentinel)).toBe(false)
      for (const file of files) expect(file.includes(sentinel)).toBe(false)
    }
    // The search finds what is there.
    expect(files.some((file) => file.includes(platform.email))).toBe(true)
    expect(told).toContain(platform.email)
  })
})

it('password and tokens are not in the desktop’s log either, whatever fails', async () => {
  const { secrets, kept } = openKeychain()
  let isBroken = false
  const careless: SecretStore = {
    ...secrets,
    set: async (id, secret) => {
      if (isBroken) throw new TypeError(`cannot keep ${secret}`, { cause: new Error(`of ${id}: ${secret}`) })
      await secrets.set(id, secret)
    },
  }
  const dataDir = temporaryFolder()
  const log = openLogFile(dataDir, { console: false })
  const { core, account, platform, advance } = await onPlatform(
    { assessments: 2, results: 0, password: 'Sentinel-password-8471' },
    { secrets: careless, dataDir, log },
  )
  const calls = new Map<string, (input: unknown) => Promise<unknown>>()
  const port: IpcMainPort = {
    handle: (channel, listener) => calls.set(channel, (input) => listener('the window', input)),
    isTrusted: () => true,
    send: () => undefined,
  }
  registerIpc(port, createHandlers(core, {} as DesktopPorts), logCalls(log), logInternalError(log))
  const call = (channel: string, input: unknown) => calls.get(channel)?.(input)
  const { email, password, url } = platform
  const wrong = 'Sentinel-password-8472'
  await call('accounts.signIn', { id: account.id, signIn: { email, password: wrong } })
  await call('accounts.signIn', { id: account.id, signIn: { email, password, more: wrong } })
  await call('accounts.connect', { service: 'assessments', url, name: 'x', signIn: { token: 'Sentinel-token-8473' } })
  await call('accounts.connect', {
    service: 'assessments',
    url: `${url}/?t=${wrong}`,
    name: '',
    signIn: { token: wrong },
  })
  const [access] = Object.values(JSON.parse(kept.get(account.id) ?? '{}')).map(String)
  isBroken = true
  await call('accounts.signIn', { id: account.id, signIn: { email, password } })
  advance(2 * hour)
  await core.jobs.result(core.syncs.start(account.id))
  const logged = readFileSync(join(dataDir, 'logs', 'main.log'), 'utf8')
  // Refusals and what nobody foresaw are there, in the call and in the job.
  expect(logged).toContain('accounts.signIn: assessments/sign-in-refused')
  expect(logged.match(/unforeseen: TypeError/g)?.length).toBeGreaterThanOrEqual(2)
  const issued = [...new Set([access ?? '', kept.get(account.id) ?? ''])]
  for (const sentinel of [...issued, password, wrong, 'Sentinel-token-8473', 'atk_', 'rtk_'])
    expect([sentinel.slice(0, 4), logged.includes(sentinel)]).toEqual([sentinel.slice(0, 4), false])
})

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

it('a password for one run signs in once, and is kept nowhere', async () => {
  const secrets = memoryStore()
  const { core, account, platform, sync, rows } = await onPlatform({ assessments: 1, results: 0 }, { secrets })
  await secrets.set(account.id, platform.password)
  const logins = () => platform.requests.filter(({ path }) => path.endsWith('/auth/login')).length
  const before = logins()
  expect(await sync()).toMatchObject({ outcome: 'complete' })
  await core.assessments.fetchQuestions((await rows())[0]?.id ?? 0)
  expect(logins()).toBe(before + 1)
  expect(await secrets.get(account.id)).not.toContain(platform.password)
})
