import { describe, expect, it } from 'vitest'
import { importProblem, importProblemSentence } from '../../shared/import-problems.ts'
import { importProblemSentences } from '../../shared/locales/import-problems.en.ts'
import type { ImportProblemCode } from '../../shared/model/imported.ts'

const facts = { field: 'first', question: 3, word: 'x', value: '1/2', column: 'C', count: 2, code: 'x', most: 50 }
const more = { rows: 7, files: 9, kind: 'api', place: 'b.json, line 2', who: 'Ada Byron', test: 'Quiz' }
const codes = [
  ...new Set(Object.keys(importProblemSentences).map((key) => key.replace(/_(?:one|other)$/, ''))),
] as ImportProblemCode[]

describe('the sentence for a problem of a file', () => {
  it.each(codes)('of %s says what it means for the data and what to do', (code) => {
    const sentence = importProblemSentence({ code, facts: { ...facts, ...more } })
    expect(sentence).toMatch(/^\S.*\.$/)
    expect(sentence).toMatch(/left out|taken|comes? without/)
    expect(sentence).toMatch(/[;,] (?:\w+ ){1,}/)
    expect(sentence).not.toMatch(/\{\{|\}\}|undefined/)
  })

  it('counts the rows that are left out', () => {
    const said = (count: number) => importProblemSentence({ code: 'csv-date-order', facts: { value: '1/2/26', count } })
    expect(said(1)).toContain('1 row is left out')
    expect(said(4)).toContain('4 rows are left out')
  })

  it('stands with its place', () => {
    expect(importProblem({ file: 'a.zip/b.csv', line: 3 }, { code: 'empty' })).toEqual({
      file: 'a.zip/b.csv',
      line: 3,
      problem: importProblemSentences.empty,
    })
  })
})
