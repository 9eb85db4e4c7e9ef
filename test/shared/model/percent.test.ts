import { assert as holds, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromTenths, nearestTenths, percentText, toFraction, toTenths } from '../../../shared/model/result-values.ts'

describe('a percentage in tenths', () => {
  it('is exact for every tenth ClassMarker can send', () => {
    for (let tenths = -10_000; tenths <= 10_000; tenths++) expect(toTenths(tenths / 10) + 0).toBe(tenths)
  })

  it.each([
    [49.95, 500],
    [49.94, 499],
    [49.949_999, 499],
    [1.005, 10],
    [1.05, 11],
    [0.05, 1],
    [0.049, 0],
    [89.95, 900],
    [64.15, 642],
    [99.95, 1000],
    [-0.05, -1],
    [-1.05, -11],
    [100, 1000],
    [28.749999999999996, 288],
    [49.949999999999996, 500],
    [64.14999999999999, 642],
    [1.0499999999999998, 11],
    [28.74, 287],
    [28.7499, 287],
  ])('%d %% is %d', (percentage, tenths) => {
    expect(toTenths(percentage)).toBe(tenths)
  })

  it('rounds every half away from zero, however it looks in binary', () => {
    holds(
      property(integer({ min: 0, max: 100_000 }), (tenths) => {
        expect(toTenths((10 * tenths + 5) / 100)).toBe(tenths + 1)
        expect(toTenths(-(10 * tenths + 5) / 100)).toBe(-tenths - 1)
      }),
    )
  })

  it('comes back as the figure it was, and as the fraction of a spreadsheet', () => {
    holds(
      property(integer({ min: 0, max: 10_000 }), (tenths) => {
        expect(toTenths(fromTenths(toTenths(tenths / 10)))).toBe(tenths)
        expect(toFraction(toTenths(tenths / 10))).toBe(tenths / 1000)
      }),
    )
  })

  it('stands as the half above in text where it is the mean of two neighbours', () => {
    for (let tenths = 0; tenths < 1_000; tenths++) {
      const mean = (tenths + (tenths + 1)) / 2
      expect(nearestTenths(mean)).toBe(tenths + 1)
      expect(percentText(mean)).toBe(`${Math.floor((tenths + 1) / 10)}.${(tenths + 1) % 10}`)
    }
    expect(percentText(-2.5)).toBe('-0.3')
    expect(percentText(688.25)).toBe('68.8')
  })
})
