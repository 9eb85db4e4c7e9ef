import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StartPerson, startUrl } from '../../../shared/model/start-link.ts'

const nobody: StartPerson = { first: null, last: null, email: null, userId: null, accessCode: null }
const names = { first: 'cm_fn', last: 'cm_ln', email: 'cm_e', userId: 'cm_user_id', accessCode: 'cm_access_list_item' }

/** The parameters that a browser reads from the address. */
const readBack = (url: string) => Object.fromEntries(new URL(url).searchParams)

describe('a start link', () => {
  it('is the address the API page shows, its parameters in that order', () => {
    const person = {
      first: 'John',
      last: 'Smith',
      email: 'john@example.com',
      userId: 'emp|42',
      accessCode: 'their_access_code',
    }
    expect(startUrl('g6v533a63444719ce32', person)).toBe(
      'https://www.classmarker.com/online-test/start/?quiz=g6v533a63444719ce32' +
        '&cm_fn=John&cm_ln=Smith&cm_e=john%40example.com&cm_user_id=emp%7C42&cm_access_list_item=their_access_code',
    )
  })

  it('leaves out what is empty', () => {
    expect(startUrl('abc', nobody)).toBe('https://www.classmarker.com/online-test/start/?quiz=abc')
    expect(startUrl('abc', { ...nobody, first: '', last: ' \n', accessCode: 'X' })).toBe(
      'https://www.classmarker.com/online-test/start/?quiz=abc&cm_access_list_item=X',
    )
  })

  it.each([
    'a+b',
    '100%',
    '%41',
    'R&D=x',
    '"O\'Neill"',
    '#1?',
    'two words',
    'a;b',
    '👩‍🏫',
    'محمد',
    'Łukasz',
    '(x)!*~',
    'C:\\x/y',
    'two\nlines',
  ])('gives %j back as it was, in every place', (value) => {
    const person = { first: value, last: value, email: value, userId: value, accessCode: value }
    expect(readBack(startUrl('abc', person))).toEqual({
      quiz: 'abc',
      ...Object.fromEntries(Object.values(names).map((name) => [name, value])),
    })
  })

  it('gives every value back as it was, and is of signs that no mail program breaks it at', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 60 }))
    const person = fc.record({ first: text, last: text, email: text, userId: text, accessCode: text })
    fc.assert(
      fc.property(person, (said) => {
        const url = startUrl('g6v533a63444719ce32', said)
        const given = Object.entries(names).flatMap(([field, name]) => {
          const value = said[field as keyof StartPerson]?.trim()
          return value ? [[name, value]] : []
        })
        expect([...new URL(url).searchParams]).toEqual([['quiz', 'g6v533a63444719ce32'], ...given])
        expect(url).toMatch(/^https:\/\/www\.classmarker\.com\/online-test\/start\/\?[\w.~%&=-]+$/)
      }),
    )
  })

  it('can be made of half a surrogate pair', () => {
    const url = startUrl('abc', { ...nobody, first: 'Ada\uD83D' })
    expect(readBack(url)).toEqual({ quiz: 'abc', cm_fn: 'Ada\uFFFD' })
  })
})
