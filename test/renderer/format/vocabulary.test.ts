import i18next from 'i18next'
import { beforeEach, describe, expect, it } from 'vitest'
import { ofService, speakOf, t } from '../../../renderer/format/words.ts'
import { inBoth, inCourses } from '../../../renderer/shell/course-words.en.ts'
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

/** Every word of the window. */
const everyWord = (): Tree => {
  speakOf('app')
  return i18next.getResourceBundle('en', 'app')
}

/** The names of the facts that a sentence is filled with. */
const factsIn = (sentence: string): readonly string[] =>
  [...sentence.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name)

/** What only ClassMarker has, in its own words. */
const ofClassMarker = /ClassMarker|\bgroups?\b|\blinks?\b|\bAPI (?:keys?|secrets?)\b|\b30 requests\b|\bthis hour\b/i

/**
 * Sentences that no account of a learning platform shows, by the beginning of their path: screens that are offered for
 * ClassMarker's accounts alone, and parts that are drawn for those alone.
 */
const shownForClassMarkerAlone = [
  // Screens of their own.
  ...['accessCodes.', 'startLinks.', 'certificates.', 'bank.', 'imports.'],
  // The form where the service is chosen, the secret of a key, and what stands before the first account.
  ...['connect.', 'secret.', 'welcome.', 'sidebar.groups_', 'sidebar.links_'],
  // What is read by time, and how complete it is.
  ...['activity.gaps.', 'recheck.', 'home.coverage.', 'home.gapsFeeds', 'tests.fetch.'],
  ...['sync.phase.', 'sync.neverRead.', 'sync.groupsUntil', 'sync.linksUntil', 'sync.gapIncomplete', 'sync.feed.'],
  'sync.limitedHint',
  // Facts that a platform's results do not have, and hidden sources by their service.
  ...['change.fields.certificate_url', 'change.fields.view_results_url', 'change.fields.link_result_id'],
  ...['detail.extraField.', 'detail.linkResultId', 'filter.links', 'tests.hidden.links', 'tests.hidden.groups'],
  ...['questions.chips.group', 'questions.chips.link'],
  ...['settings.accountKey', 'settings.revokeThere', 'settings.handMade.waiting_'],
  'help.terms.certificate.',
] as const

/** Sentences that are as true of a platform: they say so themselves, or speak of another thing by the same word. */
const trueOfEither = [
  ...['find.reading', 'detail.viewResultHint', 'gradebookExport.parts.links', 'gradebookExport.linksHint'],
  ...['assessments.elsewhereText', 'assessments.editor.noBank', 'help.data.helpText', 'help.data.website'],
  // Each by the service of its account.
  ...['students.page.number.', 'people.add.lead'],
] as const

/** Sentences that say what ClassMarker does, and are right of its accounts beside those of a platform. */
const rightBesideOthers = [
  ...['activity.changes.emptyText', 'detail.linkRefused', 'help.terms.toGrade.1', 'localChanges.sent'],
  ...['people.erase.elsewhere', 'sync.losing', 'gradebookExport.identityHints.pseudonyms', 'tests.notTaken.note'],
  // Each by the service of its account.
  ...['settings.revokeLead', 'settings.removeLead', 'settings.dropHint'],
  ...['sync.budget', 'sync.limitedHint', 'sync.requestsUsed'],
  ...['questions.why', 'questions.empty.how', 'questions.answers.none', 'questions.picture.', 'results.', 'detail.'],
] as const

const isAmong = (path: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => path.startsWith(beginning))

describe('the words for other services', () => {
  beforeEach(() => () => speakOf('app'))

  it('each take the place of a sentence that is there', () => {
    for (const [path] of [...sentencesOf(inCourses), ...sentencesOf(inBoth)]) expect(usual(path), path).not.toBe(path)
  })

  it('are there for each sentence that has the words of ClassMarker alone, and that a platform shows', () => {
    const said = new Set(sentencesOf(inCourses).map(([path]) => path))
    const elsewhere = [...shownForClassMarkerAlone, ...trueOfEither]
    const missing = sentencesOf(everyWord()).filter(
      ([path, sentence]) => ofClassMarker.test(sentence) && !said.has(path) && !isAmong(path, elsewhere),
    )
    expect(missing).toEqual([])
  })

  it('are there for both services where a sentence has the words of ClassMarker alone', () => {
    const said = new Set(sentencesOf(inBoth).map(([path]) => path))
    const inOne = new Set(sentencesOf(inCourses).map(([path]) => path))
    const missing = sentencesOf(everyWord()).filter(
      ([path, sentence]) =>
        ofClassMarker.test(sentence) && inOne.has(path) && !said.has(path) && !isAmong(path, rightBesideOthers),
    )
    expect(missing).toEqual([])
  })

  it('have exceptions that are still there', () => {
    const paths = sentencesOf(everyWord()).map(([path]) => path)
    const gone = [...shownForClassMarkerAlone, ...trueOfEither, ...rightBesideOthers].filter(
      (beginning) => !paths.some((path) => path.startsWith(beginning)),
    )
    expect(gone).toEqual([])
  })

  it('speak of courses and not of groups, links or ClassMarker', () => {
    for (const [path, sentence] of sentencesOf(inCourses)) {
      expect(sentence, path).not.toMatch(/group|\blinks?\b|ClassMarker/i)
    }
    for (const [path, sentence] of sentencesOf(inBoth)) expect(sentence, path).toMatch(/course|platform|assessment/i)
  })

  it('are filled with no other facts than the sentences they stand for', () => {
    const base = new Map(sentencesOf(everyWord()))
    for (const [path, sentence] of [...sentencesOf(inCourses), ...sentencesOf(inBoth)])
      expect(factsIn(base.get(path) ?? ''), path).toEqual(expect.arrayContaining([...factsIn(sentence)]))
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

  it('are those of the service of one account, whatever others are looked at', () => {
    for (const vocabulary of ['app', 'courses', 'both'] as const) {
      speakOf(vocabulary)
      expect(t('settings.removeLead', ofService('assessments'))).toMatch(/^Its sign-in/)
      expect(t('settings.removeLead', ofService('classmarker'))).toMatch(/^Its API secret/)
      expect(t('settings.keep', { count: 2, ...ofService('assessments') })).toBe('Keep its 2 results')
    }
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
