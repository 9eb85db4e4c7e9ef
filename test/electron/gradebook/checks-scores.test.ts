import { describe, expect, it } from 'vitest'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, noon, pageWith, resultOf } from '../store/laptop-database.ts'
import { attemptOf, called, checkedLaptop, of, rules } from './checked-laptop.ts'

const day = 86_400
const cell = { account: 'a', key: 'user:1', testId: 1 }

describe('a score that needs grading', () => {
  const open = { requiresGrading: true }

  it('is found where it counts, by the policy', () => {
    const { find, idsOf } = checkedLaptop([
      attemptOf(1, 'Ann', { ...of(90), ...open }),
      attemptOf(1, 'Ann', of(50)),
      attemptOf(2, 'Ben', { ...of(20), ...open }),
      attemptOf(2, 'Ben', of(60)),
    ])
    expect(find('to-grade')).toMatchObject({
      severity: 'attention',
      count: 1,
      places: [{ student: { first: 'Ann' }, test: { name: 'Algebra' } }],
    })
    expect(find('to-grade', rules({ policy: 'average' }))?.count).toBe(2)
    expect(find('to-grade')?.places[0]?.attempts).toEqual([idsOf(1)[1]])
  })

  it('is no matter where the student is excused', () => {
    const { calls, find } = checkedLaptop([attemptOf(1, 'Ann', open)])
    calls.setOverride(cell, { kind: 'excused', reason: '' }, noon)
    expect(find('to-grade')).toBeUndefined()
  })
})

describe('a test', () => {
  it('whose points changed is a note, and matters where points weigh', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'Ann', { pointsAvailable: 20 }),
      attemptOf(2, 'Ben', { pointsAvailable: 12.5 }),
      attemptOf(3, 'Cy', { pointsAvailable: null }),
      attemptOf(1, 'Ann', { testId: 2, pointsAvailable: null }),
      attemptOf(2, 'Ben', { testId: 2, pointsAvailable: 10 }),
    ])
    expect(find('mixed-points')).toMatchObject({
      severity: 'note',
      count: 1,
      places: [{ test: { testId: 1, name: 'Algebra' }, points: [12_500, 20_000] }],
    })
    expect(find('mixed-points', rules({ average: 'points-weighted' }))?.severity).toBe('attention')
  })

  it('without points weighs nothing, which is said where points weigh', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'Ann', { pointsAvailable: null }),
      attemptOf(2, 'Ben', { pointsAvailable: 0 }),
      attemptOf(2, 'Ben', { testId: 2 }),
    ])
    expect(find('no-points')).toBeUndefined()
    expect(find('no-points', rules({ average: 'points-weighted' }))).toMatchObject({
      severity: 'attention',
      count: 1,
      places: [{ test: { testId: 1 }, scores: 2 }],
    })
  })

  it('with two pass marks names them and that of the newest attempt', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'Ann', { passMark: toTenths(60), timeFinished: noon }),
      attemptOf(2, 'Ben', { passMark: toTenths(50) }),
      attemptOf(3, 'Cy', { passMark: null }),
      attemptOf(1, 'Ann', { testId: 2, passMark: null }),
      attemptOf(2, 'Ben', { testId: 2, passMark: toTenths(0) }),
    ])
    expect(find('mixed-pass-marks')).toMatchObject({
      severity: 'attention',
      count: 1,
      places: [{ test: { testId: 1 }, passMarks: [500, 600, null], used: 600 }],
    })
    expect(find('mixed-pass-marks', rules({ tests: { 'a:1': { passMark: toTenths(55) } } }))).toBeUndefined()
  })
})

describe('an average over fewer tests than most', () => {
  const all = (id: number, name: string, tests: readonly number[]) =>
    tests.map((testId) => attemptOf(id, name, { testId }))

  it('is found; one excused test is not missing, nor is one that weighs nothing', () => {
    const results = [
      ...all(1, 'Ann', [1, 2]),
      ...all(2, 'Ben', [1, 2, 3]),
      ...all(3, 'Cy', [1, 2, 3]),
      ...all(4, 'Di', [1]),
    ]
    const { calls, find } = checkedLaptop(results)
    const found = (change = {}) =>
      find('fewer-tests', change)?.places.map(({ student, taken, usual }) => [student.first, taken, usual])
    expect(find('fewer-tests')).toMatchObject({ severity: 'note', count: 2 })
    expect(found()).toEqual([
      ['Ann', 2, 3],
      ['Di', 1, 3],
    ])
    expect(found(rules({ tests: { 'a:3': { weight: 0 } } }))).toEqual([['Di', 1, 2]])
    expect(found(rules({ tests: { 'a:3': { extraCredit: true } } }))).toEqual([['Di', 1, 2]])
    calls.setOverride({ ...cell, testId: 3 }, { kind: 'excused', reason: 'ill' }, noon)
    expect(found()).toEqual([['Di', 1, 3]])
  })

  it('is nobody’s because another account has more tests', () => {
    const { calls, find } = checkedLaptop([...all(1, 'Ann', [1]), ...all(2, 'Ben', [1])])
    calls.addAccount(accountNamed('b'))
    const theirs = [3, 4, 5].flatMap((id) => all(id, 'Cy', [1, 2, 3]))
    calls.applyPage(pageWith(theirs, { accountId: 'b' }))
    expect(find('fewer-tests')).toBeUndefined()
  })

  it('is nobody’s where all took the same number', () => {
    expect(checkedLaptop([...all(1, 'Ann', [1, 2]), ...all(2, 'Ben', [2, 3])]).find('fewer-tests')).toBeUndefined()
  })
})

describe('a grade at the edge', () => {
  const edge = (percent: number, places: number, second?: number) => {
    const results = [
      attemptOf(1, 'Ann', of(percent)),
      ...(second === undefined ? [] : [attemptOf(1, 'Ann', { testId: 2, ...of(second) })]),
    ]
    const [place] = checkedLaptop(results).find('borderline', rules({ places }))?.places ?? []
    return place && [place.how, place.rounded, place.grade, place.other]
  }

  it.each([
    // Bounds of the usual scale: 90 A, 80 B, 70 C.
    ['is lifted by rounding', 89.5, 0, undefined, ['lifted', 90, 'A', 'B']],
    ['is lifted as a mean of two', 89.9, 1, 90, ['lifted', 900, 'A', 'B']],
    ['lies one step below', 89.4, 0, undefined, ['below', 89, 'B', 'A']],
    ['lies one tenth below', 79.9, 1, undefined, ['below', 799, 'C', 'B']],
    ['lies two tenths below', 79.8, 1, undefined, undefined],
    ['stands exactly on the bound', 80, 1, undefined, undefined],
    ['stands above it', 80.4, 0, undefined, undefined],
  ] as const)('%s: %d with %d places', (_, percent, places, second, expected) => {
    expect(edge(percent, places, second)).toEqual(expected)
  })

  it('is lowered where the bound has more decimals than the average', () => {
    const scale = {
      name: 'own',
      bands: [
        { from: 8925, grade: '1' },
        { from: 0, grade: '2' },
      ],
    }
    const { find } = checkedLaptop([attemptOf(1, 'Ann', of(89.4))])
    expect(find('borderline', rules({ places: 0, scale }))?.places).toMatchObject([
      { how: 'lowered', grade: '2', other: '1' },
    ])
  })

  it('is none without a scale, nor below the last bound', () => {
    const { find } = checkedLaptop([attemptOf(1, 'Ann', of(59.9))])
    expect(find('borderline', rules({ scale: null }))).toBeUndefined()
    expect(find('borderline', rules({ scale: scaleOf('passFail') }))).toMatchObject({ severity: 'note', count: 1 })
    expect(find('borderline', rules({ scale: { name: 'own', bands: [{ from: 9000, grade: 'A' }] } }))).toBeUndefined()
  })
})

describe('an attempt left out', () => {
  const old = { timeFinished: unixSeconds(noon - 10 * day), timeStarted: unixSeconds(noon - 11 * day) }
  const period = { from: '2026-11-15', to: null }

  it('for its day is named with its cell', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'Ann', old),
      attemptOf(1, 'Ann', { timeStarted: unixSeconds(noon - 10 * day), timeFinished: unixSeconds(noon - 9 * day) }),
      attemptOf(1, 'Ann'),
      attemptOf(2, 'Ben', old),
      attemptOf(1, 'Ann', { ...old, testId: 2 }),
    ])
    expect(find('outside-period')).toBeUndefined()
    const check = find('outside-period', { period })
    expect(check).toMatchObject({ severity: 'note', count: 2 })
    expect(check?.places.map(({ student, test, attempts }) => [called(student), test.name, attempts.length])).toEqual([
      ['Ann Lee', 'Algebra', 2],
    ])
  })

  it('although it was chosen to count calls for attention', () => {
    const { calls, find, idsOf, receive } = checkedLaptop([attemptOf(1, 'Ann', old), attemptOf(1, 'Ann')])
    const [first = 0] = idsOf(1)
    calls.setOverride(cell, { kind: 'attempt', resultId: first, reason: 'agreed' }, noon)
    expect(find('lost-choice')).toBeUndefined()
    expect(find('lost-choice', { period })).toMatchObject({
      severity: 'attention',
      count: 1,
      places: [{ why: 'outside-period', attempts: [first] }],
    })
    receive([resultOf({ userId: 1, first: 'Ann', last: 'Lee', ...old, status: 'x' })])
    expect(find('lost-choice')).toMatchObject({ count: 1, places: [{ why: 'gone', attempts: [] }] })
  })
})
