/** Whether the window is on a Mac, where Cmd takes the place of Ctrl. */
export const onMac = /mac/i.test(globalThis.navigator?.userAgent ?? '')

/** A pressed key with its modifiers. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  getModifierState?(name: string): boolean
}

/** Where a shortcut works: the parts of the help's sheet. */
export const shortcutPlaces = ['anywhere', 'screens', 'list', 'panel', 'text'] as const
export type ShortcutPlace = (typeof shortcutPlaces)[number]

interface Shortcut {
  readonly place: ShortcutPlace
  /** `Mod` is Ctrl, on a Mac Cmd. The first is the one that buttons and menus name. */
  readonly keys: readonly string[]
  /** On a Mac, where they differ. */
  readonly mac?: readonly string[]
}

/**
 * Every shortcut: what binds a key and what tells of it read it here, the help's sheet too. Those that open a screen
 * stand with the screens.
 */
const table = {
  find: { place: 'anywhere', keys: ['Mod+K', 'Mod+Shift+F'] },
  search: { place: 'anywhere', keys: ['Mod+F'] },
  sync: { place: 'anywhere', keys: ['Mod+R', 'F5'] },
  export: { place: 'anywhere', keys: ['Mod+E'] },
  print: { place: 'anywhere', keys: ['Mod+P'] },
  undo: { place: 'anywhere', keys: ['Mod+Z'] },
  redo: { place: 'anywhere', keys: ['Mod+Shift+Z', 'Mod+Y'], mac: ['Mod+Shift+Z'] },
  // Alt+Left moves by words in a text of a Mac.
  back: { place: 'anywhere', keys: ['Alt+ArrowLeft'], mac: ['Mod+['] },
  nextRegion: { place: 'anywhere', keys: ['F6'] },
  previousRegion: { place: 'anywhere', keys: ['Shift+F6'] },
  help: { place: 'anywhere', keys: ['F1', 'Mod+/', '?'] },
  close: { place: 'anywhere', keys: ['Escape'] },
  move: { place: 'list', keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] },
  movePages: { place: 'list', keys: ['PageUp', 'PageDown'] },
  moveInRow: { place: 'list', keys: ['Home', 'End'] },
  moveToEnds: { place: 'list', keys: ['Ctrl+Home', 'Ctrl+End'] },
  open: { place: 'list', keys: ['Enter'] },
  select: { place: 'list', keys: ['Space'] },
  extend: { place: 'list', keys: ['Shift+Space', 'Shift+ArrowUp', 'Shift+ArrowDown'] },
  selectAll: { place: 'list', keys: ['Mod+A'] },
  copyRows: { place: 'list', keys: ['Mod+C'] },
  rowMenu: { place: 'list', keys: ['Shift+F10', 'ContextMenu'] },
  excuse: { place: 'list', keys: ['X'] },
  columnWidth: { place: 'list', keys: ['Shift+ArrowLeft', 'Shift+ArrowRight'] },
  columnPlace: { place: 'list', keys: ['Ctrl+Shift+ArrowLeft', 'Ctrl+Shift+ArrowRight'] },
  previous: { place: 'panel', keys: ['['] },
  next: { place: 'panel', keys: [']'] },
  saveNote: { place: 'text', keys: ['Mod+Enter'] },
} as const satisfies Readonly<Record<string, Shortcut>>

export type ShortcutId = keyof typeof table

export const shortcutIds = Object.keys(table) as readonly ShortcutId[]

export const placeOfShortcut = (id: ShortcutId): ShortcutPlace => table[id].place

/** The keys of a shortcut, as the table writes them. */
export function keysOf(id: ShortcutId, mac = onMac): readonly string[] {
  const { keys, mac: ofMac }: Shortcut = table[id]
  return mac ? (ofMac ?? keys) : keys
}

/** The keys of the screen at a place of the sidebar, or of another by its sign. */
export const screenKeys = (shortcut: string): string => `Mod+${shortcut}`

const isSign = (key: string): boolean => key.length === 1 && !/[\p{L}\d ]/u.test(key)
const isAltGraph = (event: Stroke): boolean => event.getModifierState?.('AltGraph') === true

/** Whether an event is these keys. Signs count however a keyboard types them: with Shift, with AltGr. */
export function isKeys(event: Stroke, keys: string, mac = onMac): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) === 'Space' ? ' ' : (parts.at(-1) ?? '')
  if (event.key.toLowerCase() !== key.toLowerCase()) return false
  const [mod, ctrl] = [parts.includes('Mod'), parts.includes('Ctrl')]
  if (isSign(key) && !mod) return !event.metaKey && ((!event.ctrlKey && !event.altKey) || isAltGraph(event))
  if (event.ctrlKey !== (ctrl || (mod && !mac)) || event.metaKey !== (mod && mac)) return false
  if (event.altKey !== parts.includes('Alt')) return false
  return isSign(key) || event.shiftKey === parts.includes('Shift')
}

/** Whether an event is a shortcut, by any of its keys. */
export const isShortcut = (event: Stroke, id: ShortcutId, mac = onMac): boolean =>
  keysOf(id, mac).some((keys) => isKeys(event, keys, mac))

const ariaNames: Readonly<Record<string, string>> = { Ctrl: 'Control' }
const signs: Readonly<Record<string, string>> = { Alt: '⌥', Shift: '⇧', Ctrl: '⌃', Mod: '⌘' }
const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
  ContextMenu: 'Menu key',
}

/** Keys as they are shown: "Ctrl+K", on a Mac "⌘K". */
export function keysShown(keys: string, mac = onMac): string {
  const parts = keys.split('+').map((part) => shown[part] ?? part)
  if (mac) return parts.map((part) => signs[part] ?? part).join('')
  return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+')
}

/** Keys as `aria-keyshortcuts` names them: "Control+K". */
export const keysNamed = (keys: string, mac = onMac): string =>
  keys
    .split('+')
    .map((part) => (part === 'Mod' ? (mac ? 'Meta' : 'Control') : (ariaNames[part] ?? part)))
    .join('+')

/** The keys that a shortcut is shown with: the first of them, as the table writes them. */
export const firstKeys = (id: ShortcutId): string => keysOf(id)[0] ?? ''

/** The first keys of a shortcut, as they are shown. */
export const shortcutShown = (id: ShortcutId): string => keysShown(firstKeys(id))

/** The first keys of a shortcut, as screen readers are told. */
export const shortcutName = (id: ShortcutId): string => keysNamed(firstKeys(id))
