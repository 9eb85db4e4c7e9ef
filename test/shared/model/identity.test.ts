import { describe, expect, it } from 'vitest'
import { identityName, studentKey, type Taker } from '../../../shared/model/result.ts'

const taker = (said: Partial<Taker>): Taker => ({
  feed: 'links',
  userId: null,
  cmUserId: null,
  first: 'Ada',
  last: 'Lovelace',
  email: null,
  accessCode: null,
  ...said,
})

describe('who a student is', () => {
  it('is the user id in a group, whatever else is known', () => {
    const member = { feed: 'groups', userId: 7, cmUserId: 'x', email: 'ada@example.org' } as const
    expect(studentKey(taker(member))).toBe('user:7')
    expect(studentKey(taker({ ...member, first: 'Renamed', email: 'new@example.org' }))).toBe('user:7')
  })

  it('is the cm_user_id behind a link', () => {
    expect(studentKey(taker({ cmUserId: 'A-17', email: 'ada@example.org', userId: 7 }))).toBe('cm:A-17')
  })

  it('is e-mail and name together where there is no id', () => {
    expect(studentKey(taker({ email: ' Ada@Example.ORG ', accessCode: 'K1' }))).toBe(
      'mail:ada@example.org|ada lovelace',
    )
    expect(studentKey(taker({ feed: 'groups', email: 'ada@example.org' }))).toBe('mail:ada@example.org|ada lovelace')
  })

  it('is name and access code where there is no e-mail either', () => {
    expect(studentKey(taker({ accessCode: 'K1' }))).toBe('name:ada lovelace|K1')
    expect(studentKey(taker({}))).toBe('name:ada lovelace|')
    expect(studentKey(taker({ cmUserId: '', email: '' }))).toBe('name:ada lovelace|')
  })

  it('is the number of the result where there is neither name nor code: each such attempt is a taker of its own', () => {
    const nobody = { first: '', last: ' ', linkResultId: 22_453 }
    expect(studentKey(taker(nobody))).toBe('result:22453')
    expect(studentKey(taker({ ...nobody, linkResultId: 22_454 }))).toBe('result:22454')
    expect(studentKey(taker({ ...nobody, first: '\u00a0', email: ' ', cmUserId: ' ', accessCode: '  ' }))).toBe(
      'result:22453',
    )
    expect(studentKey(taker({ ...nobody, linkResultId: null }), 'k:1')).toBe('result:k:1')
  })

  it('is a code alone, or a name alone, before that', () => {
    expect(studentKey(taker({ first: '', last: '', accessCode: 'K1', linkResultId: 5 }))).toBe('name:|K1')
    expect(studentKey(taker({ first: 'Plato', last: '', linkResultId: 5 }))).toBe('name:plato|')
  })

  it('keeps two people apart who share an e-mail address and an access code', () => {
    const shared = { email: 'class@example.org', accessCode: 'K1' }
    expect(studentKey(taker({ ...shared, first: 'Mary', last: 'Williams' }))).not.toBe(
      studentKey(taker({ ...shared, first: 'Mary', last: 'Wilson' })),
    )
  })

  it('keeps a user id and an equal cm_user_id apart', () => {
    expect(studentKey(taker({ feed: 'groups', userId: 7 }))).not.toBe(studentKey(taker({ cmUserId: '7' })))
  })
})

describe('a name that identity compares', () => {
  it('has neither case nor width, and single blanks between its words', () => {
    expect(identityName('  Ada ', ' Lovelace ')).toBe('ada lovelace')
    expect(identityName('Ada\u00a0 May', 'LOVELACE')).toBe('ada may lovelace')
    expect(identityName('Ｊｏｈｎ', 'Ｓｍｉｔｈ')).toBe('john smith')
  })

  it('is the one part there is', () => {
    expect(identityName('', 'Plato')).toBe('plato')
    expect(identityName('Plato', '')).toBe('plato')
  })

  it('keeps its accents, each in one form, for they tell people apart', () => {
    expect(identityName('Rene\u0301', 'Descartes')).toBe('ren\u00e9 descartes')
    expect(identityName('Jose', 'Gil')).not.toBe(identityName('José', 'Gil'))
  })
})
