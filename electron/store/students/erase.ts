import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { AssessmentQuestion, GivenAnswer, TriedDraft } from '../../../shared/model/assessment.ts'
import { serialKey } from '../../../shared/model/certificate.ts'
import type { ErasureContents } from '../../../shared/model/erasure.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { identityName, isNamelessAttempt, studentKey, type Taker } from '../../../shared/model/result.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { handInQueries } from '../gradebook/hand-ins.ts'
import { lastPlaceName } from '../local/definitions.ts'
import { uncleanName } from '../start-questions.ts'
import {
  type About,
  type AttemptTexts,
  attemptStatements,
  type Corrected,
  draftStatements,
  eraseLookups,
  type Person,
  type Unreadable,
} from './erase-statements.ts'
import { type erasedStudents, nameIn, personText, studentIn } from './erased.ts'
import { type NamedTable, structureWithout, type TraceFinder, type Traces, traceFinder } from './traces.ts'

/** Tables and columns in which a teacher may have written anybody's name. */
const written = {
  note: 'text',
  class: 'name',
  gradebook: 'name',
  label: 'name',
  extra_field: 'name',
  saved_view: 'name',
  code_action: 'origin',
  import_run: 'files',
} as const

/** Tables and columns with structures, as JSON, in which one may stand. */
const structured = [
  { table: 'gradebook', column: 'definition', id: 'id' },
  { table: 'saved_view', column: 'definition', id: 'id' },
  { table: 'setting', column: 'value', id: 'name' },
  { table: 'sync_run', column: 'summary', id: 'id' },
  { table: 'assessment_open_look', column: 'reading', id: 'account_id' },
] as const

/** What a class or another table's row is called now, by table and former name; several where accounts share a name. */
type Renamed = ReadonlyMap<string, ReadonlySet<string>>

/** Erases a student: everything that is theirs, and their name, address and codes wherever else they are written. */
export function erasing(
  db: Database,
  forgetHandedIn: ReturnType<typeof handInQueries>['forgetHandedIn'],
  noteErased: ReturnType<typeof erasedStudents>['noteErased'],
  followRemoval: () => void,
) {
  const look = eraseLookups(db)
  const draftTexts = draftStatements(db)
  const attemptTexts = attemptStatements(db)

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

  /** The keys that these had before ClassMarker corrected a name, an address or a code; without those of others. */
  const formerKeys = (about: About, takers: readonly Taker[]): string[] =>
    unique(takers.map((taker) => studentKey(taker)))
      .filter((key) => !isNamelessAttempt(key))
      .filter((key) => look.keyHere.get({ ...about, value: key }) === undefined)

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
  function unreadableOf(account: string, keys: readonly string[], traces: Traces): number[] {
    const { isName, isTheirs: isOfThem } = traceFinder(traces)
    // The name of a test may be a code of letters or somebody's last name: what tells everywhere else does not here.
    const { mentions } = traceFinder({
      ...traces,
      names: traces.names.filter(({ first, last }) => first.trim() !== '' && last.trim() !== ''),
      codes: traces.codes.filter((code) => /\p{Nd}/u.test(code)),
    })
    const isTheirs = ({ feed, raw }: Unreadable): boolean => {
      const student = studentIn(raw, feed)
      if (student !== null && keys.includes(student)) return true
      const name = nameIn(raw)
      if (name !== null && name !== '') return isName(name)
      return mentions(raw) || isOfThem(/"access_code"\s*:\s*"([^"]*)/.exec(raw)?.[1] ?? '')
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
  function redactStructures(finder: TraceFinder, renamed: Renamed): void {
    const namesNow = (table: NamedTable, name: string) => [
      ...(renamed.get(`${table} ${name}`) ?? [finder.nameWithout(name)]),
    ]
    for (const { table, column, id } of structured) {
      const rows = db.prepare<[], { id: number | string; text: string }>(
        `SELECT ${id} AS id, ${column} AS text FROM ${table}`,
      )
      const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${id} = ?`)
      const remove = db.prepare(`DELETE FROM ${table} WHERE ${id} = ?`)
      for (const row of rows.all()) {
        const after = jsonWithout(row.text, finder, (structure) =>
          structureWithout(structure, finder, (typed) => isAskedAlone(finder, typed), namesNow),
        )
        if (after === null) remove.run(row.id)
        else if (after !== row.text) update.run(after, row.id)
      }
    }
  }

  /** @returns the names that were changed */
  function redactTexts({ mentions, without, nameWithout }: TraceFinder): Renamed {
    const renamed = new Map<string, Set<string>>()
    for (const [table, column] of Object.entries(written)) {
      const rows = db.prepare<[], { id: number; text: string }>(`SELECT id, ${column} AS text FROM ${table}`).all()
      const update = db.prepare(`UPDATE OR IGNORE ${table} SET ${column} = ? WHERE id = ?`)
      for (const { id, text } of rows) {
        const left = column === 'name' ? nameWithout(text) : without(text)
        if (left === text) continue
        // Another one may have that name already.
        const isFree = update.run(left, id).changes > 0
        const after = isFree ? left : `${left} ${id}`
        if (!isFree) update.run(after, id)
        const place = `${table} ${text}`
        renamed.set(place, (renamed.get(place) ?? new Set()).add(after))
      }
    }
    for (const row of look.reasons.all())
      if (mentions(row.reason)) look.setReason.run({ ...row, reason: without(row.reason) })
    return renamed
  }

  /**
   * What is on its way was confirmed as it was then: changed, it is a draft again. As what it may be there already is kept
   * without its title, so that any title is taken for it.
   */
  function redactDrafts({ mentions, without }: TraceFinder): void {
    for (const { id, title, detail, tried, state, ...body } of draftTexts.look.all()) {
      const requests = JSON.parse(tried) as TriedDraft[]
      const isNamed = mentions(title)
      const left = requests.map((each) => (mentions(each.title ?? '') ? { ...each, title: null } : each))
      if (isNamed && state === 'sending') left.push({ ...body, passing_score: body.passing_score ?? 0, title: null })
      const isTriedAs = left.some((each, at) => each !== requests[at])
      if (!isNamed && !isTriedAs && !mentions(detail ?? '')) continue
      const texts = { title: without(title), detail: detail === null ? null : without(detail) }
      draftTexts.change.run({ id, ...texts, tried: JSON.stringify(left), stops: isNamed ? 1 : 0 })
    }
  }

  /** Attempts in whose answers, or in what was said of them, they are named, as they are without that. */
  function attemptsWithout({ without }: TraceFinder): AttemptTexts[] {
    return attemptTexts.look.all().flatMap(({ id, answers, detail, questions }) => {
      const given = JSON.parse(answers) as GivenAnswer[]
      const asked = JSON.parse(questions ?? '[]') as AssessmentQuestion[]
      const left = given.map(({ questionId, answer }) => {
        // An option's id names nobody, and another one would be no answer.
        const options = asked.find((question) => question.id === questionId)?.options.map((option) => option.id) ?? []
        const leave = (text: string) => (options.includes(text) ? text : without(text))
        return { questionId, answer: typeof answer === 'string' ? leave(answer) : answer.map(leave) }
      })
      const after = { id, answers: JSON.stringify(left), detail: detail === null ? null : without(detail) }
      return after.answers !== answers || after.detail !== detail ? [after] : []
    })
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
      const unreadable = unreadableOf(account, keys, traces).length
      const finder = traceFinder(traces)
      const theirs = look.attemptIds.all(about)
      const answered = attemptsWithout(finder).filter(({ id }) => !theirs.includes(id)).length
      const more = { codes: traces.codes.length, attempts: theirs.length, answered, unreadable }
      return { first, last, email, ...counts, ...more, notSearched: finder.notSearched }
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
          const unreadable = unreadableOf(account, keys, traces)
          const formerly = formerTakers(look.corrected.all(about))
          const formerPeople = formerly.map(({ accessCode: code, ...taker }) => ({ ...taker, code }))
          const former = [...formerKeys(about, formerly), ...heldOff(about, [...people, ...formerPeople])]
          noteErased(account, unique([...keys, ...former]), at)
          for (const statement of look.theirs) statement.run(about)
          followRemoval()
          for (const id of unreadable) look.unreadableGone.run(id)
          forgetHandedIn(
            (row) =>
              row.account === account && (keys.includes(row.key) || (row.newestId !== null && ids.has(row.newestId))),
            finder.mentions,
          )
          eraseCodes(account, traces, finder)
          redactStructures(finder, redactTexts(finder))
          redactDrafts(finder)
          for (const each of attemptsWithout(finder)) attemptTexts.change.run(each)
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
  }
}

const unique = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null).filter((value) => value.trim() !== '')),
]

/**
 * Who took each attempt, as every mixture of what is said of them and was: a file of that time may hold any. Of whom
 * neither a name nor the address stayed was somebody else, by whose name the attempt went by mistake.
 */
function formerTakers(corrected: readonly Corrected[]): Taker[] {
  const facts = ['first', 'last', 'email', 'accessCode'] as const
  return [...Map.groupBy(corrected, ({ id }) => id).values()].flatMap(([taker, ...others]) => {
    if (taker === undefined) return []
    const mixtures = facts.reduce<Taker[]>(
      (mixed, fact) => {
        const before = [taker, ...others].filter(({ field }) => field === fact).map((each) => each.before)
        return [...new Set([taker[fact], ...before])].flatMap((value) =>
          mixed.map((each) => ({ ...each, [fact]: fact === 'first' || fact === 'last' ? (value ?? '') : value })),
        )
      },
      [taker],
    )
    return mixtures.filter((each) =>
      (['first', 'last', 'email'] as const).some((fact) => {
        const stayed = fold(each[fact] ?? '')
        return stayed !== '' && stayed === fold(taker[fact] ?? '')
      }),
    )
  })
}

/** Null for one that asks for the student alone, or that cannot be read and names them. */
function jsonWithout(text: string, { mentions }: TraceFinder, change: (structure: unknown) => unknown): string | null {
  try {
    const before: unknown = JSON.parse(text)
    const after = change(before)
    if (after === undefined) return null
    return JSON.stringify(after) === JSON.stringify(before) ? text : JSON.stringify(after)
  } catch {
    return mentions(text) ? null : text
  }
}
