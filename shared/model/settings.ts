import type { z } from 'zod'

/** How a list was arranged by hand; absent parts are as the list comes. Columns that it does not have are passed over. */
export interface ListLayout {
  /** The columns in their order; others follow in the order they come with. */
  readonly order?: readonly string[] | undefined
  /** Pixels that were given by hand, at normal letter size. */
  readonly widths?: Readonly<Record<string, number>> | undefined
  /** Switched off by hand. */
  readonly hidden?: readonly string[] | undefined
  /** Kept at the front, in every window. */
  readonly pinned?: readonly string[] | undefined
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' } | undefined
}

/** The layouts of all lists, by the names of the lists. */
type ListLayouts = Readonly<Record<string, ListLayout>>

const mostLists = 50
const mostColumns = 50

/** What layouts may be. The window knows only their types, so that no checking is loaded there. */
export function listLayouts(zod: typeof z): z.ZodType<ListLayouts> {
  const name = zod.string().max(50)
  const columns = zod.array(name).max(mostColumns)
  const layout = zod.object({
    order: columns.optional(),
    widths: zod.record(name, zod.int().min(1).max(4_000)).optional(),
    hidden: columns.optional(),
    pinned: columns.optional(),
    sort: zod.object({ field: name, direction: zod.enum(['asc', 'desc']) }).optional(),
  })
  const few = (most: number) => (entries: object) => Object.keys(entries).length <= most
  return zod
    .record(
      name,
      layout.refine(({ widths = {} }) => few(mostColumns)(widths)),
    )
    .refine(few(mostLists))
}

/** Sections of the settings screen. */
type Section = 'appearance' | 'syncing'

interface SettingFacts<Value> {
  /** What it may be. The window knows only types and defaults, so that no checking is loaded there. */
  readonly type: (zod: typeof z) => z.ZodType<Value>
  readonly default: Value
  /** Where the settings screen shows it; null where it is chosen elsewhere. */
  readonly shown: Section | null
}

/** One of several, or on and off: how the settings screen asks for it. */
interface ChoiceFacts<Value extends string> extends SettingFacts<Value> {
  readonly control: 'choice'
  readonly choices: readonly Value[]
}
interface SwitchFacts extends SettingFacts<boolean> {
  readonly control: 'switch'
}
interface KeptFacts<Value> extends SettingFacts<Value> {
  readonly control: null
}

const choice = <const Value extends string>(
  choices: readonly [Value, ...Value[]],
  usual: NoInfer<Value>,
  shown: Section,
): ChoiceFacts<Value> => ({ control: 'choice', choices, type: (zod) => zod.enum(choices), default: usual, shown })

const onOff = (usual: boolean, shown: Section): SwitchFacts => ({
  control: 'switch',
  type: (zod) => zod.boolean(),
  default: usual,
  shown,
})

const kept = <Value>(type: (zod: typeof z) => z.ZodType<Value>, usual: Value): KeptFacts<Value> => ({
  control: null,
  type,
  default: usual,
  shown: null,
})

/** Everything the teacher chooses for this laptop. Store, messages and settings screen follow from this table. */
export const settingsTable = {
  theme: choice(['system', 'light', 'dark'], 'system', 'appearance'),
  density: choice(['compact', 'normal', 'comfortable'], 'normal', 'appearance'),
  /** Sync at start, every hour, after waking and when the network returns. */
  autoSync: onOff(true, 'syncing'),
  /** Start with the computer, hidden in the tray, and stay there when the window is closed. */
  startAtLogin: onOff(false, 'syncing'),
  /** Columns of the results grid switched off by hand. */
  hiddenColumns: kept<readonly string[]>((zod) => zod.array(zod.string().max(50)).max(50), []),
  /** How the columns of each long list were arranged, and how it is sorted. */
  lists: kept<ListLayouts>(listLayouts, {}),
} as const

export type SettingName = keyof typeof settingsTable
export const settingNames = Object.keys(settingsTable) as readonly SettingName[]

export type Settings = { readonly [Name in SettingName]: (typeof settingsTable)[Name]['default'] }
export type SettingsChange = { readonly [Name in SettingName]?: Settings[Name] | undefined }

/** Each setting with something made of its facts. */
const eachSetting = (make: (name: SettingName) => unknown): object =>
  Object.fromEntries(settingNames.map((name) => [name, make(name)]))

export const defaultSettings = eachSetting((name) => settingsTable[name].default) as Settings

/** Settings as they are stored: what another version chose and this one cannot read is as if never chosen. */
export const storedSettings = (zod: typeof z): z.ZodType<Settings> => {
  const shape = eachSetting((name) => {
    const { type, default: usual }: SettingFacts<unknown> = settingsTable[name]
    return type(zod).catch(usual)
  }) as z.ZodRawShape
  return zod.object(shape) as z.ZodType as z.ZodType<Settings>
}

/** A change as the window may ask for it. */
export const settingsChange = (zod: typeof z): z.ZodType<SettingsChange> => {
  const shape = eachSetting((name) => settingsTable[name].type(zod).optional()) as z.ZodRawShape
  return zod.strictObject(shape) as z.ZodType as z.ZodType<SettingsChange>
}
