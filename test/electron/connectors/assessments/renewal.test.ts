import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { dialects, errorOf, platform, printed, sentinels } from './platform.ts'

const refresh = '/api/v1/auth/refresh'

describe.each(dialects)('a token that ran out, in the %s dialect', (dialect) => {
  async function signedInLongAgo() {
    const own = await platform({ dialect, tokenLifetime: 600 })
    const tokens = await own.signedIn()
    own.advance(601)
    const renewals = () => own.simulator.requests.filter(({ path }) => path === refresh)
    return { ...own, tokens, renewals }
  }

  it('is renewed once, and kept before it is used', async () => {
    const { client, tokens, kept, renewals, simulator, clock } = await signedInLongAgo()
    const before: number[] = []
    const own = client({
      tokens,
      onTokens: async (renewed) => {
        before.push(simulator.requests.length)
        kept.push(renewed)
      },
    })
    expect((await own.assessments(1)).assessments).toHaveLength(12)
    expect(renewals()).toHaveLength(1)
    expect(kept).toEqual([
      { access: expect.stringMatching(/^atk_/), refresh: expect.stringMatching(/^rtk_/), expiresAt: clock() + 600 },
    ])
    expect(kept[0]?.access).not.toBe(tokens.access)
    expect(kept[0]?.refresh).not.toBe(tokens.refresh)
    // Login and the renewal came before the tokens were kept, and the request after; none was refused.
    expect([before, simulator.requests.length, own.requests]).toEqual([[2], 3, 2])
    await own.assessments(1)
    expect(renewals()).toHaveLength(1)
  })

  it('is renewed with the newest refresh token, each of which serves once', async () => {
    const { client, tokens, kept, renewals, advance } = await signedInLongAgo()
    const own = client({ tokens })
    await own.assessments(1)
    advance(601)
    await own.assessments(1)
    expect(renewals().map(({ body }) => JSON.parse(body).refresh_token)).toEqual([tokens.refresh, kept[0]?.refresh])
  })

  it('is renewed once for all the requests that it was refused to', async () => {
    const { client, tokens, kept, renewals, world } = await signedInLongAgo()
    const own = client({ tokens })
    const all = await Promise.all(world.assessments.slice(0, 5).map(({ id }) => own.assessment(id)))
    expect(all.map(({ id }) => id)).toEqual(world.assessments.slice(0, 5).map(({ id }) => id))
    expect([renewals().length, kept.length]).toEqual([1, 1])
  })

  it('lets a submission through after its renewal, in doubt of nothing', async () => {
    const { client, tokens, assessment, rightAnswers, world, doubts, onDoubt } = await signedInLongAgo()
    const submitted = await client({ tokens }).submit(assessment.id, rightAnswers, onDoubt)
    expect(world.submissionIds()).toEqual([{ assessmentId: assessment.id, submissionId: submitted.id }])
    expect(doubts).toEqual([])
  })

  it('leads to signing in again where its renewal is refused', async () => {
    const { client, tokens, simulator, kept, assessment, onDoubt, doubts, world } = await signedInLongAgo()
    simulator.sessions.refuseRenewals()
    const own = client({ tokens })
    await expect(own.assessments(1)).rejects.toMatchObject({ code: 'api/sign-in-again' })
    await expect(own.submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code: 'api/sign-in-again' })
    expect([kept, doubts, world.submissions]).toEqual([[], [], []])
  })

  it('leads to signing in again where there is nothing to renew it with', async () => {
    const { client, tokens, renewals } = await signedInLongAgo()
    const own = client({ tokens: { ...tokens, refresh: null } })
    await expect(own.assessments(1)).rejects.toMatchObject({ code: 'api/sign-in-again' })
    expect([renewals(), own.requests]).toEqual([[], 1])
  })

  it('leads to signing in again where the renewed one is refused too, and goes in no circle', async () => {
    const { client, tokens, simulator } = await signedInLongAgo()
    const own = client({ tokens, onTokens: async () => simulator.sessions.revokeAccess() })
    await expect(own.assessments(1)).rejects.toMatchObject({ code: 'api/sign-in-again' })
    expect(own.requests).toBe(2)
  })

  it('is renewed another time where the network failed in between, and the change was never in doubt', async () => {
    const { client, tokens, simulator, assessment, rightAnswers, doubts, onDoubt, world } = await signedInLongAgo()
    simulator.faults.next({ kind: 'reset' }, { path: refresh })
    const own = client({ tokens })
    const failed = await errorOf(own.submit(assessment.id, rightAnswers, onDoubt))
    expect(failed).toMatchObject({ code: 'network/interrupted' })
    expect([doubts, world.submissions]).toEqual([[], []])
    expect(await own.submit(assessment.id, rightAnswers, onDoubt)).toMatchObject({ score: 100 })
  })

  it('is not lost where it could not be kept: it is kept before the next request', async () => {
    const { client, tokens, kept, renewals } = await signedInLongAgo()
    let isLocked = true
    const own = client({
      tokens,
      onTokens: async (renewed) => {
        if (isLocked) throw new AppError('keychain/locked')
        kept.push(renewed)
      },
    })
    await expect(own.assessments(1)).rejects.toMatchObject({ code: 'keychain/locked' })
    expect(kept).toEqual([])
    isLocked = false
    expect(await own.assessments(1)).toMatchObject({ page: 1 })
    expect([kept.length, renewals().length]).toEqual([1, 1])
  })

  it('whose renewal meets the limit waits', async () => {
    const { client, tokens, simulator, clock } = await signedInLongAgo()
    simulator.faults.next({ kind: 'http', status: 429, headers: { 'retry-after': '7' } }, { path: refresh })
    await expect(client({ tokens }).assessments(1)).rejects.toMatchObject({
      code: 'api/rate-limited',
      detail: { nextRequestAfter: clock() + 7 },
    })
  })
})

describe('a token that runs out', () => {
  it('soon is renewed before the next request; one that has time left is used', async () => {
    const { client, signedIn, kept, advance } = await platform({ tokenLifetime: 600 })
    const own = client({ tokens: await signedIn() })
    advance(589)
    await own.assessments(1)
    expect([kept.length, own.requests]).toEqual([0, 1])
    advance(1)
    await own.assessments(1)
    expect([kept.length, own.requests]).toEqual([1, 3])
  })

  it.each([
    ['earlier than it says', 600],
    ['at a time that is too short to be heeded', 10],
  ])('%s is renewed once it is refused, and the request repeated', async (_, tokenLifetime) => {
    const { client, signedIn, simulator, kept, advance } = await platform({ tokenLifetime })
    const own = client({ tokens: await signedIn() })
    if (tokenLifetime > 10) simulator.sessions.revokeAccess()
    else advance(11)
    expect((await own.assessments(1)).assessments).toHaveLength(12)
    expect([kept.length, own.requests]).toEqual([1, 3])
  })

  it('and is refused right after its renewal is not renewed again', async () => {
    const { client, signedIn, simulator } = await platform({ tokenLifetime: 600 })
    const own = client({ tokens: await signedIn(), onTokens: async () => simulator.sessions.revokeAccess() })
    simulator.sessions.revokeAccess()
    await expect(own.assessments(1)).rejects.toMatchObject({ code: 'api/sign-in-again' })
    expect(own.requests).toBe(3)
  })
})

describe('a renewal', () => {
  it('keeps the refresh token where no other is sent', async () => {
    const { client, signedIn, simulator, kept, advance } = await platform({ tokenLifetime: 60 })
    const tokens = await signedIn()
    advance(61)
    const body = JSON.stringify({ data: { access_token: sentinels.token, token_type: 'Bearer' }, error: null })
    simulator.faults.next({ kind: 'body', body }, { path: refresh })
    await client({ tokens }).assessments(1)
    expect(kept).toEqual([{ access: sentinels.token, refresh: tokens.refresh, expiresAt: null }])
  })

  it.each(['{"data":{}}', '{"data":{"access_token":"two words"}}', '{"data":{"access_token":"Zo\u00eb\\r\\n"}}', '[]'])(
    'answered with %s is not understood',
    async (body) => {
      const { client, signedIn, simulator, kept, advance } = await platform({ tokenLifetime: 60 })
      const tokens = await signedIn()
      advance(61)
      simulator.faults.next({ kind: 'body', body }, { path: refresh })
      await expect(client({ tokens }).assessments(1)).rejects.toMatchObject({ code: 'api/not-understood' })
      expect(kept).toEqual([])
    },
  )
})

describe('a token that no header can hold', () => {
  it.each(['', 'two words', 'Zo\u00eb', 'a\r\nb: c'])('%j is sent nowhere', async (access) => {
    const { client, simulator } = await platform()
    const error = await errorOf(client({ tokens: { access, refresh: null, expiresAt: null } }).assessments(1))
    expect(error).toMatchObject({ code: 'api/sign-in-again' })
    if (access !== '') expect(printed(error)).not.toContain(access)
    expect(simulator.requests).toEqual([])
  })
})
