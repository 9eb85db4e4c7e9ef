import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../shared/errors.ts'
import { serviceSentences } from '../../shared/locales/assessment-errors.en.ts'
import { errorSentences } from '../../shared/locales/errors.en.ts'
import { sentenceFor, wordsFor } from '../../shared/sentences.ts'

const facts = {
  part: 'the table “x” is missing',
  port: 4000,
  nextRequestAfter: 1_795_176_000,
  apiCode: 'somethingNew',
  status: 503,
  listId: 9,
  most: 20_000,
  name: 'Northgate',
  folder: '/home/ada/Gradekeep',
  fileName: 'Results.xlsx',
  rows: 2_000_000,
  students: 2_000,
  tests: 16_380,
  attempts: 1_200_000,
  problem: '--from needs a date.',
  columns: '“Name” (A)',
  sheets: '“Codes”',
  proposal: '--column question=Q',
  encodings: 'utf-8, gbk',
  line: 4,
  needed: 1_250,
  free: 900,
  number: 2,
  host: '192.0.2.1',
  fields: 'title: too short',
  submission: 'sub_8f3a',
  like: '“10B”',
}

describe('the words for a failure', () => {
  it.each(errorCodes)('of %s say what happened, what it means for the data and what to do', (code) => {
    const words = wordsFor({ code, detail: facts }, 'en-GB', 'UTC')
    for (const sentence of [words.what, words.data, words.todo]) {
      expect(sentence).toMatch(/^\S.*[.?!]$/)
      expect(sentence).not.toMatch(/\{\{|\}\}|undefined|NaN|Invalid Date/)
    }
  })

  it.each([...serviceSentences.keys()])('of %s speak of the service that the error names', (code) => {
    const detail = { ...facts, service: 'learn.school.example' }
    const words = Object.values(wordsFor({ code: code as (typeof errorCodes)[number], detail }, 'en-GB', 'UTC'))
    for (const sentence of words) expect(sentence).toMatch(/^\S.*[.?!]$/)
    expect(words.join(' ')).toContain('learn.school.example')
    expect(words.join(' ')).not.toMatch(/ClassMarker|\{\{|undefined/i)
  })

  it('are there for every code and for nothing else', () => {
    expect(Object.keys(errorSentences).sort()).toEqual([...errorCodes].sort())
  })

  it('hold no unfilled place where a fact is missing', () => {
    for (const code of errorCodes) expect(sentenceFor({ code, detail: {} })).not.toMatch(/\{\{|undefined|NaN/)
  })

  it('use only facts that errors carry', () => {
    const used = Object.values(errorSentences).flatMap((words) =>
      [
        ...Object.values(words)
          .join(' ')
          .matchAll(/\{\{(\w+)(?:, number)?\}\}/g),
      ].map((match) => match[1]),
    )
    expect([...new Set(used)].sort()).toEqual(Object.keys(facts).sort())
  })

  it('name the time of the next request in the asked zone', () => {
    const error = { code: 'api/rate-limited', detail: { nextRequestAfter: facts.nextRequestAfter } } as const
    expect(wordsFor(error, 'en-GB', 'Asia/Kolkata').todo).toBe('Sync again at 17:30.')
    expect(wordsFor({ ...error, detail: {} }).todo).toBe('Sync again at a later time.')
  })

  it('take a fact as it is, dollar signs and braces included', () => {
    const words = wordsFor({ code: 'account/exists', detail: { name: "$& {{name}} $'" } })
    expect(words.what).toContain("“$& {{name}} $'”")
  })

  it('make one line of three sentences', () => {
    const { what, data, todo } = errorSentences['network/offline']
    expect(sentenceFor({ code: 'network/offline', detail: {} })).toBe(`${what} ${data} ${todo}`)
  })
})
