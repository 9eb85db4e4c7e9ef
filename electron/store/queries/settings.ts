import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { defaultSettings, type Settings, type SettingsChange } from '../../../shared/model/settings.ts'

const pseudonymKeyName = 'pseudonymKey'

/** Reads and writes what the teacher chose; a name this version does not know is left alone. */
export function settingsQueries(db: Database) {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting')
  const put = db.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )

  const stored = (): Record<string, unknown> =>
    Object.fromEntries(all.all().map(({ name, value }) => [name, JSON.parse(value)]))
  const settings = (): Settings => {
    const { [pseudonymKeyName]: _, ...chosen } = stored()
    return { ...defaultSettings, ...chosen }
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
    /** The key behind pseudonyms, made at its first use: the same student has the same pseudonym in every export. */
    pseudonymKey: (): string => {
      const known = stored()[pseudonymKeyName]
      if (typeof known === 'string') return known
      const made = randomBytes(32).toString('hex')
      put.run(pseudonymKeyName, JSON.stringify(made))
      return made
    },
  }
}
