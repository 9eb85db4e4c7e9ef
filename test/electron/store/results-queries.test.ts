import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition, ResultsFilter } from '../../../shared/model/filter.ts'
import { outcome } from '../../../shared/model/result.ts'
import { type SortField, sortFields } from '../../../shared/model/result-fields.ts'
import { feeds } from '../../../shared/model/result-values.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { accountNamed, database, pageWith, resultOf } from './laptop-database.ts'
import { filled, type SampleRow, sampleRows, sourceNames, testNames, zoneOf } from './sample-rows.ts'

const rows = sampleRows(300)
const newest = { field: 'finished', direction: 'desc' } as const

const plainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()

/** The filter written out plainly, row by row. */
const matches = (row: SampleRow, filter: ResultsFilter): boolean => filter.every((condition) => meets(row, condition))

function meets(row: SampleRow, condition: Condition): boolean {
  const { account, result } = row
  const zone = account === 'a' ? zoneOf.a : zoneOf.b
  const has = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value)
  switch (condition.field) {
    case 'account':
      return condition.value.includes(account)
    case 'test':
      return has(condition.value, result.testId)
    case 'source':
      return has(
        condition.value.map(({ feed, id }) => `${feed} ${id}`),
        `${result.feed} ${result.sourceId}`,
      )
    case 'finished':
      return condition.op === 'from'
        ? result.timeFinished >= startOfDay(condition.value, zone)
        : result.timeFinished < endOfDay(condition.value, zone)
    case 'percentage': {
      const bound = Math.round(condition.value * 10)
      return condition.op === 'from' ? Number(result.percentage) >= bound : Number(result.percentage) <= bound
    }
    case 'points': {
      const points = result.pointsScored
      return points !== null && (condition.op === 'from' ? points >= condition.value : points <= condition.value)
    }
    case 'duration': {
      const seconds = result.durationSeconds
      return seconds !== null && (condition.op === 'from' ? seconds >= condition.value : seconds <= condition.value)
    }
    case 'type':
      return has(condition.value, result.testType?.toLowerCase() === 'survey' ? 'survey' : 'test')
    case 'accessCode':
      return plainLetters(result.accessCode ?? '').includes(plainLetters(condition.value))
    case 'extraInfo':
      return result.extraInfo.some((each) => plainLetters(each ?? '').includes(plainLetters(condition.value)))
    case 'student':
      return has(
        condition.value.map(({ key }) => key),
        `user:${result.userId}`,
      )
    case 'class':
    case 'label':
    case 'changed':
      return false
    case 'outcome': {
      const own = outcome(result)
      return condition.value.length === 0 || (own !== 'none' && condition.value.includes(own))
    }
    case 'grading':
      return result.requiresGrading === condition.value
    case 'certificate':
      return (result.certificateSerial !== null) === condition.value
    case 'search':
      return matchesSearch(row, condition.value)
    case 'id':
      throw new Error('Rows of a sample have no number.')
  }
}

function matchesSearch({ result }: SampleRow, search: string): boolean {
  const fields = [
    `${result.first} ${result.last}`,
    result.email ?? '',
    result.accessCode ?? '',
    result.certificateSerial ?? '',
    (result.certificateSerial ?? '').replaceAll('-', ''),
  ].map(fold)
  const typed = fold(search.replaceAll(',', ' ')).split(' ').filter(Boolean)
  if (typed.length === 0 && search.trim() !== '') return false
  const told = typed.filter((word) => /[^%-]/.test(word))
  const words = told.length > 0 ? told : typed
  const serial = fields.at(-1) ?? ''
  const isInSerial = (word: string) => {
    const together = word.replaceAll('-', '')
    return together.length >= 3 && serial.includes(together)
  }
  return words.every((word) => fields.some((field) => field.includes(word)) || isInSerial(word))
}

const keyOf = ({ account, result }: SampleRow) => `${account}/${result.userId ?? result.linkResultId}`

const calendarDay = fc.integer({ min: 1, max: 21 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`)
const percentage = fc.constantFrom(-5, 0, 49.9, 49.95, 50, 74.9, 75, 100, 110)
const word = fc.constantFrom(
  'ada',
  'LUKASZ',
  'o',
  "o'neill",
  'müll',
  'ca',
  'pqyzzvk',
  'ca1pqy-zzvk',
  'ca-1pq-yz',
  '7@example',
  '%',
  '李',
  'x"y',
  "'",
  'ada,',
  '-',
)
const search = fc.array(word, { maxLength: 2 }).map((words) => words.join(' '))
const parts: Readonly<Record<string, fc.Arbitrary<Condition>>> = {
  account: fc.subarray(['a', 'b', 'nobody']).map((value) => ({ field: 'account', op: 'in', value })),
  test: fc.subarray([1, 2, 3, 4, 5, 99]).map((value) => ({ field: 'test', op: 'in', value })),
  source: fc
    .subarray([
      { feed: 'groups', id: 10 },
      { feed: 'links', id: 10 },
      { feed: 'links', id: 20 },
      { feed: 'groups', id: 99 },
    ] as const)
    .map((value) => ({ field: 'source', op: 'in', value })),
  from: calendarDay.map((value) => ({ field: 'finished', op: 'from', value })),
  to: calendarDay.map((value) => ({ field: 'finished', op: 'to', value })),
  'least percentage': percentage.map((value) => ({ field: 'percentage', op: 'from', value })),
  'most percentage': percentage.map((value) => ({ field: 'percentage', op: 'to', value })),
  outcome: fc.subarray(['passed', 'not-passed'] as const).map((value) => ({ field: 'outcome', op: 'in', value })),
  grading: fc.boolean().map((value) => ({ field: 'grading', op: 'is', value })),
  certificate: fc.boolean().map((value) => ({ field: 'certificate', op: 'is', value })),
  search: search.map((value) => ({ field: 'search', op: 'contains', value })),
}

describe('a filter', () => {
  const { calls } = filled(rows)
  const found = (filter: ResultsFilter) =>
    calls
      .storedResultsPage({ filter, sort: newest, offset: 0, limit: 1_000 })
      .map((row) => `${row.account_id}/${row.user_id ?? row.link_result_id}`)
      .sort()
  const check = (filter: ResultsFilter) => {
    const expected = rows.filter((row) => matches(row, filter)).map(keyOf)
    expect(found(filter)).toEqual(expected.sort())
    expect(calls.countResults(filter)).toBe(expected.length)
  }

  it('that asks nothing finds all', () => {
    check([])
    expect(calls.countResults([])).toBe(300)
  })

  it.each(Object.keys(parts))('by %s alone finds what it says', (name) => {
    const part = parts[name]
    if (part === undefined) throw new Error(name)
    fc.assert(
      fc.property(part, (condition) => check([condition])),
      { numRuns: 30 },
    )
  })

  it('of several parts finds what all of them say', () => {
    const filters = fc.record(parts, { requiredKeys: [] })
    fc.assert(
      fc.property(filters, (chosen) => check(Object.values(chosen).filter((part) => part !== undefined))),
      { numRuns: 300 },
    )
  })

  it('by day counts the day of the account that the result belongs to', () => {
    const { calls: two } = filled(sampleRows(0))
    expect(
      two.countResults([
        { field: 'finished', op: 'from', value: '2026-11-01' },
        { field: 'finished', op: 'to', value: '2026-11-30' },
      ]),
    ).toBe(0)
    fc.assert(
      fc.property(calendarDay, (day) =>
        check([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
        ]),
      ),
      { numRuns: 21 },
    )
  })
})

describe('a name as a list has it', () => {
  const { calls } = database([accountNamed('a')])
  const person = (userId: number, first: string, last: string) => resultOf({ userId, first, last })
  calls.applyPage(pageWith([person(1, 'Ana', 'Ruiz'), person(2, 'Ruiz', 'Cano'), person(3, 'Sean', "O'Neill")]))

  it.each([
    ['Ruiz, Ana', 1],
    ['ana,ruiz', 1],
    ['ruiz', 2],
    ['an, ru', 2],
    ["'", 0],
    ["o'neill", 1],
    [',', 0],
    [' ', 3],
    [`ana ${'ruiz '.repeat(99)}`, 1],
  ])('for %j finds %i', (search, found) => {
    expect(calls.countResults([{ field: 'search', op: 'contains', value: search }])).toBe(found)
    expect(
      calls.countResults([
        { field: 'search', op: 'contains', value: search },
        { field: 'account', op: 'in', value: ['a'] },
      ]),
    ).toBe(found)
    expect(
      calls.storedResultsPage({
        filter: [{ field: 'search', op: 'contains', value: search }],
        sort: newest,
        offset: 0,
        limit: 9,
      }),
    ).toHaveLength(found)
  })
})

describe('sorting', () => {
  const { calls } = filled(rows)
  const sorts = sortFields.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction })))

  const shown: Readonly<Record<SortField, (row: ResultRow) => number | string | null>> = {
    finished: (row) => row.timeFinished,
    started: (row) => row.timeStarted,
    name: (row) => fold(`${row.last} ${row.first}`),
    test: (row) => row.testName.toLowerCase(),
    source: (row) => row.sourceName.toLowerCase(),
    percentage: (row) => row.percentage,
    points: (row) => row.pointsScored,
    outcome: (row) => row.outcome,
    duration: (row) => row.durationSeconds,
    certificate: (row) => row.certificateSerial,
    grading: (row) => (row.requiresGrading ? 1 : 0),
  }

  const isUnnamed = (row: ResultRow, field: string) =>
    (field === 'test' && row.testName.startsWith('Test ')) ||
    (field === 'source' && /^(Group|Link|Course) /.test(row.sourceName))

  it.each(['test', 'source'] as const)('by %s is the same for a single account as beside another', (field) => {
    const own = rows.filter(({ account }) => account === 'a')
    const alone = database([accountNamed('a', zoneOf.a)]).calls
    for (const feed of feeds) {
      const [id, name] = sourceNames.get(feed) ?? [0, '']
      const results = own.map(({ result }) => result).filter((result) => result.feed === feed)
      const tests = [...testNames].map(([test, testName]) => ({ id: test, name: testName }))
      alone.applyPage(pageWith(results, { feed, tests, sources: [{ id, name }] }))
    }
    const beside = filled(own).calls
    for (const direction of ['asc', 'desc'] as const) {
      const query = { filter: [], sort: { field, direction }, offset: 0, limit: 500 }
      expect(alone.resultsPage(query)).toEqual(beside.resultsPage(query))
    }
  })

  it('by test keeps two accounts apart that use one number for different tests', () => {
    const { calls: two } = database([accountNamed('a'), accountNamed('b')])
    const named = (accountId: string, name: string) => {
      const results = [1, 2].map((userId) => resultOf({ userId }))
      two.applyPage(pageWith(results, { accountId, tests: [{ id: 1, name }] }))
    }
    named('a', 'Zoology')
    named('b', 'algebra')
    const page = two.resultsPage({ filter: [], sort: { field: 'test', direction: 'asc' }, offset: 0, limit: 9 })
    expect(page.map(({ testName }) => testName)).toEqual(['algebra', 'algebra', 'Zoology', 'Zoology'])
  })

  it.each(sorts)('by $field $direction gives every result once, whatever the size of the pages', (sort) => {
    const whole = calls.resultsPage({ filter: [], sort, offset: 0, limit: 500 })
    expect(new Set(whole.map(({ id }) => id)).size).toBe(300)
    for (const limit of [7, 100]) {
      const pages = Array.from({ length: Math.ceil(300 / limit) }, (_, page) =>
        calls.resultsPage({ filter: [], sort, offset: page * limit, limit }),
      )
      expect(pages.flat()).toEqual(whole)
    }
    expect(calls.resultsPage({ filter: [], sort, offset: 300, limit: 10 })).toEqual([])
  })

  it.each(sorts)('by $field $direction is in the order of what is shown, absent values last', (sort) => {
    const values = calls
      .resultsPage({ filter: [], sort, offset: 0, limit: 500 })
      .filter((row) => !isUnnamed(row, sort.field))
      .map(shown[sort.field])
    const present = values.filter((value) => value !== null)
    expect(values.slice(present.length).every((value) => value === null)).toBe(true)
    const ordered = present.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    expect(present).toEqual(sort.direction === 'asc' ? ordered : ordered.reverse())
  })

  it.each(['test', 'source'] as const)('by %s puts what has no name yet where its number belongs', (field) => {
    const names = calls
      .resultsPage({ filter: [], sort: { field, direction: 'asc' }, offset: 0, limit: 500 })
      .map((row) => String(shown[field](row)))
    expect(names).toEqual(names.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0)))
  })

  it.each(sortFields)('by %s backwards is the same order from its end, but for absent values', (field) => {
    const ids = (direction: 'asc' | 'desc') =>
      calls
        .resultsPage({
          filter: [{ field: 'certificate', op: 'is', value: true }],
          sort: { field, direction },
          offset: 0,
          limit: 500,
        })
        .filter((row) => shown[field](row) !== null)
        .map(({ id }) => id)
    expect(ids('desc')).toEqual(ids('asc').reverse())
  })
})

describe('a search', () => {
  const people = [
    { first: 'Łukasz', last: 'Müller', email: 'L.Mueller@Example.org', accessCode: 'Winter-7' },
    { first: 'Seán', last: 'O’Neill', certificateSerial: 'CAQPYQSBSY-ZZVKJGQH-XHWM' },
    { first: 'Anne-Marie', last: 'Weiß', accessCode: '50%_off' },
    { first: '小龙', last: '李', accessCode: 'a"b' },
    { first: 'Bo', last: 'Ng', accessCode: 'NOT' },
  ]
  const { calls } = filled(people.map((person, at) => ({ account: 'a', result: resultOf({ ...person, userId: at }) })))
  const found = (search: string) =>
    calls
      .resultsPage({
        filter: [{ field: 'search', op: 'contains', value: search }],
        sort: { field: 'name', direction: 'asc' },
        offset: 0,
        limit: 10,
      })
      .map(({ last }) => last)

  it.each([
    ['', ['Müller', 'Ng', 'O’Neill', 'Weiß', '李']],
    ['   ', ['Müller', 'Ng', 'O’Neill', 'Weiß', '李']],
    ['lukasz', ['Müller']],
    ['ŁUKASZ MULLER', ['Müller']],
    ['muller łukasz', ['Müller']],
    ['üll', ['Müller']],
    ['l.mueller@example', ['Müller']],
    ['winter-7', ['Müller']],
    ["o'neill", ['O’Neill']],
    ['oneill', ['O’Neill']],
    ['O’NEILL sean', ['O’Neill']],
    ['caqpyqsbsyzzvk', ['O’Neill']],
    ['yqsbsy-zzvk', ['O’Neill']],
    ['CAQP-YQSB-SYZZ', ['O’Neill']],
    ['caqp-yqsb sean', ['O’Neill']],
    ['caqp–yqsb-', ['O’Neill']],
    ['ca-q', ['O’Neill']],
    ['c-a', []],
    ['caqp-yqsz', []],
    ['annemarie', []],
    ['an-nemarie', []],
    ['wi-nter7', []],
    ['weiss', ['Weiß']],
    ['anne–marie', ['Weiß']],
    ['%', ['Weiß']],
    ['50%_', ['Weiß']],
    ['50_', []],
    ['a"b', ['李']],
    ['"', ['Müller', 'Ng', 'O’Neill', 'Weiß', '李']],
    ['李', ['李']],
    ['小龙 李', ['李']],
    ['ng', ['Ng']],
    ['o', ['Müller', 'Ng', 'O’Neill', 'Weiß']],
    ['bo ng', ['Ng']],
    ['not', ['Ng']],
    ['bo NOT ng', ['Ng']],
    ['bo AND sean', []],
    ['bo*', []],
    ['first:bo', []],
    ['^bo', []],
    ['NEAR(bo ng)', []],
    ['nobody', []],
    ['"łukasz müller"', ['Müller']],
    ['“Bo Ng”, not', ['Ng']],
    ['"müller łukasz"', []],
    ['"bo n', ['Ng']],
    ['"b n"', []],
    ['"o n" b', ['Ng']],
    ['Müller; Łukasz <l.mueller@example.org>', ['Müller']],
    ['Łukasz\tMüller\tWinter-7', ['Müller']],
    ['caqp yqsb sy zzvk', ['O’Neill']],
    ['CAQP\u200bYQ SBSY', ['O’Neill']],
  ])('for %j finds %j', (search, expected) => {
    expect(found(search)).toEqual(expected)
  })

  it('of any pieces of any fields, quoted or not, finds whom each of them is in', () => {
    const texts = people.map(({ first, last, email = '', accessCode = '', certificateSerial = '' }) =>
      [`${first} ${last}`, email, accessCode, certificateSerial, certificateSerial.replaceAll('-', '')].map(fold),
    )
    const piece = fc
      .tuple(fc.constantFrom(...texts.flat().filter(Boolean)), fc.nat(20), fc.integer({ min: 1, max: 9 }), fc.boolean())
      .map(([text, from, length, quoted]) => {
        const part = [...text].slice(from % text.length, (from % text.length) + length).join('')
        return quoted ? `“${part}”` : part
      })
      // Signs alone are no words, and a mark among them would open a quotation.
      .filter((part) => /[\p{L}\p{N}]/u.test(part) && !part.includes('"'))
    let some = 0
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), (pieces) => {
        const words = searchWords(pieces.join(', ')) ?? []
        const expected = people.filter((_, at) => words.every((word) => texts[at]?.some((text) => text.includes(word))))
        if (expected.length > 0 && expected.length < people.length) some++
        expect(found(pieces.join(', ')).sort()).toEqual(expected.map(({ last }) => last).sort())
        expect(found(pieces.toReversed().join(' ')).sort()).toEqual(expected.map(({ last }) => last).sort())
      }),
      { numRuns: 300 },
    )
    expect(some).toBeGreaterThan(100)
  })

  it('counts every word of a pasted text, however many or long', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => `w${at}`).join(' ')
    for (const search of [many, `${'bo ng not '.repeat(900)} ${many}`, `bo ${'x'.repeat(9_999)}`]) {
      expect(found(search)).toEqual([])
    }
    expect(found('bo ng not '.repeat(900))).toEqual(['Ng'])
    expect(found('b o n g t no ot bo ng "bo ng" "o n" not')).toEqual(['Ng'])
    expect(found('b o n g t no ot bo ng "bo ng" "o n" not w')).toEqual([])
    for (const field of ['accessCode', 'extraInfo'] as const)
      for (const value of [many, many.replaceAll(' ', ', ')])
        expect(calls.countResults([{ field, op: 'contains', value }])).toBe(0)
  })

  it('never runs from one field into the next', () => {
    expect(found('mullerl.mueller')).toEqual([])
    expect(found("o'neill caqp")).toEqual(['O’Neill'])
    expect(found("o'neillcaqp")).toEqual([])
  })

  it('of any text at all finds something or nothing, and never fails', () => {
    const sign = fc.constantFrom(...'ab%_*"\'()^:-+{}[];,.\\/ \n\t~&|<>=?!@#$', 'AND', 'OR', 'NOT', 'NEAR', '""', '--')
    const signs = fc.array(sign, { maxLength: 12 }).map((all) => all.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          signs,
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\u0000', '')),
        ),
        (search) => {
          expect(found(search).length).toBe(calls.countResults([{ field: 'search', op: 'contains', value: search }]))
        },
      ),
      { numRuns: 600 },
    )
  })

  it.each(['abc\u0000def', '\u0000', 'ab\u0000', 'müller\u0000'])(
    'for %j, which holds a zero character, never fails',
    (text) => {
      expect(() => found(text)).not.toThrow()
    },
  )

  it('finds whatever stands in a name, by any part of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows), fc.nat(20), fc.nat(20), ({ result }, start, length) => {
        const name = `${result.first} ${result.last}`
        const { calls: own } = { calls: searched }
        const part = [...name].slice(start % name.length, (start % name.length) + 1 + length).join('')
        // An apostrophe alone is in no folded text.
        fc.pre(!/^[’']+$/.test(part))
        expect(own.countResults([{ field: 'search', op: 'contains', value: part }])).toBeGreaterThan(0)
      }),
    )
  })
  const { calls: searched } = filled(rows)
})

it('names what has no name by its number', () => {
  const { calls } = filled(rows)
  const page = calls.resultsPage({
    filter: [{ field: 'test', op: 'in', value: [5] }],
    sort: newest,
    offset: 0,
    limit: 1,
  })
  expect(page[0]?.testName).toBe('Test 5')
  expect(testNames.has(5)).toBe(false)
  expect([...sourceNames.values()]).toHaveLength(3)
})

describe('a day of a filter', () => {
  const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000)
  // Normal days; days of 23, 25, 23½ and 24½ hours; a day that begins at one; zones with half and quarter hours.
  const days: readonly [zone: string, day: string, first: string, next: string][] = [
    ['UTC', '2026-11-20', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/St_Johns', '2026-03-08', '2026-03-08T03:30:00Z', '2026-03-09T02:30:00Z'],
    ['America/St_Johns', '2026-11-01', '2026-11-01T02:30:00Z', '2026-11-02T03:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z'],
    ['Asia/Kathmandu', '2026-11-20', '2026-11-19T18:15:00Z', '2026-11-20T18:15:00Z'],
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-20', '2026-11-19T10:00:00Z', '2026-11-20T10:00:00Z'],
  ]
  const places = [
    ['alone', []],
    ['beside an account east of it', ['Pacific/Kiritimati']],
    ['beside an account west of it', ['Pacific/Pago_Pago']],
    ['beside one in the same zone', ['same']],
  ] as const

  it.each(days.flatMap((one) => places.map(([words, others]) => [...one, words, others] as const)))(
    'in %s, %s, begins with its first second and ends before the next day’s: %s to %s, %s',
    (zone, day, first, next, _, others) => {
      const besides = others.map((other, place) => accountNamed(`b${place}`, other === 'same' ? zone : other))
      const { calls } = database([accountNamed('a', zone), ...besides])
      const moments = [at(first) - 1, at(first), at(next) - 1, at(next)].map(unixSeconds)
      calls.applyPage(pageWith(moments.map((timeFinished, userId) => resultOf({ userId, timeFinished }))))
      const found = (filter: ResultsFilter) =>
        calls
          .storedResultsPage({ filter, sort: { field: 'finished', direction: 'asc' }, offset: 0, limit: 9 })
          .map(({ user_id }) => user_id)
      expect(
        found([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
        ]),
      ).toEqual([1, 2])
      expect(found([{ field: 'finished', op: 'from', value: day }])).toEqual([1, 2, 3])
      expect(found([{ field: 'finished', op: 'to', value: day }])).toEqual([0, 1, 2])
      expect(
        calls.countResults([
          { field: 'finished', op: 'from', value: day },
          { field: 'finished', op: 'to', value: day },
          { field: 'account', op: 'in', value: ['a'] },
        ]),
      ).toBe(2)
    },
  )
})

describe('between equals', () => {
  const { calls } = database()
  const alike = Array.from({ length: 9 }, (_, userId) =>
    resultOf({ userId, pointsScored: null, durationSeconds: null, certificateSerial: null }),
  )
  calls.applyPage(pageWith(alike))

  it.each(sortFields)('the one that came first stands first by %s ascending, and last descending', (field) => {
    const ids = (direction: 'asc' | 'desc') =>
      calls.resultsPage({ filter: [], sort: { field, direction }, offset: 0, limit: 20 }).map(({ id }) => id)
    expect(ids('asc')).toEqual(ids('asc').toSorted((one, other) => one - other))
    expect(ids('desc')).toEqual(ids('asc').toReversed())
  })
})

describe('a page', () => {
  const { calls } = filled(rows)

  it.each([
    [[{ field: 'search', op: 'contains', value: 'ada' }], 'name'],
    [
      [
        { field: 'grading', op: 'is', value: true },
        { field: 'test', op: 'in', value: [1, 2, 5] },
      ],
      'test',
    ],
    [[{ field: 'source', op: 'in', value: [{ feed: 'links', id: 20 }] }], 'source'],
    [
      [
        { field: 'account', op: 'in', value: ['b'] },
        { field: 'certificate', op: 'is', value: true },
      ],
      'certificate',
    ],
  ] as const)(
    'of the results that fit %j, by %s, is a range of them all, and there are as many as counted',
    (filter, field) => {
      const query = { filter, sort: { field, direction: 'asc' } as const }
      const whole = calls.resultsPage({ ...query, offset: 0, limit: 500 })
      expect(whole.length).toBe(calls.countResults(query.filter))
      expect(whole.length).toBeGreaterThan(5)
      expect(calls.resultsPage({ ...query, offset: 2, limit: 3 })).toEqual(whole.slice(2, 5))
      expect(calls.resultsPage({ ...query, offset: whole.length - 1, limit: 50 })).toEqual(whole.slice(-1))
      expect(calls.resultsPage({ ...query, offset: 0, limit: 0 })).toEqual([])
    },
  )
})
