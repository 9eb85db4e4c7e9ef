import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows, sentRows } from '../../../shared/ipc/sent-rows.ts'

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))
const rowsOf = (fields: readonly string[]) =>
  fc.array(fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: ['id'] }))
const rows = rowsOf(['id', 'name', 'marks', '__proto__', '0'])

describe('rows on their way to the window', () => {
  it('are read as they were sent, each with its own fields', () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(readRows(sentRows(given))).toEqual(given)
      }),
    )
  })

  it('come with the rest of their answer', () => {
    fc.assert(
      fc.property(rows, fc.option(fc.nat()), (given, count) => {
        const answer = { answer: 3, count, rows: given, alike: { test: true } }
        expect(readRows(structuredClone(sentRows(answer)))).toEqual(answer)
      }),
    )
  })

  it('lose a field that says nothing, and keep null', () => {
    expect(readRows(sentRows([{ id: 1, marks: undefined, score: null }]))).toStrictEqual([{ id: 1, score: null }])
  })

  it('name each of their fields once, however many they are', () => {
    const { table } = sentRows(Array.from({ length: 100 }, (_, id) => ({ id, certificateSerial: null })))
    expect(table.split('certificateSerial')).toHaveLength(2)
  })

  it('are left as they are where they were not written', () => {
    for (const plain of [[{ id: 1 }], { rows: [{ id: 1 }] }, null, 7]) expect(readRows(plain)).toBe(plain)
  })
})
