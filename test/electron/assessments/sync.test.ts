import { describe, expect, it } from 'vitest'
import { onPlatform, platformAndLaptop } from '../support/platform.ts'

describe.each(['documented', 'flat'] as const)('a learning platform that says things in the %s way', (dialect) => {
  it('is connected, looked at and collected from', async () => {
    const { core, account, platform, sync, rows } = await onPlatform({ dialect, results: 30 })
    expect(account).toMatchObject({ service: 'assessments', url: platform.url, email: platform.email })
    expect((await rows()).map(({ assessmentId }) => assessmentId).toSorted()).toEqual(
      platform.world.assessments.map(({ id }) => id).toSorted(),
    )
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 30, gaps: [], error: null })
    expect((await rows()).every(({ hasQuestions }) => hasQuestions)).toBe(true)
    expect(await core.store.countResults([])).toBe(30)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 0, requests: 1 })
  })

  it('gets what was written here, once', async () => {
    const { platform, queue, publish, core } = await onPlatform({ dialect, results: 0, assessments: 3 })
    await queue({ title: 'First' })
    await queue({ title: 'Second' })
    expect(await publish()).toMatchObject({ outcome: 'complete', published: 2, pending: 0, rejected: [] })
    expect(platform.world.assessments.slice(3).map(({ title }) => title)).toEqual(['First', 'Second'])
    expect(await core.store.assessmentDrafts()).toEqual([])
  })
})

it('the sample has its own server and its submissions', async () => {
  const { core } = await platformAndLaptop()
  const summary = await core.jobs.result<'sample'>(core.syncs.startSample('assessments'))
  expect(summary).toMatchObject({ outcome: 'complete', added: 200 })
  expect(await core.accounts.list()).toMatchObject([
    { id: 'sample-assessments', name: 'Harbour College', sample: true },
  ])
})
