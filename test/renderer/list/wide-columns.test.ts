import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnPlaces, fitWide, placesOf, revealedAt } from '../../../renderer/list/wide-columns.ts'

const columnsOf = (tests: number) => [
  { id: 'student', width: 190, grow: 1, leaves: 0 },
  ...Array.from({ length: tests }, (_, place) => ({ id: `test ${place}`, width: 112, grow: 0, leaves: 0 })),
  { id: 'average', width: 84, grow: 0, leaves: 0, frozen: 'end' as const },
]
const sum = (fitted: readonly { readonly width: number }[]) => fitted.reduce((total, { width }) => total + width, 0)

describe('columns that scroll sideways', () => {
  it('share the room while they fit, and none leaves while they do not', () => {
    expect(sum(fitWide(columnsOf(3), 1_000))).toBeLessThanOrEqual(1_000)
    expect(fitWide(columnsOf(60), 1_000)).toHaveLength(62)
  })

  it('become as wide as lets a whole number of them stand between the frozen ones', () => {
    const fitted = fitWide(columnsOf(60), 1_000)
    expect(fitted[0]?.width).toBe(190)
    expect(fitted.at(-1)?.width).toBe(84)
    // Six of 112 pixels would leave 54 pixels over.
    expect(fitted[1]?.width).toBe(121)
  })

  it('keep the width that was set by hand', () => {
    const [student, first, ...others] = columnsOf(60)
    const fitted = fitWide([student, { ...first, width: 70, fixed: true }, ...others] as never, 1_000)
    expect(fitted[1]?.width).toBe(70)
  })

  it('are drawn where they are in view, the frozen ones and the one in focus always', () => {
    const columns = columnsOf(60)
    const places = placesOf(columns, fitWide(columns, 1_000), 1_000)
    const atStart = drawnPlaces(places, 0, 1_000, 0)
    expect(atStart.slice(0, 3)).toEqual([0, 1, 2])
    expect(atStart.at(-1)).toBe(61)
    expect(atStart.length).toBeLessThan(16)
    const further = drawnPlaces(places, 4_800, 1_000, 3)
    expect(further.slice(0, 2)).toEqual([0, 3])
    expect(further).not.toContain(4)
  })

  it('scroll at the end too where the frozen ones would leave no room', () => {
    const columns = columnsOf(6)
    expect(placesOf(columns, fitWide(columns, 400), 400).frozen.at(-1)).toBeNull()
    expect(placesOf(columns, fitWide(columns, 800), 800).frozen.at(-1)).toBe('end')
  })

  it('are revealed beside the frozen ones from wherever the grid is scrolled to', () => {
    const columns = columnsOf(60)
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 2_000 }),
        fc.integer({ min: 0, max: 8_000 }),
        fc.nat(61),
        (room, scrolled, place) => {
          const places = placesOf(columns, fitWide(columns, room), room)
          const at = revealedAt(places, place, scrolled, room)
          if (places.frozen[place] !== null) return at === scrolled
          const left = (places.lefts[place] as number) - at
          const right = left + (places.widths[place] as number)
          return left >= places.covered.start - 0.01 && right <= room - places.covered.end + 0.01
        },
      ),
    )
  })
})
