import { expect, it, vi } from 'vitest'
import { Schedule, type SchedulePorts } from '../../../electron/sync/schedule.ts'

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
  await schedule.close()
  expect(task).toHaveBeenCalledTimes(3)
})

it('goes on past a task that fails, and tells of it', async () => {
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
  await schedule.close()
  expect(task).toHaveBeenCalledOnce()
  expect(timers.every(({ stopped }) => stopped)).toBe(true)
})
