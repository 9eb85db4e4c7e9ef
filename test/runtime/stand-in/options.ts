import type * as Electron from 'electron'

type Kind<T> = [T] extends [boolean]
  ? 'boolean'
  : [T] extends [number]
    ? 'number'
    : [T] extends [string]
      ? string extends T
        ? 'string'
        : readonly T[]
      : (value: unknown) => boolean

/**
 * The options of a call that are doubled, and what each may be. Electron reads what it knows and passes over the rest;
 * here a name that is none of Electron's fails to compile in these tables, and at run time in the app.
 */
export type Rules<T> = { readonly [Name in keyof T]?: Kind<NonNullable<T[Name]>> }

type Rule = 'boolean' | 'number' | 'string' | readonly unknown[] | ((value: unknown) => boolean)

const keeps = (rule: Rule, value: unknown): boolean => {
  if (typeof rule === 'string') return typeof value === rule && !Number.isNaN(value)
  return typeof rule === 'function' ? rule(value) : rule.includes(value)
}

/** @throws TypeError for an option that is not in the table, or whose value Electron would not take */
export function refuseUnknown(call: string, options: object, rules: Readonly<Record<string, Rule | undefined>>): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) throw new TypeError(`${call} has no option '${name}', or the stand-in does not double it`)
    if (value !== undefined && !keeps(rule, value)) throw new TypeError(`${call}: '${name}' cannot be ${String(value)}`)
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const isFunction = (value: unknown): boolean => typeof value === 'function'
const listOf =
  (rule: Rule) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every((part) => keeps(rule, part))
const isSignal = (value: unknown): boolean => value instanceof AbortSignal

/** Chromium's own: a list of names and endings, without points and without `*.`. */
const areFilters = listOf(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'extensions' in value &&
    listOf((ending) => typeof ending === 'string' && /^(\*|[a-z0-9]+)$/.test(ending))(value.extensions),
)

export const windowRules = {
  x: 'number',
  y: 'number',
  width: 'number',
  height: 'number',
  minWidth: 'number',
  minHeight: 'number',
  show: 'boolean',
  title: 'string',
  icon: (value) => typeof value === 'string' || isObject(value),
  backgroundColor: 'string',
  autoHideMenuBar: 'boolean',
  webPreferences: isObject,
} satisfies Rules<Electron.BrowserWindowConstructorOptions>

export const webPreferenceRules = {
  preload: 'string',
  partition: 'string',
  sandbox: 'boolean',
  contextIsolation: 'boolean',
  nodeIntegration: 'boolean',
  nodeIntegrationInWorker: 'boolean',
  nodeIntegrationInSubFrames: 'boolean',
  webSecurity: 'boolean',
  allowRunningInsecureContent: 'boolean',
  navigateOnDragDrop: 'boolean',
  spellcheck: 'boolean',
  devTools: 'boolean',
  backgroundThrottling: 'boolean',
  additionalArguments: listOf('string'),
} satisfies Rules<Electron.WebPreferences>

export const saveDialogRules = {
  title: 'string',
  defaultPath: 'string',
  buttonLabel: 'string',
  message: 'string',
  nameFieldLabel: 'string',
  showsTagField: 'boolean',
  filters: areFilters,
  properties: listOf([
    'showHiddenFiles',
    'createDirectory',
    'treatPackageAsDirectory',
    'showOverwriteConfirmation',
    'dontAddToRecent',
  ] satisfies Electron.SaveDialogOptions['properties']),
} satisfies Rules<Electron.SaveDialogOptions>

export const openDialogRules = {
  title: 'string',
  defaultPath: 'string',
  buttonLabel: 'string',
  message: 'string',
  filters: areFilters,
  properties: listOf([
    'openFile',
    'openDirectory',
    'multiSelections',
    'showHiddenFiles',
    'createDirectory',
    'promptToCreate',
    'noResolveAliases',
    'treatPackageAsDirectory',
    'dontAddToRecent',
  ] satisfies Electron.OpenDialogOptions['properties']),
} satisfies Rules<Electron.OpenDialogOptions>

export const messageBoxRules = {
  message: 'string',
  detail: 'string',
  title: 'string',
  type: ['none', 'info', 'error', 'question', 'warning'],
  buttons: listOf('string'),
  defaultId: 'number',
  cancelId: 'number',
  noLink: 'boolean',
  normalizeAccessKeys: 'boolean',
  checkboxLabel: 'string',
  checkboxChecked: 'boolean',
  signal: isSignal,
} satisfies Rules<Electron.MessageBoxOptions>

export const requestRules = {
  url: 'string',
  method: 'string',
  headers: isObject,
  session: isObject,
  origin: 'string',
  useSessionCookies: 'boolean',
  credentials: ['include', 'omit', 'same-origin'],
  redirect: ['follow', 'error', 'manual'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  referrerPolicy: [
    '',
    'no-referrer',
    'no-referrer-when-downgrade',
    'origin',
    'origin-when-cross-origin',
    'unsafe-url',
    'same-origin',
    'strict-origin',
    'strict-origin-when-cross-origin',
  ],
} satisfies Rules<Electron.ClientRequestConstructorOptions>

/** What `session.fetch` passes on of a request; anything else would be silently without effect. */
export const fetchRules = {
  method: 'string',
  headers: isObject,
  body: (value) => value === null || typeof value === 'string' || isObject(value),
  signal: (value) => value === null || isSignal(value),
  cache: requestRules.cache,
  credentials: requestRules.credentials,
  redirect: requestRules.redirect,
  referrerPolicy: requestRules.referrerPolicy,
  mode: ['cors', 'navigate', 'no-cors', 'same-origin'],
  duplex: ['half'],
} satisfies Rules<Omit<RequestInit, 'headers'>> & Readonly<Record<string, Rule>>

export const proxyRules = {
  mode: ['direct', 'auto_detect', 'pac_script', 'fixed_servers', 'system'],
  pacScript: 'string',
  proxyRules: 'string',
  proxyBypassRules: 'string',
} satisfies Rules<Electron.ProxyConfig>

export const partitionRules = { cache: 'boolean' } satisfies Rules<Electron.FromPartitionOptions>

export const loginItemRules = {
  openAtLogin: 'boolean',
  path: 'string',
  args: listOf('string'),
  enabled: 'boolean',
  name: 'string',
} satisfies Rules<Electron.Settings>

export const representationRules = {
  scaleFactor: 'number',
  width: 'number',
  height: 'number',
  dataURL: 'string',
  buffer: (value) => value instanceof Uint8Array,
} satisfies Rules<Electron.AddRepresentationOptions>

export const printRules = {
  silent: 'boolean',
  printBackground: 'boolean',
  usePrinterDefaultPageSize: 'boolean',
  landscape: 'boolean',
  copies: 'number',
  pageSize: (value) => typeof value === 'string' || isObject(value),
} satisfies Rules<Electron.WebContentsPrintOptions>

export const menuItemRules = {
  role: 'string',
  type: ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'],
  label: 'string',
  sublabel: 'string',
  toolTip: 'string',
  accelerator: 'string',
  icon: (value) => typeof value === 'string' || isObject(value),
  enabled: 'boolean',
  visible: 'boolean',
  checked: 'boolean',
  id: 'string',
  submenu: (value) => Array.isArray(value) || isObject(value),
  click: isFunction,
} satisfies Readonly<Partial<Record<keyof Electron.MenuItemConstructorOptions, Rule>>>
