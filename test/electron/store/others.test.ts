import { expect, it, onTestFinished } from 'vitest'
import { OthersWatch, openStore, type Topic } from '../../../electron/store/api.ts'
import { lookAgain, lookEvery } from '../../../electron/store/others.ts'
import type { Ms } from '../../../shared/model/time.ts'
import { workers } from '../support/workers.ts'
import { temporaryFile } from './laptop-database.ts'

/** Two programs with the same database. */
async function twoPrograms() {
  const file = temporaryFile()
  const told: (readonly Topic[])[] = []
  const here = await openStore(file, workers, { onWritten: (topics) => told.push(topics) })
  onTestFinished(() => here.close())
  const there = await openStore(file, workers)
  onTestFinished(() => there.close())
  return { here, there, told }
}

it('what another program writes is announced once, and what this one writes only by itself', async () => {
  const { here, there, told } = await twoPrograms()
  const look = async () => {
    told.length = 0
    await here.noticeOthers()
    return told.flat()
  }
  expect(await look()).toEqual([])
  await here.changeSettings({ theme: 'dark' })
  expect(await look()).toEqual([])
  await there.changeSettings({ theme: 'light' })
  expect(await look()).toEqual(expect.arrayContaining(['results', 'students', 'settings', 'accounts']))
  expect(await look()).toEqual([])
  expect((await here.settings()).theme).toBe('light')
})

it('it is looked for again and again, one look after the other, until it is closed', async () => {
  const { here, there, told } = await twoPrograms()
  const timers: (() => void)[] = []
  const failures: unknown[] = []
  const after = (_: Ms, call: () => void) => {
    timers.push(call)
    return { stop: () => void timers.splice(0) }
  }
  const watch = new OthersWatch({ store: here, after, onError: (thrown) => failures.push(thrown) })
  watch.start()
  await expect.poll(() => timers.length).toBe(1)
  await there.changeSettings({ theme: 'light' })
  timers.shift()?.()
  await expect.poll(() => told.flat()).toContain('results')
  await expect.poll(() => timers.length).toBe(1)
  await watch.close()
  expect([timers, failures]).toEqual([[], []])
  watch.start()
  expect(timers).toEqual([])
})

it('it is looked for less often after a look that failed', async () => {
  const looks = [new Error('disk full'), new Error('disk full'), null]
  const noticeOthers = async (): Promise<0 | 1> => {
    const failure = looks.shift()
    if (failure != null) throw failure
    return 0
  }
  const waits: Ms[] = []
  const failures: unknown[] = []
  const after = (length: Ms, call: () => void) => {
    waits.push(length)
    if (looks.length > 0) call()
    return { stop: () => undefined }
  }
  const watch = new OthersWatch({ store: { noticeOthers }, after, onError: (thrown) => failures.push(thrown) })
  watch.start()
  await expect.poll(() => waits).toEqual([lookAgain, lookAgain, lookEvery])
  expect(failures).toHaveLength(2)
  await watch.close()
})
