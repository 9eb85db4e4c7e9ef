import { describe, expect, it } from 'vitest'
import { checkPlaces, checkSentence } from '../../../shared/gradebook-checks.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { mostCheckPlaces } from '../../../shared/model/gradebook-check.ts'
import { noon, pageWith } from '../store/laptop-database.ts'
import { syncSummary } from '../support/made-laptop.ts'
import { attemptOf, checkedLaptop, linkAttempt, of } from './checked-laptop.ts'

describe('the checks of a gradebook', () => {
  it('begin with a fetch that is not complete, of the accounts it reads', () => {
    const { calls, find } = checkedLaptop([attemptOf(1, 'Ann')])
    expect(find('incomplete')).toMatchObject({
      severity: 'attention',
      count: 1,
      places: [{ account: 'a', name: 'School a', missing: [{ kind: 'first-fetch' }] }],
    })
    expect(checkSentence(find('incomplete') as never)).toBe(
      'These results are not complete: the first fetch is not finished.',
    )
    expect(find('incomplete', { accounts: [] })).toBeUndefined()
    for (const feed of ['groups', 'links'] as const) calls.applyPage(pageWith([], { feed }))
    calls.recordRun('a', syncSummary(), noon, 'sync')
    expect(find('incomplete')).toBeUndefined()
    calls.recordGap('a', { feed: 'links', from: noon, to: noon, reason: 'too-old' }, noon)
    expect(find('incomplete')?.places).toMatchObject([{ missing: [{ kind: 'gaps', count: 1 }] }])
  })

  it('name what changed since it was handed in, when it is a saved one', () => {
    const { calls, find, receive } = checkedLaptop([attemptOf(1, 'Ann', { timeStarted: noon, timeFinished: noon })])
    const id = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition: usualGradebook })
    expect(find('changed-since-hand-in', {}, undefined, id)).toBeUndefined()
    calls.recordHandIn(id, calls.handInOf(usualGradebook), noon)
    expect(find('changed-since-hand-in', {}, undefined, id)).toBeUndefined()
    receive([attemptOf(1, 'Ann', { timeStarted: noon, timeFinished: noon, ...of(85) })])
    expect(find('changed-since-hand-in', {}, undefined, id)).toMatchObject({
      ...{ severity: 'attention', count: 2 },
      places: [
        { student: { key: 'user:1', row: 0 }, test: { testId: 1, name: 'Algebra' }, handedInAt: noon },
        { test: null },
      ],
    })
    expect(find('changed-since-hand-in')).toBeUndefined()
  })

  it('say nothing of a gradebook where nothing is odd', () => {
    const { all } = checkedLaptop([attemptOf(1, 'Ann'), attemptOf(2, 'Ben')])
    expect(all({ accounts: ['b'] })).toEqual([])
    expect(all().map(({ kind }) => kind)).toEqual(['incomplete'])
  })

  it('list the first places and count them all', () => {
    const many = Array.from({ length: mostCheckPlaces + 5 }, (_, place) =>
      attemptOf(place + 1, `A${place}`, { requiresGrading: true }),
    )
    const check = checkedLaptop(many).find('to-grade')
    expect(check?.count).toBe(mostCheckPlaces + 5)
    expect(check?.places.length).toBe(mostCheckPlaces)
  })

  it('name nobody in their sentences, and no address or code where nothing personal may be written', () => {
    const { all } = checkedLaptop([
      linkAttempt('Ann', { email: 'family@x.example', accessCode: 'K7' }),
      linkAttempt('Ben', { email: 'family@x.example', accessCode: 'K7', requiresGrading: true }),
      attemptOf(5, 'Ann'),
      attemptOf(6, 'Cy'),
      attemptOf(6, 'Dee', { testId: 2 }),
    ])
    const checks = all()
    expect(checks.map(({ kind }) => kind)).toEqual([
      'incomplete',
      'to-grade',
      'same-name',
      'two-names',
      'shared-email',
      'shared-code',
    ])
    const writing = { student: () => 'S-1', test: () => 'Algebra', isPersonal: false }
    const written = checks.flatMap((check) => [checkSentence(check), ...checkPlaces(check, writing)]).join('\n')
    expect(written).not.toMatch(/Ann|Ben|Cy|Dee|Lee|family|K7/)
    expect(written).toContain('S-1; S-1')
  })
})
