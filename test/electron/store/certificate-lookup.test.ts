import { describe, expect, it } from 'vitest'
import { createStoreApi } from '../../../electron/store/store-api.ts'
import { mostMatches } from '../../../shared/model/certificate.ts'
import type { Result } from '../../../shared/model/result.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, opened, pageWith, resultOf } from './laptop-database.ts'

const serial = 'CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT'

const certificate = (said: Partial<Result> = {}): Result =>
  resultOf({ certificateSerial: serial, giveCertificateOnlyWhenPassed: true, ...said })

function desk(results: readonly Result[], tests = [{ id: 1, name: 'Health and safety exam' }]) {
  const made = database([accountNamed('a'), accountNamed('b')])
  made.calls.applyPage(pageWith(results, { tests }))
  const look = (text: string, accounts?: readonly string[]) => made.calls.lookUpCertificates(text, accounts)
  const names = (text: string, accounts?: readonly string[]) => look(text, accounts).matches.map(({ first }) => first)
  return { ...made, look, names }
}

describe('a fragment of a serial', () => {
  const { look } = desk([certificate(), certificate({ userId: 2, first: 'Bo', certificateSerial: 'CXX-0OIL1' })])
  const typed = serial.toLowerCase().replaceAll('-', '')

  it('of nine characters from any place, typed in lower case without dashes, finds its certificate', () => {
    for (let at = 0; at + 9 <= typed.length; at++) {
      expect(look(typed.slice(at, at + 9)).matches).toMatchObject([{ certificateSerial: serial, bySerial: true }])
    }
  })

  it.each(['CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT', ' caqp yqsb ', 'sy–zzv', 'sy\u2212zz\u00ADv\u200B', 'hwm', 'cHyT'])(
    'finds it as %j, too',
    (text) => {
      expect(look(text).matches).toMatchObject([{ certificateSerial: serial }])
    },
  )

  it.each([`(${serial}).`, `${serial},`, '<caqpyqsb>', 'caqpyqsb?', '#zzvk', '& zzv'])(
    'finds it with signs of the sentence around it: %j',
    (text) => {
      expect(look(text).matches).toMatchObject([{ certificateSerial: serial }])
    },
  )

  it.each(['x0oi11', 'XOOLIL', '00ill'])('takes %j for the same as 0OIL1', (text) => {
    expect(look(text).matches).toMatchObject([{ first: 'Bo' }])
  })

  it('of two characters is none, and of other characters finds nothing', () => {
    expect(look('qp').matches).toEqual([])
    expect(look('caqpz')).toEqual({ matches: [], more: false, former: [], searched: 2 })
  })

  it.each(['', '   ', '-', "'", '‘’', ',', '"', '*', '" OR serial : "caq', 'NEAR(caq)', 'serial:caq', '\u0000'])(
    'that is %j is searched for as it stands, and does no harm',
    (text) => {
      expect(look(text).matches).toEqual([])
    },
  )
})

describe('a serial beside words', () => {
  const { names } = desk([
    certificate({ certificateSerial: 'CAQPYQSBSY-ZZVKJGQH' }),
    certificate({ userId: 2, first: 'Bea', certificateSerial: 'CAQPYQSBSY-OOOL' }),
  ])

  it.each([
    ['bea caqp', ['Bea']],
    ['caqpyqs bea', ['Bea']],
    ['bea 000l', ['Bea']],
    ['bea qpyqsb-sy00', ['Bea']],
    ['ada 00ol', []],
    ['ada qsbsyzz', ['Ada']],
    ['"CAQPYQSBSY-ZZVKJGQH"', ['Ada']],
    ['“caqp yqsbsy zz”', ['Ada']],
    ['caqp yqsb syzz', ['Ada']],
  ])('is found with them: %j finds %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })
})

describe('the answer', () => {
  it('goes by when the certificates were earned, whatever came first', () => {
    const { names } = desk([
      certificate({ userId: 1, first: 'Late', certificateSerial: 'XXABCDXX', timeFinished: noon }),
      certificate({ userId: 2, first: 'Early', certificateSerial: 'YYABCDYY', timeFinished: unixSeconds(noon - 90) }),
      certificate({
        userId: 3,
        first: 'Also early',
        certificateSerial: 'ZZABCDZZ',
        timeFinished: unixSeconds(noon - 90),
      }),
    ])
    expect(names('abcd')).toEqual(['Late', 'Also early', 'Early'])
  })

  it('counts what was searched anew when another program has written meanwhile', () => {
    const { file, look } = desk([certificate()])
    expect(look('nobody').searched).toBe(1)
    createStoreApi(opened(file)).applyPage(pageWith([certificate({ userId: 2, certificateSerial: 'CXX' })]))
    expect(look('nobody').searched).toBe(2)
  })

  it('has a whole serial first, then other serials, then names, each the newest first', () => {
    const { names } = desk([
      certificate({ userId: 1, first: 'Old', certificateSerial: 'XXABCDXX', timeFinished: unixSeconds(noon - 9) }),
      certificate({ userId: 2, first: 'New', certificateSerial: 'YYABCDYY', timeFinished: unixSeconds(noon - 1) }),
      certificate({ userId: 3, first: 'Whole', certificateSerial: 'AB-CD', timeFinished: unixSeconds(noon - 20) }),
      certificate({ userId: 4, first: 'Abcdine', certificateSerial: 'ZZZ', timeFinished: noon }),
    ])
    expect(names('abcd')).toEqual(['Whole', 'New', 'Old', 'Abcdine'])
  })

  it('is cut, says so, and keeps room for names where serials are many', () => {
    const serials = Array.from({ length: 40 }, (_, userId) =>
      certificate({ userId, first: `S${userId}`, certificateSerial: `ANN-${userId}` }),
    )
    const named = Array.from({ length: 40 }, (_, at) =>
      certificate({ userId: 100 + at, first: 'Ann', certificateSerial: `ZZZ-${at}` }),
    )
    const { matches, more } = desk([...serials, ...named]).look('ann')
    expect(matches).toHaveLength(mostMatches)
    expect(more).toBe(true)
    expect(matches.filter(({ bySerial }) => bySerial)).toHaveLength(13)
    expect(
      desk(serials)
        .look('ann')
        .matches.every(({ bySerial }) => bySerial),
    ).toBe(true)
  })

  it('counts what was searched, in the accounts asked for', () => {
    const { calls, look, names } = desk([certificate(), resultOf({ userId: 5, certificateSerial: null })])
    calls.applyPage(pageWith([certificate({ first: 'Bea' })], { accountId: 'b' }))
    expect(names('caqp').sort()).toEqual(['Ada', 'Bea'])
    expect(names('caqp', ['b'])).toEqual(['Bea'])
    expect([look('caqp').searched, look('x', ['a']).searched, look('x', ['a', 'b']).searched]).toEqual([2, 1, 2])
    expect(look('caqp', []).searched).toBe(2)
  })

  it('counts anew after every page', () => {
    const { calls, look } = desk([certificate()])
    expect(look('abc').searched).toBe(1)
    calls.applyPage(pageWith([certificate({ userId: 9 })]))
    expect(look('abc').searched).toBe(2)
  })

  it('says the score, whether it is provisional, and where the PDF is', () => {
    const url = 'https://www.classmarker.com/pdf/certificate/C.pdf?c=1'
    const { look } = desk([certificate({ certificateUrl: url, requiresGrading: true })])
    expect(look('caqp').matches).toMatchObject([
      { percentage: 750, outcome: 'passed', requiresGrading: true, file: { place: 'online' }, expiresOn: null },
    ])
    expect(desk([certificate()]).look('caqp').matches).toMatchObject([{ file: { place: 'none' } }])
  })
})

describe('words', () => {
  const { calls, names } = desk([
    certificate({ first: 'Łukasz', last: 'O’Neill', email: 'l.oneill@example.com', certificateSerial: 'A-1' }),
    certificate({ userId: 2, first: 'Anne-Marie', last: 'Li', accessCode: 'WINTER7', certificateSerial: 'A-2' }),
    certificate({ userId: 3, first: '小龙', last: '李', testId: 2, certificateSerial: 'A-3' }),
    resultOf({ userId: 4, first: 'Lukas', last: 'Nobody' }),
  ])

  it.each(
    Object.entries({
      lukasz: ['Łukasz'],
      ONEILL: ['Łukasz'],
      "o'nei luk": ['Łukasz'],
      'oneill@ex': ['Łukasz'],
      winter7: ['Anne-Marie'],
      'nne-mar': ['Anne-Marie'],
      'safety li': ['Anne-Marie'],
      'li anne': ['Anne-Marie'],
      小龙: ['小龙'],
      李: ['小龙'],
      'marie nobody': [],
      nobody: [],
    }),
  )('%j finds %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    ['li', ['Anne-Marie']],
    ['ne', ['Łukasz', 'Anne-Marie']],
    ['wi', ['Anne-Marie']],
    ['n7', []],
    ['r7', ['Anne-Marie']],
    ['n', ['Łukasz', 'Anne-Marie']],
    ['uk il', ['Łukasz']],
    ['li ie r7 ty', ['Anne-Marie']],
    ['k oneill', ['Łukasz']],
  ])('of one or two letters, %j, are found anywhere, as in the lists', (text, expected) => {
    expect(names(text).sort()).toEqual(expected.sort())
  })

  it('of one or two letters are not looked for in serials, which hold most of them by chance', () => {
    expect(names('-1')).toEqual([])
    expect(names('a-')).toEqual([])
  })

  it.each([
    ['"łukasz o’neill"', ['Łukasz']],
    ['“Anne-Marie Li”, safety', ['Anne-Marie']],
    ['"li anne-marie"', []],
    ['"ukasz o', ['Łukasz']],
    ['"and saf" lukasz', ['Łukasz']],
    ['"safety and"', []],
    ['"e l"', ['Anne-Marie']],
    ['Li; Anne-Marie <winter7>', ['Anne-Marie']],
    ['Anne-Marie\tLi\tWINTER7', ['Anne-Marie']],
    [`${'li anne safety winter7 rie '.repeat(20)}`, ['Anne-Marie']],
    [`anne ${'x'.repeat(400)}`, []],
  ])('%j finds %j: quoted ones stand together', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('are found by the desk as by the list, where they stand in no test and no serial', () => {
    for (const text of [
      'z',
      'uk',
      'ukasz',
      'l o',
      '"o l"',
      '“z o”',
      'nne-m, li',
      '7 anne',
      'onei luk',
      '龙 李',
      'qq',
      '"li a"',
    ]) {
      const listed = calls.storedResultsPage({
        filter: [
          { field: 'search', op: 'contains', value: text },
          { field: 'certificate', op: 'is', value: true },
        ],
        sort: { field: 'name', direction: 'asc' },
        offset: 0,
        limit: 9,
      })
      expect([text, names(text).sort()]).toEqual([text, listed.map(({ first }) => first).sort()])
    }
  })

  it('must all occur, in the names or in the test', () => {
    expect(names('health lukasz')).toEqual(['Łukasz'])
    expect(names('health 小龙')).toEqual([])
    expect(names('health').sort()).toEqual(['Anne-Marie', 'Łukasz'])
  })
})

describe('a test', () => {
  it('is found by its new name, and not by its old one', () => {
    const { calls, names } = desk([certificate()])
    expect(names('safety')).toEqual(['Ada'])
    calls.applyPage(pageWith([], { tests: [{ id: 1, name: 'Fire drill' }] }))
    expect([names('safety'), names('fire')]).toEqual([[], ['Ada']])
  })

  it('is found as soon as it has a name', () => {
    const { calls, names } = desk([certificate()], [])
    expect(names('safety')).toEqual([])
    calls.applyPage(pageWith([], { tests: [{ id: 1, name: 'Safety' }] }))
    expect(names('safety')).toEqual(['Ada'])
  })

  it('keeps the former serials of its certificates through a new name', () => {
    const { calls, look } = desk([certificate({ certificateSerial: 'COLD-ONE' })])
    calls.applyPage(pageWith([certificate()]))
    calls.applyPage(pageWith([], { tests: [{ id: 1, name: 'Fire drill' }] }))
    expect(look('coldone').former).toHaveLength(1)
  })
})

describe('a result that is sent again', () => {
  const again = (changed: Partial<Result>) => {
    const made = desk([certificate({ certificateSerial: 'COLD-SERIAL' })])
    made.calls.applyPage(pageWith([certificate(changed)], { receivedAt: unixSeconds(noon + 60) }))
    return made
  }

  it('with another serial is found by that one, and the other says by what it was replaced', () => {
    const { look } = again({})
    expect(look('caqp')).toMatchObject({ matches: [{ certificateSerial: serial }], former: [] })
    expect(look('cold-ser')).toEqual({
      matches: [],
      more: false,
      former: [
        {
          serial: 'COLD-SERIAL',
          resultId: 1,
          accountId: 'a',
          student: 'Ada Lovelace',
          testName: 'Health and safety exam',
          reason: 'replaced',
          now: serial,
          seenAt: noon + 60,
        },
      ],
      searched: 1,
    })
  })

  it('with the first serial again has that one, and the second was one in between', () => {
    const { calls, look } = again({})
    calls.applyPage(pageWith([certificate({ certificateSerial: 'COLD-SERIAL' })]))
    expect(look('coldserial')).toMatchObject({ matches: [{ certificateSerial: 'COLD-SERIAL' }], former: [] })
    expect(look('caqp').former).toMatchObject([{ serial, now: 'COLD-SERIAL' }])
  })

  it('without a serial has none, and says so', () => {
    const { look, names } = again({ certificateSerial: null })
    expect(look('cold')).toMatchObject({ matches: [], former: [{ reason: 'replaced', now: null }], searched: 0 })
    expect(names('ada')).toEqual([])
  })

  it('as not passed has lost its certificate, and has it back when it is passed again', () => {
    const { calls, look, names } = again({ certificateSerial: 'COLD-SERIAL', passed: false })
    expect(look('COLDSERIAL')).toMatchObject({
      matches: [],
      former: [{ serial: 'COLD-SERIAL', reason: 'not-earned', now: null, seenAt: noon + 60 }],
    })
    expect([names('ada'), calls.countCertificates([])]).toEqual([[], 0])
    calls.applyPage(pageWith([certificate({ certificateSerial: 'COLD-SERIAL' })]))
    expect(look('coldserial')).toMatchObject({ matches: [{ certificateSerial: 'COLD-SERIAL' }], former: [] })
    expect(names('ada')).toEqual(['Ada'])
  })

  it('under another name is found by that one', () => {
    const { names } = again({ certificateSerial: 'COLD-SERIAL', last: 'Byron' })
    expect([names('lovelace'), names('byron')]).toEqual([[], ['Ada']])
  })
})

describe('a serial that is not earned', () => {
  it('is no certificate in the results either', () => {
    const { calls } = desk([certificate({ passed: false })])
    const [row] = calls.resultsPage({ filter: [], sort: { field: 'finished', direction: 'desc' }, offset: 0, limit: 1 })
    expect(row).toMatchObject({ certificateSerial: serial, certificateEarned: false })
    expect(calls.resultDetail(1)).toMatchObject({ certificateEarned: false })
    expect(calls.countResults([{ field: 'certificate', op: 'is', value: true }])).toBe(0)
  })
})

it('removing an account leaves nothing of it in the index', () => {
  const { calls, db, names } = desk([
    certificate({ certificateSerial: 'COLD' }),
    certificate({ userId: 3, passed: false }),
    certificate({ userId: 4 }),
  ])
  calls.applyPage(pageWith([certificate({ certificateSerial: null })]))
  calls.applyPage(pageWith([certificate({ first: 'Bea' })], { accountId: 'b' }))
  db.exec(`CREATE VIRTUAL TABLE temp.letters USING fts5vocab (main, certificate_search, 'row')`)
  const letters = () =>
    db
      .prepare<[], { term: string }>('SELECT term FROM temp.letters')
      .all()
      .map(({ term }) => term)
  expect(letters()).toEqual(expect.arrayContaining(['ada', 'bea', 'C01']))
  calls.removeAccount('a')
  expect(letters()).toContain('bea')
  expect(letters()).not.toContain('ada')
  expect(letters()).not.toContain('C01')
  expect(names('caqp')).toEqual(['Bea'])
  expect(db.prepare('SELECT count(*) AS n FROM certificate_search_docsize').get()).toEqual({ n: 1 })
  db.exec(`INSERT INTO certificate_search (certificate_search) VALUES ('integrity-check')`)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
})
