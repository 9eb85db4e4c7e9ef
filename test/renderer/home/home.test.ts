import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { settle } from '../held-answers.ts'
import { accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

const at = 1_800_000_000

const digest: Digest = {
  since: unixSeconds(at - 3_600),
  accounts: [{ account: 'school', since: unixSeconds(at - 3_600), isFirst: false }],
  upTo: { result: 40, change: 3 },
  ...{ results: 4, students: 4, certificates: 0, tests: [], changed: 0, nowPassed: 0, nowNotPassed: 0 },
  ...{
    needsGrading: 2,
    newToGrade: 0,
    leftOutToGrade: 0,
    oldestToGrade: null,
    gaps: 0,
    codesWaiting: 0,
    questionsWaiting: 0,
  },
  isReading: false,
}

beforeEach(() => void vi.useFakeTimers({ now: at * 1_000 }))
afterEach(() => void vi.useRealTimers())

async function openHome(answers: readonly Digest[] = [digest]) {
  const window = await openWindow()
  const { fake } = window
  fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school', results: 9 })])
  const left = [...answers]
  fake.handle('digest', 'get', async () => (left.length > 1 ? left.shift() : left[0]) as Digest)
  fake.handle('digest', 'look', async () => false)
  await window.startStores()
  return { ...window, ...(await import('../../../renderer/features/home/home.ts')) }
}

describe('Home', () => {
  it('is the first screen where there are results', async () => {
    const { navigation } = await openHome()
    expect(navigation.getState().screen).toBe('home')
  })

  it('shows no figures before all is read, and asks again by itself', async () => {
    const { homeWatch, useHome } = await openHome([{ ...digest, results: 1, isReading: true }, digest])
    const shown: unknown[] = []
    useHome.subscribe((state) => void shown.push(state.digest?.results))
    const stop = homeWatch.watch()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(shown).toEqual([4])
    stop()
  })

  it('keeps what it shows while more is read', async () => {
    const { homeWatch, useHome, fake } = await openHome([digest, { ...digest, results: 2, isReading: true }, digest])
    const stop = homeWatch.watch()
    await settle()
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(useHome.getState().digest?.results).toBe(4)
    stop()
  })

  it('tells once what somebody looked at, and again on another day or when more is there', async () => {
    const { homeWatch, lookAtHome, fake } = await openHome([digest, { ...digest, upTo: { result: 41, change: 3 } }])
    const stop = homeWatch.watch()
    await settle()
    await lookAtHome()
    await lookAtHome()
    expect(fake.callsOf('digest', 'look')).toMatchObject([{ upTo: { result: 40, change: 3 } }])
    await vi.advanceTimersByTimeAsync(86_400_000)
    await lookAtHome()
    expect(fake.callsOf('digest', 'look')).toHaveLength(2)
    fake.emit('results', 'changed', undefined)
    await vi.advanceTimersByTimeAsync(1_000)
    await lookAtHome()
    expect(fake.callsOf('digest', 'look').at(-1)).toMatchObject({ upTo: { result: 41, change: 3 } })
    stop()
  })

  it('marks what is shown, not what arrives meanwhile, and takes it back', async () => {
    const { markSeen, fake, feedback } = await openHome()
    fake.handle('digest', 'markSeen', async () => undefined)
    fake.handle('digest', 'unmarkSeen', async () => undefined)
    await markSeen(digest)
    expect(fake.callsOf('digest', 'markSeen')).toEqual([{ upTo: { result: 40, change: 3 } }])
    feedback.getState().current?.action?.run()
    await settle()
    expect(fake.callsOf('digest', 'unmarkSeen')).toHaveLength(1)
  })

  it('opens just the results of a line, and all of the test where they are too many to be named', async () => {
    const { openPart, ofTest, fake, results, navigation } = await openHome()
    fake.handle('digest', 'part', async () => [7, 8])
    const part = { part: 'test', account: 'school', testId: 3 } as const
    await openPart(part, ofTest('school', 3))
    expect(results.getState().filter).toEqual([{ field: 'id', op: 'in', value: [7, 8] }])
    fake.handle('digest', 'part', async () => null)
    await openPart(part, ofTest('school', 3))
    expect(results.getState().filter).toEqual([{ field: 'test', op: 'in', value: [3] }])
    expect(navigation.getState().screen).toBe('results')
  })

  it('opens no list while the results behind a line are still being read, and the line once they are', async () => {
    const { openPart, fake, results, navigation } = await openHome()
    const before = results.getState().filter
    const answers = ['reading', 'reading', [7]] as const
    fake.handle('digest', 'part', async () => answers[Math.min(fake.callsOf('digest', 'part').length, 3) - 1] ?? null)
    void openPart({ part: 'changed' }, [])
    await vi.advanceTimersByTimeAsync(100)
    expect([navigation.getState().screen, results.getState().filter]).toEqual(['home', before])
    await settle()
    expect(results.getState().filter).toEqual([{ field: 'id', op: 'in', value: [7] }])
    expect(navigation.getState().screen).toBe('results')
  })

  it('opens what changed since the day it is new from, in the account’s zone, where it is too much to be named', async () => {
    const { openPart, changedSince, fake, results } = await openHome()
    fake.handle('digest', 'part', async () => null)
    await openPart({ part: 'changed' }, changedSince(digest))
    expect(results.getState().filter).toEqual([{ field: 'changed', op: 'from', value: '2027-01-15' }])
  })
})

describe('the dots of a column', () => {
  it('leave out no kind where a dot stands for several results', async () => {
    const { dotsOf } = await import('../../../renderer/features/home/DotStrip.tsx')
    expect(dotsOf({ passed: 10, notPassed: 1, open: 1 }, 2)).toEqual([
      ...Array.from({ length: 4 }, () => 'passed'),
      'notPassed',
      'open',
    ])
    expect(dotsOf({ passed: 1, notPassed: 1, open: 1 }, 6)).toEqual(['passed', 'notPassed', 'open'])
  })

  it('are one for each result where there is room', async () => {
    const { dotsOf } = await import('../../../renderer/features/home/DotStrip.tsx')
    expect(dotsOf({ passed: 2, notPassed: 1, open: 0 }, 1)).toEqual(['passed', 'passed', 'notPassed'])
  })
})
