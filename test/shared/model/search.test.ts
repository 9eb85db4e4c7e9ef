import { describe, expect, it } from 'vitest'
import { mostSearchWords, occursIn, searchWords } from '../../../shared/model/text.ts'

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

  it.each(['-', ',', '%', '",'])('of signs alone, %j, are what stands there', (text) => {
    expect(searchWords(text)).toEqual([text])
  })

  it.each(["'", '’', " ' ` ", '´', '\u0000'])('of %j are none that could be found', (text) => {
    expect(searchWords(text)).toBeNull()
  })

  it.each(['', '  ', '\t\n'])('of %j ask nothing', (text) => {
    expect(searchWords(text)).toEqual([])
  })

  it('are each asked once, and only so many', () => {
    expect(searchWords('ana '.repeat(250))).toEqual(['ana'])
    expect(searchWords('Ána ANA, ana')).toEqual(['ana'])
    const many = Array.from({ length: 250 }, (_, at) => `w${at}`)
    expect(searchWords(many.join(' '))).toEqual(many.slice(0, mostSearchWords))
  })
})

it('a choice is found by its words in any order, all by blank text, none by an apostrophe', () => {
  expect(occursIn('york, new', 'America/New York')).toBe(true)
  expect(occursIn(' ', 'America/New York')).toBe(true)
  expect(occursIn("'", "Driver's licence")).toBe(false)
  expect(occursIn("driver's", 'Driver’s licence')).toBe(true)
})
