import { expect, it, vi } from 'vitest'
import { Schedule, type SchedulePorts } from '../../../electron/sync/schedule.ts'
import { AppError } from '../../../shared/errors.ts'

/** A schedule whose timers go off when the test says so. */
function scheduled(tasks: SchedulePorts['tasks'], random = 0.5) {
  const timers: { length: number; call: () => void; stopped: boolean }[] = []
  const errors: unknown[] = []
  const schedule = new Schedule({
    tasks,
    random: () => random,
    after: (length, call) => {
      const timer = { length, call, stopped: false }
      timers.push(timer)
      return {
        stop: () => {
          timer.stopped = true
        },
      }
    },
    onError: (thrown) => errors.push(thrown),
  })
  const goOff = () => timers.findLast(({ stopped }) => !stopped)?.call()
  return { schedule, timers, errors, goOff }
}

/** These tasks need no more than this turn. */
const roundsDone = () => new Promise((resolve) => setImmediate(resolve))

it('does what is due at the start, in order', async () => {
  const done: string[] = []
  const { schedule } = scheduled([
    async () => {
      await Promise.resolve()
      done.push('sync')
    },
    async () => void done.push('copy'),
  ])
  schedule.start()
  await roundsDone()
  await schedule.close()
  expect(done).toEqual(['sync', 'copy'])
})

it('does it again within the hour, on a minute of chance, and every hour from then', async () => {
  const task = vi.fn(async () => undefined)
  const { schedule, timers, goOff } = scheduled([task], 0.25)
  schedule.start()
  goOff()
  goOff()
  expect(timers.map(({ length }) => length)).toEqual([900_000, 3_600_000, 3_600_000])
  await roundsDone()
  expect(task).toHaveBeenCalledTimes(3)
})

it('goes on past a task that fails, and reports it', async () => {
  const failure = new Error('no room')
  const later = vi.fn(async () => undefined)
  const { schedule, errors } = scheduled([() => Promise.reject(failure), later])
  schedule.start()
  await schedule.nudge()
  expect(errors).toEqual([failure, failure])
  expect(later).toHaveBeenCalledTimes(2)
})

it('never does anything twice at once, however often the laptop wakes', async () => {
  let [running, most] = [0, 0]
  const task = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
  }
  const { schedule } = scheduled([task])
  schedule.start()
  await Promise.all([schedule.nudge(), schedule.nudge()])
  expect(most).toBe(1)
})

it('once closed waits for what runs and begins nothing more', async () => {
  const task = vi.fn(async () => undefined)
  const { schedule, timers } = scheduled([task])
  schedule.start()
  await Promise.resolve()
  await schedule.close()
  expect(task).toHaveBeenCalledOnce()
  expect(timers.every(({ stopped }) => stopped)).toBe(true)
})

it('once closed begins nothing, neither by being woken nor by a timer that was left', async () => {
  const task = vi.fn(async () => undefined)
  const { schedule, timers, errors } = scheduled([task])
  await schedule.close()
  schedule.start()
  await schedule.nudge()
  for (const { call } of timers) call()
  await schedule.close()
  expect(task).not.toHaveBeenCalled()
  expect(timers).toEqual([])
  expect(errors).toEqual([])
})

it('that goes off while it closes sets no other timer', async () => {
  const { schedule, timers } = scheduled([async () => undefined])
  schedule.start()
  await schedule.close()
  for (const { call } of [...timers]) call()
  expect(timers).toHaveLength(1)
})

it('closed in the middle of a round leaves the rest of it, and a round that waited for its turn', async () => {
  const begun = Promise.withResolvers<void>()
  const later = vi.fn(async () => undefined)
  const { schedule } = scheduled([() => begun.promise, later])
  schedule.start()
  const waiting = schedule.nudge()
  await Promise.resolve()
  const closing = schedule.close()
  begun.resolve()
  await Promise.all([waiting, closing])
  expect(later).not.toHaveBeenCalled()
})

it('closed while a job was about to start reports no failure, but any other one', async () => {
  for (const [thrown, told] of [
    [new AppError('job/cancelled'), 0],
    [new AppError('store/full'), 1],
  ] as const) {
    const begun = Promise.withResolvers<void>()
    const { schedule, errors } = scheduled([() => begun.promise])
    schedule.start()
    await Promise.resolve()
    schedule.stop()
    begun.reject(thrown)
    await schedule.close()
    expect(errors).toHaveLength(told)
  }
})

it('reports a job that was cancelled while the app stays open', async () => {
  const { schedule, errors } = scheduled([() => Promise.reject(new AppError('job/cancelled'))])
  await schedule.nudge()
  expect(errors).toHaveLength(1)
})

it('goes on past a task that throws at once', async () => {
  const later = vi.fn(async () => undefined)
  const { schedule, errors } = scheduled([
    () => {
      throw new Error('at once')
    },
    later,
  ])
  await schedule.nudge()
  await schedule.nudge()
  expect(errors).toHaveLength(2)
  expect(later).toHaveBeenCalledTimes(2)
})
