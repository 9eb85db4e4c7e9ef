import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/model/result.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const attempt = (said: Partial<Result>): Result =>
  resultOf({
    ...{
      feed: 'links',
      sourceId: 20,
      userId: null,
      linkResultId: 1,
      first: 'Ann',
      last: 'Lee',
      email: 'ann@x.example',
    },
    ...said,
  })

function laptop() {
  const { db, calls } = database()
  const receive = (said: Partial<Result>) => calls.applyPage(pageWith([attempt(said)], { feed: 'links' }))
  const keys = () => db.prepare('SELECT DISTINCT student FROM result').pluck().all()
  return { calls, receive, keys }
}

it('who was called wholly otherwise by mistake keeps nobody of that name away', () => {
  const { calls, receive, keys } = laptop()
  receive({})
  receive({ first: 'Bo', last: 'Ruiz', email: 'bo@x.example' })
  calls.eraseStudent({ account: 'a', key: 'mail:bo@x.example|bo ruiz' }, noon)
  receive({ first: 'Bo', last: 'Ruiz', email: 'bo@x.example' })
  expect(keys()).toEqual([])
  receive({ linkResultId: 2 })
  expect(keys()).toEqual(['mail:ann@x.example|ann lee'])
})

it('whoever awaits a first result in a class keeps their place, though an attempt went by their name by mistake', () => {
  const { calls, receive, keys } = laptop()
  receive({ first: 'Bo' })
  receive({})
  const [bo, name] = ['mail:ann@x.example|bo lee', { first: 'Bo', last: 'Lee', email: 'ann@x.example' }]
  calls.addClass('a', '9A', [{ key: bo, ...name, externalId: null, extraTime: null }], noon)
  calls.eraseStudent({ account: 'a', key: 'mail:ann@x.example|ann lee' }, noon)
  receive({ linkResultId: 2, first: 'Bo' })
  expect(keys()).toEqual([bo])
})

describe('somebody whose name or address ClassMarker corrected before they were erased', () => {
  it.each<[string, Partial<Result>, Partial<Result>]>([
    ['the former name', {}, { last: 'Leigh' }],
    ['both former names', {}, { first: 'Anne', last: 'Leigh' }],
    ['the former address', {}, { email: 'leigh@x.example' }],
    ['the former name and address', {}, { last: 'Leigh', email: 'leigh@x.example' }],
    ['a former name without an address', { email: null }, { email: null, last: 'Leigh' }],
    ['a former code', { email: null, accessCode: 'C-1' }, { email: null, accessCode: 'C-2' }],
    ['no address before', { email: null }, {}],
  ])('does not come back under %s, from a file of that time', (_, before, after) => {
    const { calls, receive, keys } = laptop()
    receive(before)
    const former = keys()
    receive(after)
    const [key = ''] = keys() as string[]
    expect([key]).not.toEqual(former)
    calls.eraseStudent({ account: 'a', key }, unixSeconds(noon + 60))
    receive(before)
    receive(after)
    expect(keys()).toEqual([])
    // Neither are others of the address kept away.
    receive({ linkResultId: 2, first: 'Bo', last: 'Lee' })
    expect(keys()).toEqual(['mail:ann@x.example|bo lee'])
  })
})
