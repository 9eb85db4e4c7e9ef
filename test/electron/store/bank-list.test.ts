import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../../electron/store/api.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { type BankFilter, type BankQuery, type BankRow, bankSortFields } from '../../../shared/model/bank.ts'
import type { SentQuestion } from '../../../shared/model/bank-sent.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { categoryNamed, contentOf, draftOf, idOf, pull, sentQuestion, tree } from './bank-rows.ts'
import { accountNamed, database, noon, storeWorkers } from './laptop-database.ts'

const words = ['Wärme', 'warm', 'Ärger', 'Zürich', 'x < y', 'Straße', 'law of gases', 'energy', 'E = mc2', '10% off']
const html = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '))

const question = (id: number): fc.Arbitrary<SentQuestion> =>
  fc
    .record({
      question: html,
      option: html,
      feedback: fc.option(html),
      type: fc.constantFrom('multiplechoice', 'essay', 'freetext'),
      points: fc.option(fc.integer({ min: 0, max: 3 })),
      categoryId: fc.option(fc.constantFrom(2, 3, 99)),
      status: fc.constantFrom('active', 'archived'),
      lastUpdated: fc.option(fc.integer({ min: 1, max: 3 })),
    })
    .map(({ question, option, feedback, type, points, ...said }) => ({
      ...sentQuestion(
        id,
        contentOf(question, { type, points, options: [{ letter: 'A', content: option }], correctFeedback: feedback }),
      ),
      ...said,
      lastUpdated: said.lastUpdated === null ? null : unixSeconds(said.lastUpdated),
    }))

const bank = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => question(at + 1))))

/** What is done to some questions here: edited, archived, duplicated. */
const deeds = fc.array(fc.tuple(fc.constantFrom('edit', 'archive', 'duplicate', 'undo'), fc.nat(11), html), {
  maxLength: 6,
})

const search = fc.oneof(
  fc.constantFrom('warm', 'STRASSE', 'zurich', '"law of"', 'e', '1', 'y ga', "'", 'off law'),
  fc.string({ maxLength: 3 }),
)

const unless = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 })

const query: fc.Arbitrary<BankQuery> = fc.record({
  filter: fc.record({
    search: unless(search),
    categories: unless(fc.subarray([1, 2, 3, 4])),
    types: unless(fc.subarray(['multiplechoice', 'essay', 'freetext'])),
    waiting: unless(fc.boolean()),
    used: unless(fc.boolean()),
    archived: unless(fc.boolean()),
    accounts: unless(fc.subarray(['a', 'b'])),
  }),
  sort: fc.record({ field: fc.constantFrom(...bankSortFields), direction: fc.constantFrom('asc', 'desc') }),
})

type Known = BankRow & { readonly fields: readonly string[] }

/** The rule of the list, row by row. */
function isFound({ filter }: BankQuery, row: Known, parents: ReadonlyMap<number, number | null>): boolean {
  const asked = searchWords(filter.search ?? '')
  const parent = row.category === null ? null : parents.get(row.category)
  return [
    asked?.every((word) => row.fields.some((field) => fold(field).includes(word))) ?? false,
    filter.accounts?.includes(row.account) ?? true,
    filter.types?.includes(row.type) ?? true,
    filter.categories?.some((id) => id === row.category || id === parent) ?? true,
    filter.waiting !== true || !['kept', 'gone'].includes(row.state),
    filter.used === undefined || filter.used === row.tests > 0,
    row.archived === (filter.archived === true),
  ].every(Boolean)
}

const sortValue = (row: BankRow, field: BankQuery['sort']['field']): string | number | null => {
  if (field === 'text') return fold(row.text)
  if (field === 'category')
    return row.categoryName === null ? null : `${fold(row.parentName ?? '')}\n${fold(row.categoryName)}`
  if (field === 'changed') return row.changedAt
  if (field === 'number') return row.questionId === null ? null : Number(row.questionId)
  return row[field]
}

const bytes = (text: string): Buffer => Buffer.from(text)
const compare = (one: string | number, other: string | number): number =>
  typeof one === 'number' ? one - Number(other) : Buffer.compare(bytes(one), bytes(String(other)))

function inOrder({ sort }: BankQuery, rows: readonly Known[]): number[] {
  const way = sort.direction === 'asc' ? 1 : -1
  return rows
    .toSorted((a, b) => {
      const [one, other] = [sortValue(a, sort.field), sortValue(b, sort.field)]
      const ties = () => way * (compare(fold(a.text), fold(b.text)) || a.id - b.id)
      if (one === null || other === null) return Number(one === null) - Number(other === null) || ties()
      return way * compare(one, other) || ties()
    })
    .map(({ id }) => id)
}

describe('the list of questions', () => {
  it('holds what its filter asks for in its order, whatever was done before', () => {
    fc.assert(
      fc.property(bank, deeds, fc.array(query, { minLength: 1, maxLength: 4 }), (questions, done, queries) => {
        const { db, calls } = database([accountNamed('a'), accountNamed('b')])
        const store = storeOn(db)
        const ids = (asked: BankQuery) => store.lists.bank(asked).ids()
        calls.keepBankCategories('a', tree)
        pull(calls, questions)
        // The list is known before anything is done, and has to follow.
        for (const asked of queries) ids(asked)
        for (const [deed, at, text] of done) {
          const id = idOf(db, at + 1)
          if (deed === 'undo') calls.undoLocalChange(noon)
          else if (id === 0) continue
          else if (deed === 'archive') calls.archiveBankQuestions([id], true, noon)
          else if (deed === 'duplicate') calls.duplicateBankQuestion(id, noon)
          else if (questions[at]?.content.type === 'multiplechoice')
            calls.saveBankQuestion('a', id, draftOf(contentOf(text), categoryNamed(calls, 'Chemistry')), noon)
        }
        const everything = [false, true].flatMap((archived) =>
          ids({ filter: { archived }, sort: { field: 'number', direction: 'asc' } }),
        )
        const rows = everything.map((id): Known => {
          const {
            content,
            flaws: _,
            atService: __,
            opened: ___,
            versions: ____,
            inTests: _____,
            ...row
          } = calls.bankQuestion(id)
          const parts = [
            content.question,
            ...content.options.map((each) => each.content),
            content.correctFeedback ?? '',
          ]
          const accepted = content.type === 'freetext' ? content.correct : []
          return { ...row, fields: [...parts, ...accepted, row.questionId ?? ''] }
        })
        const parents = new Map(calls.bankCategories(['a']).map(({ id, parent }) => [id, parent]))
        for (const asked of queries) {
          const found = rows.filter((row) => isFound(asked, row, parents))
          expect(ids(asked)).toEqual(inOrder(asked, found))
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('says of each question where it is and how it stands', () => {
    const { db, calls } = database()
    calls.keepBankCategories('a', tree)
    pull(calls, [sentQuestion(7, contentOf('<p>What is <b>heat</b>?</p>'))])
    const [row] = storeOn(db)
      .lists.bank({ filter: {}, sort: { field: 'text', direction: 'asc' } })
      .rows([idOf(db, 7)])
    expect(row).toEqual({
      ...{ id: 1, account: 'a', questionId: '7', type: 'multiplechoice', text: 'What is heat?' },
      ...{ category: categoryNamed(calls, 'Physics'), categoryName: 'Physics', parentName: 'Science' },
      ...{ points: 10, archived: false, state: 'kept', refusal: null, changedAt: 1_700_000_007 },
      ...{ tests: 0, n: 0, facility: null },
    })
  })

  it('is read through the thread that reads, as it is after each write', async () => {
    const { file, db, calls } = database()
    calls.keepBankCategories('a', tree)
    pull(calls, [sentQuestion(7, contentOf('What is heat?'))])
    const store = await openStore(file, storeWorkers)
    const found = async (filter: BankFilter) => {
      const { answer, rows } = await store.answers.open(
        'bank',
        { filter, sort: { field: 'text', direction: 'asc' } },
        10,
      )
      store.answers.close(answer)
      return rows.map(({ text, state }) => `${text} ${state}`)
    }
    expect(await found({})).toEqual(['What is heat? kept'])
    const physics = categoryNamed(calls, 'Physics')
    await store.saveBankQuestion('a', idOf(db, 7), draftOf(contentOf('What is warmth?'), physics), noon)
    expect(await found({ search: 'warmth' })).toEqual(['What is warmth? waiting-change'])
    expect(await found({ search: 'heat' })).toEqual([])
    await store.undoLocalChange(noon)
    expect(await found({})).toEqual(['What is heat? kept'])
    await store.removeAccount('a')
    expect(await found({})).toEqual([])
    await store.close()
  })
})
