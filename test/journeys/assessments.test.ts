import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from './every-form.ts'
import {
  answering,
  connectWithToken,
  editor,
  givenPlatform,
  grid,
  optionsOf,
  panel,
  sidebar,
} from './platform-steps.ts'
import { givenLaptop, resultsAre, soon } from './teacher-steps.ts'

// One morning by keyboard: each step begins where the one before ended.
describe('assessments by keyboard', () => {
  const token = 'a-token-that-does-not-run-out-for-this-morning'
  const at = givenPlatform(optionsOf({ token }), () => token)
  const published = () => at.platform.world.assessments.filter(({ title }) => title === 'Ladders and scaffolds')

  it('come from a platform that is connected with a token, and are here after one look', async () => {
    const { page, platform } = at
    await connectWithToken(page, platform.url, token)
    await page.getByText('8 assessments', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Assessments', level: 1 }).waitFor()
    await page.getByText('8 assessments', { exact: true }).first().waitFor()
    await sidebar(page)
      .getByRole('button', { name: /^Assessments/ })
      .waitFor()
    await soon(() =>
      sidebar(page)
        .getByRole('button', { name: /^Access codes/ })
        .count(),
    ).toBe(0)
    await lookInEveryForm(at.laptop.app, 'assessments-looked')
  })

  it('are written offline and published once there is a network', async () => {
    const { page, platform } = at
    const [course] = platform.world.courses
    await at.goAway()
    await page.getByRole('button', { name: 'New draft' }).press('Enter')
    await editor(page)
      .getByRole('combobox', { name: 'Course' })
      .fill(course?.id ?? '')
    await page.keyboard.press('Tab')
    await editor(page).getByLabel('Title', { exact: true }).fill('Ladders and scaffolds')
    await editor(page).getByLabel('Pass mark in percent').fill('75')
    await editor(page).getByText('Kept on this computer').waitFor()
    await page.keyboard.press('Control+Enter')
    const asked = page.getByRole('alertdialog', { name: 'Publish this assessment?' })
    await asked.getByText('It is sent as soon as the platform can be reached').waitFor()
    await lookInEveryForm(at.laptop.app, 'assessments-publish-offline')
    await asked.getByRole('button', { name: 'Publish for good' }).press('Enter')
    await page.getByText('1 assessment waiting to be published.').waitFor()
    await page.getByRole('table', { name: 'Drafts' }).getByText('Waiting to be published').waitFor()
    await sidebar(page)
      .getByRole('button', { name: /^Assessments.*1 waiting/ })
      .waitFor()
    await at.comeBack()
    expect(published()).toEqual([])
    await page
      .getByRole('button', { name: 'Publish now' })
      .or(page.getByRole('button', { name: 'Try again' }))
      .press('Enter')
    await soon(() => published().length).toBe(1)
    await page.getByText('No drafts').waitFor()
    await page.getByRole('tab', { name: /^At the platform/ }).press('Enter')
    await page.getByRole('searchbox', { name: 'Search assessments' }).fill('scaffolds')
    await grid(page).getByText('Ladders and scaffolds').waitFor()
    expect(published()).toMatchObject([{ passingScore: 75, timeLimitMinutes: null }])
  })

  it('belong to an account without a key to sign with, which can be signed in to again', async () => {
    const { page } = at
    await page.keyboard.press('Control+,')
    const card = page.getByRole('article', { name: 'Harbour College' })
    await card.getByText(`An access token at ${at.platform.url}`).waitFor()
    expect(await card.getByText('Signature').count()).toBe(0)
    expect(await card.getByRole('button', { name: /key/ }).count()).toBe(0)
    expect(await page.getByText(token).count()).toBe(0)
    await lookInEveryForm(at.laptop.app, 'assessments-account')
    await card.getByRole('button', { name: 'Sign in again…' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await dialog.getByLabel('Access token', { exact: true }).last().fill('another token')
    await page.keyboard.press('Enter')
    await dialog.getByText('Nothing was saved; what you typed is still here.').waitFor()
    await dialog.getByLabel('Access token', { exact: true }).last().fill(token)
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).press('Enter')
    await soon(() => dialog.count()).toBe(0)
  })
})

// One afternoon with the mouse.
describe('assessments with the mouse', () => {
  const at = givenPlatform(optionsOf({ seed: 2 }), ({ password }) => password)
  /** One that can be answered again and again, with an option to choose in its first question. */
  const answerable = () => {
    const found = at.platform.world.assessments.find(
      ({ attempts, questions, timeLimitMinutes }) =>
        (attempts === null || attempts > 1) && questions.length > 1 && timeLimitMinutes !== null,
    )
    if (found === undefined) throw new Error('The platform has no such assessment')
    return found
  }
  const own = () => at.platform.world.submissions.filter(({ learnerId }) => learnerId === at.platform.world.userId)

  it('come from a platform that is signed in to with e-mail and password', async () => {
    const { page, platform } = at
    await page.getByRole('radio', { name: 'Learning platform' }).click()
    await page.getByLabel('Address of the platform').fill(platform.url)
    await page.getByLabel('E-mail', { exact: true }).fill(platform.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByLabel('Name for this account').fill('Harbour College')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByText('The learning platform does not know this e-mail with this password.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(platform.password)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('button', { name: 'Fetch the assessments' }).click()
    await page.getByText('8 assessments', { exact: true }).first().waitFor()
    await grid(page).getByText(answerable().title, { exact: true }).first().click()
    await panel(page).getByText(answerable().id).waitFor()
    await panel(page).getByRole('button', { name: 'Answer it here' }).waitFor()
    await lookInEveryForm(at.laptop.app, 'assessments-of-platform')
  })

  it('keep what is being typed when the window closes, and when the computer fails', async () => {
    const { title } = answerable()
    const written = () => at.page.getByRole('textbox', { name: 'Title', exact: true })
    const openDraft = async () => {
      await at.page.getByRole('tab', { name: /^Drafts/ }).click()
      await at.page.getByRole('button', { name: /^Edit/ }).click()
    }
    await at.page.getByRole('button', { name: 'New draft' }).click()
    await written().click()
    await at.page.keyboard.type('Ropes')
    await at.laptop.app.close()
    await at.reopen()
    await sidebar(at.page)
      .getByRole('button', { name: /^Assessments/ })
      .click()
    await openDraft()
    await soon(() => written().inputValue()).toBe('Ropes')
    await written().press('End')
    await at.page.keyboard.type(' and whatever else hangs from a roof', { delay: 60 })
    await at.laptop.app.kill()
    await at.reopen()
    await sidebar(at.page)
      .getByRole('button', { name: /^Assessments/ })
      .click()
    await openDraft()
    await soon(() => written().inputValue()).toMatch(/^Ropes and whatever/)
    await at.page.keyboard.press('Escape')
    await at.page.getByRole('tab', { name: /^At the platform/ }).click()
    await grid(at.page).getByText(title, { exact: true }).first().click()
  })

  it('are answered here, gone on with after a restart, and submitted once', async () => {
    const { title } = answerable()
    await panel(at.page).getByRole('button', { name: 'Answer it here' }).click()
    await at.page.getByRole('alertdialog').getByRole('button', { name: 'Begin', exact: true }).click()
    await answering(at.page)
      .getByText(/^Question 1 of/)
      .waitFor()
    await answering(at.page).locator('[data-answer]').first().click()
    const field = answering(at.page).locator('textarea')
    if ((await field.count()) > 0) await field.first().fill('Seven')
    await answering(at.page)
      .getByText(/^1 of \d+ answered · Answers are kept here$/)
      .waitFor()
    await at.laptop.app.close()
    await at.reopen()
    const { page } = at
    await sidebar(page)
      .getByRole('button', { name: /^Assessments/ })
      .click()
    await grid(page).getByText(title, { exact: true }).first().click()
    await panel(page).getByRole('button', { name: 'Go on answering' }).click()
    await answering(page)
      .getByText(/^1 of \d+ answered/)
      .waitFor()
    await answering(page)
      .getByText(/min left$/)
      .waitFor()
    await answering(page).getByRole('button', { name: 'Submit…' }).first().click()
    const asked = page.getByRole('alertdialog', { name: 'Submit these answers?' })
    await asked.getByText(/no answer\.$/).waitFor()
    expect(own()).toEqual([])
    await asked.getByRole('button', { name: 'Submit once' }).click()
    await answering(page).getByText('It is among the results now.').waitFor()
    expect(own()).toHaveLength(1)
    await lookInEveryForm(at.laptop.app, 'assessments-submitted')
    await answering(page).getByRole('button', { name: 'Show the result' }).click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await resultsAre(page, 1)
  })

  it('have their submissions collected by ids, which are results beside the others', async () => {
    const { page, platform } = at
    const { id, title } = answerable()
    const ids = platform.world.submissionIds().filter(({ assessmentId }) => assessmentId === id)
    await sidebar(page)
      .getByRole('button', { name: /^Assessments/ })
      .click()
    await page.getByRole('button', { name: 'Collect submissions…' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Collect submissions' })
    const lines = ids.map(({ assessmentId, submissionId }) => `${assessmentId} ${submissionId}`)
    await dialog.getByLabel('Submission IDs').fill([...lines, 'the list of Tuesday'].join('\n'))
    await dialog.getByText(`${ids.length - 1} new`).waitFor()
    await dialog.getByText('1 here already').waitFor()
    await dialog.getByText('1 line without an ID').waitFor()
    await dialog.getByRole('button', { name: new RegExp(`^Collect ${ids.length - 1} submission`) }).click()
    await page
      .getByText(`${ids.length - 1} new result`)
      .first()
      .waitFor()
    await grid(page).getByText(title, { exact: true }).first().click()
    await panel(page)
      .getByRole('button', { name: `${ids.length} results` })
      .click()
    await resultsAre(page, ids.length)
    await lookInEveryForm(at.laptop.app, 'assessments-results')
    await sidebar(page).getByRole('button', { name: 'Gradebook' }).click()
    await page.getByRole('columnheader', { name: title }).first().waitFor()
    await lookInEveryForm(at.laptop.app, 'assessments-gradebook')
    await sidebar(page)
      .getByRole('button', { name: /^Tests/ })
      .click()
    await page.getByRole('grid', { name: 'Tests' }).getByText(title, { exact: true }).waitFor()
  })
})

describe('the sample of a learning platform', () => {
  const laptop = givenLaptop()

  it('is offered beside ClassMarker’s, and either is chosen by its account', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Show sample assessments' }).click()
    await page.getByRole('heading', { name: 'Assessments', level: 1 }).waitFor()
    await grid(page).locator('[data-row="0"]').waitFor()
    await page.getByText('You are looking at sample data. Nobody in it is real.').waitFor()
    await page
      .getByText(/^Sample data is ready/)
      .first()
      .waitFor()
    await lookInEveryForm(laptop.app, 'assessments-sample')
    await sidebar(page)
      .getByRole('button', { name: /^Account/ })
      .click()
    await page.getByRole('menuitem', { name: 'Add sample data' }).click()
    await soon(() =>
      sidebar(page)
        .getByRole('button', { name: /^Access codes/ })
        .count(),
    ).toBe(1)
    await sidebar(page)
      .getByRole('button', { name: /^Results/ })
      .click()
    await page.getByRole('columnheader', { name: 'Group or link' }).waitFor()
  })
})
