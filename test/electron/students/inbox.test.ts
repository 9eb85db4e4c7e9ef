import { describe, expect, it } from 'vitest'
import { nameLikeness } from '../../../electron/store/students/likeness.ts'
import type { Result } from '../../../shared/model/result.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

type Said = Partial<Result> & Pick<Result, 'first' | 'last'>

let number = 0
const linked = (said: Said): Result =>
  resultOf({
    ...{ feed: 'links', userId: null, sourceId: 9, linkResultId: ++number, timeStarted: (noon + number) as never },
    ...said,
  })

function inboxOf(...results: Said[]) {
  const made = database()
  made.calls.applyPage({ ...pageWith(results.map(linked)), feed: 'links' })
  const inbox = () => {
    let answer = made.calls.identityInbox()
    while (answer.isReading) answer = made.calls.identityInbox()
    return answer
  }
  const pairs = () =>
    inbox().suggestions.map(({ one, other, likeness, shared }) => [one.key, other.key, likeness, shared])
  return { ...made, inbox, pairs }
}

const name = (first: string, last: string) => ({ first, last })

describe('two names', () => {
  it.each([
    ['same', name('Zoë', 'Okonkwo'), name(' zoë ', 'OKONKWO')],
    ['accent', name('Zoë', 'O’Neill'), name('Zoe', 'ONeill')],
    ['order', name('Ada', 'Lovelace'), name('Lovelace', 'Ada')],
    ['typo', name('Charlotte', 'Smith'), name('Charlote', 'Smith')],
    ['typo', name('Brain', 'Smith'), name('Brian', 'Smith')],
    ['typo', name('Smith', 'Marta'), name('Maria', 'Smith')],
    [null, name('Ann', 'Lee'), name('Anna', 'Leen')],
    [null, name('Tim', 'Smith'), name('Tom', 'Smith')],
    [null, name('Anna', 'Smith'), name('Anna Maria', 'Smith')],
    [null, name('Marta', 'Smith'), name('Maria', 'Smyth')],
    [null, name('', ''), name('', '')],
  ] as const)('are alike as %s', (expected, one, other) => {
    expect(nameLikeness(one, other)).toBe(expected)
    expect(nameLikeness(other, one)).toBe(expected)
  })
})

describe('the identity inbox', () => {
  it('says why two may be one, the likeliest first, and never of twins who share an address', () => {
    const { pairs } = inboxOf(
      { first: 'Zoë', last: 'Okonkwo', email: 'zoe@x.example' },
      { first: 'Zoe', last: 'Okonkwo', email: 'ZOE@x.example ' },
      { first: 'Hana', last: 'Mori', email: 'mori@x.example' },
      { first: 'Yuki', last: 'Mori', email: 'mori@x.example' },
      { first: 'Charlotte', last: 'Weber', accessCode: 'C-1' },
      { first: 'Charlote', last: 'Weber', accessCode: 'C-1' },
      { first: 'Jan', last: 'Novak', email: 'jan@a.example' },
      { first: 'Jan', last: 'Novak', email: 'novak@b.example' },
      { first: 'Peter', last: 'Stone', email: 'p1@a.example' },
      { first: 'Petra', last: 'Stone', email: 'p2@a.example' },
    )
    expect(pairs()).toEqual(
      [
        ['mail:zoe@x.example|zoe okonkwo', 'mail:zoe@x.example|zoë okonkwo', 'accent', 'email'],
        ['name:charlote weber|C-1', 'name:charlotte weber|C-1', 'typo', 'code'],
        ['mail:jan@a.example|jan novak', 'mail:novak@b.example|jan novak', 'same', 'nothing'],
      ].map((pair) => expect.toSatisfy((given: string[]) => isSamePair(given, pair))),
    )
  })

  it('keeps the key that ClassMarker’s own id makes', () => {
    const { inbox } = inboxOf(
      { first: 'Ada', last: 'Byron', email: 'ada@x.example' },
      { first: 'Ada', last: 'Byron', email: 'ada@x.example', cmUserId: '77' },
    )
    expect(inbox().suggestions[0]?.one.key).toBe('cm:77')
  })

  it('asks no more once two are different, puts off for later, and asks again after undo', () => {
    const { calls, inbox } = inboxOf(
      { first: 'Ada', last: 'Byron', email: 'ada@x.example' },
      { first: 'Byron', last: 'Ada', email: 'ada@x.example' },
    )
    const [pair] = inbox().suggestions
    if (pair === undefined) throw new Error('none')
    calls.decideIdentity('a', pair.other.key, pair.one.key, 'later', noon)
    expect(inbox()).toMatchObject({ count: 0, suggestions: [{ isPutOff: true }] })
    calls.decideIdentity('a', pair.one.key, pair.other.key, 'different', noon)
    expect(inbox().suggestions).toEqual([])
    expect(calls.undoLocalChange(noon)?.change.kind).toBe('students-different')
    expect(calls.undoLocalChange(noon)?.change.kind).toBe('students-put-off')
    expect(inbox()).toMatchObject({ count: 1, suggestions: [{ isPutOff: false }] })
    calls.mergeStudents('a', pair.one.key, [pair.other.key], noon)
    expect(inbox().suggestions).toEqual([])
    calls.splitStudent('a', pair.one.key)
    expect(inbox().count).toBe(1)
  })

  it('shows before a merge what both would be together', () => {
    const { calls } = inboxOf(
      { first: 'Ada', last: 'Byron', email: 'ada@x.example', percentage: 400 as never, accessCode: 'A' },
      {
        first: 'Ada',
        last: 'Byron',
        cmUserId: '7',
        percentage: 900 as never,
        certificateSerial: 'S1',
        accessCode: 'B',
      },
      { first: 'Ada', last: 'Byron', cmUserId: '7', percentage: 500 as never, testId: 2 },
    )
    const { one, other, together } = calls.mergePreview('a', 'cm:7', 'mail:ada@x.example|ada byron')
    expect(one).toMatchObject({ results: 2, tests: 2, certificates: 1, codes: ['B'], average: 700 })
    expect(other).toMatchObject({ results: 1, tests: 1, certificates: 0, codes: ['A'], average: 400 })
    expect(together).toMatchObject({ results: 3, tests: 2, certificates: 1, codes: ['A', 'B'], average: 700 })
  })

  it('shows the figures that the page of each has, and that the page of both has afterwards', () => {
    const { calls, db } = database()
    const attempt = (userId: number, testId: number, percentage: number, said: Partial<Result> = {}) =>
      resultOf({ userId, testId, percentage: percentage as never, timeStarted: (noon - percentage) as never, ...said })
    calls.applyPage(
      pageWith([
        attempt(1, 1, 333),
        ...[attempt(1, 2, 900), attempt(1, 3, 250), attempt(1, 4, 1000, { testType: 'Survey' })],
        ...[attempt(2, 1, 778), attempt(2, 2, 101), attempt(2, 5, 666, { status: 'u' })],
      ]),
    )
    const idOf = (userId: number, testId: number) =>
      db.prepare('SELECT id FROM result WHERE user_id = ? AND test_id = ?').pluck().get(userId, testId) as number
    const cell = (userId: number, testId: number) => ({ account: 'a', key: `user:${userId}`, testId })
    calls.setOverride(cell(1, 3), { kind: 'excused', reason: 'ill' }, noon)
    calls.setOverride(cell(1, 2), { kind: 'excused', reason: 'away' }, noon)
    const chosen = { kind: 'attempt', resultId: idOf(2, 2), reason: 'agreed' } as const
    calls.setOverride(cell(2, 2), chosen, (noon + 1) as never)
    const shown = (key: string) => {
      const { average, tests } = calls.studentPage({
        ...{ account: 'a', key, policy: 'best', period: { from: null, to: null } },
      })
      return { average, tests: tests.filter(({ attempts }) => attempts.length > 0).length }
    }
    const { one, other, together } = calls.mergePreview('a', 'user:1', 'user:2')
    expect(one).toMatchObject({ ...shown('user:1'), results: 4 })
    expect(other).toMatchObject({ ...shown('user:2'), results: 3 })
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    expect(together).toMatchObject({ ...shown('user:1'), results: 7, average: 440 })
  })

  it('knows who was added by hand, and does not compare a whole class that shares a code', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...{
        first: `Studen${String.fromCharCode(97 + (at % 26))}`,
        last: `Name${Math.floor(at / 26)}`,
        accessCode: 'CLASS',
      },
    }))
    const { calls, inbox } = inboxOf(...many, { first: 'Ada', last: 'Byron', cmUserId: '7', email: 'ada@x.example' })
    expect(inbox().suggestions).toEqual([])
    const key = 'mail:ada@x.example|ada byron'
    calls.addStudents('a', [{ key, first: 'Ada', last: 'Byron', email: 'ada@x.example' }], noon)
    expect(inbox().suggestions.map(({ one, other }) => [one.key, other.key])).toEqual([['cm:7', key]])
  })

  it('forgets who was erased before their first result, also where no step of undo was left', () => {
    const { calls, pairs } = inboxOf({ first: 'Ada', last: 'Byron', email: 'ada@x.example' })
    const member = { email: null, externalId: null, extraTime: null, first: 'Zoë', last: 'Okonkwo' }
    const [one, other] = ['name:zoë okonkwo|1', 'name:zoë okonkwo|2'] as const
    const members = [one, other].map((key) => ({ ...member, key }))
    calls.addClass('a', '10B', members, noon)
    calls.eraseStudent({ account: 'a', key: 'mail:ada@x.example|ada byron' }, noon)
    expect(pairs()).toHaveLength(1)
    calls.eraseStudent({ account: 'a', key: other }, noon)
    expect(pairs()).toEqual([])
  })
})

/** Which of two of equal standing stays is no matter. */
function isSamePair(given: readonly string[], [a, b, ...why]: readonly string[]): boolean {
  const sorted = (...keys: (string | undefined)[]) => JSON.stringify(keys.toSorted())
  return sorted(given[0], given[1]) === sorted(a, b) && JSON.stringify(given.slice(2)) === JSON.stringify(why)
}
