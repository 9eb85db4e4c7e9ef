import { describe, expect, it } from 'vitest'
import { AssessmentList, type AssessmentsClient } from '../../../../electron/connectors/assessments/index.ts'
import type { Fetch } from '../../../../electron/connectors/network.ts'
import type { JsonObject } from '../../../../electron/simulator/protocol.ts'
import { dialects, platform } from './platform.ts'

type Options = { courseId?: string; signal?: AbortSignal }
const allAssessments = (client: AssessmentsClient, { courseId, signal }: Options = {}) =>
  new AssessmentList({ courseId }).readOn(client, signal)

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

/** How many pages are asked for: one more than a full one, which proves no end where a page's size is not known. */
const pagesOf = (dialect: (typeof dialects)[number], assessments: number) => {
  const rest = assessments % 100
  const isShort = dialect === 'documented' ? rest > 0 : rest > 0 && rest < 20
  return Math.max(1, Math.ceil(assessments / 100) + (isShort || assessments === 0 ? 0 : 1))
}

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).toSorted()

describe.each(dialects)('all assessments, in the %s dialect,', (dialect) => {
  it.each([0, 1, 99, 100])('are one page of %i', async (assessments) => {
    const { client, world, simulator } = await platform({ dialect, assessments: Math.max(1, assessments) })
    if (assessments === 0) for (const { id } of world.assessments) world.removeAssessment(id)
    const all = await allAssessments(client())
    expect([all.complete, all.unreadable]).toEqual([true, []])
    expect(idsOf(all.assessments)).toEqual(idsOf(world.assessments))
    expect(simulator.requests).toHaveLength(pagesOf(dialect, assessments))
  })

  it.each([101, 200, 250])('are several pages of %i, read twice to be sure', async (assessments) => {
    const { client, world, simulator } = await platform({ dialect, assessments })
    const all = await allAssessments(client())
    expect(all.complete).toBe(true)
    expect(idsOf(all.assessments)).toEqual(idsOf(world.assessments))
    expect(simulator.requests).toHaveLength(2 * pagesOf(dialect, assessments))
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
    expect(own.simulator.requests.length).toBeLessThanOrEqual(4 * pagesOf(dialect, 170) + 1)
  })
})

describe('all assessments', () => {
  /** Lays `change` over every page. */
  const edited = (change: (answer: JsonObject, url: URL) => unknown, own: Platform) => ({
    endpoint: {
      ...own.endpoint,
      fetch: async (url: string, init: RequestInit) => {
        const response = await fetch(url, init)
        return Response.json(change((await response.json()) as JsonObject, new URL(url)), { status: response.status })
      },
    },
  })

  it('are read to an empty page where no total is said', async () => {
    const own = await platform({ assessments: 120 })
    const all = await allAssessments(own.client(edited(({ data }) => ({ data, meta: null, error: null }), own)))
    expect([all.complete, all.assessments.length]).toEqual([true, 120])
    // Three pages twice, and page 0 once.
    expect(own.simulator.requests).toHaveLength(7)
  })

  /** Counts pages from 0, as the API asked with the page before does. */
  const fromZero =
    (isCounted: boolean): Fetch =>
    async (url, init) => {
      const shifted = new URL(url)
      const page = Number(shifted.searchParams.get('page'))
      shifted.searchParams.set('page', String(page + 1))
      const answer = (await (await fetch(shifted.href, init)).json()) as JsonObject
      const { total } = answer.meta as JsonObject
      return Response.json({ data: answer.data, meta: isCounted ? { total, page } : null })
    }

  it.each([
    [130, true],
    [130, false],
    [12, true],
    [12, false],
    [100, false],
  ])('of %i are all there where the service counts its pages from 0 (with a total: %j)', async (count, isCounted) => {
    const own = await platform({ assessments: count })
    const all = await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: fromZero(isCounted) } }))
    expect(idsOf(all.assessments)).toEqual(idsOf(own.world.assessments))
    expect(all.complete).toBe(true)
  })

  it('are not whole where there is nothing, and no total says so', async () => {
    const own = await platform()
    const nothing: Fetch = async () => Response.json({ data: [], meta: null })
    expect(await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: nothing } }))).toMatchObject({
      assessments: [],
      complete: false,
    })
  })

  it('are not whole where the service counts nothing and fails at page 0', async () => {
    const own = await platform({ assessments: 3 })
    const failing: Fetch = async (url, init) => {
      if (new URL(url).searchParams.get('page') === '0') return new Response('', { status: 500 })
      const { data } = (await (await fetch(url, init)).json()) as JsonObject
      return Response.json({ data, meta: null })
    }
    const all = await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: failing } }))
    expect([all.complete, all.assessments.length]).toEqual([false, 3])
  })

  it('are not whole where the total is that of the page alone', async () => {
    const own = await platform({ assessments: 250 })
    const counted = edited((answer) => {
      const data = answer.data as JsonObject[]
      return { ...answer, meta: { ...(answer.meta as JsonObject), total: data.length } }
    }, own)
    const all = await allAssessments(own.client(counted))
    expect([all.complete, all.assessments.length]).toEqual([false, 250])
  })

  it.each(['another page', '404'])('are all there where the list shrinks and %s stands past its end', async (past) => {
    const own = await platform({ assessments: 201 })
    let answered = 0
    const shrinking: Fetch = async (url, init) => {
      const asked = new URL(url)
      const last = Math.ceil(own.world.assessments.length / 100)
      if (Number(asked.searchParams.get('page')) > last) {
        if (past === '404') return Response.json({ error: { code: 'NOT_FOUND', message: 'x' } }, { status: 404 })
        asked.searchParams.set('page', String(last))
      }
      const answer = await fetch(asked.href, init)
      const text = await answer.text()
      if (++answered === 2) own.world.removeAssessment(own.assessment.id)
      return new Response(text)
    }
    const all = await allAssessments(own.client({ endpoint: { ...own.endpoint, fetch: shrinking } }))
    expect(idsOf(all.assessments)).toEqual(idsOf(own.world.assessments))
    expect(all.complete).toBe(true)
  })

  it('hold several that are none and look alike', async () => {
    const own = await platform({ assessments: 2 })
    const all = await allAssessments(own.client(edited((answer) => ({ ...answer, data: [null, null] }), own)))
    expect([all.complete, all.unreadable.length]).toEqual([true, 2])
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
