import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { serialKey } from '../../../shared/model/certificate.ts'
import type { ErasureContents } from '../../../shared/model/erasure.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { identityName } from '../../../shared/model/result.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { handInQueries } from '../gradebook/hand-ins.ts'
import { lastPlaceName } from '../local/views.ts'
import { type erasedStudents, nameIn, studentIn } from './erased.ts'
import { type TraceFinder, type Traces, traceFinder, withoutConditionsOn } from './traces.ts'

interface Person {
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly code: string | null
}

interface Unreadable {
  readonly id: number
  readonly account: string
  readonly feed: Feed
  readonly raw: string
}

/** Tables and columns in which a teacher may have written anybody's name. */
const written = {
  note: 'text',
  class: 'name',
  gradebook: 'name',
  label: 'name',
  saved_view: 'name',
  code_action: 'origin',
} as const

/** Tables and columns with structures, as JSON, in which one may stand. */
const structured = [
  { table: 'gradebook', column: 'definition', id: 'id' },
  { table: 'saved_view', column: 'definition', id: 'id' },
  { table: 'setting', column: 'value', id: 'name' },
  { table: 'sync_run', column: 'summary', id: 'id' },
] as const

const uncleanName = 'unfinishedErasure'

/** Erases a student: everything that is theirs, and their name, address and codes wherever else they are written. */
export function erasing(
  db: Database,
  forgetHandedIn: ReturnType<typeof handInQueries>['forgetHandedIn'],
  noteErased: ReturnType<typeof erasedStudents>['noteErased'],
  followRemoval: () => void,
) {
  const look = eraseLookups(db)

  /** @throws AppError `student/not-found` */
  function found({ account, key }: StudentRef) {
    const root = look.intoOf.get(account, key) ?? key
    const keys = [root, ...look.mergedInto.all(account, root)]
    const about = { account, keys: JSON.stringify(keys) }
    const people = look.people.all(about)
    const [newest] = people
    if (newest === undefined) throw new AppError('student/not-found')
    return { account, keys, about, people, newest, traces: tracesOf(account, keys, people) }
  }

  /** These people by address and name, without those that another key has too, which is not erased with theirs. */
  function heldOff(about: About, people: readonly Person[]): string[] {
    const addresses = unique(people.map(({ email }) => email))
    const staying = new Set(
      addresses.flatMap((email) => look.atAddress.all({ ...about, value: email }).map(personText)),
    )
    return unique(people.map(personText)).filter((person) => !staying.has(person))
  }

  /** Names, addresses and codes of these people that nobody else here has. */
  function tracesOf(account: string, keys: readonly string[], people: readonly Person[]): Traces {
    const about = { account, keys: JSON.stringify(keys) }
    const isOthers = (statement: typeof look.nameOfOthers, value: string) =>
      statement.get({ ...about, value }) !== undefined
    const names = [...Map.groupBy(people, ({ first, last }) => identityName(first, last)).values()]
      .flatMap(([one]) => (one === undefined ? [] : [one]))
      .filter(({ first, last }) => `${first}${last}`.trim() !== '')
      .filter(({ first, last }) => !isOthers(look.nameOfOthers, fold(`${last} ${first}`)))
    const emails = unique(people.map(({ email }) => email)).filter((email) => !isOthers(look.emailOfOthers, email))
    const { isName } = traceFinder({ keys: [], names, emails: [], codes: [] })
    const given = look.namedCodes.all(account).filter(({ name }) => isName(name))
    const codes = unique([...people, ...given].map(({ code }) => code))
    return {
      // Another account may count its people by the same numbers.
      keys: keys.filter((key) => !isOthers(look.keyOfOthers, key)),
      ...{ names, emails, codes: codes.filter((code) => !isOthers(look.codeOfOthers, code)) },
    }
  }

  /** Entries that are theirs, or are nobody's and name them. */
  function unreadableOf(account: string, keys: readonly string[], { mentions, isName }: TraceFinder): number[] {
    const isTheirs = ({ feed, raw }: Unreadable): boolean => {
      const student = studentIn(raw, feed)
      if (student !== null && keys.includes(student)) return true
      const name = nameIn(raw)
      return name === null || name === '' ? mentions(raw) : isName(name)
    }
    return look.unreadable
      .all(account)
      .filter(isTheirs)
      .map(({ id }) => id)
  }

  function isAskedAlone(finder: TraceFinder, typed: string): boolean {
    return finder.isAskedBy(typed) && look.foundByOthers.get(JSON.stringify(searchWords(typed) ?? [])) === undefined
  }

  /** Leaves them out of structures; one that asks for nobody else goes as a whole. */
  function redactStructures(finder: TraceFinder): void {
    for (const { table, column, id } of structured) {
      const rows = db.prepare<[], { id: number | string; text: string }>(
        `SELECT ${id} AS id, ${column} AS text FROM ${table}`,
      )
      const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${id} = ?`)
      const remove = db.prepare(`DELETE FROM ${table} WHERE ${id} = ?`)
      for (const row of rows.all()) {
        const after = jsonWithout(row.text, finder, (typed) => isAskedAlone(finder, typed))
        if (after === null) remove.run(row.id)
        else if (after !== row.text) update.run(after, row.id)
      }
    }
  }

  function redactTexts({ mentions, without }: TraceFinder): void {
    for (const [table, column] of Object.entries(written)) {
      const rows = db.prepare<[], { id: number; text: string }>(`SELECT id, ${column} AS text FROM ${table}`).all()
      const update = db.prepare(`UPDATE OR IGNORE ${table} SET ${column} = ? WHERE id = ?`)
      for (const { id, text } of rows.filter((row) => mentions(row.text))) {
        // Another one may have that name already.
        if (update.run(without(text), id).changes === 0) update.run(`${without(text)} ${id}`, id)
      }
    }
    for (const row of look.reasons.all())
      if (mentions(row.reason)) look.setReason.run({ ...row, reason: without(row.reason) })
  }

  /** Codes that were theirs alone go; of others only the name goes. */
  function eraseCodes(account: string, { codes }: Traces, { mentions, isName }: TraceFinder): void {
    const theirs = JSON.stringify(codes)
    for (const statement of look.codesGone) statement.run({ account, codes: theirs })
    for (const code of codes) look.takenGone.run(serialKey(code))
    for (const { code, name } of look.namedCodes.all(account)) {
      if (isName(name) || mentions(name))
        for (const statement of look.codeNamesGone) statement.run({ account, code, name })
    }
  }

  return {
    /** What erasing a student would remove. @throws AppError `student/not-found` */
    erasureContents: (student: StudentRef): ErasureContents => {
      const { account, keys, about, newest, traces } = found(student)
      const counts = look.counts.get(about)
      if (counts === undefined) throw new Error('A count always has a row')
      const { first, last, email } = newest
      const unreadable = unreadableOf(account, keys, traceFinder(traces)).length
      return { first, last, email, ...counts, codes: traces.codes.length, unreadable }
    },
    /**
     * Erases a student under all keys merged into theirs; nothing brings it back, and neither does the next sync. Steps
     * of undo go, because they hold rows as they were. Call `clean` afterwards.
     * @returns paths of saved certificates, which are to be deleted, and texts by which other files are searched
     * @throws AppError `student/not-found`
     */
    eraseStudent: (student: StudentRef, at: UnixSeconds): { results: number; files: string[]; traces: Traces } =>
      db
        .transaction(() => {
          const { account, keys, about, people, traces } = found(student)
          const finder = traceFinder(traces)
          const ids = new Set(look.resultIds.all(about))
          const files = look.files.all(about)
          const unreadable = unreadableOf(account, keys, finder)
          noteErased(account, [...keys, ...heldOff(about, people)], at)
          for (const statement of look.theirs) statement.run(about)
          followRemoval()
          for (const id of unreadable) look.unreadableGone.run(id)
          forgetHandedIn(
            (row) =>
              row.account === account && (keys.includes(row.key) || (row.newestId !== null && ids.has(row.newestId))),
            finder.mentions,
          )
          eraseCodes(account, traces, finder)
          redactStructures(finder)
          redactTexts(finder)
          look.forgetSetting.run(lastPlaceName)
          db.exec(`DELETE FROM local_change; INSERT INTO certificate_search (certificate_search) VALUES ('optimize')`)
          look.setUnclean.run(uncleanName)
          return { results: ids.size, files: files.filter((file) => look.fileOfOthers.get(file) === undefined), traces }
        })
        .immediate(),
    /**
     * Writes the database anew, so that no free page and no journal holds what was erased.
     * @returns whether it did; not while another program reads
     */
    clean: (): boolean => {
      // SQLite's temporary copy of everything is no matter of memory.
      db.pragma('temp_store = FILE')
      try {
        db.exec('VACUUM')
      } finally {
        db.pragma('temp_store = MEMORY')
      }
      look.forgetSetting.run(uncleanName)
      const isClean = db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
      if (!isClean) look.setUnclean.run(uncleanName)
      return isClean
    },
    /** Whether an erasure was cut off before `clean`. */
    isUnclean: (): boolean => look.isUnclean.get(uncleanName) !== undefined,
  }
}

const unique = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null).filter((value) => value.trim() !== '')),
]

/** Null for one that asks for the student alone, or that cannot be read and names them. */
function jsonWithout(text: string, finder: TraceFinder, asksForThem: (typed: string) => boolean): string | null {
  try {
    const before: unknown = JSON.parse(text)
    const after = structureWithout(before, finder, asksForThem)
    if (after === undefined) return null
    return JSON.stringify(after) === JSON.stringify(before) ? text : JSON.stringify(after)
  } catch {
    return mentions(definition) ? null : definition
  }
}

type About = { readonly account: string; readonly keys: string }

/** The statements of an erasure. `@keys` are a student's, as a JSON array. */
function eraseLookups(db: Database) {
  const isTheirs = 'account_id = @account AND student IN (SELECT value FROM json_each(@keys))'
  const ofKeys = 'IN (SELECT value FROM json_each(@keys))'
  const isOthers = `NOT (account_id = @account AND student ${ofKeys})`
  const others = (condition: string) =>
    db.prepare<About & { value: string }, 1>(`SELECT 1 FROM result WHERE ${condition} AND ${isOthers} LIMIT 1`)
  const theirResults = `SELECT id FROM result WHERE ${isTheirs}`
  const former = (field: string) =>
    `(SELECT DISTINCT old_value ->> '$' AS ${field} FROM result_change WHERE field = '${field}' AND result_id IN (${theirResults}))`
  return {
    intoOf: db
      .prepare<[string, string], string>('SELECT into_key FROM student_merge WHERE account_id = ? AND key = ?')
      .pluck(),
    mergedInto: db
      .prepare<[string, string], string>('SELECT key FROM student_merge WHERE account_id = ? AND into_key = ?')
      .pluck(),
    // The newest result first; also what a name, an address or a code was before ClassMarker corrected it.
    people: db.prepare<About, Person>(
      `SELECT * FROM (SELECT first, last, email, access_code AS code FROM result WHERE ${isTheirs}
         ORDER BY time_finished DESC)
       UNION ALL SELECT first, last, email, NULL FROM class_member JOIN class ON class.id = class_id
         WHERE account_id = @account AND student_key ${ofKeys}
       UNION ALL SELECT first, last, email, NULL FROM added_student WHERE account_id = @account AND key ${ofKeys}
       UNION ALL SELECT coalesce(old_value ->> '$', ''), last, NULL, NULL FROM result_change
         JOIN result ON result.id = result_id WHERE field = 'first' AND ${isTheirs}
       UNION ALL SELECT first, coalesce(old_value ->> '$', ''), NULL, NULL FROM result_change
         JOIN result ON result.id = result_id WHERE field = 'last' AND ${isTheirs}
       UNION ALL SELECT '', '', email, NULL FROM ${former('email')}
       UNION ALL SELECT '', '', NULL, access_code FROM ${former('access_code')}`,
    ),
    nameOfOthers: others('sort_name = @value'),
    emailOfOthers: others('email = @value COLLATE NOCASE'),
    codeOfOthers: others('access_code = @value'),
    foundByOthers: db.prepare<[string], 1>(
      `SELECT 1 FROM result WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(search_text, value) = 0) LIMIT 1`,
    ),
    namedCodes: db.prepare<[string], { code: string; name: string }>(
      `SELECT code, name FROM (SELECT account_id, code, name FROM access_code
         UNION SELECT account_id, code, name FROM outbox
         UNION SELECT account_id, code, name FROM code_action_change JOIN code_action ON code_action.id = action_id)
       WHERE account_id = ? AND name IS NOT NULL`,
    ),
    unreadable: db.prepare<[string], Unreadable>(
      'SELECT id, account_id AS account, feed, raw FROM unreadable WHERE account_id = ?',
    ),
    counts: db.prepare<About, Omit<ErasureContents, 'first' | 'last' | 'email' | 'codes' | 'unreadable'>>(
      `SELECT
         (SELECT count(*) FROM result WHERE ${isTheirs}) AS results,
         (SELECT count(*) FROM result WHERE ${isTheirs} AND certificate_key IS NOT NULL) AS certificates,
         (SELECT count(*) FROM certificate_file WHERE result_id IN (${theirResults})) AS files,
         (SELECT count(*) FROM note WHERE account_id = @account
            AND (student_key ${ofKeys} OR result_id IN (${theirResults}))) AS notes,
         (SELECT count(DISTINCT class_id) FROM class_member JOIN class ON class.id = class_id
            WHERE account_id = @account AND student_key ${ofKeys}) AS classes,
         (SELECT count(*) FROM local_change) AS steps`,
    ),
    resultIds: db.prepare<About, number>(theirResults).pluck(),
    files: db
      .prepare<About, string>(`SELECT DISTINCT file FROM certificate_file WHERE result_id IN (${theirResults})`)
      .pluck(),
    fileOfOthers: db.prepare<[string], 1>('SELECT 1 FROM certificate_file WHERE file = ?'),
    // Results take with them what hangs on them: changes, certificates, downloads, notes, labels, chosen attempts.
    theirs: [
      `DELETE FROM note WHERE account_id = @account AND student_key ${ofKeys}`,
      `DELETE FROM student_label WHERE student_key ${ofKeys}
         AND label_id IN (SELECT id FROM label WHERE account_id = @account)`,
      `DELETE FROM grade_override WHERE account_id = @account AND student_key ${ofKeys}`,
      `DELETE FROM class_member WHERE student_key ${ofKeys}
         AND class_id IN (SELECT id FROM class WHERE account_id = @account)`,
      `DELETE FROM added_student WHERE account_id = @account AND key ${ofKeys}`,
      `DELETE FROM identity_verdict WHERE account_id = @account AND (key ${ofKeys} OR other_key ${ofKeys})`,
      `DELETE FROM result WHERE ${isTheirs}`,
      `DELETE FROM student_merge WHERE account_id = @account AND (key ${ofKeys} OR into_key ${ofKeys})`,
    ].map((sql) => db.prepare<About>(sql)),
    unreadableGone: db.prepare<[number]>('DELETE FROM unreadable WHERE id = ?'),
    codesGone: [
      'DELETE FROM access_code WHERE account_id = @account AND code IN (SELECT value FROM json_each(@codes))',
      'DELETE FROM outbox WHERE account_id = @account AND code IN (SELECT value FROM json_each(@codes))',
      `DELETE FROM code_action_change WHERE code IN (SELECT value FROM json_each(@codes))
         AND action_id IN (SELECT id FROM code_action WHERE account_id = @account)`,
    ].map((sql) => db.prepare<{ account: string; codes: string }>(sql)),
    takenGone: db.prepare<[string]>('DELETE FROM taken_code WHERE key = ?'),
    codeNamesGone: [
      `UPDATE access_code SET name = NULL, sort_name = NULL, search_text = replace(search_text, sort_name, '')
         WHERE account_id = @account AND code = @code AND name = @name`,
      `UPDATE outbox SET name = NULL, sort_name = NULL, search_text = replace(search_text, sort_name, '')
         WHERE account_id = @account AND code = @code AND name = @name`,
      `UPDATE code_action_change SET name = NULL WHERE code = @code AND name = @name
         AND action_id IN (SELECT id FROM code_action WHERE account_id = @account)`,
    ].map((sql) => db.prepare<{ account: string; code: string; name: string }>(sql)),
    reasons: db.prepare<[], { account_id: string; student_key: string; test_id: number; reason: string }>(
      'SELECT account_id, student_key, test_id, reason FROM grade_override',
    ),
    setReason: db.prepare(
      `UPDATE grade_override SET reason = @reason
       WHERE account_id = @account_id AND student_key = @student_key AND test_id = @test_id`,
    ),
    settings: db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting'),
    setSetting: db.prepare<[string, string]>('UPDATE setting SET value = ? WHERE name = ?'),
    setUnclean: db.prepare<[string]>("INSERT INTO setting (name, value) VALUES (?, 'true') ON CONFLICT DO NOTHING"),
    forgetSetting: db.prepare<[string]>('DELETE FROM setting WHERE name = ?'),
    isUnclean: db.prepare<[string], 1>('SELECT 1 FROM setting WHERE name = ?'),
  }
}
