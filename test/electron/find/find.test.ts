import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { foundTests } from '../../../electron/store/tests/found-tests.ts'
import type { Found } from '../../../shared/model/found.ts'
import { fold } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

/** Asks as the window does: again while results are being read. */
function finding({ db }: Pick<ReturnType<typeof database>, 'db'>) {
  const { calls } = storeOn(db)
  return (text: string, accounts?: readonly string[]): Found => {
    for (let asked = 0; asked < 100; asked++) {
      const students = calls.findStudents(text, accounts)
      if (students === null || students === 'more') continue
      return {
        students,
        tests: calls.findTests(text, accounts),
        certificates: calls.findSerials(text, accounts),
        codes: calls.findCodes(text, accounts),
      }
    }
    throw new Error('The results are never read')
  }
}

const namesOf = (found: Found): string[] =>
  (found.students?.entries ?? []).map(({ first, last }) => `${first} ${last}`.trim())

function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  const { calls } = made
  const person = (userId: number, first: string, last: string, email: string | null, more = {}) =>
    resultOf({ userId, first, last, email, testId: 1, ...more })
  calls.saveDiscovery(
    'a',
    {
      tests: [
        { id: 1, name: 'Quadratics' },
        { id: 2, name: 'Fire safety' },
        { id: 3, name: 'Fire drill (old)' },
      ],
      sources: [
        { feed: 'groups', id: 10, name: 'Year 10', linkUrlId: null, accessListId: null, testIds: [1] },
        { feed: 'links', id: 20, name: 'Open day', linkUrlId: 'u', accessListId: 900, testIds: [2] },
      ],
    },
    noon,
  )
  calls.applyPage(
    pageWith([
      person(1, 'Zoë', 'Łuk', 'zoe@school.example', { certificateSerial: 'LKO1-23AB', passed: true }),
      person(2, 'Ana', 'Ruiz', 'ana@school.example'),
      person(3, 'Ana', 'Ruiz', 'other@school.example'),
      person(4, 'Rosana', 'Abel', null),
    ]),
  )
  return { ...made, find: finding(made) }
}

describe('finding anything in the store', () => {
  it('finds students by words in any order and without accents, the best fitting names first', () => {
    const { find } = laptop()
    expect(namesOf(find('luk zoe'))).toEqual(['Zoë Łuk'])
    expect(namesOf(find('ana'))).toEqual(['Ana Ruiz', 'Ana Ruiz', 'Rosana Abel'])
    expect(find('ana ruiz').students).toMatchObject({
      entries: [{ email: 'ana@school.example' }, { email: 'other@school.example' }],
      total: 2,
    })
    expect(find('nobody').students).toEqual({ entries: [], total: 0 })
  })

  it('finds a merged student by each name, once, and both again after the split', () => {
    const { find, calls } = laptop()
    calls.mergeStudents('a', 'user:2', ['user:1'], noon)
    expect(find('zoe').students).toMatchObject({ total: 1, entries: [{ key: 'user:2', last: 'Ruiz' }] })
    expect(find('ruiz').students?.total).toBe(2)
    calls.splitStudent('a', 'user:2')
    expect(namesOf(find('zoe'))).toEqual(['Zoë Łuk'])
  })

  it('finds nobody who was erased, and no test that is hidden', () => {
    const { find, calls } = laptop()
    calls.eraseStudent({ account: 'a', key: 'user:1' }, noon)
    expect(find('zoe').students?.total).toBe(0)
    expect(find('LKO1').certificates.entries).toEqual([])
    calls.hide({ account: 'a', kind: 'test', id: 3 })
    expect(find('fire').tests).toMatchObject({ total: 1, entries: [{ testId: 2, sources: ['Open day'] }] })
  })

  it('lists tests of one name and number in one order, whichever account came first', () => {
    const named = (account: string) => ({ account, testId: 1, name: 'Maths', hidden: false, sources: [] })
    const order = (...accounts: string[]) =>
      foundTests(accounts.map(named), 'maths', undefined).entries.map(({ account }) => account)
    expect([order('a', 'b'), order('b', 'a')]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('finds a serial with or without dashes and with letters for figures, in its account alone', () => {
    const { find } = laptop()
    for (const typed of ['lko1-23ab', 'LK0123', 'ik01 23', '(LKO1-23AB).', 'lko1-23ab,'])
      expect(find(typed).certificates).toMatchObject({ entries: [{ serial: 'LKO1-23AB', student: 'Zoë Łuk' }] })
    expect(find('lko1', ['b']).certificates).toEqual({ entries: [], more: false })
    expect(find('lk').certificates.entries).toEqual([])
  })

  it('finds codes on any list as their lists do, also those still to be removed', () => {
    const { find, calls } = laptop()
    const list = { accountId: 'a', listId: 900 }
    const edit = (change: 'full-list' | 'remove', ...codes: { code: string; name: string | null }[]) =>
      calls.applyCodes({ list, change, origin: 'typed', codes, at: noon })
    edit('full-list', ...['AB-12', 'AB-13', 'AB-14', 'X-AB12', 'AB-15', 'AB-16'].map((code) => ({ code, name: null })))
    edit('remove', { code: 'AB-16', name: null })
    const { codes } = find('ab1')
    expect(codes.total).toBe(6)
    expect(codes.lists).toEqual([{ accountId: 'a', listId: 900, listName: 'Open day', count: 6 }])
    expect(codes.entries).toHaveLength(5)
    expect(codes.entries.at(-1)?.code).not.toBe('X-AB12')
    expect(calls.countCodes(list, { search: 'ab1' })).toBe(codes.total)
    expect(find('ab1', ['b']).codes).toEqual({ entries: [], total: 0, lists: [] })
  })

  it('finds as many students as their list, and among the first whoever’s name fits best, in random classes', () => {
    const syllable = fc.constantFrom('an', 'ro', 'Zé', 'li', "O'", 'ß', 'ø', 'ma', '-')
    const name = fc.array(syllable, { minLength: 0, maxLength: 3 }).map((parts) => parts.join(''))
    const people = fc.array(
      fc.record({ user: fc.integer({ min: 1, max: 12 }), first: name, last: name, mail: fc.option(name) }),
      { minLength: 1, maxLength: 25 },
    )
    const asked = fc.array(fc.oneof(syllable, name), { minLength: 1, maxLength: 2 }).map((words) => words.join(' '))
    const { db, calls } = database()
    const find = finding({ db })
    const { lists } = storeOn(db)
    let minute = 0
    fc.assert(
      fc.property(people, fc.array(asked, { minLength: 4, maxLength: 4 }), (class_, texts) => {
        db.exec('DELETE FROM result')
        calls.applyPage(
          pageWith(
            class_.map(({ user, first, last, mail }) =>
              resultOf({
                ...{ userId: user, first, last, email: mail === null ? null : `${mail}@x.example`, testId: 1 },
                timeStarted: unixSeconds(noon - 90_000 + minute++ * 60),
                timeFinished: unixSeconds(noon - 90_000 + minute * 60),
              }),
            ),
          ),
        )
        for (const text of texts) {
          const { students } = find(text)
          const list = lists.students({
            filter: { results: [{ field: 'search', op: 'contains', value: text }], classes: [], labels: [] },
            policy: 'best',
            sort: { field: 'name', direction: 'asc' },
          })
          const rows = list.rows(list.ids())
          expect(students?.total).toBe(rows.length)
          // Told once more: the words at the beginning of a word of the newest name come first, the others by name.
          const words = fold(text)
            .split(' ')
            .filter((word) => word !== '' && !/^[-]+$/.test(word))
          const asksSigns = words.length === 0
          const rank = ({ first, last }: { first: string; last: string }): number => {
            const parts = fold(`${last} ${first}`)
            const sought = asksSigns ? fold(text).split(' ') : words
            if (!sought.every((word) => parts.includes(word))) return 2
            return sought.every((word) => new RegExp(`(^| )${word.replace(/[-]/g, '[-]')}`, 'u').test(parts)) ? 0 : 1
          }
          const told = rows.toSorted((one, other) => rank(one) - rank(other)).slice(0, 5)
          expect(students?.entries.map(({ key }) => key)).toEqual(told.map(({ key }) => key))
        }
      }),
      { numRuns: 60 },
    )
  })
})
