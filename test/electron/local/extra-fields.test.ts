import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { ExtraFieldNumber } from '../../../shared/model/extra-field.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const links = (at: number, sourceId: number, ...extraInfo: readonly (string | null)[]) =>
  resultOf({
    ...{ feed: 'links', sourceId, userId: null, linkResultId: at as never, cmUserId: `person-${at}` },
    ...{ last: `Quarles ${at}`, timeStarted: (noon + at) as never, extraInfo },
  })

/** Two links of an account, and one of another account; a group of the same number as a link. */
function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  const { calls } = made
  calls.applyPage(
    pageWith(
      [links(1, 10, 'Ward 7', 'Sister Lovelace'), links(2, 10, 'Theatre', 'ward 7'), links(3, 20, null, 'Ward 7')],
      {
        feed: 'links',
        sources: [
          { feed: 'links', id: 10, name: 'New nurses', linkUrlId: null, accessListId: null },
          { feed: 'links', id: 20, name: 'Old nurses', linkUrlId: null, accessListId: null },
        ] as never,
      },
    ),
  )
  calls.applyPage(pageWith([resultOf({ userId: 4, sourceId: 10, timeStarted: (noon + 4) as never })]))
  calls.applyPage(pageWith([links(5, 10, 'Ward 7')], { feed: 'links', accountId: 'b' }))
  const field = (link: number, number: ExtraFieldNumber, account = 'a') => ({ account, link, number })
  const name = (...said: [link: number, number: ExtraFieldNumber, name: string, account?: string]) =>
    calls.nameExtraField(field(said[0], said[1], said[3]), said[2])
  const who = (value: string, within?: string, more: ResultsFilter = []) =>
    calls
      .resultsPage({
        filter: [{ field: 'extraInfo', op: 'contains', value, ...(within === undefined ? {} : { within }) }, ...more],
        ...{ sort: { field: 'started', direction: 'asc' }, offset: 0, limit: 10 },
      })
      .map(({ timeStarted }) => timeStarted - noon)
  const names = () =>
    calls.extraFields().map(({ account, link, number, name }) => `${account} ${link}.${number} ${name}`)
  return { ...made, field, name, names, who }
}

describe('the name of an extra field', () => {
  it('belongs to one link and number, and is taken back and given again', () => {
    const { calls, name, names } = laptop()
    name(10, 1, 'Ward')
    name(20, 1, 'Year')
    name(10, 1, 'Unit')
    expect(names()).toEqual(['a 10.1 Unit', 'a 20.1 Year'])
    expect(calls.extraFields(['b'])).toEqual([])
    expect(calls.extraFields(['a']).map(({ linkName }) => linkName)).toEqual(['New nurses', 'Old nurses'])
    expect(calls.localChanges().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['extra-field-named', 'Unit'],
      ['extra-field-named', 'Year'],
      ['extra-field-named', 'Ward'],
    ])
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(names()).toEqual(['a 10.1 Ward', 'a 20.1 Year'])
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(names()).toEqual([])
    expect(calls.redoLocalChange()?.outcome).toBe('done')
    expect(names()).toEqual(['a 10.1 Ward'])
  })

  it('goes where it is empty, which is a step of its own; where nothing changes there is none', () => {
    const { calls, name, names } = laptop()
    name(10, 1, '')
    name(10, 2, 'Ward')
    name(10, 2, 'Ward')
    name(10, 2, '')
    expect(names()).toEqual([])
    expect(calls.localChanges().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['extra-field-unnamed', 'Ward'],
      ['extra-field-named', 'Ward'],
    ])
    calls.undoLocalChange(noon)
    expect(names()).toEqual(['a 10.2 Ward'])
  })

  it('is no other’s of its link, whatever its case and width; other links may use it', () => {
    const { name, names } = laptop()
    name(10, 1, 'Ward')
    for (const same of ['Ward', 'WARD', 'Ｗard']) expect(() => name(10, 2, same)).toThrow('extra-field/exists')
    name(10, 1, 'WARD')
    name(20, 2, 'Ward')
    name(10, 2, 'की')
    name(10, 3, 'का')
    expect(names()).toEqual(['a 10.1 WARD', 'a 10.2 की', 'a 10.3 का', 'a 20.2 Ward'])
  })

  it('is refused for what is not here, and for a group of the same number as a link', () => {
    const { calls, db, name, field } = laptop()
    expect(() => calls.nameExtraField(field(10, 1, 'nobody'), 'Ward')).toThrow('account/not-found')
    expect(() => name(30, 1, 'Ward')).toThrow('link/not-found')
    db.prepare(`DELETE FROM result WHERE account_id = 'b'`).run()
    expect(() => name(10, 1, 'Ward', 'b')).toThrow('link/not-found')
  })

  it('keeps any letters as they are', () => {
    const { calls, name } = laptop()
    const odd = ['=HYPERLINK("x")', '‏القسم (2)', "Robert'); DROP TABLE extra_field;--", '👩‍🏫 Team', 'a'.repeat(60)]
    odd.forEach((each, at) => {
      name(10, (at + 1) as ExtraFieldNumber, each)
    })
    expect(calls.extraFields().map(({ name }) => name)).toEqual(odd)
    for (const _ of odd) expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    for (const _ of odd) expect(calls.redoLocalChange()?.outcome).toBe('done')
    expect(calls.extraFields().map(({ name }) => name)).toEqual(odd)
  })

  it('goes with its account and no other, stays where the account gets another key, and is worth a copy', () => {
    const { calls, db, name, names } = laptop()
    name(10, 1, 'Ward')
    name(10, 1, 'Station', 'b')
    calls.takeOverAccount(
      'a',
      { key: 'another', name: 'School a', signature: 'sha256', signatureSetting: 'auto' },
      { sources: [], tests: [] },
      noon,
    )
    expect(names()).toEqual(['a 10.1 Ward', 'b 10.1 Station'])
    calls.removeAccount('b')
    expect(names()).toEqual(['a 10.1 Ward'])
    db.prepare('DELETE FROM result').run()
    expect(calls.isEmpty()).toBe(false)
    calls.nameExtraField({ account: 'a', link: 10, number: 1 }, '')
    expect(calls.isEmpty()).toBe(true)
  })
})

describe('results are found by the words of', () => {
  it('any extra field, or of those alone that are called so', () => {
    const { name, who } = laptop()
    name(10, 1, 'Ward')
    name(20, 2, 'Ward')
    name(10, 2, 'In charge')
    expect(who('ward 7')).toEqual([1, 2, 3, 5])
    expect(who('ward 7', 'Ward')).toEqual([1, 3])
    expect(who('7 WÁRD', 'Ward')).toEqual([1, 3])
    expect(who('ward', 'In charge')).toEqual([2])
    // The words of one answer, not of several.
    expect(who('ward lovelace')).toEqual([1])
    expect(who('ward lovelace', 'In charge')).toEqual([])
    expect(who('ward', 'ward')).toEqual([])
    expect(who('', 'In charge')).toEqual([1, 2, 3, 4, 5])
    expect(who('ward', 'Ward', [{ field: 'source', op: 'in', value: [{ feed: 'links', id: 20 }] }])).toEqual([3])
  })

  it('with half an emoji in them the same from memory as from the database', () => {
    const { calls, db, name } = laptop()
    name(10, 1, 'Ward')
    calls.applyPage(pageWith([links(6, 10, 'Ward a\ud83db')], { feed: 'links' }))
    const { columns } = storeOn(db)
    while (columns.hasWork) columns.work(50)
    const filter: ResultsFilter = [{ field: 'extraInfo', op: 'contains', value: 'a\ud83db', within: 'Ward' }]
    expect([columns.count(filter), calls.countResults(filter)]).toEqual([1, 1])
  })

  it('a field of that account alone', () => {
    const { name, who } = laptop()
    name(10, 1, 'Ward', 'b')
    expect(who('ward', 'Ward')).toEqual([5])
  })

  it('the same from memory as from the database, also after a field is called otherwise and more results came', () => {
    const { calls, db, name } = laptop()
    const { columns } = storeOn(db)
    while (columns.hasWork) columns.work(50)
    const fieldNames = ['Ward', 'Unit', 'In charge', 'nobody']
    const pieces = ['ward', 'ward 7', 'lovelace sister', 'theatre', '7 WÁRD', '', "'", 'null', '[', 'ward lovelace']
    const filters = fieldNames.flatMap((within) =>
      pieces.flatMap((value): ResultsFilter[] => {
        const asked = { field: 'extraInfo', op: 'contains', value, within } as const
        return [[asked], [asked, { field: 'source', op: 'in', value: [{ feed: 'links', id: 20 }] }]]
      }),
    )
    // Whatever is asked of the other connection, SQL answers: its columns were not read.
    const counts = () => filters.map((filter) => [columns.count(filter), calls.countResults(filter)])
    const found: number[] = []
    const agree = () => {
      for (const [fromMemory, fromSql] of counts()) expect(fromMemory).toBe(fromSql)
      found.push(counts().reduce((sum, [, n = 0]) => sum + (n ?? 0), 0))
    }
    agree()
    name(10, 1, 'Ward')
    agree()
    name(10, 2, 'In charge')
    name(20, 2, 'Ward')
    agree()
    name(10, 1, 'Ward', 'b')
    name(10, 1, 'Unit')
    agree()
    calls.applyPage(pageWith([links(6, 10, 'ward 9', null, 'Ward 7'), links(7, 30, 'ward')], { feed: 'links' }))
    name(30, 1, 'Unit')
    agree()
    name(10, 2, '')
    agree()
    expect(new Set(found).size).toBeGreaterThan(4)
  })
})

describe('views and gradebooks', () => {
  const newestFirst = { field: 'finished', direction: 'desc' } as const
  const asks = (within: string) => [{ field: 'extraInfo', op: 'contains', value: 'ward', within }] as const

  function withViews() {
    const made = laptop()
    const { calls, name } = made
    const view = (account: string | null, within: string) => ({
      ...({ screen: 'results', account, filter: asks(within), sort: newestFirst } as const),
      columns: { hidden: [], order: [], pinned: [] },
    })
    name(10, 1, 'Ward')
    calls.addView('Everywhere', view(null, 'Ward'))
    calls.addView('Of a', view('a', 'Ward'))
    calls.addView('Of b', view('b', 'Ward'))
    calls.saveGradebook({
      ...{ id: null, account: 'a', name: 'Autumn' },
      definition: { ...usualGradebook, students: { by: 'filter', filter: asks('Ward') } },
    })
    const asked = () => [
      ...calls.listViews().map(({ definition }) => definition?.screen === 'results' && definition.filter),
      ...calls.listGradebooks().map(({ id }) => {
        const { students } = calls.savedGradebook(id).definition
        return students.by === 'filter' && students.filter
      }),
    ]
    return { ...made, asked }
  }

  it('ask by the new name, and by the old one once the renaming is undone', () => {
    const { calls, name, asked } = withViews()
    name(10, 1, 'Unit')
    expect(asked()).toEqual([asks('Unit'), asks('Unit'), asks('Ward'), asks('Unit')])
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(asked()).toEqual([asks('Ward'), asks('Ward'), asks('Ward'), asks('Ward')])
  })

  it('ask by the old name while another link has a field of that name', () => {
    const { name, asked } = withViews()
    name(10, 1, 'Ward', 'b')
    name(10, 1, 'Unit')
    expect(asked()).toEqual([asks('Ward'), asks('Unit'), asks('Ward'), asks('Unit')])
    name(10, 1, 'Ward')
    name(20, 2, 'Ward')
    name(20, 2, 'Year')
    expect(asked()[0]).toEqual(asks('Ward'))
  })

  it('say that no field is called so any more', () => {
    const { calls, name } = withViews()
    name(10, 1, '')
    expect(calls.listViews().map(({ gone }) => gone)).toEqual([['extraField'], ['extraField'], ['extraField']])
  })
})
