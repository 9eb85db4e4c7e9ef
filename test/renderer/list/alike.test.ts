import { describe, expect, it } from 'vitest'
import { type AlikeSource, alikeIn } from '../../../renderer/list/alike.ts'

interface Row {
  readonly id: number
  readonly test: string
  readonly code: string | null
}

/** A list whose store answers with these facts as the same in all rows. */
function listOf(answer: (facts: readonly ('test' | 'code')[]) => readonly ('test' | 'code')[]) {
  const asked: (readonly string[])[] = []
  const source: AlikeSource<string, Row, 'test' | 'code'> = {
    facts: { test: (row) => row.test, code: (row) => row.code },
    ask: async (_, facts) => {
      asked.push(facts)
      return answer(facts)
    },
  }
  return { source, asked }
}
const row = (id: number, test = 'Maths', code: string | null = null): Row => ({ id, test, code })

describe('what all rows of a list say alike', () => {
  it('is seen in the rows themselves when all of them are loaded', async () => {
    const { source, asked } = listOf(() => [])
    const rows = [row(1, 'Maths', 'a'), row(2, 'Maths', 'b')]
    expect(await alikeIn(source, 'all', { count: 2, rows })).toEqual({ facts: ['test'], row: rows[0] })
    expect(asked).toEqual([])
  })
  it('is asked of the store when more rows are not loaded, for what the loaded ones leave open', async () => {
    const { source, asked } = listOf((facts) => facts)
    expect(await alikeIn(source, 'all', { count: 900, rows: [row(1), row(2)] })).toMatchObject({
      facts: ['test', 'code'],
    })
    expect(await alikeIn(source, 'all', { count: 900, rows: [row(1), row(2, 'Physics')] })).toMatchObject({
      facts: ['code'],
    })
    expect(asked).toEqual([['test', 'code'], ['code']])
  })
  it('is not asked where it came with the answer', async () => {
    const { source, asked } = listOf((facts) => facts)
    const rows = [row(1), row(2)]
    const alike = { test: true, code: false }
    expect(await alikeIn(source, 'all', { count: 900, rows, alike })).toEqual({ facts: ['test'], row: rows[0] })
    expect(asked).toEqual([])
    const other = await alikeIn(source, 'all', { count: 900, rows, alike: { test: false } })
    expect([other?.facts, asked]).toEqual([['code'], [['code']]])
  })
  it('is nothing when the store knows of a row that differs', async () => {
    const { source } = listOf(() => [])
    expect(await alikeIn(source, 'all', { count: 900, rows: [row(1), row(2)] })).toBeNull()
  })
  it('asks nothing where the loaded rows differ in everything', async () => {
    const { source, asked } = listOf((facts) => facts)
    expect(
      await alikeIn(source, 'all', { count: 900, rows: [row(1, 'Maths', 'a'), row(2, 'Physics', 'b')] }),
    ).toBeNull()
    expect(asked).toEqual([])
  })
  it('asks nothing of what the first row in the opposite direction says otherwise', async () => {
    const { source, asked } = listOf((facts) => facts)
    const alike = await alikeIn(source, 'all', { count: 900, rows: [row(1), row(2)], opposite: row(900, 'Physics') })
    expect([alike?.facts, asked]).toEqual([['code'], [['code']]])
    const opposite = row(900, 'Physics', 'a')
    expect(await alikeIn(source, 'all', { count: 900, rows: [row(1), row(2)], opposite })).toBeNull()
    expect(asked).toHaveLength(1)
  })
  it('is nothing for a single row, which has none to compare with', async () => {
    const { source } = listOf((facts) => facts)
    expect(await alikeIn(source, 'all', { count: 1, rows: [row(1)] })).toBeNull()
    expect(await alikeIn(source, 'all', { count: 0, rows: [] })).toBeNull()
  })
})
