import { vi } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { openWindow } from './open-window.ts'

export type Window = Awaited<ReturnType<typeof openWindow>>
export type Call = readonly [group: string, name: string]

/** Lets pending answers arrive and timers fire, for a second; the test has fake timers. */
export const settle = () => vi.advanceTimersByTimeAsync(1_000)

/** Holds back the answers of a call: the test decides when each one arrives, and in which order. */
export function held<Answer>({ fake }: Window, [group, name]: Call) {
  const asked: PromiseWithResolvers<Answer>[] = []
  fake.handle(
    group as never,
    name as never,
    (() => {
      const asking = Promise.withResolvers<Answer>()
      asked.push(asking)
      return asking.promise
    }) as never,
  )
  return {
    asked: () => asked.length,
    answer: async (which: number, answer: Answer) => {
      asked[which]?.resolve(answer)
      await settle()
    },
    fail: async (which: number) => {
      asked[which]?.reject(new AppError('store/busy'))
      await settle()
    },
  }
}
