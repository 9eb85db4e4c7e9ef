import { describe, expect, it } from 'vitest'
import { pseudonymiser } from '../../../electron/export/results/attempts.ts'

const key = '000102030405060708090a0b0c0d0e0f'

describe('a pseudonym', () => {
  it('is the same in every file written with the same key', () => {
    const pseudonym = pseudonymiser(key)('a', 'user:1')
    expect(pseudonym).toMatch(/^S-[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(pseudonymiser(key)('a', 'user:1')).toBe(pseudonym)
  })

  it('is another for another key, account or student', () => {
    const pseudonym = pseudonymiser(key)
    const others = [
      pseudonymiser(key.replace('00', 'ff'))('a', 'user:1'),
      pseudonym('b', 'user:1'),
      pseudonym('a', 'user:11'),
    ]
    expect(new Set([pseudonym('a', 'user:1'), ...others]).size).toBe(4)
  })

  it.each(['', 'ff', 'not hexadecimal, but long enough to be a key'])(
    'is not made with a key anybody could guess: %s',
    (weak) => {
      expect(() => pseudonymiser(weak)).toThrow(expect.objectContaining({ code: 'internal' }))
    },
  )

  it('does not run account and student together', () => {
    const pseudonym = pseudonymiser(key)
    expect(pseudonym('a', 'buser:1')).not.toBe(pseudonym('ab', 'user:1'))
  })

  it('tells 20,000 students apart', () => {
    const pseudonym = pseudonymiser(key)
    expect(new Set(Array.from({ length: 20_000 }, (_, at) => pseudonym('a', `user:${at}`))).size).toBe(20_000)
  })
})
