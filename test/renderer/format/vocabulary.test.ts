import { beforeEach, describe, expect, it } from 'vitest'
import { inBoth, inCourses } from '../../../renderer/features/assessments/words.en.ts'
import { speakOf, t } from '../../../renderer/format/words.ts'
import { accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

type Tree = { readonly [key: string]: string | Tree }

/** Every sentence of a tree of words, by its path. */
const sentencesOf = (tree: Tree, path: readonly string[] = []): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[[...path, key].join('.'), value] as const] : sentencesOf(value, [...path, key]),
  )

const usual = (path: string): unknown => {
  speakOf('app')
  return t(path.replace(/_(?:one|other)$/, '') as 'app.name', { count: path.endsWith('_one') ? 1 : 2 })
}

/** The names of the facts that a sentence is filled with. */
const factsIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name)

describe('the words for other services', () => {
  beforeEach(() => () => speakOf('app'))

  it('each take the place of a sentence that is there', () => {
    for (const [path] of [...sentencesOf(inCourses), ...sentencesOf(inBoth)]) expect(usual(path), path).not.toBe(path)
  })

  it('speak of courses and not of groups, links or ClassMarker', () => {
    for (const [path, sentence] of sentencesOf(inCourses)) {
      expect(sentence, path).not.toMatch(/group|\blinks?\b|ClassMarker/i)
      expect(
        factsIn(sentence).filter((name) => name === ''),
        path,
      ).toEqual([])
    }
    for (const [path, sentence] of sentencesOf(inBoth)) expect(sentence, path).toMatch(/course/i)
  })

  it('are used for the accounts looked at, and everything else stays as it is', () => {
    expect(t('field.source')).toBe('Group or link')
    speakOf('courses')
    expect(t('field.source')).toBe('Course')
    expect(t('tests.page.sources', { count: 3 })).toBe('3 courses')
    expect(t('field.student')).toBe('Student')
    speakOf('both')
    expect(t('field.source')).toBe('Group, link or course')
    speakOf('app')
    expect(t('field.source')).toBe('Group or link')
  })

  it('follow the account that is looked at', async () => {
    const { accounts, fake } = await openWindow()
    const { vocabularyOf } = await import('../../../renderer/app/vocabulary.ts')
    const college = accountSummary({ id: 'college', service: 'assessments' })
    fake.handle('accounts', 'list', async () => [accountSummary(), college])
    await accounts.getState().load()
    expect(vocabularyOf(accounts.getState())).toBe('both')
    accounts.getState().look('college')
    expect(vocabularyOf(accounts.getState())).toBe('courses')
    accounts.getState().look('school')
    expect(vocabularyOf(accounts.getState())).toBe('app')
  })
})
