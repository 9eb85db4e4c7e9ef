import { z } from 'zod'
import type { DataPlace } from '../model/backup.ts'
import { type Settings, settingsChange } from '../model/settings.ts'
import { settingsZod } from '../model/settings-zod.ts'
import type { ActivityLog } from '../model/sync.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { nothing, text } from './shapes.ts'

export interface AppInfo {
  readonly version: string
  readonly platform: 'darwin' | 'win32' | 'linux'
  readonly dataFolder: string
  readonly keychain: 'available' | 'unavailable'
  /** Where the data folder lies, when that puts it in danger. */
  readonly dataPlace: DataPlace | null
}

/**
 * Whether the computer will start Gradekeep at login: it waits for the teacher's approval (macOS), was switched off or
 * removed in the system's settings, or cannot be set, since this is no installed app.
 */
export type LoginStart = 'on' | 'needs-approval' | 'switched-off' | 'missing' | 'not-installed'

export const appInputs = () => ({
  info: nothing(),
  loginStart: nothing(),
  print: nothing(),
  openExternal: z.strictObject({ url: text(2_000) }),
  copyText: z.strictObject({ text: text(20_000_000), html: text(60_000_000).optional() }),
  kept: nothing(),
})
type App = InputsOf<typeof appInputs>

export const app = {
  info: invoke<App['info'], AppInfo>(),
  /** What the system says now of the start at login. */
  loginStart: invoke<App['loginStart'], LoginStart>(),
  /**
   * Opens the system's print dialog for the window's page. @returns whether it went to a printer; false where the dialog
   * was cancelled. @throws AppError `print/failed`
   */
  print: invoke<App['print'], boolean>(),
  openExternal: invoke<App['openExternal'], void>(),
  /** Puts a text on the clipboard, and with it the same as a table where it is one. */
  copyText: invoke<App['copyText'], void>(),
  /** The window is about to close: what is typed and not kept yet is to be kept, and then `kept` to be called. */
  closing: event<undefined>(),
  kept: invoke<App['kept'], void>(),
  /** The application's menu asks the window for something. */
  asked: event<{ readonly what: 'find' | 'help' }>(),
}

export const activityInputs = () => ({ log: nothing() })
type Activity = InputsOf<typeof activityInputs>

export const activity = {
  /** The newest runs, requests, changes and unreadable results. */
  log: invoke<Activity['log'], ActivityLog>(),
}

export const settingsInputs = () => ({ get: nothing(), set: settingsChange(settingsZod()) })
type Changes = InputsOf<typeof settingsInputs>

export const settings = {
  get: invoke<Changes['get'], Settings>(),
  set: invoke<Changes['set'], Settings>(),
  /** The settings are others: they were changed, or came back with a restored database. */
  changed: event<undefined>(),
}
