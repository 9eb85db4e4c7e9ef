import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cellAfterKey } from '../../../renderer/list/grid-focus.ts'
import {
  isKeys,
  isShortcut,
  keysNamed,
  keysOf,
  keysShown,
  type Stroke,
  shortcutIds,
} from '../../../renderer/ui/shortcuts.ts'

const root = resolve(import.meta.dirname, '../../../renderer')
const sources = globSync('**/*.{ts,tsx}', { cwd: root }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(resolve(root, file), 'utf8'),
}))

const stroke = (key: string, held: Partial<Stroke> = {}): Stroke => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
})
const ctrl = { ctrlKey: true }

describe('the table of shortcuts', () => {
  it('tells a signs’ key however a keyboard types it, and a letter only as it is told', () => {
    expect(isShortcut(stroke('?', { shiftKey: true }), 'help')).toBe(true)
    expect(isShortcut(stroke('/', { ...ctrl, shiftKey: true }), 'help')).toBe(true)
    const altGraph = { ctrlKey: true, altKey: true, getModifierState: (name: string) => name === 'AltGraph' }
    expect(isShortcut(stroke('[', altGraph), 'previous')).toBe(true)
    expect(isShortcut(stroke('[', ctrl), 'previous')).toBe(false)
    expect(isShortcut(stroke('k', ctrl), 'find')).toBe(true)
    expect(isShortcut(stroke('k', { ...ctrl, shiftKey: true }), 'find')).toBe(false)
    expect(isShortcut(stroke('F', { ...ctrl, shiftKey: true }), 'find')).toBe(true)
    expect(isShortcut(stroke('f', ctrl), 'find')).toBe(false)
    expect(isShortcut(stroke('k', { metaKey: true }), 'find', true)).toBe(true)
    expect(isShortcut(stroke('k', ctrl), 'find', true)).toBe(false)
    expect(isKeys(stroke(','), 'Mod+,')).toBe(false)
  })

  it('names keys as they stand on the keyboard, and as screen readers know them', () => {
    expect([keysShown('Mod+Shift+Z', false), keysShown('Mod+Shift+Z', true)]).toEqual(['Ctrl+Shift+Z', '⌘⇧Z'])
    expect([keysNamed('Mod+K', false), keysNamed('Mod+K', true)]).toEqual(['Control+K', 'Meta+K'])
    expect(keysShown('Alt+ArrowLeft', false)).toBe('Alt+←')
  })

  it('has no keys twice in one place, so that each does one thing', () => {
    for (const mac of [false, true]) {
      const all = shortcutIds.flatMap((id) => keysOf(id, mac))
      expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([])
    }
  })

  // What the grid does with these keys is the pattern of the W3C; the others are asked for by their names.
  const ofGrid = {
    move: 'ArrowDown',
    movePages: 'PageDown',
    moveInRow: 'End',
    moveToEnds: 'End',
  } as const

  it('tells of no key that nothing binds', () => {
    const inCode = sources.filter(({ file }) => file !== 'ui/shortcuts.ts').map(({ text }) => text)
    const bound = (id: string) =>
      inCode.some((text) =>
        new RegExp(`(useShortcut|useCommand)\\(\\s*'${id}'|isShortcut\\([a-z]+, '${id}'`).test(text),
      )
    // Esc is the widgets' own everywhere; on a heading the arrows are read with their modifiers.
    const others = ['open', 'extend', 'columnWidth', 'columnPlace', ...Object.keys(ofGrid)]
    expect(shortcutIds.filter((id) => !bound(id))).toEqual(shortcutIds.filter((id) => others.includes(id)))
    const at = { row: 5, column: 2 }
    const size = { rows: 100, columns: 4, page: 10 }
    for (const [id, key] of Object.entries(ofGrid)) {
      const moved = cellAfterKey(at, key, id === 'moveToEnds', size)
      expect(moved).not.toBeNull()
      expect(moved).not.toEqual(at)
    }
  })

  it('is where every letter and function key is bound', () => {
    const loose = sources
      .filter(({ file }) => file !== 'ui/shortcuts.ts')
      .flatMap(({ file, text }) =>
        [...text.matchAll(/\.key(?:\.toLowerCase\(\))? [!=]== '([^']+)'/g)]
          .filter(([, key = '']) => /^(.|F\d+)$/u.test(key) && key !== ' ')
          .map(([, key]) => `${file}: ${key}`),
      )
    expect(loose).toEqual(['shell/App.tsx: ?'])
  })
})
