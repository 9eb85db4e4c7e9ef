import { describe, expect, it } from 'vitest'
import { isAsked, without } from '../../../shared/model/filter.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { AttemptRow, Facets } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const { attemptWords } = await import('../../../renderer/features/results/AttemptList.tsx')
const { chipName, filterWords } = await import('../../../renderer/list/filters/filter-kinds.ts')
const { failureOf, isComplete } = await import('../../../renderer/app/job-outcome.ts')
const { isRoutine, lineJob } = await import('../../../renderer/app/job-outcome.ts')

const attempt = (id: number, percentage: number, given: Partial<AttemptRow> = {}): AttemptRow => ({
  id,
  percentage: toTenths(percentage),
  outcome: 'passed',
  requiresGrading: false,
  timeFinished: unixSeconds(id),
  finished: true,
  ...given,
})

describe('the words beside an attempt', () => {
  it('are first, latest and best, where they are true', () => {
    const all = [attempt(1, 61), attempt(2, 89), attempt(3, 70)]
    expect(all.map((one) => attemptWords(one, all))).toEqual([['first'], ['best'], ['latest']])
  })
  it('are none for an only attempt', () => {
    const only = attempt(1, 61)
    expect(attemptWords(only, [only])).toEqual([])
  })
  it('call none best when two are equally good', () => {
    const all = [attempt(1, 89), attempt(2, 89)]
    expect(all.map((one) => attemptWords(one, all))).toEqual([['first'], ['latest']])
  })
  it('pass over what is in progress', () => {
    const all = [
      attempt(1, 0, { finished: false }),
      attempt(2, 500),
      attempt(3, 900),
      attempt(4, 0, { finished: false }),
    ]
    expect(all.map((one) => attemptWords(one, all))).toEqual([[], ['first'], ['latest', 'best'], []])
  })

  it('call none best while one is to be graded', () => {
    const all = [attempt(1, 61), attempt(2, 20, { requiresGrading: true })]
    expect(all.map((one) => attemptWords(one, all))).toEqual([['first'], ['latest']])
  })
})

describe('a filter chip', () => {
  const facets: Facets = {
    total: 9,
    words: {},
    tests: [{ id: 1, name: 'Chemistry final', results: 9 }],
    sources: [
      { feed: 'groups', id: 7, name: '10C Maths', results: 4 },
      { feed: 'links', id: 7, name: 'Open day', results: 5 },
    ],
  }
  const now = unixSeconds(Date.parse('2026-11-20T14:00:00Z') / 1000)
  const words = (kind: Parameters<typeof filterWords>[0], filter: Parameters<typeof filterWords>[1]) =>
    filterWords(kind, filter, facets, now, 'Europe/London')

  it('names what is alone, and counts what is many', () => {
    expect(words('test', [{ field: 'test', op: 'in', value: [1] }])).toBe('Chemistry final')
    expect(words('test', [{ field: 'test', op: 'in', value: [1, 2] }])).toBe('any of 2')
  })
  it('calls a chip by the name of the extra fields that it looks in, and by its own where it looks in all', () => {
    const within = { field: 'extraInfo', op: 'contains', value: 'ward', within: 'Department' } as const
    expect([chipName('extraInfo', [within]), words('extraInfo', [within])]).toEqual(['Department', 'with “ward”'])
    const { within: _, ...anywhere } = within
    expect(chipName('extraInfo', [anywhere])).toBe('Extra info')
    expect(chipName('accessCode', [within, { field: 'accessCode', op: 'contains', value: 'x' }])).toBe('Access code')
  })
  it('tells a group from a link with the same number', () => {
    expect(words('source', [{ field: 'source', op: 'in', value: [{ feed: 'links', id: 7 }] }])).toBe('Open day')
  })
  it('names the one student asked for once that is known, and says that they are gone where they are', () => {
    const student = { account: 'school', key: 'user:1' }
    const asked = (count: number, name?: string | null) => {
      const value = Array.from({ length: count }, () => student)
      return filterWords('student', [{ field: 'student', op: 'in', value }], facets, now, 'Europe/London', name)
    }
    expect(asked(1)).toBe('1 student')
    expect(asked(1, 'Ada Byron')).toBe('Ada Byron')
    expect(asked(1, null)).toBe('no longer here')
    expect(asked(2)).toBe('any of 2')
  })
  it('reads open and closed ranges', () => {
    expect(words('finished', [{ field: 'finished', op: 'from', value: '2026-10-01' }])).toBe('since 1 Oct')
    expect(words('finished', [{ field: 'finished', op: 'to', value: '2025-10-01' }])).toBe('until 1 Oct 2025')
    expect(
      words('finished', [
        { field: 'finished', op: 'from', value: '2026-10-01' },
        { field: 'finished', op: 'to', value: '2026-10-31' },
      ]),
    ).toBe('1 Oct – 31 Oct')
    expect(
      words('finished', [
        { field: 'finished', op: 'from', value: '2026-10-01' },
        { field: 'finished', op: 'to', value: '2026-10-01' },
      ]),
    ).toBe('on 1 Oct')
    expect(
      words('percentage', [
        { field: 'percentage', op: 'from', value: 45 },
        { field: 'percentage', op: 'to', value: 55 },
      ]),
    ).toBe('45–55%')
    expect(words('percentage', [{ field: 'percentage', op: 'to', value: 50 }])).toBe('50% or less')
  })
  it('is there for a "no" too, and takes away all it stands for', () => {
    const filter = [
      { field: 'certificate', op: 'is', value: false },
      { field: 'finished', op: 'from', value: '2026-10-01' },
      { field: 'finished', op: 'to', value: '2026-10-31' },
    ] as const
    expect(isAsked(filter, 'certificate')).toBe(true)
    expect(words('certificate', filter)).toBe('Without certificate')
    expect(isAsked(filter, 'percentage')).toBe(false)
    expect(without(filter, 'finished')).toEqual(filter.slice(0, 1))
  })
})

describe('the status line', () => {
  const exporting = { id: 'e', kind: 'export', accountId: null, state: 'running', progress: null } as const
  const cancelled = { id: 's', kind: 'sync', accountId: 'a', state: 'cancelled' } as const
  const failed = {
    id: 'f',
    kind: 'sync',
    accountId: 'a',
    state: 'failed',
    error: { code: 'internal', detail: {} },
  } as const

  it('speaks of a running export before anything that ended', () => {
    expect(lineJob([exporting, cancelled], new Set())?.id).toBe('e')
  })
  it('speaks of what ended last, until that account is synced again', () => {
    const other = { ...cancelled, id: 'o', accountId: 'b' }
    const again = { id: 'n', kind: 'sync', accountId: 'a', state: 'running', progress: null } as const
    expect(lineJob([cancelled, failed], new Set())?.id).toBe('f')
    expect(lineJob([other, failed, again], new Set())?.id).toBe('o')
  })
  const result = {
    outcome: 'complete',
    added: 1,
    updated: 0,
    unchanged: 0,
    unreadable: 0,
    requests: 2,
    gaps: [],
    nextRequestAfter: null,
    clockOffset: 0,
    budget: { used: 2, limit: 30 },
    error: null,
  } as const
  const done = { id: 'd', kind: 'sync', accountId: 'a', state: 'done', result } as const

  it('leaves by itself only after a sync that left nothing to look into', () => {
    expect(isRoutine(done, 0)).toBe(true)
    expect(isRoutine(done, 1)).toBe(false)
    expect(isRoutine({ ...done, result: { ...result, outcome: 'rate-limited' } }, 0)).toBe(false)
    expect(isRoutine({ ...done, result: { ...result, unreadable: 1 } }, 0)).toBe(false)
    expect(isRoutine(cancelled, 0)).toBe(false)
  })
  it.each(['rate-limited', 'offline', 'failed', 'cancelled'] as const)(
    'shows no success for a sync that ended %s',
    (outcome) => {
      expect(isComplete({ ...done, result: { ...result, outcome } })).toBe(false)
    },
  )
  it('shows success for a complete sync alone', () => {
    expect(isComplete(done)).toBe(true)
    expect(isComplete(cancelled)).toBe(false)
    expect(isComplete(failed)).toBe(false)
  })
  it('gives a failed sync the sentences of its error', () => {
    const error = { code: 'api/key-inactive', detail: {} } as const
    expect(failureOf({ ...done, result: { ...result, outcome: 'failed', error } })).toEqual(error)
    expect(failureOf(failed)).toEqual(failed.error)
    expect(failureOf(done)).toBeNull()
    expect(failureOf({ ...done, result: { ...result, outcome: 'offline', error } })).toBeNull()
  })
  it('is quiet once it was put away', () => {
    expect(lineJob([cancelled], new Set(['s']))).toBeUndefined()
  })
})
