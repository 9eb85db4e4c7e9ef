/** What the teacher chose for this laptop. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'compact' | 'normal' | 'comfortable'
  readonly syncAtStart: boolean
  /** Columns of the results grid switched off by hand. */
  readonly hiddenColumns: readonly string[]
}

export const defaultSettings: Settings = { theme: 'system', density: 'normal', syncAtStart: true, hiddenColumns: [] }

export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }
