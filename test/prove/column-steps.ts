import fc from 'fast-check'
import { AppError } from '../../shared/errors.ts'
import { extraFieldNumbers } from '../../shared/model/extra-field.ts'
import type { Condition, ResultsFilter, ResultsQuery } from '../../shared/model/filter.ts'
import type { Result } from '../../shared/model/result.ts'
import { readerVersion, sortFields } from '../../shared/model/result-fields.ts'
import type { Tenths } from '../../shared/model/result-values.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { noon, pageWith, resultOf } from '../electron/support/made-laptop.ts'
import { type AccountId, accountIds, type BothEngines } from './both-engines.ts'

/** A case is a few steps, of which about half are questions. */
export const steps = () => fc.array(step, { minLength: 1, maxLength: 5 })

const account = fc.constantFrom(...accountIds)
const name = fc.constantFrom(
  'Ada',
  'ada',
  'Łukasz',
  'José',
  'Jose\u0301',
  'Zoë',
  'O’Neill',
  "O'Neill",
  '',
  ' ',
  '小龙',
  '𝒜da',
  '\ud800',
  'ﬀ',
  '\uffff',
  '😀',
  'ß',
  'Null',
  'a b',
  'Ruiz, Ana',
  '"Ana"',
  'Ὀδυσσεύς',
  '١٢',
)
const text = fc.option(
  fc.oneof(
    name,
    fc.constantFrom(
      'pupil@Example.org',
      'CA1PQY-ZZVK',
      'ca1pqy zzvk',
      'AB-12',
      'AB12',
      '%',
      '_',
      'a\nb',
      'x'.repeat(300),
    ),
  ),
)
/** Numbers that ClassMarker should not send, and those at the edges of how they are kept. */
const odd = fc.constantFrom(0, 1, -1, 750, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 40)
const whole = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 1_000 }) }, { weight: 1, arbitrary: odd })
const number = fc.oneof(whole, fc.constantFrom(0.1, -0, 49.95, 1e300, -1e-300))
const time = fc
  .oneof(fc.integer({ min: noon - 400_000, max: noon }), fc.constantFrom(noon, noon - 43_200, 0, -1, 2 ** 31 + 5))
  .map(unixSeconds)

const oddId = fc.constantFrom(-3, 0, 2 ** 31, Number.MAX_SAFE_INTEGER)

/** Results of a few people, so that some come again with other values. */
const result = fc.record({
  feed: fc.constantFrom('groups', 'links', 'submissions'),
  testId: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 5 }) }, { weight: 1, arbitrary: oddId }),
  sourceId: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 10, max: 13 }) }, { weight: 1, arbitrary: oddId }),
  userId: fc.integer({ min: 1, max: 25 }),
  linkResultId: fc.integer({ min: 1, max: 40 }),
  first: name,
  last: name,
  email: text,
  accessCode: text,
  percentage: fc.option(whole.map((tenths) => tenths as Tenths)),
  pointsScored: fc.option(number),
  passMark: fc.constantFrom(null, 0 as Tenths, 500 as Tenths),
  passed: fc.constantFrom(true, false, null),
  requiresGrading: fc.constantFrom(true, false, null),
  durationSeconds: fc.option(whole, { nil: null }),
  certificateSerial: text,
  extraInfo: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.option(fc.oneof(name, fc.constantFrom('Room 12', 'a\\b'))), {
        minLength: 5,
        maxLength: 5,
      }),
    },
  ),
  testType: fc.constantFrom(null, 'test', 'Survey', 'survey', ''),
  timeStarted: fc.constantFrom(noon - 600, noon - 500).map(unixSeconds),
  timeFinished: time,
})

type Said = typeof result extends fc.Arbitrary<infer Each> ? Each : never

const resultFrom = (said: Partial<Said>): Result =>
  resultOf({
    ...said,
    ...(said.feed === 'links' ? { userId: null } : said.feed === 'submissions' ? {} : { linkResultId: null }),
  })

const day = fc.constantFrom('2026-11-15', '2026-11-19', '2026-11-20', '2026-11-21', '1970-01-01', '2038-01-20')
const percent = fc.constantFrom(-5, 0, 49.94, 49.95, 50, 75, 100, 1e9, 2 ** 31 / 10)
const word = fc.constantFrom(
  'ada',
  'ad',
  'a',
  'LUKASZ',
  'o',
  "o'neill",
  'jose',
  '%',
  '李',
  '小',
  '𝒜',
  '\ud800',
  '-',
  ',',
  "'",
  'ca1pqyzzvk',
  'ab-12',
  'ca-1p-qy',
  'a-b1',
  'ruiz,',
  '"ana"',
  'x'.repeat(299),
  'example.org',
  '😀',
  'ss',
  'nobody',
  '1',
)
const words = fc.constantFrom(
  'a',
  'A',
  'CA1PQY-ZZ',
  'ab',
  '"',
  '\\',
  'room 12',
  'Room',
  'é',
  '😀',
  '\ud800',
  ',',
  '[',
  '%',
  ' ',
)
/** A word, or entries one of which is enough, as a list is pasted. */
const listed = fc
  .array(fc.tuple(words, fc.constantFrom(', ', ' ', '\n', ';', '\t')), { maxLength: 4 })
  .map((entries) => entries.flat().slice(0, -1).join(''))
/** What the teacher calls extra fields; several links share a name, whatever number the field has there. */
const fieldName = fc.constantFrom('Ward', 'ward', 'Year')
const className = fc.constantFrom('10A', '10B', 'nobody')
const studentNumber = fc.integer({ min: 1, max: 25 })
const ids = fc.array(fc.integer({ min: -1, max: 60 }), { maxLength: 12 })
const conditions: Readonly<Record<string, fc.Arbitrary<Condition>>> = {
  account: fc.subarray([...accountIds, 'nobody']).map((value) => ({ field: 'account', op: 'in', value })),
  test: fc
    .subarray([1, 2, 3, 4, 5, 99, -3, Number.MAX_SAFE_INTEGER])
    .map((value) => ({ field: 'test', op: 'in', value })),
  source: fc
    .subarray([
      { feed: 'groups', id: 10 },
      { feed: 'links', id: 10 },
      { feed: 'links', id: 12 },
      { feed: 'groups', id: 99 },
      { feed: 'links', id: -3 },
      { feed: 'submissions', id: -3 },
      { feed: 'submissions', id: 10 },
      { feed: 'groups', id: Number.MAX_SAFE_INTEGER },
    ] as const)
    .map((value) => ({ field: 'source', op: 'in', value })),
  from: day.map((value) => ({ field: 'finished', op: 'from', value })),
  to: day.map((value) => ({ field: 'finished', op: 'to', value })),
  'least percentage': percent.map((value) => ({ field: 'percentage', op: 'from', value })),
  'most percentage': percent.map((value) => ({ field: 'percentage', op: 'to', value })),
  outcome: fc.subarray(['passed', 'not-passed'] as const).map((value) => ({ field: 'outcome', op: 'in', value })),
  grading: fc.boolean().map((value) => ({ field: 'grading', op: 'is', value })),
  certificate: fc.boolean().map((value) => ({ field: 'certificate', op: 'is', value })),
  id: ids.map((value) => ({ field: 'id', op: 'in', value })),
  class: fc.subarray(['10A', '10B', 'nobody']).map((value) => ({ field: 'class', op: 'in', value })),
  label: fc.subarray(['ill', 're-sit', 'nobody']).map((value) => ({ field: 'label', op: 'in', value })),
  student: fc
    .array(fc.record({ account: fc.option(account), key: studentNumber.map((id) => `user:${id}`) }), { maxLength: 4 })
    .map((value) => ({ field: 'student', op: 'in', value })),
  'least points': number.map((value) => ({ field: 'points', op: 'from', value })),
  'most points': number.map((value) => ({ field: 'points', op: 'to', value })),
  'least duration': whole.map((value) => ({ field: 'duration', op: 'from', value })),
  'most duration': whole.map((value) => ({ field: 'duration', op: 'to', value })),
  'changed from': day.map((value) => ({ field: 'changed', op: 'from', value })),
  'changed to': day.map((value) => ({ field: 'changed', op: 'to', value })),
  code: listed.map((value) => ({ field: 'accessCode', op: 'contains', value })),
  info: fc
    .record({ value: listed, within: fc.option(fc.oneof(fieldName, fieldName, name)) })
    .map(({ value, within }) => ({
      ...{ field: 'extraInfo', op: 'contains', value },
      ...(within === null ? {} : { within }),
    })),
  type: fc.subarray(['test', 'survey'] as const).map((value) => ({ field: 'type', op: 'in', value })),
  search: fc
    .array(word, { maxLength: 3 })
    .map((words) => ({ field: 'search', op: 'contains', value: words.join(' ') })),
}

/** What a reader asks again and again: a word that many answers hold in the fields of one name, or a name as it is typed. */
const again: fc.Arbitrary<ResultsFilter> = fc.oneof(
  fc
    .record({ value: fc.constantFrom('a', 'A', 'room'), within: fieldName })
    .map((asked): ResultsFilter => [{ field: 'extraInfo', op: 'contains', ...asked }]),
  fc
    .constantFrom('a', 'ad', 'ada', 'j', 'jo', 'jos')
    .map((value): ResultsFilter => [{ field: 'search', op: 'contains', value }]),
)

/** None to three conditions, now and then all of them, and often what was asked before. */
const filter: fc.Arbitrary<ResultsFilter> = fc.oneof(
  { weight: 2, arbitrary: again },
  { weight: 5, arbitrary: fc.subarray(Object.values(conditions), { maxLength: 3 }).chain((some) => fc.tuple(...some)) },
  { weight: 1, arbitrary: fc.tuple(...Object.values(conditions)) },
)
const query: fc.Arbitrary<ResultsQuery> = fc.record({
  filter,
  sort: fc.record({ field: fc.constantFrom(...sortFields), direction: fc.constantFrom('asc', 'desc') }),
})

const inThreeZones = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati')
const named = fc.record({ id: fc.integer({ min: 1, max: 13 }), name })

/** Something that happens to the database or its columns, or a question to both engines. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      account,
      feed: fc.constantFrom('groups', 'links', 'submissions'),
      results: fc.array(result, { maxLength: 8 }),
      names: fc.array(named, { maxLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reread' as const),
      results: fc.array(result, { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), account, named }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('zone' as const), account, zone: inThreeZones }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('field' as const),
      account,
      link: fc.integer({ min: 10, max: 13 }),
      number: fc.constantFrom(...extraFieldNumbers),
      // Names are taken away as often as they are changed.
      name: fc.oneof(fieldName, fc.constant('')),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(...(['note', 'class', 'no class', 'label', 'merge', 'split', 'undo'] as const)),
      account,
      name: fc.constantFrom('ill', 're-sit'),
      class: className,
      users: fc.uniqueArray(studentNumber, { minLength: 2, maxLength: 4 }),
      ids,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'connect' as const), account }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('copy' as const, 'restore' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('slice' as const, 'finish' as const) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('list' as const),
      list: fc.constantFrom('results', 'certificates'),
      query,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('counts' as const),
      filter,
      chosen: fc.subarray([...accountIds]),
      isAtRest: fc.boolean(),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

/** Plays steps on from where the last ones ended. @returns what the engines say differently, or null */
export function play(engines: BothEngines, steps: readonly Step[]): string | null {
  for (const each of steps) {
    const differs = take(engines, each)
    if (differs !== null) return differs
  }
  return engines.compareOpen()
}

/** Takes a step. @returns what the engines say differently, or null */
function take(engines: BothEngines, next: Step): string | null {
  const { calls } = engines
  switch (next.kind) {
    case 'page': {
      engines.connect(next.account)
      const results = next.results.map((said) => resultFrom({ ...said, feed: next.feed }))
      const about = { accountId: next.account, feed: next.feed }
      calls.applyPage(pageWith(results, { ...about, tests: next.names, sources: next.names }))
      return null
    }
    case 'reread':
      reread(engines, next.results)
      return null
    case 'rename':
      engines.connect(next.account)
      rename(engines, next.account, next.named)
      return null
    case 'note':
    case 'class':
    case 'no class':
    case 'label':
    case 'merge':
    case 'split':
    case 'undo':
      note(engines, next)
      return null
    case 'field':
      nameField(engines, next)
      return null
    case 'zone':
      calls.changeAccount(next.account, { timeZone: next.zone })
      return null
    case 'remove':
      calls.removeAccount(next.account)
      return null
    case 'connect':
      engines.connect(next.account)
      return null
    case 'copy':
      engines.keepCopy()
      return null
    case 'restore':
      engines.restoreCopy()
      return null
    case 'slice':
      engines.columns.work(0)
      return null
    case 'finish':
      return engines.finishColumns()
    case 'list':
      return engines.compareList(next.list, next.query)
    case 'counts':
      if (next.isAtRest) engines.rest()
      return engines.compareCounts(next.filter, next.chosen)
  }
}

/** Something that is kept beside results. What cannot be done is left out. */
function note(engines: BothEngines, step: Extract<Step, { readonly users: unknown }>): void {
  engines.connect(step.account)
  const { calls } = engines
  const keys = step.users.map((id) => `user:${id}`)
  const [into = '', ...others] = keys
  try {
    if (step.kind === 'note') {
      calls.addNote({ kind: 'students', students: [{ account: step.account, key: into }] }, 'José has 10 a-b1', noon)
      calls.addNote({ kind: 'results', ids: step.ids.filter((id) => id > 0) }, 'Nobody, ss', noon)
    } else if (step.kind === 'class') {
      const members = keys.map((key) => ({ ...nobody, key }))
      calls.addClass(step.account, step.class, members, noon)
    } else if (step.kind === 'no class') {
      const there = calls.listClasses([step.account]).find(({ name }) => name === step.class)
      if (there !== undefined) calls.removeClass(there.id)
    } else if (step.kind === 'label') {
      const known = calls.listLabels([step.account]).find(({ name }) => name === step.name)?.id
      const id = known ?? calls.addLabel({ account: step.account, name: step.name, colour: 0 }, null)
      const students = keys.map((key) => ({ account: step.account, key }))
      calls.putLabel(id, { kind: 'students', students })
      calls.putLabel(id, { kind: 'results', ids: step.ids })
    } else if (step.kind === 'merge') calls.mergeStudents(step.account, into, others, noon)
    else if (step.kind === 'split') for (const key of keys) splitFrom(calls, step.account, key)
    else calls.undoLocalChange(noon)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
  }
}

/** Parts a student from those merged into them, where there are any. */
function splitFrom(calls: BothEngines['calls'], account: AccountId, key: string): void {
  if (calls.keysMergedInto(account, key).length > 0) calls.splitStudent(account, key)
}

const nobody = { first: '', last: '', email: null, externalId: null, extraTime: null }

/** Calls an extra field by a name, or by its number again. What cannot be done is left out. */
function nameField(engines: BothEngines, step: Extract<Step, { readonly kind: 'field' }>): void {
  const { account, link, number, name } = step
  engines.connect(account)
  try {
    engines.calls.nameExtraField({ account, link, number }, name)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
  }
}

/** A newer reader reads some stored results, and finds something else in them. */
function reread(engines: BothEngines, results: readonly Said[]): void {
  const { calls, db } = engines
  const older = db.prepare<[number, number]>(`UPDATE result SET reader = ? WHERE id = ?`)
  const read = engines.stored(results.length).map(({ id, raw }, at) => {
    older.run(readerVersion - 1, id)
    return { id, raw, read: { result: resultFrom(results[at] ?? {}) } }
  })
  calls.applyReread(read)
}

function rename(
  { calls }: BothEngines,
  id: AccountId,
  { id: number, name: given }: { id: number; name: string },
): void {
  const source = { id: number, name: given, linkUrlId: null, accessListId: null, testIds: [] }
  calls.saveDiscovery(
    id,
    {
      tests: [{ id: number, name: given }],
      sources: [
        { ...source, feed: 'groups' },
        { ...source, feed: 'links' },
      ],
    },
    noon,
  )
}
