import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import {
  answerAssessments,
  assessmentOf,
  assessmentQuestions,
  assessmentRow,
  attempt,
  draft,
  type HeldAssessments,
  platformAccount,
  submission,
} from '../renderer/made-assessments.ts'
import { answerBank, bankRow } from '../renderer/made-bank.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'
import { drafts, grid, looked, news, now, panel, platformScreen, rows, titles } from './platform-screen.ts'

describe('the assessments of a learning platform', () => {
  const laptop = givenAnswers(copySchool)
  const assessmentsScreen = (given: Partial<HeldAssessments> = {}) => platformScreen(laptop, given)

  it('are offered beside what ClassMarker has, and stand in the words of a platform', async () => {
    const screen = await assessmentsScreen({ drafts })
    const { page } = screen
    await grid(page).getByText('First aid: shock').waitFor()
    await page.getByText('5 assessments', { exact: true }).first().waitFor()
    // An x between two figures stays one, in an ID that is read off the screen.
    expect(await grid(page).evaluate((at) => getComputedStyle(at).fontVariantLigatures)).toBe('no-contextual')
    await page.getByRole('navigation').getByText('1 waiting').first().waitFor()
    await page.getByRole('navigation').getByText('2 need you').first().waitFor()
    await lookInEveryForm(screen, 'assessments-list')
    await page.emulateMedia({ forcedColors: 'active' })
    await page.screenshot({ path: 'test/.output/screens/assessments-list-forced.png' })
    await page.emulateMedia({ forcedColors: 'none' })
    await page.getByRole('button', { name: 'Gone there (1)' }).click()
    await grid(page).getByText('Fire doors and exits').waitFor()
    await page.getByText('1 assessment', { exact: true }).first().waitFor()
    await lookInEveryForm(screen, 'assessments-gone')
  })

  it('say at first that they are not here yet', async () => {
    const screen = await assessmentsScreen({ rows: [], status: { lookedAt: null } })
    await screen.page.getByText('The assessments are not here yet').waitFor()
    await lookInEveryForm(screen, 'assessments-first')
    laptop.fake.handle('sync', 'start', async () => ({ jobId: 'look' }))
    await screen.page.getByRole('button', { name: 'Fetch now' }).press('Enter')
    await expect.poll(() => laptop.fake.callsOf('sync', 'start').at(-1)?.accountId).toBe('college')
  })

  it('say that a list is not complete, that nothing is there, and why it cannot be read', async () => {
    const screen = await assessmentsScreen({ rows: [], status: { lookedAt: looked } })
    const { page } = screen
    await page.getByText('No assessments yet').waitFor()
    await lookInEveryForm(screen, 'assessments-empty')
    laptop.fake.emit('jobs', 'changed', {
      ...{ id: 'look', kind: 'sync', accountId: 'college', state: 'failed' },
      error: { code: 'api/sign-in-again', detail: {} },
    })
    await page.getByText('Nothing new is fetched until you sign in again.').waitFor()
    await page.getByRole('note').getByRole('button', { name: 'Sign in again…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await expect.poll(() => dialog.getByLabel('E-mail', { exact: true }).inputValue()).toBe('ines@harbour.example')
    await lookInEveryForm(screen, 'assessments-sign-in')
    laptop.fake.handle('accounts', 'signIn', async () => platformAccount())
    await dialog.getByLabel('Password').fill('a long password')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => laptop.fake.callsOf('accounts', 'signIn'))
      .toEqual([{ id: 'college', signIn: { email: 'ines@harbour.example', password: 'a long password' } }])
    laptop.fake.handle('assessments', 'list', async () => {
      throw new AppError('store/unreadable')
    })
    laptop.fake.emit('assessments', 'changed', undefined)
    await page.getByRole('button', { name: 'Try again' }).first().waitFor()
  })

  it('filter by course and by what changed, and say where nothing fits', async () => {
    const screen = await assessmentsScreen()
    const { page } = screen
    await page.getByRole('button', { name: 'Course: all' }).click()
    await page.getByRole('option', { name: /crs_kitchen/ }).click()
    await page.keyboard.press('Escape')
    await page.getByText('2 assessments', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: /^Changed / }).click()
    await page.getByText('No assessment fits these filters').waitFor()
    await lookInEveryForm(screen, 'assessments-no-match')
    await page.getByRole('button', { name: 'Show all assessments' }).click()
    await page.getByRole('searchbox', { name: 'Search assessments' }).fill('hygiene')
    await page.getByText('2 assessments', { exact: true }).first().waitFor()
  })

  it('open beside the list by keyboard, with questions, changes, own tries and the way to their results', async () => {
    const [row = assessmentRow(1)] = rows
    const assessment = assessmentOf(row, {
      changes: [
        { seenAt: looked, field: 'passingScore', before: '50', after: '60' },
        { seenAt: looked, field: 'timeLimit', before: null, after: '15' },
        { seenAt: unixSeconds(now - 864_000), field: 'new', before: null, after: null },
      ],
      attempts: [
        attempt(3, { begunAt: unixSeconds(now - 300), endsAt: unixSeconds(now + 1_500) }),
        attempt(2, { state: 'unclear', begunAt: looked }),
        attempt(1, { state: 'submitted', submission: submission() }),
      ],
    })
    const screen = await assessmentsScreen({ assessments: new Map([[row.id, assessment]]) })
    const { page } = screen
    await grid(page).getByText(titles[0]).first().click()
    await panel(page).getByText('Soak it in water').waitFor()
    expect(await page.locator('img').count()).toBe(0)
    await lookInEveryForm(screen, 'assessments-panel')
    await page.keyboard.press(']')
    await panel(page).getByRole('heading', { name: titles[1] }).waitFor()
    await page.keyboard.press('[')
    await panel(page).getByRole('button', { name: '12 results' }).press('Enter')
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await expect
      .poll(() => laptop.fake.callsOf('resultList', 'open').at(-1)?.query.filter)
      .toContainEqual({ field: 'test', op: 'in', value: [-1] })
  })

  it('lead out of a draft of which nothing was found, and publish nothing where the account is disconnected', async () => {
    const unclear = draft(5, { title: 'Hand tools', state: 'unclear' })
    const screen = await assessmentsScreen({
      rows: rows.map((row, place) => ({ ...row, published: place === 0 })),
      drafts: [unclear, draft(2, { title: 'Ladders' })],
    })
    const { page, fake, held } = screen
    fake.handle('assessments', 'lookForDraft', async () => undefined)
    await page.getByRole('tab', { name: /^Drafts/ }).click()
    const drafts = page.getByRole('table', { name: 'Drafts' })
    await drafts.getByText('nothing was found that is certainly it').waitFor()
    await page.getByRole('button', { name: 'Choose…: Hand tools' }).press('Enter')
    const which = page.getByRole('alertdialog', { name: 'Which one is it?' })
    await which.getByText(/Nothing at the platform is certainly it/).waitFor()
    await which.getByRole('button', { name: /It is this one/ }).press('Enter')
    await page.getByRole('option', { name: /asmnt_2a/ }).waitFor()
    expect(await page.getByRole('option', { name: /asmnt_1a/ }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await lookInEveryForm(screen, 'assessments-which-none')
    await which.getByRole('button', { name: 'Look for it again' }).press('Enter')
    await expect.poll(() => fake.callsOf('assessments', 'lookForDraft')).toEqual([{ id: 5 }])
    await page.getByRole('button', { name: 'Remove: Hand tools' }).press('Enter')
    await page
      .getByRole('alertdialog')
      .getByText(/may be at the platform all the same/)
      .waitFor()
    fake.handle('assessments', 'removeDraft', async () => {
      held.drafts = held.drafts.filter(({ id }) => id !== 5)
    })
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the draft' }).press('Enter')
    fake.emit('assessments', 'changed', undefined)
    await expect.poll(() => drafts.getByText('Hand tools').count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false)
    fake.handle('accounts', 'list', async () => [platformAccount({ archived: true })])
    fake.emit('accounts', 'changed', undefined)
    await drafts.getByRole('button', { name: 'Connect again…' }).waitFor()
    for (const name of ['Publish…: Ladders', 'Edit: Ladders', 'Remove: Ladders'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(0)
  })

  it('forget ids that cannot be had, once they are told to', async () => {
    const notCollected = [{ submissionId: 'sub_nothere', assessmentId: null, reason: 'assessments/not-found' }]
    const screen = await assessmentsScreen({ status: { news, lookedAt: looked, notCollected } })
    const { page, fake, held } = screen
    fake.handle('assessments', 'forget', async () => {
      held.status = { ...held.status, notCollected: [] }
      fake.emit('assessments', 'changed', undefined)
    })
    await page.getByText('1 could not be collected.').waitFor()
    await page.getByRole('button', { name: 'Which ones' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'What could not be collected' })
    await lookInEveryForm(screen, 'assessments-forget')
    await dialog.getByRole('button', { name: 'Forget these' }).press('Enter')
    await expect
      .poll(() => fake.callsOf('assessments', 'forget'))
      .toEqual([{ account: 'college', submissions: ['sub_nothere'] }])
    await expect.poll(() => page.getByText('1 could not be collected.').count()).toBe(0)
  })

  it('keep a course ID that was edited after it was chosen, when Esc leaves them', async () => {
    const { page, fake } = await assessmentsScreen({ drafts })
    fake.handle('assessments', 'saveDraft', async ({ id }) => ({ id: id ?? 9, flaws: [] }))
    await page.getByRole('tab', { name: /^Drafts/ }).click()
    await page.getByRole('button', { name: 'New draft' }).click()
    const editor = page.getByRole('region', { name: 'Fields of the draft' })
    const course = editor.getByRole('combobox', { name: 'Course' })
    await course.fill('crs_kit')
    await course.press('ArrowDown')
    await course.press('Enter')
    await expect.poll(() => course.inputValue()).toBe('crs_kitchen')
    await course.pressSequentially('2')
    await course.press('Escape')
    await editor.waitFor({ state: 'detached' })
    expect(fake.callsOf('assessments', 'saveDraft').at(-1)?.draft.courseId).toBe('crs_kitchen2')
  })

  it('are written here, checked as they are typed, and published once with a preview', async () => {
    const screen = await assessmentsScreen({ drafts })
    const { page, fake } = screen
    answerBank(fake, {
      rows: [bankRow(1, { text: 'What is a ladder?' }), bankRow(2, { text: 'How steep may it be?' })],
    })
    fake.handle('assessments', 'saveDraft', async ({ id }) => ({ id: id ?? 9, flaws: [] }))
    fake.handle('assessments', 'publish', async () => undefined)
    await page.getByRole('tab', { name: /^Drafts/ }).click()
    await page.getByRole('table', { name: 'Drafts' }).getByText('Which one is it?').waitFor()
    await lookInEveryForm(screen, 'assessments-drafts')
    await page.getByRole('button', { name: 'New draft' }).click()
    const editor = page.getByRole('region', { name: 'Fields of the draft' })
    await expect
      .poll(() =>
        editor.getByRole('combobox', { name: 'Course' }).evaluate((field) => field === document.activeElement),
      )
      .toBe(true)
    await page.keyboard.type('crs_kit')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await editor.getByLabel('Title', { exact: true }).fill('Go')
    await editor.getByText('At least 3 characters are needed.').waitFor()
    await editor.getByLabel('Pass mark in percent').fill('101')
    await editor.getByText('It goes from 1 to 100.').waitFor()
    await lookInEveryForm(screen, 'assessments-editor-flaws')
    await editor.getByLabel('Title', { exact: true }).fill('Going up a ladder')
    await editor.getByLabel('Pass mark in percent').fill('80')
    await editor.getByText('Limit the time').click()
    await editor.getByLabel('Minutes').fill('20')
    await editor.getByText('Kept on this computer').waitFor()
    await editor.getByRole('button', { name: 'Choose questions…' }).click()
    const picking = page.getByRole('dialog', { name: 'Choose questions' })
    await picking.getByRole('option', { name: 'How steep may it be?' }).click()
    await picking.getByRole('option', { name: 'What is a ladder?' }).click()
    await lookInEveryForm(screen, 'assessments-pick')
    await picking.getByRole('button', { name: 'Take 2 questions' }).click()
    await editor.getByText('How steep may it be?').waitFor()
    await lookInEveryForm(screen, 'assessments-editor')
    await editor.getByLabel('Title', { exact: true }).press('Control+Enter')
    const asked = page.getByRole('alertdialog', { name: 'Publish this assessment?' })
    await asked.getByText('The 2 prepared questions are not sent with it.').waitFor()
    await lookInEveryForm(screen, 'assessments-publish')
    await asked.getByRole('button', { name: 'Publish for good' }).click()
    await expect.poll(() => fake.callsOf('assessments', 'publish')).toEqual([{ id: 9 }])
    expect(fake.callsOf('assessments', 'saveDraft').at(-1)?.draft).toEqual({
      ...{ courseId: 'crs_kitchen', title: 'Going up a ladder', passingScore: 80, timeLimitMinutes: 20 },
      // In the order in which they were chosen.
      questions: [2, 1],
    })
    await page.getByRole('table', { name: 'Drafts' }).waitFor()
    fake.handle('assessments', 'resolve', async () => undefined)
    await page.getByRole('button', { name: 'Choose…: Hand tools' }).press('Enter')
    const which = page.getByRole('alertdialog', { name: 'Which one is it?' })
    await lookInEveryForm(screen, 'assessments-which')
    await which.getByText(`${titles[1]} · asmnt_2a`).click()
    await which.getByRole('button', { name: 'This one it is' }).click()
    await expect.poll(() => fake.callsOf('assessments', 'resolve')).toEqual([{ id: 5, isIt: -2 }])
  })

  it('have their submissions collected by ids that were looked at first', async () => {
    const screen = await assessmentsScreen()
    const { page, fake } = screen
    fake.handle('assessments', 'readIds', async ({ text }) => ({
      submissions: [
        { assessmentId: 'asmnt_1a', submissionId: 'sub_1' },
        { assessmentId: null, submissionId: 'sub_2' },
        { assessmentId: null, submissionId: 'sub_3' },
      ],
      known: 1,
      unreadable: [{ line: 4, text: text.split('\n')[3] ?? '' }],
    }))
    fake.handle('assessments', 'collect', async () => ({ jobId: 'collect' }))
    const before = fake.callsOf('assessments', 'collect').length
    await grid(page).locator('[data-row="0"]').first().waitFor()
    await page.getByRole('button', { name: 'Collect submissions…' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Collect submissions' })
    await dialog.getByLabel('Submission IDs').fill('asmnt_1a sub_1\nsub_2\nsub_3\nthe list of Tuesday')
    await dialog.getByText('2 new').waitFor()
    await dialog.getByText('1 line without an ID').waitFor()
    await lookInEveryForm(screen, 'assessments-collect')
    await dialog.getByRole('button', { name: 'Collect 2 submissions' }).click()
    await expect.poll(() => fake.callsOf('assessments', 'collect').length).toBe(before + 1)
    fake.emit('jobs', 'changed', {
      ...{ id: 'collect', kind: 'assessments-collect', accountId: 'college', state: 'running' },
      progress: { done: 1, total: 3 },
    })
    await page.getByText('Collected 1 of 3 submissions.').waitFor()
    await lookInEveryForm(screen, 'assessments-collecting')
    fake.emit('jobs', 'changed', {
      ...{ id: 'collect', kind: 'assessments-collect', accountId: 'college', state: 'done' },
      result: {
        ...{ outcome: 'complete', added: 2, updated: 0, unchanged: 0, pending: 0, requests: 4 },
        ...{
          rejected: [{ submission: 'sub_3', reason: 'assessments/which-assessment' }],
          nextRequestAfter: null,
          error: null,
        },
      },
    })
    await page.getByText('2 new results. 1 could not be collected.').first().waitFor()
    await page.getByRole('button', { name: 'Which ones' }).press('Enter')
    const rejected = page.getByRole('dialog', { name: 'What could not be collected' })
    await rejected.getByText(/does not say which assessment it is of/).waitFor()
    await lookInEveryForm(screen, 'assessments-rejected')
    await page.keyboard.press('Escape')
  })
})

describe('a laptop with learning platforms alone', () => {
  const laptop = givenAnswers(copySchool)

  it('offers no screen that only ClassMarker fills, and speaks of courses', async () => {
    const { fake } = laptop
    fake.handle('accounts', 'list', async () => [platformAccount()])
    fake.handle('accounts', 'status', async () => [])
    answerAssessments(fake, { rows, status: { news, lookedAt: looked } })
    const { page } = await openScreen(fake)
    const sidebar = page.getByRole('navigation')
    await sidebar
      .getByRole('button', { name: /^Assessments/ })
      .first()
      .waitFor()
    for (const name of ['Access codes', 'Questions', 'Certificates'])
      expect(await sidebar.getByRole('button', { name: new RegExp(`^${name}`) }).count(), name).toBe(0)
    await page.getByRole('columnheader', { name: 'Course' }).or(page.getByText('No results yet')).first().waitFor()
    expect(await page.getByText(/Group or link/).count()).toBe(0)
    expect(assessmentQuestions).toHaveLength(3)
  })

  it('connects another with e-mail and password, which are typed under their service', async () => {
    const { fake } = laptop
    fake.handle('accounts', 'list', async () => [])
    const screen = await openScreen(fake, 'home')
    const { page } = screen
    await page
      .getByRole('radio', { name: 'Learning platform' })
      .or(page.getByRole('button', { name: 'Learning platform' }))
      .first()
      .click()
    await page.getByLabel('Address of the platform').fill('https://learn.harbour.example')
    await page.getByLabel('E-mail', { exact: true }).fill('ines@harbour.example')
    await lookInEveryForm(screen, 'assessments-connect')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('Enter the password.').waitFor()
    expect(fake.callsOf('accounts', 'connect')).toEqual([])
  })
})
