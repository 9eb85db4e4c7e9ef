import { describe, expect, it } from 'vitest'
import { AppError, errorCodes, fromEnvelope, rebuildError, serialiseError, toEnvelope } from '../../shared/errors.ts'

/** The value after a message port or IPC has passed it on. */
const hop = <T>(value: T): T => structuredClone(value)

describe('an error on its way', () => {
  it.each(errorCodes)('%s keeps code and facts over a hop', async (code) => {
    const envelope = hop(
      await toEnvelope(() => {
        throw new AppError(code, { nextRequestAfter: 1_795_176_000, name: 'Northgate' })
      }),
    )
    expect(() => fromEnvelope(envelope)).toThrow(
      expect.objectContaining({
        name: 'AppError',
        code,
        detail: { nextRequestAfter: 1_795_176_000, name: 'Northgate' },
      }),
    )
  })

  it('leaves its cause behind', () => {
    const error = new AppError('store/failed', { folder: '/data' }, { cause: new Error('no such table: secret') })
    expect(serialiseError(error)).toEqual({ code: 'store/failed', detail: { folder: '/data' } })
  })

  it.each([
    new Error('token=abc'),
    new TypeError('abc'),
    'abc',
    { code: 'api/clock', message: 'abc' },
    null,
    undefined,
  ])('becomes internal without its text, where it is none of ours: %s', (thrown) => {
    expect(serialiseError(thrown)).toEqual({ code: 'internal', detail: {} })
  })

  it('of a code this version does not know is internal', () => {
    const error = JSON.parse('{"code":"api/brand-new","detail":{}}')
    expect(rebuildError(error)).toMatchObject({ code: 'internal' })
  })
})

describe('an envelope', () => {
  it.each([0, '', null, undefined, false, [1], { rows: [] }])('carries %j there and back', async (value) => {
    expect(fromEnvelope(hop(await toEnvelope(async () => value)))).toEqual(value)
  })

  it('holds what is thrown at once and what is rejected later', async () => {
    const atOnce = toEnvelope(() => {
      throw new AppError('api/clock')
    })
    const later = toEnvelope(() => Promise.reject(new AppError('api/clock')))
    expect(await atOnce).toEqual({ ok: false, error: { code: 'api/clock', detail: {} } })
    expect(await later).toEqual(await atOnce)
  })
})

it('names every code once', () => {
  expect(new Set(errorCodes).size).toBe(errorCodes.length)
})
