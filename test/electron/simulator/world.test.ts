import { describe, expect, test } from 'vitest'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { World } from '../../../electron/simulator/world.ts'
import { day, hour, unixSeconds } from '../../../shared/model/time.ts'
import { account, allGroups, answer, resultsIn, thursday } from './account.ts'

const worldOf = (options: { seed?: number; results?: number } = {}): World =>
  new World({ seed: 1, results: 900, clock: () => thursday, madeAt: thursday, ...options })

const everyResult = (world: World) => [...world.groupResults(), ...world.linkResults()]

describe('the number of results', () => {
  test.each([0, 1, 2, 7, 60, 900, 5001])('is exactly the %i asked for, half in each feed', (results) => {
    const { groups, links } = worldOf({ results }).resultCount
    expect(groups + links).toBe(results)
    expect(groups - links).toBe(results % 2)
  })

  test.each([-1, 2.5, Number.NaN])('cannot be %d', async (results) => {
    await expect(startSimulator({ clock: () => thursday, results })).rejects.toThrow(RangeError)
  })

  test('is 900 when none is asked for', async () => {
    const simulator = await startSimulator({ clock: () => thursday })
    expect(simulator.world.resultCount).toEqual({ groups: 450, links: 450 })
    await simulator.close()
  })

  test('can be a hundred thousand', async () => {
    const simulator = await account({ results: 100_000 })
    const page = await answer(simulator, allGroups, {
      query: { finishedAfterTimestamp: String(thursday - 40 * day) },
    })
    expect(resultsIn(page)).toHaveLength(200)
    expect(page.num_results_available).toBeGreaterThan(10_000)
  })
})

test('nearly everybody has a name of their own, and a few have one name', () => {
  const world = worldOf({ results: 3_000 })
  const results = everyResult(world) as { first: string; last: string; email: string }[]
  const addresses = Map.groupBy(results, ({ first, last }) => `${first} ${last}`)
  const shared = [...addresses.values()].filter((own) => new Set(own.map(({ email }) => email)).size > 1).length
  expect(addresses.size).toBeGreaterThan(1_000)
  expect(shared).toBeGreaterThan(0)
  expect(shared).toBeLessThan(addresses.size / 5)
})

describe('a seed', () => {
  test('always tells the same story', () => {
    expect(everyResult(worldOf({ seed: 3 }))).toEqual(everyResult(worldOf({ seed: 3 })))
    expect(worldOf({ seed: 3 }).accessLists).toEqual(worldOf({ seed: 3 }).accessLists)
    expect(everyResult(worldOf({ seed: 3 }))).not.toEqual(everyResult(worldOf({ seed: 4 })))
  })

  test('tells it on another day, too, when given the moment it was made', async () => {
    const today = await account({ results: 50 })
    const nextWeek = await account({
      results: 50,
      clock: () => unixSeconds(thursday + 7 * day),
      madeAt: thursday,
    })
    expect(everyResult(nextWeek.world)).toEqual(everyResult(today.world))
  })
})

describe.each([1, 2, 3])('the results of seed %i', (seed) => {
  const world = worldOf({ seed })
  const groupResults = world.groupResults()
  const linkResults = world.linkResults()
  const results = everyResult(world)

  test('have keys of their own', () => {
    const keys = groupResults.map((r) => `${r.user_id} ${r.test_id} ${r.group_id} ${r.time_started}`)
    expect(new Set(keys).size).toBe(450)
    expect(new Set(linkResults.map((r) => r.link_result_id)).size).toBe(450)
  })

  test('finished within 85 days, none in the future, the newest within two hours', () => {
    for (const feed of [groupResults, linkResults]) {
      const times = feed.map((r) => r.time_finished)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times[0]).toBeGreaterThan(thursday - 85 * day)
      expect(times[0]).toBeLessThan(thursday - 70 * day)
      expect(times.at(-1)).toBeLessThan(thursday)
      expect(times.at(-1)).toBeGreaterThan(thursday - 2 * hour)
    }
  })

  test('of classes are made on school days between eight and six', () => {
    const lessons = groupResults.filter((r) => [29765, 29766, 29768, 29771].includes(r.group_id))
    const before = lessons.filter((r) => r.time_finished < thursday - day)
    expect(before.length).toBeGreaterThan(100)
    for (const { time_started, time_finished } of before) {
      const [start, end] = [new Date(time_started * 1000), new Date(time_finished * 1000)]
      expect([1, 2, 3, 4, 5]).toContain(start.getUTCDay())
      expect(start.getUTCHours()).toBeGreaterThanOrEqual(8)
      expect(end.getUTCHours()).toBeLessThan(18)
    }
  })

  test('have a duration that is the time between start and finish', () => {
    for (const { duration, time_started, time_finished } of results) {
      expect(duration).toMatch(/^\d\d:[0-5]\d:[0-5]\d$/)
      const [hours = 0, minutes = 0, seconds = 0] = duration.split(':').map(Number)
      expect(hours * 3600 + minutes * 60 + seconds).toBe(time_finished - time_started)
      expect(time_finished).toBeGreaterThan(time_started)
    }
  })

  test('have percentages and passes that follow from points and pass mark, with one decimal at most', () => {
    for (const r of results) {
      const exact = r.points_available === 0 ? 0 : (100 * r.points_scored) / r.points_available
      expect(Math.abs(r.percentage - exact)).toBeLessThanOrEqual(0.0500001)
      expect(String(r.percentage)).toMatch(/^\d+(\.\d)?$/)
      expect(String(r.points_scored)).toMatch(/^\d+(\.\d)?$/)
      expect(r.points_scored).toBeLessThanOrEqual(r.points_available)
      expect(r.passed).toBe(r.percentage >= r.percentage_passmark)
    }
    expect(results.some((r) => !Number.isInteger(r.points_scored))).toBe(true)
    expect(results.some((r) => !r.passed)).toBe(true)
  })

  test('keep to one pass mark and one number of points for a test', () => {
    for (const same of Map.groupBy(results, (r) => r.test_id).values()) {
      expect(new Set(same.map((r) => `${r.percentage_passmark} ${r.points_available} ${r.test_type}`)).size).toBe(1)
    }
  })

  test('of a survey are all zero, and of a test without a pass mark all passed', () => {
    const survey = results.filter((r) => r.test_type === 'Survey')
    expect(survey.length).toBeGreaterThan(10)
    expect(survey.every((r) => r.percentage + r.points_scored + r.points_available + r.percentage_passmark === 0)).toBe(
      true,
    )
    const unmarked = results.filter((r) => r.test_type === 'Test' && r.percentage_passmark === 0)
    expect(unmarked.length).toBeGreaterThan(10)
    expect(unmarked.some((r) => r.percentage < 50)).toBe(true)
    expect(unmarked.every((r) => r.passed)).toBe(true)
  })

  test('of essays wait for grading while they are fresh', () => {
    for (const feed of [groupResults, linkResults]) {
      const essays = feed.filter((r) => r.test_id === 64802)
      const waiting = essays.map((r) => r.requires_grading === 'Yes')
      expect(waiting.filter(Boolean).length).toBeGreaterThanOrEqual(5)
      expect(waiting[0]).toBe(false)
      expect(waiting).toEqual(waiting.toSorted((a, b) => Number(a) - Number(b)))
    }
    expect(results.every((r) => r.requires_grading === 'No' || r.test_id === 64802)).toBe(true)
  })

  test('give certificates where the test has one and it is earned', () => {
    const given = results.filter((r) => r.certificate_serial !== '')
    expect(given.length).toBeGreaterThan(30)
    expect(new Set(given.map((r) => r.certificate_serial)).size).toBe(given.length)
    for (const r of given) {
      expect(r.certificate_serial).toMatch(/^C[A-Z]{9}-[A-Z]{8}-[A-Z]{10}$/)
      expect(r.certificate_url).toMatch(/^https:\/\/www\.classmarker\.com\/pdf\/certificate\//)
    }
    const whenPassed = results.filter((r) => r.give_certificate_only_when_passed === true)
    expect(whenPassed.some((r) => !r.passed)).toBe(true)
    for (const r of whenPassed) expect(r.certificate_url !== '').toBe(r.passed)
    const anyway = given.filter((r) => r.give_certificate_only_when_passed === false)
    expect(anyway.some((r) => !r.passed)).toBe(true)
    const without = results.filter((r) => r.give_certificate_only_when_passed === '')
    expect(without.length).toBeGreaterThan(0)
    expect(without.every((r) => r.certificate_url === '' && r.certificate_serial === '')).toBe(true)
  })

  test('get better, as a rule, from one attempt to the next', () => {
    const series = Map.groupBy(
      groupResults.filter((r) => r.points_available > 0 && r.requires_grading === 'No'),
      (r) => `${r.user_id} ${r.test_id} ${r.group_id}`,
    )
    const steps = [...series.values()].flatMap((attempts) =>
      attempts.slice(1).map((attempt, at) => attempt.percentage - (attempts[at]?.percentage ?? 0)),
    )
    expect(steps.length).toBeGreaterThan(20)
    expect(steps.filter((step) => step > 0).length).toBeGreaterThan(steps.length / 2)
    expect(steps.some((step) => step < 0)).toBe(true)
  })

  test('are people’s of many countries, encoded as ClassMarker does', () => {
    const names = results.map((r) => `${r.first} ${r.last}`).join(' ')
    expect(names).toMatch(/[łńśżçğñöéß]/)
    expect(names).toContain('&#039;')
    expect(names).not.toMatch(/['<>"]/)
    expect(names).toMatch(/\p{L}-\p{L}/u)
    expect(results.every((r) => /^([a-z0-9.]+@[a-z.]+)?$/.test(r.email))).toBe(true)
  })

  test('of links carry codes of their access list, answers, tracking ids and both kinds of address', () => {
    const lists = new Map(world.links.map((link) => [link.id, world.accessList(link.accessListId ?? 0)]))
    for (const { link_id, access_code } of linkResults) {
      expect(lists.get(link_id)?.codes.has(access_code) ?? access_code === '').toBe(true)
    }
    expect(linkResults.some((r) => r.access_code !== '')).toBe(true)
    expect(linkResults.some((r) => r.extra_info3 !== '')).toBe(true)
    expect(linkResults.some((r) => r.cm_user_id !== '') && linkResults.some((r) => r.cm_user_id === '')).toBe(true)
    expect(linkResults.some((r) => /^\d+(\.\d+){3}$/.test(r.ip_address))).toBe(true)
    expect(linkResults.some((r) => r.ip_address.startsWith('2001:db8:'))).toBe(true)
  })

  test('show two people on one e-mail address and one access code', () => {
    const withBoth = linkResults.filter((r) => r.email !== '' && r.access_code !== '')
    const shared = [...Map.groupBy(withBoth, (r) => `${r.email} ${r.access_code}`).values()]
    expect(shared.some((same) => new Set(same.map((r) => `${r.first} ${r.last}`)).size > 1)).toBe(true)
  })

  test('know some people from more than one group, and from links too', () => {
    const groupsOf = Map.groupBy(groupResults, (r) => r.user_id).values()
    expect([...groupsOf].some((of) => new Set(of.map((r) => r.group_id)).size > 1)).toBe(true)
    const members = new Set(groupResults.map((r) => r.email))
    expect(linkResults.some((r) => members.has(r.email))).toBe(true)
  })

  test('tell how often the window was left where a test is monitored', () => {
    const monitored = results.filter((r) => r.monitor_events !== undefined)
    expect(new Set(monitored.map((r) => r.test_id))).toEqual(new Set([64781]))
    expect(monitored.some((r) => r.monitor_events?.total_event_count !== 0)).toBe(true)
  })
})
