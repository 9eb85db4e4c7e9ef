import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../../shared/model/result.ts'
import { laptop, sheetRows } from '../laptop.ts'
import { zipEntries } from '../zip-entries.ts'
import { attempt, classOf, writtenGradebook } from './made-class.ts'

const atLink = (at: number, sourceId: number, ...extraInfo: readonly (string | null)[]): Result =>
  attempt(at, 101, at, 70 + at, {
    ...{ feed: 'links', sourceId, userId: null, cmUserId: `person-${at}`, linkResultId: at as never, extraInfo },
  })

/** Two links that ask for the ward under different numbers, and a group of the number of one of them. */
function place() {
  const made = laptop()
  classOf([attempt(9, 101, 9, 50, { extraInfo: ['of a group'] })], { 101: 'Theory' }, made)
  classOf(
    [
      ...[atLink(1, 10, 'Ward 7', '=1+1'), atLink(2, 10, 'Theatre', null, 'third')],
      ...[atLink(3, 11, 'Year 2', 'Ward 9'), atLink(4, 11)],
    ],
    { 101: 'Theory' },
    made,
  )
  return made
}

describe('the Attempts sheet with extra fields', () => {
  const name = (made: ReturnType<typeof place>, link: number, number: 1 | 2 | 3, given: string) =>
    made.calls.nameExtraField({ account: 'a', link, number }, given)

  /** The columns of these headers, by the first name of each student. */
  async function columns(file: string, ...headers: readonly string[]) {
    const [header = [], ...rows] = await sheetRows(file, 'Attempts')
    const at = (name: string) => header.indexOf(name)
    return Object.fromEntries(
      rows.map((row) => [row[at('First name')], headers.map((each) => (at(each) < 0 ? null : (row[at(each)] ?? '')))]),
    )
  }

  it('has a column for each name, whichever number it has at a link, and one for those without a name', async () => {
    const made = place()
    name(made, 10, 1, 'Ward')
    name(made, 11, 2, 'Ward')
    name(made, 10, 2, '=Formula')
    name(made, 10, 3, 'Third')
    const { file } = await writtenGradebook(made, { extraFields: true })
    const [header = []] = await sheetRows(file, 'Attempts')
    expect(header.slice(header.indexOf('Certificate serial') + 1, header.indexOf('Student no'))).toEqual([
      ...['=Formula', 'Third', 'Ward', 'Extra fields'],
    ])
    expect(await columns(file, 'Ward', '=Formula', 'Third', 'Extra fields')).toEqual({
      'First 1': ['Ward 7', '=1+1', '', ''],
      'First 2': ['Theatre', '', 'third', ''],
      'First 3': ['Ward 9', '', '', 'Year 2'],
      'First 4': ['', '', '', ''],
      'First 9': ['', '', '', 'of a group'],
    })
  })

  it('keeps all answers in one column while no question has a name', async () => {
    const { file } = await writtenGradebook(place(), { extraFields: true })
    expect(await columns(file, 'Extra fields')).toMatchObject({ 'First 1': ['Ward 7; =1+1'], 'First 4': [''] })
  })

  it('does not mistake a field for a column that formulas read, called like it', async () => {
    const made = place()
    name(made, 10, 1, 'percent')
    name(made, 10, 2, 'Test no')
    const { file } = await writtenGradebook(made, { extraFields: true })
    expect(await columns(file, 'percent (extra field)', 'Test no (extra field)', 'Test no', 'Percent')).toMatchObject({
      'First 1': ['Ward 7', '=1+1', 1, 0.71],
    })
    name(made, 11, 2, 'Extra fields')
    const { file: again } = await writtenGradebook(made, { extraFields: true }, 'Again.xlsx')
    expect(await columns(again, 'Extra fields (extra field)', 'Extra fields')).toMatchObject({
      'First 3': ['Ward 9', 'Year 2'],
    })
    const plain = await writtenGradebook(place(), {}, 'Plain.xlsx')
    const percents = (from: string) =>
      /A_Percent">[^<]+/.exec(zipEntries(readFileSync(from)).get('xl/workbook.xml') ?? '')?.[0]
    expect(percents(file)).toMatch(/Attempts!\$/)
    expect(percents(file)).toBe(percents(plain.file))
  })

  it('has neither names nor answers where nobody asks for them, or with pseudonyms', async () => {
    const made = place()
    name(made, 10, 1, 'Secret ward')
    for (const said of [{}, { identity: 'pseudonyms', extraFields: true }] as const) {
      const { file } = await writtenGradebook(made, said)
      for (const xml of zipEntries(readFileSync(file)).values())
        expect(xml).not.toMatch(/Secret ward|Ward 7|Extra fields/)
    }
  })
})
