import { describe, expect, it } from 'vitest'
import { chipsThatFit } from '../../../renderer/list/filters/chips-shown.ts'

const row = { gap: 6, add: 70, more: 40, clear: 0 }
const shown = (widths: readonly number[], room: number, clear = 0) => chipsThatFit(widths, { ...row, room, clear })

describe('filter chips and the one line they have', () => {
  it('all stand in it while they and the button that adds one fit', () => {
    expect(shown([100, 100], 282)).toBe(2)
    expect(shown([100, 100], 281)).toBe(1)
  })
  it('fold from the last when they do not, with room for what says how many', () => {
    // 100 + 6 + 100 + 6 + 40 + 6 + 70
    expect(shown([100, 100, 100, 100], 328)).toBe(2)
    expect(shown([100, 100, 100, 100], 327)).toBe(1)
  })
  it('never fold one alone to make room for nothing but itself', () => {
    expect(shown([100, 100, 100], 388)).toBe(3)
    expect(shown([100, 100, 30], 318)).toBe(3)
  })
  it('keep room for the button that removes all of them', () => {
    expect(shown([100, 100, 100], 454, 60)).toBe(3)
    expect(shown([100, 100, 100], 453, 60)).toBe(2)
  })
  it('fold altogether where there is no room', () => {
    expect(shown([240, 240], 120)).toBe(0)
    expect(shown([], 10)).toBe(0)
  })
})
