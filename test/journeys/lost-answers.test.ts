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
import { logOf, soon } from './teacher-steps.ts'

const token = 'a-token-that-does-not-run-out-for-this-afternoon'
const ofSubmissions = { path: /\/submissions$/ }

/** A platform at which three assessments can be answered again and again, each without a clock, and are known by name. */
function givenThree(seed: number) {
  const at = givenPlatform(optionsOf({ token, seed, assessments: 3, results: 0 }), () => token)
  const named = (title: string) => {
    const found = at.platform.world.assessments.find((each) => each.title === title)
    if (found === undefined) throw new Error(`The platform has no ${title}`)
    return found
  }
  return {
    at,
    named,
    connect: async () => {
      const { world, url } = at.platform
      for (const [place, title] of ['Burns', 'Ladders', 'Ropes'].entries())
        world.changeAssessment(world.assessments[place]?.id ?? '', { title, timeLimitMinutes: null, attempts: null })
      await connectWithToken(at.page, url, token)
      await at.page.getByText('3 assessments', { exact: true }).waitFor()
      await at.page.keyboard.press('Enter')
      await grid(at.page).getByText('Ladders').waitFor()
    },
    /** Ids of what the platform counted of one. */
    counted: (title: string) =>
      at.platform.world.submissionIds().filter(({ assessmentId }) => assessmentId === named(title).id),
  }
}

// Each step begins where the one before ended.
describe('answers that are lost or refused, by keyboard', () => {
  const { at, named, connect, counted } = givenThree(3)
  const heading = (name: string) => answering(at.page).getByRole('heading', { name }).waitFor()

  async function answer(title: string): Promise<void> {
    const { page } = at
    await grid(page).getByText(title, { exact: true }).click()
    await panel(page).getByRole('button', { name: 'Answer it here' }).press('Enter')
    const first = answering(page).locator('[data-answer] input, textarea').first()
    await first.press('Space')
    if ((await answering(page).locator('textarea').count()) > 0) await first.fill('Seven')
    await answering(page)
      .getByText(/^1 of \d+ answered · Answers are kept here$/)
      .waitFor()
  }

  async function submit(): Promise<void> {
    await answering(at.page)
      .getByRole('button', { name: /^Submit/ })
      .first()
      .press('Enter')
    await at.page.getByRole('alertdialog').getByRole('button', { name: 'Submit once' }).press('Enter')
  }

  it('are told apart from what counted, and had by the ID that the platform shows', async () => {
    await connect()
    const { page, platform } = at
    await answer('Burns')
    platform.faults.next({ kind: 'reset midway' }, ofSubmissions)
    await submit()
    await heading('The answer was lost')
    expect(counted('Burns')).toHaveLength(1)
    await lookInEveryForm(at.laptop.app, 'lost-answer')
    const field = answering(page).getByLabel('ID of the submission')
    await field.press('Enter')
    await answering(page).getByText('This is needed.').waitFor()
    await field.fill('sub_nothere')
    await field.press('Enter')
    await answering(page).getByRole('status').getByText('has no such assessment, course or submission').waitFor()
    await lookInEveryForm(at.laptop.app, 'lost-answer-not-there')
    await field.fill(counted('Burns')[0]?.submissionId ?? '')
    await field.press('Enter')
    await answering(page).getByText('It is among the results now.').waitFor()
    expect(counted('Burns')).toHaveLength(1)
    await page.keyboard.press('Escape')
    await grid(page).getByText('Burns', { exact: true }).waitFor()
    await expect.poll(() => grid(page).getByText('Answer lost').count()).toBe(0)
  })

  it('stay where no attempts are left, and are submitted once there is one', async () => {
    const { page, platform } = at
    await answer('Ladders')
    platform.world.changeAssessment(named('Ladders').id, { attempts: 0 })
    await submit()
    await heading('No attempts left')
    await lookInEveryForm(at.laptop.app, 'no-attempts-left')
    await answering(page).getByRole('button', { name: 'Leave it for now' }).press('Enter')
    expect(counted('Ladders')).toEqual([])
    platform.world.changeAssessment(named('Ladders').id, { attempts: 1 })
    await panel(page).getByRole('button', { name: 'Look at what was refused' }).press('Enter')
    await heading('No attempts left')
    await submit()
    await answering(page).getByText('It is among the results now.').waitFor()
    expect(counted('Ladders')).toHaveLength(1)
    await page.keyboard.press('Escape')
  })

  it('are submitted again only where that is asked for, and not without a network', async () => {
    const { page, platform } = at
    await answer('Ropes')
    platform.faults.next({ kind: 'reset midway' }, ofSubmissions)
    await submit()
    await heading('The answer was lost')
    await at.laptop.app.setOnline(false)
    const again = answering(page).getByRole('button', { name: 'Submit again, at that cost…' })
    await again.press('Enter')
    const asked = page.getByRole('alertdialog', { name: 'Submit once more?' })
    await asked.getByText('This computer has no network.', { exact: false }).waitFor()
    expect(await asked.getByRole('button', { name: 'Submit again' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await at.laptop.app.setOnline(true)
    await again.press('Enter')
    await soon(() => asked.getByRole('button', { name: 'Submit again' }).isDisabled()).toBe(false)
    expect(counted('Ropes')).toHaveLength(1)
    await asked.getByRole('button', { name: 'Submit again' }).press('Enter')
    await answering(page).getByText('It is among the results now.').waitFor()
    expect(counted('Ropes')).toHaveLength(2)
    await page.keyboard.press('Escape')
  })
})

describe('a draft whose answer is lost, with the mouse', () => {
  const { at, connect } = givenThree(4)
  const title = 'Mock exam'
  const path = '/api/v1/assessments'
  const made = () => at.platform.world.assessments.filter((each) => each.title === title)

  it('is asked about where another looks like it, and is not made twice', async () => {
    await connect()
    const { page, platform } = at
    const courseId = platform.world.courses[0]?.id ?? ''
    await page.getByRole('button', { name: 'New draft' }).click()
    await editor(page).getByRole('combobox', { name: 'Course' }).fill(courseId)
    await editor(page).getByLabel('Title', { exact: true }).fill(title)
    await editor(page).getByLabel('Pass mark in percent').fill('60')
    await editor(page).getByText('Kept on this computer').waitFor()
    // The list of the course is read before.
    platform.faults.next({ kind: 'edited', edit: (list) => list }, { path })
    platform.faults.next({ kind: 'reset midway' }, { path })
    await editor(page).getByRole('button', { name: 'Publish…' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish for good' }).click()
    await page.getByText('1 assessment waiting to be published.').waitFor()
    await soon(() => made().length).toBe(1)
    // Somebody makes the same there meanwhile.
    const twin = platform.world.addAssessment({ courseId, title, passingScore: 60 })
    await page
      .getByRole('button', { name: 'Publish now' })
      .or(page.getByRole('button', { name: 'Try again' }))
      .click()
    const drafts = page.getByRole('table', { name: 'Drafts' })
    await drafts.getByText('several at the platform look like it').waitFor()
    await lookInEveryForm(at.laptop.app, 'unclear-draft')
    await page.getByRole('button', { name: `Choose…: ${title}` }).click()
    const which = page.getByRole('alertdialog', { name: 'Which one is it?' })
    const own = made().find(({ id }) => id !== twin.id)
    await which.getByText(`${title} · ${own?.id}`).click()
    await lookInEveryForm(at.laptop.app, 'unclear-draft-which')
    await which.getByRole('button', { name: 'This one it is' }).click()
    await page.getByText('No drafts').waitFor()
    expect(made()).toHaveLength(2)
  })

  it('is kept as it is typed when the session ends in that moment', async () => {
    await at.page.getByRole('button', { name: 'New draft' }).first().click()
    await editor(at.page).getByLabel('Title', { exact: true }).fill('Whatever hangs from a roof')
    expect(await at.laptop.app.askSessionEnd()).toBe(false)
    await soon(() => logOf(at.laptop.folder).some((line) => line.includes('the results are at rest'))).toBe(true)
    await at.laptop.app.endSession()
    await at.reopen()
    await sidebar(at.page)
      .getByRole('button', { name: /^Assessments/ })
      .click()
    await at.page.getByRole('tab', { name: /^Drafts/ }).click()
    await at.page.getByRole('table', { name: 'Drafts' }).getByText('Whatever hangs from a roof').waitFor()
  })
})
