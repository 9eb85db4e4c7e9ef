import { create } from 'zustand'
import type { AppInfo } from '../../shared/ipc/contract.ts'
import { defaultSettings, type Settings, type SettingsChange } from '../../shared/model/settings.ts'
import { api } from '../api/client.ts'

interface SettingsState {
  readonly settings: Settings
  /** Facts of this installation; null until the first answer. */
  readonly info: AppInfo | null
  load(): Promise<void>
  change(change: SettingsChange): Promise<void>
}

export const useSettings = create<SettingsState>()((set, get) => ({
  settings: defaultSettings,
  info: null,

  async load() {
    const [settings, info] = await Promise.allSettled([api.settings.get(), api.app.info()])
    if (settings.status === 'fulfilled') set({ settings: settings.value })
    if (info.status === 'fulfilled') set({ info: info.value })
  },

  async change(change) {
    const before = get().settings
    // Shown at once; the answer of the main process has the last word.
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    set({ settings: { ...before, ...given } })
    try {
      set({ settings: await api.settings.set(change) })
    } catch {
      set({ settings: before })
    }
  },
}))
