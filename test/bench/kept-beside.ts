import type { Database } from 'better-sqlite3'
import { accountQueries } from '../../electron/store/accounts/accounts.ts'
import { createStoreApi } from '../../electron/store/store-api.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
import type { ReceivedResult } from '../../shared/model/received-page.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { daysAfter } from '../../shared/model/zone.ts'
import { accountNamed } from '../electron/support/made-laptop.ts'
import { fillDatabase, sources, tests } from './fill.ts'
import { benchAccount } from './laptop.ts'
import { newest } from './made-results.ts'

export const otherAccount = accountNamed('other', 'Europe/Berlin')

/** A test that many have taken. */
export const largeTest = { id: 64_700, name: 'Induction for everybody' }

/** Attempts at it: fewer only where there are not twice as many results. */
export const largeTestAttempts = (size: number): number => Math.min(50_000, Math.floor(size / 2))

/** Every how many results one is a survey's, has changed, or has a label. */
const every = { survey: 41, change: 53, label: 31 }
const classes = 12
const members = 300
const labels = ['Resit', 'Appeal', 'Moderated', 'Ask again', 'Late', 'Reader', 'Second marker', 'Keep']
const listId = 900

/** Made results as a teacher has them after some years: with surveys, extra info, changes, labels, classes and codes. */
export function fillAsKept(file: string, size: number): void {
  const wanted = largeTestAttempts(size)
  const step = Math.floor(size / wanted)
  fillDatabase(file, size, {
    tests: [largeTest],
    change: ({ result, raw }, number) => {
      const isLarge = number % step === 0 && number / step < wanted
      return { result: changed(result, number, isLarge), raw }
    },
    beside: (db) => {
      putBeside(db)
      addCodes(db)
    },
  })
}

function changed(result: ReceivedResult['result'], number: number, isLarge: boolean): ReceivedResult['result'] {
  const durationSeconds = number % 97 === 0 ? 9_000 + (number % 3_600) : 420 + ((number * 7_919) % 1_800)
  const own = {
    ...result,
    durationSeconds,
    duration: new Date(durationSeconds * 1_000).toISOString().slice(11, 19),
    extraInfo:
      result.feed === 'links'
        ? [`Ward ${number % 40}`, number % 3 === 0 ? 'Night' : 'Day', null, null, null]
        : result.extraInfo,
  }
  if (isLarge) return { ...own, testId: largeTest.id }
  if (number % every.survey !== 0) return own
  const none = { percentage: null, pointsScored: null, pointsAvailable: null, passMark: null, passed: null }
  return { ...own, ...none, testType: 'Survey', requiresGrading: false, certificateSerial: null, certificateUrl: null }
}

function putBeside(db: Database): void {
  const { id: account } = benchAccount
  const label = db.prepare('INSERT INTO label (id, account_id, name, colour) VALUES (?, ?, ?, ?)')
  const ofResults = db.prepare(
    `INSERT INTO result_label (label_id, result_id) SELECT ?, id FROM result WHERE id % ? = ?`,
  )
  const course = db.prepare('INSERT INTO class (id, account_id, name, made_at) VALUES (?, ?, ?, ?)')
  const inClass = db.prepare(
    `INSERT INTO class_member (class_id, student_key, first, last, email)
     SELECT ?, student_key, min(first), min(last), min(email) FROM
       (SELECT student_key, first, last, email FROM result ORDER BY id LIMIT ? OFFSET ?) GROUP BY student_key`,
  )
  db.transaction(() => {
    for (const [place, name] of labels.entries()) {
      label.run(place + 1, account, name, place)
      ofResults.run(place + 1, every.label * labels.length, every.label * place)
    }
    for (let place = 0; place < classes; place++) {
      course.run(place + 1, account, `Course ${place + 1}`, newest)
      inClass.run(place + 1, members, members * place)
    }
    db.prepare(
      `INSERT INTO result_change (result_id, seen_at, field, old_value, new_value)
       SELECT id, first_seen_at - 86400 * (id % 900), 'points_scored', '1', points_scored FROM result
       WHERE id % ? = 0 AND points_scored IS NOT NULL`,
    ).run(every.change)
  }).immediate()
}

function addCodes(db: Database): void {
  const store = createStoreApi(db)
  const at = unixSeconds(newest)
  const links = sources.map(({ id, name }) => ({
    ...{ feed: 'links' as const, id, name, linkUrlId: null, accessListId: listId, testIds: [] },
  }))
  store.saveDiscovery(benchAccount.id, { tests: [...tests, largeTest], sources: links }, at)
  const codes = Array.from({ length: 20_000 }, (_, number) => ({
    code: `NG-${number}`,
    name: `Ada Lovelace ${number}`,
  }))
  for (const { id } of sources) store.nameExtraField({ account: benchAccount.id, link: id, number: 1 }, 'Ward')
  store.applyCodes({ list: { accountId: benchAccount.id, listId }, origin: 'file', codes, at, change: 'add' })
}

/** How many notes there are on students, and as many on results. */
export const keptNotes = 5_000

/** A second account, and notes on students and results: `parents` in those on students, `moderated` in those on results. */
export function addNotes(db: Database): void {
  const { id: account } = benchAccount
  accountQueries(db).addAccount(otherAccount)
  const note = (column: 'student_key' | 'result_id', text: string) =>
    `INSERT INTO note (id, account_id, ${column}, text, made_at, changed_at)
     SELECT id, account_id, ${column === 'student_key' ? 'student' : 'id'}, '${text} ' || id, ${newest}, ${newest}
     FROM result WHERE account_id = '${account}' AND id % @every = @rest LIMIT ${keptNotes}`
  const every = Math.max(
    2,
    Math.floor((db.prepare<[], number>('SELECT max(id) FROM result').pluck().get() ?? 0) / keptNotes),
  )
  db.prepare(note('student_key', 'Spoke with the parents')).run({ every, rest: 0 })
  db.prepare(note('result_id', 'Second marker agrees, moderated')).run({ every, rest: 1 })
}

/** One filter of each further kind, which some results meet and others do not; no two `n` ask the same. */
export const furtherFilters = (n: number): Readonly<Record<string, ResultsFilter>> => ({
  'of all results': [{ field: 'percentage', op: 'from', value: (n + 1) / 10 }],
  'of a class': [{ field: 'class', op: 'in', value: [`Course ${(n % classes) + 1}`] }],
  'of a label': [{ field: 'label', op: 'in', value: [labels[n % labels.length] as string] }],
  'of a duration': [{ field: 'duration', op: 'from', value: 600 + n * 7 }],
  'of points': [{ field: 'points', op: 'to', value: 10 + n / 10 }],
  'changed since a day': [{ field: 'changed', op: 'from', value: daysAfter('2026-11-01', -30 * n) }],
  'of an access code': [{ field: 'accessCode', op: 'contains', value: `ng-${20 + n}` }],
  'of extra info': [{ field: 'extraInfo', op: 'contains', value: `ward ${n % 40}` }],
  'of an extra field called so': [{ field: 'extraInfo', op: 'contains', value: `ward ${n % 40}`, within: 'Ward' }],
  'of surveys': [
    { field: 'type', op: 'in', value: ['survey'] },
    { field: 'duration', op: 'to', value: 1_000 + n },
  ],
})
