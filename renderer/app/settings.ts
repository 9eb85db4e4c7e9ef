import { create } from 'zustand'
import type { AppInfo } from '../../shared/ipc/app.ts'
import { defaultSettings, type Settings, type SettingsChange } from '../../shared/model/settings.ts'
import { api, asAppError } from '../api/client.ts'
import { useTextScale } from '../ui/measure.ts'
import { sayFailed } from './feedback.ts'
import { keptAtClosing } from './kept-while-typed.ts'

/** A change of some settings, or how to work it out from the newest ones: pure, as it is worked out more than once. */
type Change = SettingsChange | ((newest: Settings) => SettingsChange)

interface SettingsState {
  readonly settings: Settings
  /** Facts of this installation; null until the first answer. */
  readonly info: AppInfo | null
  /** How often the settings were read: they may then differ in more than was changed here. */
  readonly readings: number
  load(): Promise<void>
  /**
   * Shows a change at once and saves it. A function may be called several times for one change: whenever the settings
   * below it are new, and again before it is saved.
   */
  change(change: Change): Promise<void>
}

/** The settings the main process confirmed last. */
let confirmed: Settings = defaultSettings
/** Changes whose answer is awaited, oldest first. They are shown at once, on top of the confirmed settings. */
let waiting: readonly { readonly turn: number; readonly change: Change }[] = []
let asked = 0
/** The newest change that was answered. */
let answered = 0
/** When a change was answered last, in milliseconds of `performance.now`. */
let lastAnswer = Number.NEGATIVE_INFINITY
let reading: Promise<void> | null = null
/** Whether the reading under way still waits before it asks. */
let isResting = false
/** Whether the settings changed after the reading under way had begun. */
let readAgain = false
/** Changes on their way, which a window that closes waits for. */
const saving = new Set<Promise<void>>()
keptAtClosing(() => Promise.allSettled(saving))

const changeOf = (change: Change, settings: Settings): Partial<Settings> => {
  const given = typeof change === 'function' ? change(settings) : change
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** The confirmed settings with the waiting changes. */
function newest(): Settings {
  let settings = confirmed
  for (const { change } of waiting) settings = { ...settings, ...changeOf(change, settings) }
  return sameParts(useSettings.getState().settings, settings)
}

/**
 * The new settings, of which a part that says what it said before stays the same object, so that nobody is drawn again;
 * where no part says anything else, the settings from before.
 */
function sameParts(before: Settings, now: Settings): Settings {
  const same = (part: keyof Settings) => JSON.stringify(before[part]) === JSON.stringify(now[part])
  const parts = Object.keys(now) as (keyof Settings)[]
  if (parts.every(same)) return before
  return Object.fromEntries(parts.map((part) => [part, same(part) ? before[part] : now[part]])) as unknown as Settings
}

export const useSettings = create<SettingsState>()((set) => ({
  settings: defaultSettings,
  info: null,
  readings: 0,

  async load() {
    const [, info] = await Promise.allSettled([readSettings(), api.app.info()])
    if (info.status === 'fulfilled') set({ info: info.value })
    else sayFailed(asAppError(info.reason))
  },

  change(change) {
    const saved = save(change).finally(() => saving.delete(saved))
    saving.add(saved)
    return saved
  },
}))

async function save(change: Change): Promise<void> {
  const set = useSettings.setState
  asked += 1
  const turn = asked
  waiting = [...waiting, { turn, change }]
  set({ settings: newest() })
  // What a restored copy brought must not be written over with what was known before.
  if (reading !== null && !isResting) await reading
  try {
    const settings = await api.settings.set(changeOf(change, newest()))
    lastAnswer = performance.now()
    if (turn > answered) {
      answered = turn
      confirmed = settings
      waiting = waiting.filter((other) => other.turn > turn)
    }
  } catch (thrown) {
    waiting = waiting.filter((other) => other.turn !== turn)
    // The confirmed settings are shown again.
    sayFailed(asAppError(thrown))
  }
  set({ settings: newest() })
}

/**
 * Milliseconds until settings are read that changed with a change of this window's own: most likely it is that one which
 * comes back, while the rows of the same press are about to be shown. Nothing that is changed here waits for that.
 */
const untilShown = 250

/** Reads the settings after so many milliseconds; where they change meanwhile, once more. */
function readSettings(wait = 0): Promise<void> {
  readAgain = reading !== null
  reading ??= readUntilNewest(wait).finally(() => {
    reading = null
  })
  return reading
}

async function readUntilNewest(wait: number): Promise<void> {
  try {
    if (wait > 0) {
      isResting = true
      await new Promise((resolve) => setTimeout(resolve, wait))
      isResting = false
      // What changed until now is in what is read now.
      readAgain = false
    }
    for (;;) {
      const before = answered
      const settings = await api.settings.get()
      if (readAgain) readAgain = false
      else if (before === answered) {
        confirmed = settings
        break
      }
    }
    useSettings.setState(({ readings }) => ({ settings: newest(), readings: readings + 1 }))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

api.settings.changed(() => {
  const isOwn = waiting.length > 0 || performance.now() - lastAnswer < untilShown
  void readSettings(isOwn ? untilShown : 0)
})

const heights = { compact: 26, normal: 30, comfortable: 36 } as const

/** The height of a row in pixels, for the chosen density and the size of its letters. */
export function useRowHeight(): number {
  const height = useSettings((state) => heights[state.settings.density])
  return Math.round(height * useTextScale())
}
