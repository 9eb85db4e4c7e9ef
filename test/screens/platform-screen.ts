import type { Page } from 'playwright'
import type { AssessmentRow } from '../../shared/model/assessment.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import {
  answerAssessments,
  assessmentRow,
  draft,
  type HeldAssessments,
  platformAccount,
} from '../renderer/made-assessments.ts'
import { openScreen } from './built-screen.ts'
import type { givenAnswers } from './laptop-answers.ts'

export const titles = [
  'First aid: burns and scalds',
  'First aid: shock',
  'Safe lifting at work, with everything the regulations of the last three years ask of whoever trains others',
  'Fire doors and exits',
  'Food hygiene, level 2',
  'Food hygiene, level 3',
] as const

export const now = Math.floor(Date.now() / 1000)
export const looked = unixSeconds(now - 7_200)

export const rows: readonly AssessmentRow[] = titles.map((title, place) =>
  assessmentRow(place + 1, {
    title,
    courseId: place < 4 ? 'crs_safety2026' : 'crs_kitchen',
    passingScore: place === 5 ? null : 60 + 5 * place,
    timeLimitMinutes: place % 3 === 2 ? null : 15 * (place + 1),
    questionCount: 3 + 4 * place,
    submissions: [12, 0, 148, 3, 0, 31][place] ?? 0,
    gone: place === 3,
    changedAt: place < 2 ? looked : unixSeconds(now - 86_400 * (10 + place)),
  }),
)

export const news = { at: looked, added: 1, changed: 1, gone: 0 }

export const drafts = [
  draft(1, { title: 'Working at heights', state: 'waiting', passingScore: 75, timeLimitMinutes: 40 }),
  draft(2, { title: 'Ladders', questions: [1, 2] }),
  draft(3, { title: 'Go', courseId: '', passingScore: null }),
  draft(4, {
    title: 'Noise',
    state: 'refused',
    refusal: 'assessments/invalid',
    refusalDetail: 'course_id: no such course',
  }),
  draft(5, {
    title: 'Hand tools',
    state: 'unclear',
    candidates: [rows[0] ?? assessmentRow(1), rows[1] ?? assessmentRow(2)],
  }),
]

export const isFocused = (at: Element): boolean => at === document.activeElement

export const go = (page: Page) =>
  page
    .getByRole('navigation')
    .getByRole('button', { name: /^Assessments/ })
    .first()
    .click()
export const grid = (page: Page) => page.getByRole('grid', { name: 'Assessments' })
export const panel = (page: Page) => page.getByRole('complementary', { name: 'Assessment', exact: true })

/** A window on a platform's account beside the school's, with the platform looked at. */
export async function platformScreen(laptop: ReturnType<typeof givenAnswers>, given: Partial<HeldAssessments> = {}) {
  const { fake } = laptop
  const [school] = await laptop.accounts()
  if (school === undefined) throw new Error('There is no school')
  fake.handle('accounts', 'list', async () => [{ ...school, secret: 'keychain' }, platformAccount()])
  fake.handle('accounts', 'status', async () => [])
  fake.handle('views', 'lastPlace', async () => null)
  const held = answerAssessments(fake, { rows, status: { news, lookedAt: looked }, ...given })
  const screen = await openScreen(fake)
  const { page } = screen
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Harbour College' }).click()
  await go(page)
  return { ...screen, held, fake }
}
