import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJson, type Packed, packed } from '../../runtime/stand-in/packed.ts'

/** As the page's bridge reads it. */
const unpacked = (value: Packed): unknown => ('json' in value ? JSON.parse(value.json) : value.value)

describe('an answer on its way to a page of the stand-in', () => {
  it('arrives as Electron’s structured clone would bring it', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(anything, (value) => {
        expect(unpacked(packed(value))).toStrictEqual(structuredClone(value))
      }),
    )
  })

  it('travels as text where it is a list of rows, and never where text would lose something', () => {
    expect(packed([{ id: 1, first: 'Zoë', score: 12.5, passed: true, note: null }])).toHaveProperty('json')
    const kept = [undefined, { a: undefined }, Number.NaN, -0, new Date(0), new Array(1), new Map(), 1n]
    expect(kept.filter(isJson)).toEqual([])
  })

  it('is refused where it holds what cannot be cloned', () => {
    expect(() => packed({ listen: () => undefined })).toThrow('could not be cloned')
  })
})
