import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { resultOf } from './laptop-database.ts'
import { rows } from './results-oracle.ts'
import { filled } from './sample-rows.ts'

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
