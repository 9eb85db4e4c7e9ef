import { describe, expect, it, vi } from 'vitest'
import { perhapsHere } from '../../../electron/store/students/perhaps-asked.ts'
import type { AddedStudent } from '../../../shared/model/added-student.ts'
import type { PerhapsHere } from '../../../shared/model/identity.ts'
import type { Result } from '../../../shared/model/result.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

let number = 0
const taken = (said: Partial<Result>): Result =>
  resultOf({
    ...{ feed: 'links', userId: null, sourceId: 9, linkResultId: ++number, timeStarted: (noon + number) as never },
    ...said,
  })

function school(...results: Partial<Result>[]) {
  const { db, calls } = database()
  calls.applyPage({ ...pageWith(results.map(taken)), feed: 'links' })
  const found = (people: readonly AddedStudent[]): readonly PerhapsHere[] => {
    const known = calls.perhapsHere('a', people)
    return known === 'more' ? found(people) : known
  }
  const tell = (first: string, last: string, email: string | null = null, key = 'new') =>
    found([{ key, first, last, email }]).flatMap(({ alike }) =>
      alike.map((each) => [each.first, each.last, each.likeness, each.sharesEmail]),
    )
  return { db, calls, found, tell }
}

describe('who is perhaps here already', () => {
  it.each([
    ['a typo', 'Charlote', 'Weber', null, ['Charlotte', 'Weber', 'typo', false]],
    ['letters that changed places', 'Charlotte', 'Wbeer', null, ['Charlotte', 'Weber', 'typo', false]],
    ['an accent', 'Zoe', 'Okonkwo', null, ['Zoë', 'Okonkwo', 'accent', false]],
    ['the order', 'Weber', 'Charlotte', null, ['Charlotte', 'Weber', 'order', false]],
    ['the address alone', 'Lotte', 'W.', ' Lotte@X.example', ['Charlotte', 'Weber', null, true]],
    ['another address', 'Charlotte', 'Weber', 'cw@y.example', ['Charlotte', 'Weber', 'same', false]],
    ['a single word', 'Madona', '', null, ['Madonna', '', 'typo', false]],
  ])('is told by %s', (_, first, last, email, expected) => {
    const { tell } = school(
      { first: 'Charlotte', last: 'Weber', email: 'lotte@x.example' },
      { first: 'Zoë', last: 'Okonkwo' },
      { first: 'Madonna', last: '' },
      { first: '', last: '' },
    )
    expect(tell(first, last, email)).toEqual([expected])
  })

  it('is nobody of another name, no nameless attempt, and not oneself', () => {
    const { tell } = school({ first: 'Tim', last: 'Weber', email: 'tim@x.example' }, { first: '', last: '' })
    expect(tell('Tom', 'Weber')).toEqual([])
    expect(tell('', '')).toEqual([])
    expect(tell('Tim', 'Weber', 'tim@x.example', 'mail:tim@x.example|tim weber')).toEqual([])
  })

  it('is also who waits for a first result, once, in a class or added by hand', () => {
    const { calls, tell } = school()
    const waits = { first: 'Charlotte', last: 'Weber', email: null, externalId: null, extraTime: null }
    calls.addStudents('a', [{ key: 'name:charlotte weber|', first: 'Charlotte', last: 'Weber', email: null }], noon)
    calls.addClass('a', '10B', [{ ...waits, key: 'name:charlotte weber|' }], noon)
    calls.addClass('a', '10C', [{ ...waits, key: 'name:zoë okonkwo|', first: 'Zoë', last: 'Okonkwo' }], noon)
    expect(tell('Charlote', 'Weber')).toEqual([['Charlotte', 'Weber', 'typo', false]])
    expect(tell('Zoe', 'Okonkwo')).toEqual([['Zoë', 'Okonkwo', 'accent', false]])
  })

  it('is told of each by its place, the likeliest first, and of an address that a whole school shares nobody', () => {
    const { found } = school(
      ...Array.from({ length: 45 }, (_, at) => ({ first: 'Pupil', last: `No${at}`, email: 'all@x.example' })),
      { first: 'Ada', last: 'Byron', email: 'ada@x.example' },
      ...Array.from({ length: 7 }, (_, at) => ({ first: 'Byron', last: 'Ada', email: `b${at}@x.example` })),
    )
    const asked = [
      { key: '1', first: 'Nobody', last: 'Else', email: 'all@x.example' },
      { key: '2', first: 'Ada', last: 'Byrom', email: 'ada@x.example' },
      { key: '3', first: 'Ada', last: 'Byron', email: 'b3@x.example' },
    ]
    expect(found(asked).map(({ place, count, alike }) => [place, count, alike.length, alike[0]?.email])).toEqual([
      [1, 8, 5, 'ada@x.example'],
      [2, 8, 5, 'b3@x.example'],
    ])
  })

  it('of nobody is asked of no store', async () => {
    const perhaps = vi.fn(async () => [])
    expect(await perhapsHere({ perhapsHere: perhaps }, 'a', [])).toEqual([])
    expect(perhaps).not.toHaveBeenCalled()
  })

  it('is not whoever was put together with the student that is asked for', () => {
    const { db, calls, found } = school({ first: 'Charlotte', last: 'Weber' }, { first: 'Lotte', last: 'Weber' })
    const keys = db.prepare<[], string>('SELECT student FROM result ORDER BY first').pluck().all() as [string, string]
    const asked = [{ key: keys[1], first: 'Charlotte', last: 'Weber', email: null }]
    expect(found(asked)[0]?.alike.map(({ key }) => key)).toEqual([keys[0]])
    calls.mergeStudents('a', keys[0], [keys[1]], noon)
    expect(found(asked)).toEqual([])
  })

  it('is found among many, in slices between which others are answered, and two questions by turns', () => {
    const names = Array.from({ length: 3_000 }, (_, at) => ({ first: 'Pupil', last: `N${10_000 + at}`, email: null }))
    const { calls } = school(...names.map((name, at) => ({ ...name, email: `p${at}@x.example` })))
    const questions = ['p0@x.example', 'p1500@x.example', 'p2999@x.example'].map((email) => [
      { key: 'new', first: 'Some', last: 'Body', email },
    ])
    const answers = new Map<number, readonly PerhapsHere[]>()
    let turns = 0
    while (answers.size < questions.length) {
      for (const [at, people] of questions.entries()) {
        const known = answers.has(at) ? 'more' : calls.perhapsHere('a', people)
        if (known !== 'more') answers.set(at, known)
      }
      expect(++turns).toBeLessThan(1_000)
    }
    expect(questions.map((_, at) => answers.get(at)?.[0]?.alike.map(({ last }) => last))).toEqual([
      ['N10000'],
      ['N11500'],
      ['N12999'],
    ])
  })
})
