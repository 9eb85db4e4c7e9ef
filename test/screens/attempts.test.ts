import { describe, expect, it } from 'vitest'
import type { AssessmentAttempt } from '../../shared/model/assessment.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { assessmentOf, assessmentRow, attempt, type HeldAssessments, submission } from '../renderer/made-assessments.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'
import { grid, isFocused, now, panel, platformScreen, rows, titles } from './platform-screen.ts'

describe('attempts at the assessments of a learning platform', () => {
  const laptop = givenAnswers(copySchool)
  const assessmentsScreen = (given: Partial<HeldAssessments> = {}) => platformScreen(laptop, given)

  it('are answered one by one or as a list, by keyboard, and submitted once', async () => {
    const [row = assessmentRow(1)] = rows
    const screen = await assessmentsScreen()
    const { page, fake } = screen
    let kept = attempt(7, { begunAt: unixSeconds(now), endsAt: unixSeconds(now + 1_500) })
    fake.handle('assessments', 'begin', async () => kept)
    fake.handle('assessments', 'keepAnswers', async ({ answers }) => {
      kept = { ...kept, answers }
    })
    fake.handle('assessments', 'submit', async () => ({ ...kept, state: 'submitted', submission: submission() }))
    await grid(page).getByText(titles[0]).first().click()
    await panel(page).getByRole('button', { name: 'Answer it here' }).press('Enter')
    const begin = page.getByRole('alertdialog', { name: `Begin “${row.title}”?` })
    await begin.getByText(/^Its clock begins now: 15 min/).waitFor()
    expect(fake.callsOf('assessments', 'begin')).toEqual([])
    await lookInEveryForm(screen, 'assessments-begin')
    await begin.getByRole('button', { name: 'Begin', exact: true }).press('Enter')
    const answering = page.getByRole('region', { name: 'Answering' })
    await answering.getByText('Question 1 of 3').waitFor()
    await page.keyboard.press('2')
    await expect.poll(() => kept.answers).toEqual([{ questionId: 'q_1', answer: 'b' }])
    await expect
      .poll(() => answering.getByRole('radio', { name: /Soak it/ }).evaluate((at) => at === document.activeElement))
      .toBe(true)
    await lookInEveryForm(screen, 'assessments-answer')
    await page.keyboard.press(']')
    await answering.getByText('Question 2 of 3').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('2')
    await expect.poll(() => kept.answers.at(-1)).toEqual({ questionId: 'q_2', answer: ['a', 'b'] })
    await answering.getByRole('radio', { name: 'All', exact: true }).click()
    await answering.getByText('Question 3 of 3').waitFor()
    await lookInEveryForm(screen, 'assessments-answer-all')
    await answering.getByRole('button', { name: 'Submit…' }).click()
    const asked = page.getByRole('alertdialog', { name: 'Submit these answers?' })
    await asked.getByText('Question 3 has no answer.').waitFor()
    await lookInEveryForm(screen, 'assessments-submit')
    const sent = Promise.withResolvers<AssessmentAttempt>()
    fake.handle('assessments', 'submit', async () => sent.promise)
    await asked.getByRole('button', { name: 'Submit once' }).press('Enter')
    await asked.getByRole('button', { name: 'Submitting…' }).waitFor()
    // The button that has the focus keeps it while it works, and so the dialog closes by Esc.
    await page.keyboard.press('Escape')
    await expect.poll(() => asked.count()).toBe(0)
    await expect.poll(() => answering.getByRole('textbox').getAttribute('readonly')).not.toBeNull()
    await answering.getByRole('button', { name: 'Submitting…' }).first().waitFor()
    sent.resolve({ ...kept, state: 'submitted', submission: submission() })
    await answering.getByText('66.7%').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('66.7%')
    await answering.getByText('Not passed').waitFor()
    await answering.getByText('A pale skin and A weak and fast pulse').waitFor()
    await lookInEveryForm(screen, 'assessments-result')
    expect(fake.callsOf('assessments', 'submit')).toEqual([{ attempt: 7, again: false }])
    await page.keyboard.press('Escape')
    await grid(page).getByText(row.title).first().waitFor()
    // Where the focus was before the page lay over the list.
    await expect
      .poll(() =>
        panel(page)
          .getByRole('button', { name: /^Answer it|^Go on/ })
          .evaluate(isFocused),
      )
      .toBe(true)
  })

  it('let an attempt be given up, and another begin where its time is over', async () => {
    const [row = assessmentRow(1)] = rows
    const open = attempt(7, { endsAt: unixSeconds(now + 1_500), answers: [{ questionId: 'q_1', answer: 'b' }] })
    const screen = await assessmentsScreen({
      rows: rows.map((each) => (each.id === row.id ? { ...each, own: 'open' } : each)),
      assessments: new Map([[row.id, assessmentOf(row, { attempts: [open] })]]),
    })
    const { page, fake, held } = screen
    fake.handle('assessments', 'giveUp', async () => undefined)
    await page.getByRole('button', { name: 'Not finished here' }).click()
    await page.getByText('1 assessment', { exact: true }).first().waitFor()
    await grid(page).getByText('Being answered').click()
    await panel(page).getByRole('button', { name: 'Go on answering' }).press('Enter')
    const answering = page.getByRole('region', { name: 'Answering' })
    await answering.getByRole('button', { name: 'Give up…' }).press('Enter')
    const asked = page.getByRole('alertdialog', { name: 'Give up this attempt?' })
    await asked.getByRole('button', { name: 'Keep it' }).press('Enter')
    expect(fake.callsOf('assessments', 'giveUp')).toEqual([])
    await answering.getByRole('button', { name: 'Give up…' }).press('Enter')
    await asked.getByRole('button', { name: 'Give it up' }).press('Enter')
    await expect.poll(() => fake.callsOf('assessments', 'giveUp')).toEqual([{ attempt: 7 }])
    await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false)

    const over = { ...open, id: 8, endsAt: unixSeconds(now - 60) }
    held.assessments = new Map([[row.id, assessmentOf(row, { attempts: [over] })]])
    fake.emit('assessments', 'changed', undefined)
    await panel(page).getByRole('button', { name: 'Its time is over: choose…' }).press('Enter')
    await answering.getByText('The time is over, so nothing more can be changed here.').waitFor()
    await lookInEveryForm(screen, 'assessments-over')
    fake.handle('assessments', 'begin', async () => attempt(9, { endsAt: unixSeconds(now + 900) }))
    await answering.getByRole('button', { name: 'Begin anew…' }).press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Begin anew' }).press('Enter')
    await answering.getByText('0 of 3 answered').waitFor()
    expect(fake.callsOf('assessments', 'begin').at(-1)).toEqual({ assessment: row.id, instead: 8 })
    expect(fake.callsOf('assessments', 'giveUp')).toEqual([{ attempt: 7 }])
  })

  it('name an answer that was lost at its row, at the foot, in the sidebar and on Home, and lead to it', async () => {
    const [row = assessmentRow(1)] = rows
    const lost = attempt(4, { state: 'unclear', answers: [{ questionId: 'q_3', answer: 'The neighbour' }] })
    const screen = await assessmentsScreen({
      rows: rows.map((each) => (each.id === row.id ? { ...each, own: 'unclear' } : each)),
      assessments: new Map([[row.id, assessmentOf(row, { attempts: [lost] })]]),
    })
    const { page } = screen
    const answering = page.getByRole('region', { name: 'Answering' })
    await grid(page).getByText('Answer lost').waitFor()
    const sidebar = page.getByRole('navigation')
    await sidebar.getByText('1 needs you').first().waitFor()
    expect(await sidebar.getByText(/waiting/).count()).toBe(0)
    await lookInEveryForm(screen, 'assessments-lost-row')
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter')
    await answering.getByRole('heading', { name: 'The answer was lost' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('button', { name: 'Show', exact: true }).evaluate(isFocused)).toBe(true)
    await sidebar.getByRole('button', { name: /^Home/ }).first().click()
    await page.getByRole('button', { name: /^The answer to 1 submission was lost/ }).click()
    await answering.getByText('The neighbour').waitFor()
  })

  it('let a refused attempt be put right with the clock that it had, and say no time is over where none was', async () => {
    const [row = assessmentRow(1)] = rows
    const refused = attempt(5, {
      ...{ state: 'refused', refusal: 'assessments/time-over', endsAt: unixSeconds(now + 1_500) },
      answers: [{ questionId: 'q_1', answer: 'b' }],
    })
    const { page, fake } = await assessmentsScreen({
      assessments: new Map([[row.id, assessmentOf(row, { attempts: [refused] })]]),
    })
    const begun = fake.callsOf('assessments', 'begin').length
    fake.handle('assessments', 'reopen', async () => ({ ...refused, state: 'open', refusal: null }))
    await grid(page).getByText(titles[0]).first().click()
    await panel(page).getByRole('button', { name: 'Answer it anew…' }).waitFor()
    await panel(page).getByRole('button', { name: 'Look at what was refused' }).press('Enter')
    const answering = page.getByRole('region', { name: 'Answering' })
    await answering.getByRole('heading', { name: 'Not open for submissions' }).waitFor()
    await answering.getByText(/its time is over, or it is closed/).waitFor()
    await answering.getByRole('button', { name: 'Submit again…' }).press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).press('Enter')
    await answering.getByRole('button', { name: 'Change the answers' }).press('Enter')
    await answering.getByText('1 of 3 answered').waitFor()
    await answering.getByText(/^2\d min left$/).waitFor()
    expect(fake.callsOf('assessments', 'begin')).toHaveLength(begun)
  })

  it('say in their own words why a try was not taken, and let a lost answer be decided', async () => {
    const [row = assessmentRow(1)] = rows
    const refused = attempt(5, { state: 'refused', refusal: 'assessments/no-attempts-left' })
    const lost = attempt(4, { state: 'unclear', answers: [{ questionId: 'q_3', answer: 'The neighbour' }] })
    const screen = await assessmentsScreen({
      assessments: new Map([[row.id, assessmentOf(row, { attempts: [refused, lost] })]]),
    })
    const { page, fake } = screen
    await grid(page).getByText(titles[0]).first().click()
    await panel(page).getByRole('button', { name: 'Choose…: Not taken' }).press('Enter')
    const answering = page.getByRole('region', { name: 'Answering' })
    await answering.getByRole('heading', { name: 'No attempts left' }).waitFor()
    await lookInEveryForm(screen, 'assessments-refused')
    await answering.getByRole('button', { name: 'Leave it for now' }).click()
    await panel(page).getByRole('button', { name: 'Choose…: The answer was lost' }).click()
    await answering.getByText('The neighbour').waitFor()
    await lookInEveryForm(screen, 'assessments-lost')
    fake.handle('assessments', 'collect', async () => ({ jobId: 'collect' }))
    await answering.getByLabel('ID of the submission').fill('sub_77')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => fake.callsOf('assessments', 'collect'))
      .toEqual([
        { account: 'college', submissions: [{ assessmentId: row.assessmentId, submissionId: 'sub_77' }], attempt: 4 },
      ])
    const submits = fake.callsOf('assessments', 'submit').length
    await answering.getByRole('button', { name: 'Submit again, at that cost…' }).click()
    await page.getByRole('alertdialog', { name: 'Submit once more?' }).getByRole('button', { name: 'Cancel' }).click()
    expect(fake.callsOf('assessments', 'submit')).toHaveLength(submits)
  })

  it('name the submission that was taken though its result is not here, and collect it by that', async () => {
    const [row = assessmentRow(1)] = rows
    const taken = attempt(4, { state: 'unclear', refusal: 'assessments/taken', refusalDetail: 'sub_78' })
    const { page, fake } = await assessmentsScreen({
      assessments: new Map([[row.id, assessmentOf(row, { attempts: [taken] })]]),
    })
    await grid(page).getByText(titles[0]).first().click()
    await panel(page).getByRole('button', { name: 'Choose…: The answer was lost' }).click()
    const answering = page.getByRole('region', { name: 'Answering' })
    await answering.getByRole('heading', { name: 'The result is not here yet' }).waitFor()
    await answering.getByText('took these answers as submission sub_78').waitFor()
    fake.handle('assessments', 'collect', async () => ({ jobId: 'collect' }))
    const before = fake.callsOf('assessments', 'collect').length
    await answering.getByLabel('ID of the submission').press('Enter')
    await expect
      .poll(() => fake.callsOf('assessments', 'collect').slice(before))
      .toEqual([
        { account: 'college', submissions: [{ assessmentId: row.assessmentId, submissionId: 'sub_78' }], attempt: 4 },
      ])
  })
})
