import { describe, expect, it } from 'vitest'
import { allAssessments } from '../../../../electron/connectors/assessments/index.ts'
import type { JsonObject } from '../../../../electron/simulator/protocol.ts'
import { dialects, platform } from './platform.ts'

type Platform = Awaited<ReturnType<typeof platform>>

/** Runs `moves` one by one, each after another page was answered. */
function moving({ endpoint }: Platform, moves: readonly (() => void)[]) {
  const left = [...moves]
  const fetch: typeof endpoint.fetch = async (url, init) => {
    const response = await endpoint.fetch(url, init)
    const answer = new Response(await response.text(), response)
    left.shift()?.()
    return answer
  }
  return { endpoint: { ...endpoint, fetch } }
}

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).toSorted()

describe.each(dialects)('all assessments, in the %s dialect,', (dialect) => {
  it.each([0, 1, 99, 100])('are one page of %i', async (assessments) => {
    const { client, world, simulator } = await platform({ dialect, assessments: Math.max(1, assessments) })
    if (assessments === 0) for (const { id } of world.assessments) world.removeAssessment(id)
    const all = await allAssessments(client())
    expect([all.complete, all.unreadable]).toEqual([true, []])
    expect(idsOf(all.assessments)).toEqual(idsOf(world.assessments))
    expect(simulator.requests).toHaveLength(1)
  })

  it.each([101, 200, 250])('are several pages of %i, read twice to be sure', async (assessments) => {
    const { client, world, simulator } = await platform({ dialect, assessments })
    const all = await allAssessments(client())
    expect(all.complete).toBe(true)
    expect(idsOf(all.assessments)).toEqual(idsOf(world.assessments))
    expect(simulator.requests).toHaveLength(2 * Math.ceil(assessments / 100))
  })

  it('are those of one course', async () => {
    const { client, world, assessment } = await platform({ dialect, assessments: 30 })
    const { courseId } = assessment
    const all = await allAssessments(client(), { courseId })
    expect(idsOf(all.assessments)).toEqual(idsOf(world.assessments.filter((each) => each.courseId === courseId)))
    expect(all.complete).toBe(true)
  })

  it.each<[string, (own: Platform) => (() => void)[]]>([
    ['one is created at the beginning', ({ world }) => [() => void world.addAssessment({}, 'first')]],
    ['one is created at the end', ({ world }) => [() => void world.addAssessment()]],
    [
      'one of a page that was read is removed',
      ({ world, assessment }) => [() => world.removeAssessment(assessment.id)],
    ],
    [
      'one is removed and another created, so that the total stays',
      ({ world, assessment }) => [
        () => {
          world.removeAssessment(assessment.id)
          world.addAssessment()
        },
      ],
    ],
    [
      'it moves twice',
      ({ world, assessment }) => [
        () => world.removeAssessment(assessment.id),
        () => undefined,
        () => undefined,
        () => void world.addAssessment({}, 'first'),
      ],
    ],
  ])('are all there and each once where %s while they are read', async (_, moves) => {
    const own = await platform({ dialect, assessments: 250 })
    const all = await allAssessments(own.client(moving(own, moves(own))))
    expect(all.complete).toBe(true)
    expect(idsOf(all.assessments)).toEqual(idsOf(own.world.assessments))
  })

  it('are never called whole where they move all the time, and what was seen is kept', async () => {
    const own = await platform({ dialect, assessments: 150 })
    const at = own.world.assessments.map(({ id }) => id)
    const moves = Array.from({ length: 20 }, () => () => void own.world.addAssessment({}, 'first'))
    const all = await allAssessments(own.client(moving(own, moves)))
    expect(all.complete).toBe(false)
    expect(idsOf(all.assessments)).toEqual(expect.arrayContaining(at))
    expect(new Set(idsOf(all.assessments)).size).toBe(all.assessments.length)
    expect(own.simulator.requests.length).toBeLessThanOrEqual(8)
  })
})

describe('all assessments', () => {
  /** Lays `change` over every page. */
  const edited = (change: (answer: JsonObject, url: URL) => unknown, own: Platform) => ({
    endpoint: {
      ...own.endpoint,
      fetch: async (url: string, init: RequestInit) =>
        Response.json(change((await (await fetch(url, init)).json()) as JsonObject, new URL(url))),
    },
  })

  it('are read to an empty page where no total is said', async () => {
    const own = await platform({ assessments: 120 })
    const all = await allAssessments(own.client(edited(({ data }) => ({ data, meta: null, error: null }), own)))
    expect([all.complete, all.assessments.length]).toEqual([true, 120])
    expect(own.simulator.requests).toHaveLength(6)
  })

  it('are read to their end where the service puts fewer on a page than it was asked for', async () => {
    const own = await platform({ assessments: 45 })
    const bySize = async (url: string, init: RequestInit) => {
      const smaller = new URL(url)
      smaller.searchParams.set('per_page', '20')
      return await fetch(smaller.href, init)
    }
    const all = await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: bySize } }))
    expect([all.complete, all.assessments.length]).toEqual([true, 45])
  })

  it('are not whole where the total is never reached', async () => {
    const own = await platform({ assessments: 3 })
    const meta = { total: 7, page: 1, per_page: 100 }
    const all = await allAssessments(
      own.client(
        edited(({ data }, { searchParams }) => {
          const page = Number(searchParams.get('page'))
          return { data: page === 1 ? data : [], meta: { ...meta, page }, error: null }
        }, own),
      ),
    )
    expect([all.complete, all.assessments.length]).toEqual([false, 3])
  })

  it('are left where the list never ends', async () => {
    const own = await platform({ assessments: 1 })
    const same = edited(({ data }) => ({ data, error: null }), own)
    const everFirst = async (url: string, init: RequestInit) => {
      const first = new URL(url)
      first.searchParams.set('page', '1')
      return await same.endpoint.fetch(first.href, init)
    }
    const all = await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: everFirst } }))
    expect([all.complete, all.assessments.length]).toEqual([false, 1])
  })

  it('hold back what cannot be read, and say why', async () => {
    const own = await platform({ assessments: 3 })
    const all = await allAssessments(
      own.client(
        edited((answer) => {
          const [first, second, ...others] = answer.data as JsonObject[]
          return {
            ...answer,
            data: [{ ...first, course_id: '' }, { ...second, time_limit_minutes: 'an hour' }, ...others],
          }
        }, own),
      ),
    )
    const [first, second, third] = own.world.assessments
    expect(all.complete).toBe(true)
    expect(idsOf(all.assessments)).toEqual([third?.id])
    expect(all.unreadable).toEqual([
      { id: first?.id, problem: 'course_id: missing', raw: expect.stringContaining(`${first?.title}`) },
      {
        id: second?.id,
        problem: 'time_limit_minutes: not a number of minutes',
        raw: expect.stringContaining('an hour'),
      },
    ])
  })

  it('leave the other courses out where the service does not know the filter', async () => {
    const own = await platform({ assessments: 9 })
    const unfiltered = async (url: string, init: RequestInit) => {
      const all = new URL(url)
      all.searchParams.delete('course_id')
      return await fetch(all.href, init)
    }
    const { courseId } = own.assessment
    const client = own.client({ endpoint: { ...own.endpoint, fetch: unfiltered } })
    const { assessments } = await allAssessments(client, { courseId })
    expect(idsOf(assessments)).toEqual(idsOf(own.world.assessments.filter((each) => each.courseId === courseId)))
  })

  it('fail as a page of them fails', async () => {
    const own = await platform({ assessments: 150, requestsPerMinute: 1 })
    await expect(allAssessments(own.client())).rejects.toMatchObject({ code: 'api/rate-limited' })
    const gone = new AbortController()
    gone.abort()
    own.advance(61)
    await expect(allAssessments(own.client(), { signal: gone.signal })).rejects.toMatchObject({ code: 'job/cancelled' })
  })
})
