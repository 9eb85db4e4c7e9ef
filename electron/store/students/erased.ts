import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { studentKey, type Taker } from '../../../shared/model/result.ts'
import type { Feed } from '../../../shared/model/result-values.ts'
import { fold } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

const keyName = 'erasureKey'

type Identity = Pick<Taker, 'first' | 'last' | 'email'>

/** Whether results of somebody who was erased arrive again. */
export interface ErasedOnes {
  hasKey(student: string): boolean
  /** Whether one of them has this address and this name. */
  hasPerson(person: Identity): boolean
}

/**
 * Remembers who was erased without knowing who it was: digests of the student's keys, and of their address together
 * with their name, under a random key of this database. An erased student's results are left out when they arrive
 * again, also under another number. An address alone tells nobody: families share one.
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
    /** @param who their keys, and what `personText` makes of them */
    noteErased: (account: string, who: readonly string[], at: UnixSeconds): void => {
      const key = requiredKey()
      for (const each of who) insert.run(account, digest(key, account, each), at)
    },
    /** Those of an account who were erased; null where nobody of it was. */
    erasedOf: (account: string): ErasedOnes | null => {
      const digests = new Set(ofAccount.all(account))
      const key = digests.size === 0 ? undefined : digestKey.get(keyName)
      if (key === undefined) return null
      const has = (text: string | null) => text !== null && digests.has(digest(key, account, text))
      return { hasKey: has, hasPerson: (person) => has(personText(person)) }
    },
    /** The digests of all who were erased here. */
    erasedDigests: (): string[] => all.all(),
  }
}

/** An address with a name, however its letters and words are put; null without one of them. */
export function personText({ first, last, email }: Identity): string | null {
  const words = fold(`${first} ${last}`).split(/[ ,]+/).filter(Boolean).toSorted()
  const address = email?.trim().toLowerCase()
  return address && words.length > 0 ? `person\n${address}\n${words.join(' ')}` : null
}

/** Who took a test, by an entry that could not be read as a result; null where it does not even say that. */
export function takerIn(raw: string, feed: Feed): Taker | null {
  const said = parsed(raw)
  if (said === null) return null
  const text = (name: string): string | null => {
    const value = said[name]
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null
  }
  return {
    feed,
    userId: text('user_id') ?? text('learner_id'),
    cmUserId: text('cm_user_id'),
    first: text('first') ?? '',
    last: text('last') ?? '',
    email: text('email'),
    accessCode: text('access_code'),
    linkResultId: text('link_result_id'),
  }
}

/** Their key; null where such an entry names nobody. */
export function studentIn(raw: string, feed: Feed): string | null {
  const taker = takerIn(raw, feed)
  return taker === null ? null : studentKey(taker)
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
