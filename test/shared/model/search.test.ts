import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, listedWords, occursIn, searchWords } from '../../../shared/model/text.ts'

describe('the words of a search', () => {
  it.each([
    ['Ruiz, Ana', ['ruiz', 'ana']],
    ['Ruiz,Ana', ['ruiz', 'ana']],
    ['Ana Ruiz', ['ana', 'ruiz']],
    ['李，四', ['李', '四']],
    ["O'Neill", ['oneill']],
    ['Bob & Ann - 10B', ['bob', 'ann', '10b']],
    ['anne-marie x"y', ['anne-marie', 'x"y']],
  ])('of %j are %j: no comma and no lone sign is one', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it.each([
    ['Ana\tRuiz\tana@school.org\t10B\n', ['ana', 'ruiz', 'ana@school.org', '10b']],
    ['Ana\u00a0Ruiz\u3000x\u2009y', ['ana', 'ruiz', 'x', 'y']],
    ['Ruiz; Ana;', ['ruiz', 'ana']],
    ['Ana Ruiz <ana.ruiz@school.org>', ['ana', 'ruiz', 'ana.ruiz@school.org']],
    [
      '"Ruiz, Ana" <ana.ruiz@school.org>; "Li Wei" <li@school.org>',
      ['ruiz', 'ana', 'ana.ruiz@school.org', 'li', 'wei', 'li@school.org'],
    ],
    ['(Ana) [Ruiz]', ['ana', 'ruiz']],
    ['「小龙」、李。', ['小龙', '李']],
    ['رويز، آنا', ['رويز', 'انا']],
    ['Dr. Ruiz? Ana!', ['dr', 'ruiz', 'ana']],
    ['Ann + Bob | 5 € ~', ['ann', 'bob', '5']],
  ])('of %j are %j, whatever stands between them', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it.each([
    ['Müller-Lüdenscheidt', ['muller-ludenscheidt']],
    ['Müller–Lüdenscheidt', ['muller-ludenscheidt']],
    ['O’BRIEN O`Brien Oʻbrien O´Brien', ['obrien']],
    ['Łukasz ŁUKASZ', ['lukasz']],
    ['Ø Straße STRASSE', ['o', 'strasse']],
    ['İBRAHİM ışık IŞIK', ['ibrahim', 'isik']],
    ['Ａｎａ', ['ana']],
    ['ΟΔΥΣΣΕΑΣ Οδυσσέας', ['οδυσσεασ']],
    ['מוּחַמָּד ג׳ורג׳', ['מוחמד', 'גורג']],
    ['مُحَمَّد', ['محمد']],
    ['\u200fAna\u200e \u2068Ru\u00adiz\u2069\ufeff', ['ana', 'ruiz']],
    ['50%_off', ['50%_off']],
    ['8/A #3 C++', ['8/a', '#3', 'c++']],
    ['Ana 🎓', ['ana', '🎓']],
  ])('of %j are %j: what belongs to a word stays in it, folded', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it.each([
    ['"Ana Ruiz"', ['ana ruiz']],
    ['“Ana  Ruiz” 10B', ['ana ruiz', '10b']],
    ['„Ána Ruiz“, x', ['ana ruiz', 'x']],
    ['« Ana Ruiz »', ['ana ruiz']],
    ['x "Ruiz, Jr." y', ['x', 'ruiz', 'jr.', 'y']],
    ['("Ana Ruiz")', ['ana ruiz']],
    ['Joseph "Joe" Biden', ['joseph', 'joe', 'biden']],
    ['"Joseph “Joe” Biden"', ['joseph', 'joe', 'biden']],
    ['"ana ru', ['ana ru']],
    ['ana "', ['ana']],
    ['ana ""', ['ana']],
    ['ana "%', ['ana']],
    ['ana "%"', ['ana', '%']],
    ['Ruiz" Ana', ['ruiz', 'ana']],
    ['5"x8" a"b', ['5"x8', 'a"b']],
    ['"a"b" c', ['a"b', 'c']],
  ])('of %j are %j: quoted ones together', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it.each([
    ['"Ruiz, Ana"', ['ruiz', 'ana']],
    ['"de la Cruz, Ana María"', ['de la cruz', 'ana maria']],
    ['"Ruiz ""Ana"""', ['ruiz', 'ana']],
    ['"""Ana"" Ruiz"\t10B', ['ana', 'ruiz', '10b']],
    ['"Ruiz, ""Ana Maria"""\tx', ['ruiz', 'ana maria', 'x']],
    ['""Ana Ruiz""', ['ana ruiz']],
    ['"李，四"', ['李', '四']],
    ['"K8,051"', ['k8,051']],
    ['"Ruiz, "', ['ruiz']],
    ['"Ruiz, - Ana"', ['ruiz', '- ana']],
    ['"Ruiz ""An', ['ruiz', 'an']],
    ['","', [',']],
  ])('of %j, as a cell of a table, are %j', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it.each(['-', ',', '%', '()'])('of signs alone, %j, are what stands there', (text) => {
    expect(searchWords(text)).toEqual([text])
  })

  it.each(["'", '’', " ' ` ", '´', '\u0000'])('of %j are none that could be found', (text) => {
    expect(searchWords(text)).toBeNull()
  })

  it.each(['', '  ', '\t\n', '\u200b \u00a0\ufeff', '"', '“', '""', '"""', '" "', '",', '"(', ' « '])(
    'of %j ask nothing',
    (text) => {
      expect(searchWords(text)).toEqual([])
    },
  )

  it('are each asked once, and all of them', () => {
    expect(searchWords('ana '.repeat(250))).toEqual(['ana'])
    expect(searchWords('Ána ANA, ana')).toEqual(['ana'])
    const many = Array.from({ length: 250 }, (_, at) => `w${at}`)
    expect(searchWords(many.join(' '))).toEqual(many)
    expect(searchWords('a'.repeat(10_000))).toEqual(['a'.repeat(10_000)])
  })
})

it('a choice is found by its words in any order, all by blank text, none by an apostrophe', () => {
  expect(occursIn('york, new', 'America/New York')).toBe(true)
  expect(occursIn('"york new"', 'America/New York')).toBe(false)
  expect(occursIn('"new york"', 'America/New York')).toBe(true)
  expect(occursIn(' ', 'America/New York')).toBe(true)
  expect(occursIn("'", "Driver's licence")).toBe(false)
  expect(occursIn("driver's", 'Driver’s licence')).toBe(true)
})

describe('the entries of a filter', () => {
  it.each([
    ['Room 12', [['room', '12']]],
    ['A1, B2;C3\nD4\r\nE5\tF6，G7', [['a1'], ['b2'], ['c3'], ['d4'], ['e5'], ['f6'], ['g7']]],
    ['Room 12, room  12 , ROOM 12', [['room', '12']]],
    [' , ', [[',']]],
    ["', a", [["'"], ['a']]],
    [' \n ', []],
  ])('of %j are %j', (typed, entries) => {
    expect(listedWords(typed)).toEqual(entries)
  })
})

describe('any search', () => {
  const letters = [...'aAnNáÑßİıŁøςΣ李1', '🎓', 'e\u0301', 'ﬁ', '\u200d', '\u00ad']
  const signs = [...' \t\u00a0,;\'’"“”«-–.()&%', '\u0000']
  const text = fc.string({ unit: fc.constantFrom(...letters, ...signs, ...letters), maxLength: 24 })
  const word = fc.string({
    unit: fc.constantFrom(...letters.filter((letter) => /[\p{L}\p{N}]/u.test(letter))),
    minLength: 1,
    maxLength: 3,
  })
  const hasWord = (typed: string): boolean => /[\p{L}\p{N}🎓]/u.test(typed)

  it('finds no more when a word is added to it', () => {
    fc.assert(
      fc.property(text.filter(hasWord), word, text, (typed, more, field) => {
        if (occursIn(`${typed} ${more}`, field)) expect(occursIn(typed, field)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('finds the same in any order of its words', () => {
    const separator = fc.constantFrom(' ', ', ', ';', '\t', '\u00a0')
    const phrase = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => `"${words.join(' ')}"`)
    fc.assert(
      fc.property(fc.array(fc.oneof(word, phrase), { maxLength: 6 }), separator, text, (words, mark, field) => {
        const asked = (order: readonly string[]) => searchWords(order.join(mark))?.toSorted()
        expect(asked(words.toReversed())).toEqual(asked(words))
        expect(occursIn(words.toReversed().join(mark), field)).toBe(occursIn(words.join(mark), field))
      }),
      { numRuns: 2_000 },
    )
  })

  it('finds a name by any part of it that holds a letter, quoted or not', () => {
    fc.assert(
      fc.property(text, fc.nat(24), fc.nat(24), (name, from, length) => {
        const part = [...name].slice(from, from + 1 + length).join('')
        if (!hasWord(part)) return
        expect(occursIn(part, name)).toBe(true)
        if (!fold(part).includes('"')) expect(occursIn(`"${part}"`, name)).toBe(true)
        // A table doubles straight marks only, and curved ones beside them are read as the same.
        if (!/[“”«]/.test(part))
          expect(occursIn(`"${part.replaceAll('"', '""')}"`, name), 'as a cell of a table').toBe(true)
      }),
      { numRuns: 5_000 },
    )
  })

  it('is folded already: its words ask the same when they are typed', () => {
    fc.assert(
      fc.property(text, (typed) => {
        for (const each of searchWords(typed) ?? []) expect(fold(each)).toBe(each)
      }),
      { numRuns: 2_000 },
    )
  })
})
