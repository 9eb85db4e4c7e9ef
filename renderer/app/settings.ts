import { create } from 'zustand'
import type { AppInfo } from '../../shared/ipc/app.ts'
import { defaultSettings, type Settings, type SettingsChange } from '../../shared/model/settings.ts'
import { api, asAppError } from '../api/client.ts'
import { useTextScale } from '../ui/measure.ts'
import { sayFailed } from './feedback.ts'

interface SettingsState {
  readonly settings: Settings
  /** Facts of this installation; null until the first answer. */
  readonly info: AppInfo | null
  load(): Promise<void>
  change(change: SettingsChange): Promise<void>
}

let asked = 0
/** The settings the main process confirmed last; they are shown again when a change could not be kept. */
let confirmed: Settings = defaultSettings

export const useSettings = create<SettingsState>()((set, get) => ({
  settings: defaultSettings,
  info: null,

  async load() {
    const turn = asked
    const [settings, info] = await Promise.allSettled([api.settings.get(), api.app.info()])
    if (settings.status === 'fulfilled' && turn === asked) {
      confirmed = settings.value
      set({ settings: confirmed })
    }
    if (info.status === 'fulfilled') set({ info: info.value })
    for (const answer of [settings, info]) if (answer.status === 'rejected') sayFailed(asAppError(answer.reason))
  },

  async change(change) {
    asked += 1
    const turn = asked
    // The change is shown at once; the main process's answer to the last change decides.
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    set({ settings: { ...get().settings, ...given } })
    try {
      confirmed = await api.settings.set(change)
    } catch (thrown) {
      // Restore the confirmed settings and say why.
      sayFailed(asAppError(thrown))
    }
    if (turn === asked) set({ settings: confirmed })
  },
}))

const heights = { compact: 26, normal: 30, comfortable: 36 } as const

/** The height of a row in pixels, for the chosen density and the size of its letters. */
export function useRowHeight(): number {
  const height = useSettings((state) => heights[state.settings.density])
  return Math.round(height * useTextScale())
}
