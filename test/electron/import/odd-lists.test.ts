import { describe, expect, it } from 'vitest'
import { codesFrom } from './codes-of.ts'

const codesIn = (text: string, fileName = 'list.csv') => codesFrom(Buffer.from(text), fileName)

describe('a row that sums a list up', () => {
  it.each([
    ['Access code\nK7-001\nK7-002\nTotal: 2\n', 4],
    ['Access code,Name\nK7-001,Ada\nK7-002,Bo\nTotal,2\n', 4],
    ['Name,Access code\nAda,K7-001\nBo,K7-002\nTotal,2\n', 4],
    ['Zugangscode;Name\nK7-001;Ada\nK7-002;Bo\n\nAnzahl: 2;\n', 5],
    ['Access code\nK7-001\nK7-002\nTotal students: 2\n', 4],
    ['Access code\nK7-001\nK7-002\nAnzahl Schüler: 2\n', 4],
    ['Access code\nK7-001\nK7-002\n2 students\n', 4],
    ['Zugangscode\nK7-001\nK7-002\nTeilnehmer: 2\n', 4],
    ['Zugangscode;Punkte\nK7-001;3\nK7-002;4\nSumme;7\n', 4],
    ['Student,Access code\n    Points Possible,100\nAda,K7-001\nBo,K7-002\n', 2],
  ])('is no code, and is named with its line: %j', async (text, line) => {
    const { codes, refused } = await codesIn(text)
    expect(codes).toEqual(['K7-001', 'K7-002'])
    expect(refused).toEqual([[line, 'summary-row']])
  })

  it('is none in the middle, nor what only begins like one', async () => {
    const { codes, refused } = await codesIn('Code\nTotal\nSum-1\nK7-001\nTotal-3\n')
    expect(codes).toEqual(['Total', 'Sum-1', 'K7-001', 'Total-3'])
    expect(refused).toEqual([])
  })

  it.each(['media', 'SUM12', 'Total Ada', 'count', '25 horses', 'codes'])(
    'is none where the last code is “%s”',
    async (last) => {
      const { codes, refused } = await codesIn(`Code,Name\nK7-001,Bo\n${last},Ada\n`)
      expect(codes).toEqual(['K7-001', last])
      expect(refused).toEqual([])
      expect((await codesIn(`Code\napple\n${last}\n`)).codes).toEqual(['apple', last])
    },
  )
})

it.each([
  ['dots', '• K7-001\n• K7-002\n'],
  ['dashes', '- K7-001\n- K7-002\n'],
  ['stars below a heading', 'Access codes\n* K7-001\n* K7-002\n'],
])('the marks of a bulleted list are none of its codes: %s', async (_, text) => {
  expect((await codesIn(text, 'list.txt')).codes).toEqual(['K7-001', 'K7-002'])
})

it('a dash before one code alone is part of it', async () => {
  expect((await codesIn('Code\n- K7\nK7-002\n')).codes).toEqual(['- K7', 'K7-002'])
})

it('the line below the headings of a Markdown table is none of it', async () => {
  const text = '| Name | Access code |\n|:-----|-------------:|\n| Ada | K7-001 |\n| Bo | K7-002 |\n'
  expect((await codesIn(text, 'list.md')).codes).toEqual(['K7-001', 'K7-002'])
})

describe('what is no list is refused, and not taken for one', () => {
  it.each([
    ['JSON', '{"codes":["K7-001","K7-002"]}'],
    ['JSON over several lines', '[\n  "K7-001",\n  "K7-002"\n]\n'],
    ['XML without a table', '<?xml version="1.0"?>\n<codes>\n<code>K7-001</code>\n</codes>\n'],
    ['a web page without a table', '<html>\n<p>K7-001</p>\n</html>\n'],
    ['text with a NUL at the end of each line', 'Code\0\nK7-001\0\nK7-002\n'],
  ])('%s', async (_, text) => {
    await expect(codesIn(text)).rejects.toMatchObject({ code: 'table/not-readable' })
  })

  it.each(['utf16le', 'utf16be'])('but %s without a mark is read', async (form) => {
    const bytes = Buffer.from('Name,Access code\nZoë,K7-001\nBo,K7-002\n', 'utf16le')
    const { codes } = await codesFrom(form === 'utf16le' ? bytes : bytes.swap16(), 'list.csv')
    expect(codes).toEqual(['K7-001', 'K7-002'])
  })
})
