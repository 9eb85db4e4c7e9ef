import type { ListLayouts } from './list-layout.ts'

/** What the teacher chose for this laptop. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'compact' | 'normal' | 'comfortable'
  /** Sync at start, every hour, after waking and when the network returns. */
  readonly autoSync: boolean
  /** Start with the computer, hidden in the tray, and stay there when the window is closed. */
  readonly startAtLogin: boolean
  /** Columns of the results grid switched off by hand. */
  readonly hiddenColumns: readonly string[]
  /** How the columns of each long list were arranged, and how it is sorted. */
  readonly lists: ListLayouts
}

export const defaultSettings: Settings = {
  theme: 'system',
  density: 'normal',
  autoSync: true,
  startAtLogin: false,
  hiddenColumns: [],
  lists: {},
}

export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }
