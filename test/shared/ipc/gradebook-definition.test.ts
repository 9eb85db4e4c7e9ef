import { describe, expect, it } from 'vitest'
import { schemas } from '../../../shared/ipc/schemas.ts'
import { usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { gradebookDefinition } from '../../../shared/model/gradebook-zod.ts'
import { scaleOf, scalePresets } from '../../../shared/model/grading-scales.ts'

const isReadable = (definition: unknown): boolean => gradebookDefinition().safeParse(definition).success
const withRules = (said: object) => ({ ...usualGradebook, rules: { ...usualRules, ...said } })
const scale = (...bounds: readonly number[]) => ({ name: 'Own', bands: bounds.map((from) => ({ from, grade: 'A' })) })
const ofTest = (said: object) => withRules({ tests: { 'a:1': said } })

describe('a gradebook’s definition', () => {
  it.each([
    ['the usual one', usualGradebook],
    ['each preset', ...Object.keys(scalePresets).map((name) => withRules({ scale: scaleOf(name as 'german') }))],
    [
      'a class, tests and a period',
      {
        ...usualGradebook,
        accounts: ['a'],
        students: { by: 'class', classId: 2 ** 47 },
        tests: [{ account: 'a', testId: -3 }],
        period: { from: '2026-09-01', to: null },
      },
    ],
    ['groups and links', { ...usualGradebook, students: { by: 'sources', sources: [{ feed: 'links', id: 1 }] } }],
    ['rules of a test', ofTest({ policy: 'last', passMark: null, weight: 0, kind: 'Quiz', extraCredit: true })],
    ['no scale', withRules({ scale: null })],
  ])('may be %s', (_, ...definitions) => {
    for (const definition of definitions) expect(isReadable(definition)).toBe(true)
  })

  it.each([
    ['a part more', { ...usualGradebook, curve: 'bell' }],
    ['a part less', { ...usualGradebook, period: undefined }],
    ['a rule that is unknown', withRules({ curve: 'bell' })],
    ['a policy that is unknown', withRules({ policy: 'median' })],
    ['four places', withRules({ places: 4 })],
    ['half a place', withRules({ places: 0.5 })],
    ['a weight below 0', ofTest({ weight: -1 })],
    ['a weight in fractions', ofTest({ weight: 0.5 })],
    ['a weight without bound', ofTest({ weight: 1e9 })],
    ['a pass mark in fractions', ofTest({ passMark: 50.5 })],
    ['rules of no test', withRules({ tests: { algebra: {} } })],
    ['two kinds of one name', withRules({ kinds: [1, 2].map((weight) => ({ name: 'Quiz', weight })) })],
    ['a kind without a name', withRules({ kinds: [{ name: ' ', weight: 100 }] })],
    ['a scale without bands', withRules({ scale: scale() })],
    ['a scale that rises', withRules({ scale: scale(5_000, 6_000) })],
    ['a scale with a bound twice', withRules({ scale: scale(5_000, 5_000) })],
    ['a grade without a name', withRules({ scale: { name: 'Own', bands: [{ from: 0, grade: '' }] } })],
    ['a test twice', { ...usualGradebook, tests: [1, 1].map((testId) => ({ account: 'a', testId })) }],
    ['no such day', { ...usualGradebook, period: { from: '2026-02-30', to: null } }],
    ['students by another choice', { ...usualGradebook, students: { by: 'label', label: 'x' } }],
  ])('is refused with %s', (_, definition) => {
    expect(isReadable(definition)).toBe(false)
  })
})

describe('what the window asks about gradebooks', () => {
  const accepts = (group: keyof typeof schemas, name: string, input: unknown): boolean =>
    Reflect.get(schemas[group], name).safeParse(input).success
  const save = (name: string) => ({ id: null, account: 'a', name, definition: usualGradebook })
  const cell = { account: 'a', key: 'user:1', testId: 1 }

  it.each([
    ['gradebooks', 'save', save('Term 1')],
    [
      'gradebookList',
      'open',
      {
        query: { gradebook: usualGradebook, sort: { field: { test: 'a:1' }, direction: 'asc' } },
        first: 100,
      },
    ],
    ['classes', 'apply', { id: 1, change: { put: [], remove: ['user:1'] } }],
    [
      'classes',
      'preview',
      { account: 'a', classId: null, table: { id: 't', withFirstRow: false, columns: { name: 0 } } },
    ],
    ['overrides', 'set', { cell, override: { kind: 'excused', reason: 'ill' } }],
    ['overrides', 'set', { cell, override: { kind: 'attempt', resultId: 3, reason: '' } }],
  ] as const)('%s.%s accepts it', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(true)
  })

  it.each([
    ['gradebooks', 'save', save('  ')],
    ['gradebooks', 'save', save('x'.repeat(201))],
    [
      'gradebookList',
      'open',
      {
        query: { gradebook: usualGradebook, sort: { field: 'email', direction: 'asc' } },
        first: 100,
      },
    ],
    [
      'classes',
      'preview',
      { account: 'a', classId: null, table: { id: 't', withFirstRow: false, columns: { age: 0 } } },
    ],
    ['overrides', 'set', { cell, override: { kind: 'excused', resultId: 3, reason: '' } }],
    ['overrides', 'set', { cell, override: { kind: 'attempt', reason: '' } }],
  ] as const)('%s.%s refuses it', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(false)
  })
})
