import { expect } from 'vitest'

/** As `expect.poll`, with the patience that a window has in these tests: a shared computer is slow at times. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 8_000 })
