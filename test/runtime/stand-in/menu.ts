import type * as Electron from 'electron'
import { menuItemRules, refuseUnknown } from './options.ts'
import type { Doubles } from './real.ts'

type Template = readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]
type Role = NonNullable<Electron.MenuItemConstructorOptions['role']>

/** Every role of Electron's, in the spelling of its types; the value tells whether it brings a menu of its own. */
const roles: Readonly<Record<Role, boolean>> = {
  undo: false,
  redo: false,
  cut: false,
  copy: false,
  paste: false,
  pasteAndMatchStyle: false,
  delete: false,
  selectAll: false,
  reload: false,
  forceReload: false,
  toggleDevTools: false,
  resetZoom: false,
  zoomIn: false,
  zoomOut: false,
  toggleSpellChecker: false,
  togglefullscreen: false,
  window: false,
  minimize: false,
  close: false,
  help: false,
  about: false,
  services: false,
  hide: false,
  hideOthers: false,
  unhide: false,
  quit: false,
  showSubstitutions: false,
  toggleSmartQuotes: false,
  toggleSmartDashes: false,
  toggleTextReplacement: false,
  startSpeaking: false,
  stopSpeaking: false,
  zoom: false,
  front: false,
  appMenu: true,
  fileMenu: true,
  editMenu: true,
  viewMenu: true,
  shareMenu: true,
  recentDocuments: false,
  toggleTabBar: false,
  selectNextTab: false,
  selectPreviousTab: false,
  showAllTabs: false,
  mergeAllWindows: false,
  clearRecentDocuments: false,
  moveTabToNewWindow: false,
  windowMenu: true,
}

const modifiers = /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/i
const keys =
  /^([a-z0-9]|F([1-9]|1\d|2[0-4])|[)!@#$%^&*(:;+=<,_\-.>/?~`{\][}|\\"']|Plus|Space|Tab|Capslock|Numlock|Scrolllock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|VolumeUp|VolumeDown|VolumeMute|Media(NextTrack|PreviousTrack|Stop|PlayPause)|PrintScreen|num([0-9]|dec|add|sub|mult|div))$/i

/** Electron only warns of an accelerator that it cannot read, and the item then has none. */
function refuseAccelerator(accelerator: string): void {
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  if (!keys.test(key) || !parts.every((part) => modifiers.test(part)))
    throw new TypeError(`'${accelerator}' is no accelerator`)
}

/** One item: what the template said, and what its click does. */
export class MenuItem {
  readonly role: string | undefined
  readonly type: string
  readonly label: string
  readonly enabled: boolean
  readonly submenu: Menu | null
  readonly #click: Electron.MenuItemConstructorOptions['click']

  constructor(options: Electron.MenuItemConstructorOptions) {
    refuseUnknown('MenuItem', options, menuItemRules)
    const { role, label, accelerator, submenu, enabled = true, click } = options
    // Electron makes nothing of a role it does not know: the item is there and dead.
    if (role !== undefined && !Object.hasOwn(roles, role)) throw new TypeError(`there is no role '${role}'`)
    if (accelerator != null) refuseAccelerator(accelerator)
    this.role = role
    this.label = label ?? role ?? ''
    this.enabled = enabled
    this.submenu = submenu === undefined ? null : menuOf(submenu)
    this.type = options.type ?? (this.submenu !== null || (role && roles[role]) ? 'submenu' : 'normal')
    if (this.type === 'submenu' && this.submenu === null && !(role && roles[role])) throw new Error('Invalid submenu')
    this.#click = click
  }

  /** Stand-in only: what a person's click does. A disabled item takes none. */
  press(): void {
    if (!this.enabled) throw new Error(`'${this.label}' is disabled`)
    if (this.role !== undefined) throw new Error(`'${this.label}' is a role, which is the system's to carry out`)
    // Electron passes the item, the window and the keys; nothing of ours reads them.
    Reflect.apply(this.#click ?? (() => {}), undefined, [])
  }
}

const menuOf = (submenu: unknown): Menu => {
  if (submenu instanceof Menu) return submenu
  if (Array.isArray(submenu)) return Menu.buildFromTemplate(submenu)
  throw new Error('Invalid submenu')
}

const isItem = (item: unknown): boolean =>
  typeof item === 'object' &&
  item !== null &&
  (Object.hasOwn(item, 'label') || Object.hasOwn(item, 'role') || Reflect.get(item, 'type') === 'separator')

/** Built and kept, never drawn: a menu is the system's. */
export class Menu implements Doubles<Electron.Menu, Menu, 'items' | 'press'> {
  static #application: Menu | null = null
  static #popup: Menu | null = null

  readonly items: readonly MenuItem[]

  private constructor(items: readonly MenuItem[]) {
    this.items = items
  }

  static buildFromTemplate(template: Template): Menu {
    if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array')
    if (!template.every(isItem))
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
    return new Menu(template.map((item) => (item instanceof MenuItem ? item : new MenuItem(item))))
  }

  static setApplicationMenu(menu: unknown): void {
    if (menu !== null && !(menu instanceof Menu)) throw new TypeError('Invalid menu')
    Menu.#application = menu
  }

  static getApplicationMenu = (): Menu | null => Menu.#application

  popup(options: Electron.PopupOptions = {}): void {
    if (typeof options !== 'object') throw new TypeError('Options must be an object')
    Menu.#popup = this
  }

  /** Stand-in only: the menu that was opened last. */
  static lastPopup = (): Menu | null => Menu.#popup

  /** Stand-in only: clicks an item by the labels that lead to it. @throws where there is none, or it takes no click */
  press([label, ...rest]: readonly string[]): void {
    const item = this.items.find((candidate) => candidate.label === label)
    if (item === undefined) throw new Error(`the menu has no '${label}', but ${this.items.map((one) => one.label)}`)
    if (rest.length === 0) item.press()
    else if (item.submenu === null) throw new Error(`'${label}' has no menu of its own`)
    else item.submenu.press(rest)
  }
}
