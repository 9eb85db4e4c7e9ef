import { describe, expect, it } from 'vitest'
import { alphabets } from '../../../shared/model/access-code.ts'
import { accessCodesOf, codePreview } from '../made-codes.ts'

const { codesOfText, namesOfText } = await import('../../../renderer/features/access-codes/edit/read-codes.ts')
const { doesSomething, previewKinds } = await import('../../../renderer/features/access-codes/edit/EditPreview.tsx')
const { codeOf, exampleCodes, isTooLong, mostOfPattern } = await import(
  '../../../renderer/features/access-codes/edit/GenerateSource.tsx'
)

describe('typed or pasted codes', () => {
  it('stand one a line, with the name after a tab, comma or semicolon', () => {
    expect(codesOfText('A\tAda\r\nB, Bob\nC;Cleo\nD')).toEqual([
      { code: 'A', name: 'Ada' },
      { code: 'B', name: 'Bob' },
      { code: 'C', name: 'Cleo' },
      { code: 'D', name: null },
    ])
  })
  it('keep commas in a name, and in a code before a tab', () => {
    expect(codesOfText('A,"Lovelace, Ada"\nB,1\tBob')).toEqual([
      { code: 'A', name: 'Lovelace, Ada' },
      { code: 'B,1', name: 'Bob' },
    ])
  })
  it('leave the quotation marks of a spreadsheet away', () => {
    expect(codesOfText('"A ""1"""\t"Ada"')).toEqual([{ code: 'A "1"', name: 'Ada' }])
  })
  it('are three where one line holds nothing else', () => {
    const codes = (text: string) => codesOfText(text).map(({ code }) => code)
    expect(codes('a,b,c')).toEqual(['a', 'b', 'c'])
    expect(codes(' A1; B2 ;C3;\n')).toEqual(['A1', 'B2', 'C3'])
    expect(codesOfText('A, Lovelace, Ada King')).toEqual([{ code: 'A', name: 'Lovelace, Ada King' }])
    expect(codesOfText('A,"Lovelace, Ada"')).toEqual([{ code: 'A', name: 'Lovelace, Ada' }])
    expect(codesOfText('A,Bob')).toEqual([{ code: 'A', name: 'Bob' }])
    expect(codes('a,b,c\nd,e,f')).toEqual(['a', 'd'])
  })
  it('report empty lines between codes, but not those at the end', () => {
    expect(codesOfText('A\n\n,Bob\n\n  \n').map(({ code }) => code)).toEqual(['A', '', ''])
    expect(codesOfText(' \n\n')).toEqual([])
  })
  it('may be twenty thousand', () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `EXAM-${n},Student ${n}`).join('\n')
    const entries = codesOfText(text)
    expect(entries).toHaveLength(20_000)
    expect(entries.at(-1)).toEqual({ code: 'EXAM-19999', name: 'Student 19999' })
  })
  it('have names of their own where only names are given', () => {
    expect(namesOfText(' Ada \n\nBob\r\n')).toEqual(['Ada', 'Bob'])
  })
})

describe('a preview', () => {
  const preview = codePreview({
    effective: accessCodesOf('A', 'B'),
    rejected: [
      { code: 'A', reason: 'duplicate' },
      { code: '', reason: 'empty' },
      { code: 'C', reason: 'already-known' },
      { code: 'D', reason: 'already-known' },
    ],
  })
  const numbers = (kinds: ReturnType<typeof previewKinds>) => kinds.map(({ id, codes }) => [id, codes.length])

  it('counts by kind, also those there are none of', () => {
    expect(numbers(previewKinds('add', preview))).toEqual([
      ['new', 2],
      ['already-known', 2],
      ['duplicate', 1],
      ['empty', 1],
      ['too-long', 0],
      ['list-full', 0],
    ])
  })
  it('names those to be removed that are not known here', () => {
    expect(
      numbers(previewKinds('remove', codePreview({ effective: accessCodesOf('A', 'X'), unknown: accessCodesOf('X') }))),
    ).toEqual([
      ['remove', 2],
      ['not-known', 1],
      ['duplicate', 0],
      ['empty', 0],
      ['too-long', 0],
    ])
  })
  it('of a full list says which codes are recorded and which are forgotten', () => {
    const full = codePreview({ effective: accessCodesOf('A'), forgotten: accessCodesOf('B', 'C') })
    expect(numbers(previewKinds('full-list', full)).slice(0, 2)).toEqual([
      ['learned', 1],
      ['forgotten', 2],
    ])
  })
  it('shows a reason it does not expect rather than dropping the code', () => {
    const odd = codePreview({ rejected: [{ code: 'A', reason: 'refused' }] })
    expect(numbers(previewKinds('add', odd)).at(-1)).toEqual(['refused', 1])
  })
  it('has nothing to do where no code has an effect, except for a full list', () => {
    expect(doesSomething('add', codePreview())).toBe(false)
    expect(doesSomething('remove', codePreview({ effective: accessCodesOf('A') }))).toBe(true)
    expect(doesSomething('full-list', codePreview())).toBe(true)
  })
})

describe('a pattern', () => {
  it('puts the random part where it is wanted, else last', () => {
    expect(codeOf('EXAM-{code}-26', 'ACDE')).toBe('EXAM-ACDE-26')
    expect(codeOf('EXAM-', 'ACDE')).toBe('EXAM-ACDE')
    expect(codeOf('', 'ACDE')).toBe('ACDE')
  })
  it('shows examples of its alphabet and length', () => {
    const examples = exampleCodes({ pattern: 'X-{code}', length: 12, alphabet: 'letters' }, 3)
    expect(examples).toHaveLength(3)
    for (const example of examples) expect(example).toMatch(new RegExp(`^X-[${alphabets.letters}]{12}$`))
    expect(new Set(examples).size).toBe(3)
  })
  it('knows how many codes it has room for, and when they are too long', () => {
    expect(mostOfPattern({ pattern: '', length: 4, alphabet: 'digits' })).toBe(1_000)
    expect(isTooLong({ pattern: 'x'.repeat(251), length: 4, alphabet: 'digits' })).toBe(false)
    expect(isTooLong({ pattern: 'x'.repeat(252), length: 4, alphabet: 'digits' })).toBe(true)
  })
})
