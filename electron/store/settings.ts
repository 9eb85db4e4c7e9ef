import type { Database } from 'better-sqlite3'
import {
  defaultSettings,
  type SettingName,
  type Settings,
  type SettingsChange,
  settingNames,
  storedSetting,
} from '../../shared/model/settings.ts'
import { settingsZod } from '../../shared/model/settings-zod.ts'

const pseudonymKeyName = 'pseudonymKey'

// Made where one is stored: a start reads few of them, and to make all takes 10 ms.
const readable = new Map<SettingName, ReturnType<typeof storedSetting>>()

function readSetting(name: SettingName, value: unknown): unknown {
  const type = readable.get(name) ?? storedSetting(name, settingsZod())
  readable.set(name, type)
  return type.parse(value)
}

/** Reads and writes the teacher's settings; ignores names this version does not know. */
export function settingsQueries(db: Database) {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting')
  const put = db.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const offer = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING')

  const stored = (): Record<string, unknown> =>
    Object.fromEntries(all.all().map(({ name, value }) => [name, parsed(value)]))
  const settings = (): Settings => {
    const values = stored()
    const chosen = settingNames.filter((name) => name in values).map((name) => [name, readSetting(name, values[name])])
    return { ...defaultSettings, ...Object.fromEntries(chosen) }
  }
  return {
    settings,
    changeSettings: (change: SettingsChange): Settings => {
      db.transaction(() => {
        for (const [name, value] of Object.entries(change))
          if (value !== undefined) put.run(name, JSON.stringify(value))
      }).immediate()
      return settings()
    },
    hasPseudonymKey: (): boolean => typeof stored()[pseudonymKeyName] === 'string',
    /** The key for pseudonyms, created at its first use: a student has the same pseudonym in every export. */
    pseudonymKey: (): string => {
      const known = stored()[pseudonymKeyName]
      if (typeof known === 'string') return known
      // Not with node:crypto, which every start would load with the settings.
      const made = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
      // Another process may create one at the same moment: the first one counts for both.
      offer.run(pseudonymKeyName, JSON.stringify(made))
      const kept = stored()[pseudonymKeyName]
      return typeof kept === 'string' ? kept : made
    },
  }
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // A value that is not JSON counts as not set, so the default applies.
    return undefined
  }
}
