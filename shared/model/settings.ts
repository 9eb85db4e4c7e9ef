import type { z } from 'zod'
import { type GradebookFileChoice, gradebookFileChoice, usualGradebookFile } from './gradebook-file.ts'
import type { CsvDateChoice } from './import-preview.ts'
import { dayOrders } from './imported.ts'
import { type SisPreset, sisPresets } from './sis-columns.ts'

/**
 * The layout of a list the teacher arranged; absent parts are the list's defaults. Columns the list does not have are
 * ignored.
 */
export interface ListLayout {
  /** The columns in their order; the others follow in their default order. */
  readonly order?: readonly string[] | undefined
  /** Widths the teacher set, in pixels at the usual letter size. */
  readonly widths?: Readonly<Record<string, number>> | undefined
  /** Columns the teacher hid. */
  readonly hidden?: readonly string[] | undefined
  /** Columns kept at the front, in a window of any width. */
  readonly pinned?: readonly string[] | undefined
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' } | undefined
}

/** The layouts of all lists, by the names of the lists. */
type ListLayouts = Readonly<Record<string, ListLayout>>

const mostLists = 50
const mostColumns = 50

/** The parts of zod that the settings' types are made of. */
export type SettingsZod = Pick<
  typeof z,
  'array' | 'boolean' | 'enum' | 'int' | 'object' | 'record' | 'strictObject' | 'string'
>

/** The zod type of layouts. The window imports types only, so that zod is not loaded there. */
export function listLayouts(zod: SettingsZod): z.ZodType<ListLayouts> {
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

const mostAccounts = 100

const csvDateChoices = (zod: SettingsZod): z.ZodType<Readonly<Record<string, CsvDateChoice>>> =>
  zod
    .record(
      zod.string().max(64),
      zod.object({ dayOrder: zod.enum(dayOrders).nullable(), timeZone: zod.string().max(100) }),
    )
    .refine((entries) => Object.keys(entries).length <= mostAccounts)

export const trueFalseForms = ['with options', 'without options'] as const

/** How ClassMarker takes true or false questions. */
export type TrueFalseForm = (typeof trueFalseForms)[number]

const trueFalseFormChoices = (zod: SettingsZod): z.ZodType<Readonly<Record<string, TrueFalseForm>>> =>
  zod
    .record(zod.string().max(64), zod.enum(trueFalseForms))
    .refine((entries) => Object.keys(entries).length <= mostAccounts)

/** Sections of the settings screen. */
type Section = 'appearance' | 'syncing'

interface SettingFacts<Value> {
  /** The setting's zod type. The window imports types and defaults only, so that zod is not loaded there. */
  readonly type: (zod: SettingsZod) => z.ZodType<Value>
  readonly default: Value
  /** The section of the settings screen that shows it; null when it is chosen elsewhere. */
  readonly shown: Section | null
}

/** A choice of several, or a switch: the control on the settings screen. */
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

const kept = <Value>(type: (zod: SettingsZod) => z.ZodType<Value>, usual: Value): KeptFacts<Value> => ({
  control: null,
  type,
  default: usual,
  shown: null,
})

/** Everything the teacher can set on this laptop. Store, messages and settings screen follow from this table. */
export const settingsTable = {
  theme: choice(['system', 'light', 'dark'], 'system', 'appearance'),
  density: choice(['compact', 'normal', 'comfortable'], 'normal', 'appearance'),
  /** Syncs at start, every hour, after waking and when the network returns. */
  autoSync: onOff(true, 'syncing'),
  /** Starts with the computer, hidden in the tray, and stays there when the window is closed. */
  startAtLogin: onOff(false, 'syncing'),
  /** Columns of the results grid that the teacher hid. */
  hiddenColumns: kept<readonly string[]>((zod) => zod.array(zod.string().max(50)).max(50), []),
  /** The column layout and the sort order of each long list. */
  lists: kept<ListLayouts>(listLayouts, {}),
  /** The saved gradebook that was shown last. */
  gradebook: kept<number | null>((zod) => zod.int().positive().nullable(), null),
  /** How a gradebook was handed in last. */
  gradebookFile: kept<GradebookFileChoice>(gradebookFileChoice, usualGradebookFile),
  /** How the times of an account's results CSV are read, by the account's id. */
  csvDates: kept<Readonly<Record<string, CsvDateChoice>>>(csvDateChoices, {}),
  /** How each account's ClassMarker takes true or false questions, by the account's id, where a refusal told it. */
  trueFalse: kept<Readonly<Record<string, TrueFalseForm>>>(trueFalseFormChoices, {}),
  /** Columns for schools' own systems, under their names. */
  sisPresets: kept<readonly SisPreset[]>(sisPresets, []),
} as const

export type SettingName = keyof typeof settingsTable
export const settingNames = Object.keys(settingsTable) as readonly SettingName[]

export type Settings = { readonly [Name in SettingName]: (typeof settingsTable)[Name]['default'] }
export type SettingsChange = { readonly [Name in SettingName]?: Settings[Name] | undefined }

/** Makes an object with one entry for each setting. */
const eachSetting = (make: (name: SettingName) => unknown): object =>
  Object.fromEntries(settingNames.map((name) => [name, make(name)]))

export const defaultSettings = eachSetting((name) => settingsTable[name].default) as Settings

/** The zod type of a stored setting: a value this version cannot read counts as never chosen. */
export function storedSetting(name: SettingName, zod: SettingsZod): z.ZodType {
  const { type, default: usual }: SettingFacts<unknown> = settingsTable[name]
  return type(zod).catch(usual)
}

/** The zod type of a change that the window may ask for. */
export const settingsChange = (zod: SettingsZod): z.ZodType<SettingsChange> => {
  const shape = eachSetting((name) => settingsTable[name].type(zod).optional()) as z.ZodRawShape
  return zod.strictObject(shape) as z.ZodType as z.ZodType<SettingsChange>
}
