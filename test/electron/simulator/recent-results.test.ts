import { describe, expect, test } from 'vitest'
import { lookBackSeconds } from '../../../electron/simulator/answers.ts'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { day, hour } from '../../../shared/model/time.ts'
import { type ApiAnswer, account, allGroups, allLinks, answer, ask, errorCode, resultsIn, thursday } from './account.ts'

const since = (moment: number, limit?: number) => ({
  query: { finishedAfterTimestamp: String(moment), ...(limit && { limit: String(limit) }) },
})

/** Follows the cursor from three months ago to the end. */
async function everyPage(simulator: Simulator, path: string, limit?: number): Promise<ApiAnswer[]> {
  const pages: ApiAnswer[] = []
  let cursor: number = thursday - lookBackSeconds
  for (let more = true; more; ) {
    const page = await answer(simulator, path, since(cursor, limit))
    pages.push(page)
    cursor = page.next_finished_after_timestamp ?? cursor
    more = page.more_results_exist === true
  }
  return pages
}

describe('a feed', () => {
  test.each([
    ['groups', allGroups],
    ['links', allLinks],
  ] as const)('of all %s gives its half of the results, oldest first, page by page', async (feed, path) => {
    const simulator = await account({ results: 900 })
    const pages = await everyPage(simulator, path)
    expect(pages.map((page) => page.num_results_returned)).toEqual([200, 200, 50])
    expect(pages.map((page) => page.num_results_available)).toEqual([450, 250, 50])
    expect(pages.map((page) => page.more_results_exist)).toEqual([true, true, false])
    const results = pages.flatMap(resultsIn)
    expect(results).toEqual(feed === 'groups' ? simulator.world.groupResults() : simulator.world.linkResults())
    const times = results.map((result) => Number(result.time_finished))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const page of pages) {
      expect(page.next_finished_after_timestamp).toBe(resultsIn(page).at(-1)?.time_finished)
    }
  })

  test('names the groups and tests of its page, each once, and no others', async () => {
    const simulator = await account({ results: 900 })
    const page = await answer(simulator, allGroups, since(thursday - 80 * day, 3))
    const results = resultsIn(page)
    expect(page.groups?.map(({ group }) => group.group_id)).toEqual([...new Set(results.map((r) => r.group_id))])
    expect(page.tests?.map(({ test }) => test.test_id)).toEqual([...new Set(results.map((r) => r.test_id))])
    expect(page.links).toBeUndefined()
  })

  test('of links names links with what the key may see, and their tests', async () => {
    const simulator = await account()
    simulator.world.addLinkResult({ link_id: 38676 })
    const page = await answer(simulator, allLinks, since(thursday - 1))
    expect(page.links).toEqual([
      {
        link: {
          link_name: 'New York sales staff',
          link_id: 38676,
          link_url_id: 'g6v533a63444719ce32',
          access_list_id: 123456,
        },
      },
    ])
    expect(page.tests).toEqual([{ test: { test_name: 'Product Specials &amp; Discounts Quiz', test_id: '48756' } }])
    expect(page.groups).toBeUndefined()
  })

  test('of one test in one group or link gives its results and nothing else', async () => {
    const simulator = await account({ results: 900 })
    const { world } = simulator
    const inGroup = resultsIn(
      await answer(simulator, '/v1/groups/29765/tests/64776/recent_results.json', since(thursday - 89 * day)),
    )
    expect(inGroup.length).toBeGreaterThan(10)
    expect(inGroup).toEqual(world.groupResults().filter((r) => r.group_id === 29765 && r.test_id === 64776))
    const [inLink, ...more] = await everyPage(simulator, '/v1/links/38676/tests/48756/recent_results.json')
    expect(more).toEqual([])
    expect(inLink && resultsIn(inLink)).toEqual(world.linkResults().filter((result) => result.link_id === 38676))
    expect(inLink?.request_path).toBe('v1/links/38676/tests/48756/recent_results')
  })

  test('without anything to give says no_results and has no next timestamp', async () => {
    const simulator = await account()
    for (const path of [allGroups, allLinks, '/v1/groups/29765/tests/64776/recent_results.json']) {
      expect(await answer(simulator, path, since(thursday - 60))).toEqual({
        status: 'no_results',
        request_path: path.slice(1).replace('.json', ''),
        server_timestamp: thursday,
        finished_after_timestamp_used: thursday - 60,
        num_results_available: 0,
        num_results_returned: 0,
        more_results_exist: false,
      })
    }
  })
})

describe('finishedAfterTimestamp', () => {
  test('leaves out what finished at that very second', async () => {
    const simulator = await account()
    const noon = thursday - hour
    for (const time_finished of [noon - 1, noon, noon, noon + 1]) simulator.world.addGroupResult({ time_finished })
    const timesSince = async (moment: number) =>
      resultsIn(await answer(simulator, allGroups, since(moment))).map((result) => result.time_finished)
    expect(await timesSince(noon - 1)).toEqual([noon, noon, noon + 1])
    expect(await timesSince(noon)).toEqual([noon + 1])
    expect(await timesSince(noon + 1)).toEqual([])
  })

  test('is two weeks ago when absent', async () => {
    const simulator = await account()
    simulator.world.addLinkResult({ time_finished: thursday - 14 * day })
    simulator.world.addLinkResult({ time_finished: thursday - 14 * day + 1 })
    const page = await answer(simulator, allLinks)
    expect(page.finished_after_timestamp_used).toBe(thursday - 14 * day)
    expect(page.num_results_available).toBe(1)
  })

  test('reaches back three months and no further', async () => {
    const simulator = await account()
    const oldest = thursday - lookBackSeconds
    simulator.world.addGroupResult({ time_finished: oldest + 1 })
    expect((await answer(simulator, allGroups, since(oldest))).num_results_returned).toBe(1)
    const refusal = await answer(simulator, allGroups, since(oldest - 1))
    expect(refusal.error?.error_code).toBe('finishedAfterTimestampTooEarly')
    expect(refusal.finished_after_timestamp_used).toBe(oldest - 1)
  })

  test('that is no number is refused', async () => {
    const simulator = await account()
    const query = { finishedAfterTimestamp: 'yesterday' }
    expect(await errorCode(ask(simulator, allGroups, { query }))).toBe('requestParamValidationError')
  })
})

describe('limit', () => {
  test('lowers the number of results and does not raise it', async () => {
    const simulator = await account({ results: 900 })
    const returned = async (limit: number) =>
      (await answer(simulator, allLinks, since(thursday - 89 * day, limit))).num_results_returned
    expect(await returned(1)).toBe(1)
    expect(await returned(199)).toBe(199)
    expect(await returned(500)).toBe(200)
  })

  test.each(['0', '-1', '1.5', 'all', ''])('of "%s" is refused', async (limit) => {
    expect(await errorCode(ask(await account(), allGroups, { query: { limit } }))).toBe('requestParamValidationError')
  })
})
