import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { studentKey } from '../../../shared/model/result.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

const keyName = 'erasureKey'

/**
 * Remembers who was erased without knowing who it was: a digest of the student's key under a random key of this
 * database. An erased student's results are left out when they arrive again.
 */
export function erasedStudents(db: Database) {
  const digestKey = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck()
  const offerKey = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING')
  const insert = db.prepare(
    'INSERT INTO erased_student (account_id, digest, erased_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const ofAccount = db.prepare<[string], string>('SELECT digest FROM erased_student WHERE account_id = ?').pluck()
  const all = db.prepare<[], string>('SELECT digest FROM erased_student').pluck()

  function requiredKey(): string {
    offerKey.run(keyName, JSON.stringify(randomBytes(32).toString('hex')))
    return digestKey.get(keyName) ?? ''
  }
  const digest = (key: string, account: string, student: string): string =>
    createHmac('sha256', key).update(`${account}\n${student}`).digest('base64url')

  return {
    noteErased: (account: string, keys: readonly string[], at: UnixSeconds): void => {
      const key = requiredKey()
      for (const each of keys) insert.run(account, digest(key, account, each), at)
    },
    /** Whether a student of an account was erased; null where nobody of it was. */
    erasedOf: (account: string): ((student: string) => boolean) | null => {
      const digests = new Set(ofAccount.all(account))
      const key = digests.size === 0 ? undefined : digestKey.get(keyName)
      return key === undefined ? null : (student) => digests.has(digest(key, account, student))
    },
    /** The digests of all who were erased here. */
    erasedDigests: (): string[] => all.all(),
  }
}

/** The student that an entry is of which could not be read as a result; null where it does not even say that. */
export function studentIn(raw: string, feed: Feed): string | null {
  const said = parsed(raw)
  if (said === null) return null
  const text = (name: string): string | null => {
    const value = said[name]
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
  }
  return studentKey({
    feed,
    userId: text('user_id'),
    cmUserId: text('cm_user_id'),
    first: text('first') ?? '',
    last: text('last') ?? '',
    email: text('email'),
    accessCode: text('access_code'),
    linkResultId: text('link_result_id'),
  })
}

/** The name in such an entry, '' where it has none; null where it is no JSON. */
export function nameIn(raw: string): string | null {
  const said = parsed(raw)
  return said === null ? null : `${said.first ?? ''} ${said.last ?? ''}`.trim()
}

function parsed(raw: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
