import { describe, expect, it } from 'vitest'
import { baselineAfter, feedProgress, gapsFound, type SyncBaseline } from '../../../renderer/app/job-outcome.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Gap, SyncProgress } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

type Told = readonly [phase: SyncProgress['phase'], received: number, available: number | null]

const progress = ([phase, received, available]: Told): SyncProgress => ({ phase, received, available, requests: 1 })
const running = (told: Told): Job => ({
  id: 'j',
  kind: 'sync',
  accountId: 'school',
  state: 'running',
  progress: progress(told),
})

/** How full the bar is after these events of a sync: a share, or null while nothing is known of the feed. */
function barAfter(...told: readonly Told[]) {
  let baseline: SyncBaseline | undefined
  let before: Job | undefined
  for (const one of told) {
    const news = running(one)
    baseline = baselineAfter(baseline, before, news, [])
    before = news
  }
  const last = told.at(-1)
  const { value, total } = feedProgress(last ? progress(last) : null, baseline)
  return total === null ? null : value / total
}

describe('the bar of a sync', () => {
  it('fills with the feed that is being read', () => {
    expect(barAfter(['groups', 0, null])).toBeNull()
    expect(barAfter(['groups', 0, null], ['groups', 200, 800])).toBe(0.25)
  })
  it('is not full while another feed is still to come', () => {
    expect(barAfter(['groups', 0, null], ['groups', 251, 251], ['links', 251, 251])).toBeNull()
  })
  it('begins anew with the next feed', () => {
    expect(barAfter(['groups', 0, null], ['groups', 251, 251], ['links', 251, 251], ['links', 301, 351])).toBe(0.5)
  })
  it('begins anew also when no event came between the feeds', () => {
    expect(barAfter(['groups', 0, null], ['groups', 251, 251], ['links', 301, 351])).toBe(0.5)
  })
  it('counts everything for a window that came late', () => {
    expect(barAfter(['links', 300, 400])).toBe(0.75)
  })
})

describe('the gaps a sync found', () => {
  const gap = (from: number): Gap => ({
    feed: 'groups',
    from: unixSeconds(from),
    to: unixSeconds(from + 1),
    reason: 'too-old',
  })
  const ended = (gaps: readonly Gap[]): Job => ({
    id: 'j',
    kind: 'sync',
    accountId: 'school',
    state: 'done',
    result: {
      outcome: 'complete',
      added: 0,
      updated: 0,
      unchanged: 0,
      unreadable: 0,
      requests: 1,
      gaps,
      nextRequestAfter: null,
      clockOffset: 0,
      budget: { used: 1, limit: 30 },
      error: null,
    },
  })

  it('are those that were not known when it began, whatever gaps became known meanwhile', () => {
    const begun = baselineAfter(undefined, undefined, running(['starting', 0, null]), [gap(1)])
    const later = baselineAfter(begun, running(['starting', 0, null]), running(['groups', 1, 1]), [gap(1), gap(2)])
    expect(gapsFound(ended([gap(1), gap(2)]), later)).toEqual([gap(2)])
  })
  it('are none when all were known', () => {
    expect(gapsFound(ended([gap(1)]), { gapsBefore: [gap(1)], feedStart: 0 })).toEqual([])
  })
})
