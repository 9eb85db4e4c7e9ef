import { describe, expect, it } from 'vitest'
import { selectionKey } from '../../../renderer/list/selection.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const inRow = { header: false, box: false }
const pressed = (key: string, held: Partial<typeof plain> = {}, place = inRow) =>
  selectionKey({ key, ...plain, ...held }, place)

describe('the keys that select', () => {
  it('toggle by Space, and extend with Shift', () => {
    expect(pressed(' ')).toBe('toggle')
    expect(pressed(' ', { shiftKey: true })).toBe('extend')
  })
  it('take the rows along that the focus moves over with Shift', () => {
    expect(pressed('ArrowDown', { shiftKey: true })).toBe('extend-and-move')
    expect(pressed('PageUp', { shiftKey: true })).toBe('extend-and-move')
    expect(pressed('End', { shiftKey: true, ctrlKey: true })).toBe('extend-and-move')
  })
  it('leave moving within a row alone', () => {
    expect(pressed('End', { shiftKey: true })).toBeNull()
    expect(pressed('ArrowRight', { shiftKey: true })).toBeNull()
    expect(pressed('ArrowDown')).toBeNull()
  })
  it('select everything with Ctrl or Cmd and A, from the header too', () => {
    expect(pressed('a', { ctrlKey: true })).toBe('select-all')
    expect(pressed('A', { metaKey: true }, { header: true, box: false })).toBe('select-all')
    expect(pressed('a')).toBeNull()
  })
  it('clear by Esc', () => {
    expect(pressed('Escape')).toBe('clear')
  })
  it('press the box of the header, and leave its other cells to sorting', () => {
    expect(pressed(' ', {}, { header: true, box: true })).toBe('toggle-all')
    expect(pressed('Enter', {}, { header: true, box: true })).toBe('toggle-all')
    expect(pressed(' ', {}, { header: true, box: false })).toBeNull()
  })
  it('open a row by Enter as ever', () => {
    expect(pressed('Enter')).toBeNull()
  })
})
