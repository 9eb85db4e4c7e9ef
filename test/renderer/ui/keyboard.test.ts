import { beforeEach, expect, it, vi } from 'vitest'
import { stepBy } from '../../../renderer/ui/keyboard.ts'
import { isShortcut, type Stroke } from '../../../renderer/ui/shortcuts.ts'

/** The part of an element that is needed to ask where a key was pressed. */
class Place {
  readonly inScrollingText: boolean
  constructor(inScrollingText: boolean) {
    this.inScrollingText = inScrollingText
  }
  closest = (selector: string) => (selector === '[data-scrolls]' && this.inScrollingText ? this : null)
}
const panel = { contains: (place: unknown) => place instanceof Place } as unknown as HTMLElement
const pressed = (key: string, inScrollingText: boolean) =>
  stepBy({ key, target: new Place(inScrollingText) } as unknown as KeyboardEvent, panel)

beforeEach(() => {
  vi.stubGlobal('document', { body: null })
  vi.stubGlobal('Element', Place)
  vi.stubGlobal('Node', Place)
  return () => vi.unstubAllGlobals()
})

it('the arrows lead from a panel to the next result, but not from a text that they scroll', () => {
  expect([pressed('ArrowDown', false), pressed('ArrowUp', false)]).toEqual([1, -1])
  expect([pressed('ArrowDown', true), pressed('ArrowUp', true)]).toEqual([0, 0])
})

it('the brackets lead on from anywhere', () => {
  expect([pressed(']', true), pressed('[', true)]).toEqual([1, -1])
})

it('back is Alt+Left, on a Mac Cmd+[, where Alt+Left is for a text', () => {
  const stroke = (key: string, held: Partial<Stroke>): Stroke => ({
    ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...held,
  })
  const [altLeft, commandBracket] = [stroke('ArrowLeft', { altKey: true }), stroke('[', { metaKey: true })]
  expect([isShortcut(altLeft, 'back', false), isShortcut(commandBracket, 'back', false)]).toEqual([true, false])
  expect([isShortcut(altLeft, 'back', true), isShortcut(commandBracket, 'back', true)]).toEqual([false, true])
  const step = { ...commandBracket, target: new Place(false) } as unknown as KeyboardEvent
  expect(stepBy(step, panel)).toBe(0)
})
