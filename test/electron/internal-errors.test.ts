import { describe, expect, it } from 'vitest'
import { internalReport, isInternal } from '../../electron/internal-errors.ts'
import { AppError } from '../../shared/errors.ts'

const sentinel = 'SENTINEL-SECRET'

describe('the report of an unforeseen failure', () => {
  it('says its class and where in the program it happened', () => {
    const report = internalReport(new TypeError('x is not a function'))
    expect(report).toMatch(/^TypeError\n +at .*internal-errors\.test\.ts:\d+:\d+/)
    expect(report.split('\n').length).toBeLessThanOrEqual(21)
  })

  it.each([
    sentinel,
    `no such row\n    at ${sentinel} (/home/ada/x.ts:1:1)`,
    `${sentinel}\n\n    at ${sentinel}:1:1`,
    `(${sentinel}`,
  ])('never repeats its message: %j', (message) => {
    expect(internalReport(new RangeError(message))).toMatch(/^RangeError\n +at /)
    expect(internalReport(new RangeError(message))).not.toContain('SENTINEL')
  })

  it('goes on to the cause, with the code that a system or a database gives it', () => {
    const cause = Object.assign(new Error(`${sentinel} is full`), { code: 'ENOSPC' })
    const report = internalReport(new AppError('internal', {}, { cause }))
    expect(report).toMatch(/^AppError internal\n[\s\S]*\ncaused by Error ENOSPC\n/)
    expect(report).not.toContain('SENTINEL')
  })

  it('takes no code that is a text, and nothing of what is no error', () => {
    expect(internalReport(Object.assign(new Error(''), { code: `the code ${sentinel}` }))).not.toContain('SENTINEL')
    expect(internalReport(sentinel)).toBe('string thrown')
    expect(internalReport(undefined)).toBe('undefined thrown')
  })
})

it('nobody foresaw what is not ours, or is ours and says so', () => {
  for (const thrown of [new Error('x'), 'x', undefined, new AppError('internal')]) expect(isInternal(thrown)).toBe(true)
  expect(isInternal(new AppError('store/busy'))).toBe(false)
})
