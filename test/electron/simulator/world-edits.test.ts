import { describe, expect, test } from 'vitest'
import { day } from '../../../shared/model/time.ts'
import { account, allGroups, allLinks, answer, resultsIn, thursday } from './account.ts'

const recent = { query: { finishedAfterTimestamp: String(thursday - day) } }

describe('a result that is added', () => {
  test('finished now in the first group, and is the next one in the feed', async () => {
    const simulator = await account({ results: 40 })
    const { next_finished_after_timestamp: cursor } = await answer(simulator, allGroups)
    const added = simulator.world.addGroupResult()
    expect(added.time_finished).toBe(thursday)
    const page = await answer(simulator, allGroups, { query: { finishedAfterTimestamp: String(cursor) } })
    expect(resultsIn(page)).toEqual([added])
    expect(simulator.world.resultCount.groups).toBe(21)
  })

  test('goes where its ids say and takes its place by its finish time', async () => {
    const simulator = await account()
    const late = simulator.world.addLinkResult({ link_id: 38690, time_finished: thursday - 10 })
    const early = simulator.world.addLinkResult({ link_id: 38711, time_finished: thursday - 20 })
    expect(resultsIn(await answer(simulator, allLinks, recent))).toEqual([early, late])
    const one = await answer(simulator, '/v1/links/38690/tests/48801/recent_results.json', recent)
    expect(resultsIn(one)).toEqual([late])
  })

  test('sends every override as it is, types and strange fields included, and drops what is undefined', async () => {
    const simulator = await account()
    const strange = { percentage: '75', test_id: '64781', first: '=1+1', pk_id: 9, passed: undefined, last: null }
    simulator.world.addGroupResult(strange)
    const [sent] = resultsIn(await answer(simulator, allGroups, recent))
    expect(sent).toMatchObject({ percentage: '75', test_id: '64781', first: '=1+1', pk_id: 9, last: null })
    expect(sent).toMatchObject({ points_scored: 30, points_available: 40 })
    expect(sent).not.toHaveProperty('passed')
  })

  test('is by the person a user_id names', async () => {
    const { world } = await account({ results: 40 })
    const someone = world.groupResults()[0]
    const { user_id, first, email } = world.addGroupResult({ user_id: someone?.user_id })
    expect({ user_id, first, email }).toEqual({
      user_id: someone?.user_id,
      first: someone?.first,
      email: someone?.email,
    })
  })

  test('needs a group and a test that are there', async () => {
    const { world } = await account()
    expect(() => world.addGroupResult({ group_id: 1 })).toThrow(RangeError)
    expect(() => world.addGroupResult({ group_id: 29765, test_id: 48756 })).toThrow(RangeError)
    expect(() => world.addLinkResult({ link_id: 1 })).toThrow(RangeError)
  })
})

describe('a result that is graded', () => {
  test('has its new points and percentage and waits no longer, at the same finish time', async () => {
    const simulator = await account()
    const essay = simulator.world.addGroupResult({ group_id: 29771, test_id: 64802, requires_grading: 'Yes' })
    expect(essay.requires_grading).toBe('Yes')
    simulator.world.gradeResult(essay, { points_scored: 22.5 })
    const [sent] = resultsIn(await answer(simulator, allGroups, recent))
    expect(sent).toEqual({ ...essay, points_scored: 22.5, percentage: 75, passed: true, requires_grading: 'No' })
  })

  test('can be one the world began with, of either feed', async () => {
    const { world } = await account({ results: 900 })
    const before = world.linkResults().findLast((result) => result.requires_grading === 'Yes')
    if (!before) throw new Error('No essay waits')
    expect(world.gradeResult(before, { points_scored: 3, percentage: 99 })).toEqual({
      ...before,
      points_scored: 3,
      percentage: 99,
      passed: false,
      requires_grading: 'No',
    })
    expect(world.resultCount.links).toBe(450)
  })

  test('must exist', async () => {
    const { world } = await account()
    expect(() => world.gradeResult({ link_result_id: 1 }, { points_scored: 1 })).toThrow(RangeError)
  })
})

test('a result that is changed moves in the feed with its finish time, and one removed is gone', async () => {
  const simulator = await account()
  const first = simulator.world.addGroupResult({ time_finished: thursday - 30 })
  const second = simulator.world.addGroupResult({ time_finished: thursday - 20 })
  const reopened = simulator.world.changeResult(first, { time_finished: thursday - 10 })
  expect(reopened.time_started).toBe(first.time_started)
  expect(resultsIn(await answer(simulator, allGroups, recent))).toEqual([second, reopened])
  simulator.world.removeResult(first)
  expect(resultsIn(await answer(simulator, allGroups, recent))).toEqual([second])
})

test('tests, groups, links and access lists that are added are found and take results', async () => {
  const simulator = await account()
  const { world } = simulator
  const fresh = world.addTest({ name: 'Fire drill', pointsAvailable: 8, passMark: 100, certificate: 'always' })
  const group = world.addGroup({ name: 'Wardens', testIds: [fresh.id] })
  const list = world.addAccessList({ name: 'Wardens', codes: ['W-1'] })
  const link = world.addLink({ name: 'Visitors', testId: fresh.id, urlId: 'abc', accessListId: list.id })
  world.assignTest(29765, fresh.id)

  const { groups = [], links = [] } = await answer(simulator, '/v1.json')
  expect(groups.at(-1)?.group).toMatchObject({ group_id: group.id, group_name: 'Wardens' })
  expect(links.at(-1)?.link).toMatchObject({ link_id: link.id, link_url_id: 'abc', access_list_id: list.id })
  expect(groups[0]?.group.assigned_tests?.at(-1)?.test.test_id).toBe(fresh.id)

  const result = world.addGroupResult({ group_id: group.id, percentage: 50 })
  expect(result).toMatchObject({ points_scored: 4, points_available: 8, passed: false })
  const one = await answer(simulator, `/v1/groups/${group.id}/tests/${fresh.id}/recent_results.json`, recent)
  expect(resultsIn(one)).toEqual([result])
})

test('a group, link or test that is renamed has its new name everywhere, and keeps its results', async () => {
  const simulator = await account()
  const { world } = simulator
  world.addGroupResult({ group_id: 29765, test_id: 64776 })
  world.addLinkResult({ link_id: 38676 })
  world.renameGroup(29765, '10B & friends')
  world.renameTest(64776, 'Fractions')
  world.renameLink(38676, 'Sales')
  const page = await answer(simulator, allGroups, recent)
  expect(page.groups?.[0]?.group.group_name).toBe('10B &amp; friends')
  expect(page.tests?.[0]?.test.test_name).toBe('Fractions')
  expect((await answer(simulator, allLinks, recent)).links?.[0]?.link.link_name).toBe('Sales')
  const { groups = [] } = await answer(simulator, '/v1.json')
  expect(groups[0]?.group.assigned_tests?.[0]?.test.test_name).toBe('Fractions')
  expect(() => world.renameGroup(1, 'Nobody')).toThrow(RangeError)
})
