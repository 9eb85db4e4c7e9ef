import { beforeEach, describe, expect, it } from 'vitest'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import type { CheckedStudent, GradebookCheck } from '../../../shared/model/gradebook-check.ts'
import { answerList } from '../answer-list.ts'
import { openWindow } from '../open-window.ts'
import { gradebookOf } from './made-gradebook.ts'

const { rows, summary } = gradebookOf({ students: 250, tests: 2 })
const studentOf = (row: number): CheckedStudent => {
  const { student, first, last } = rows[row] as (typeof rows)[number]
  return { ...student, row, first, last, email: null, source: '' }
}
const test = { account: 'school', testId: 1, name: 'Test 1' }
const toGrade: GradebookCheck = {
  ...{ kind: 'to-grade', severity: 'attention', count: 1 },
  places: [{ student: studentOf(200), test, attempts: [7] }],
}

async function openGradebook() {
  const window = await openWindow()
  window.fake.handle('gradebooks', 'summary', async () => summary)
  window.fake.handle('gradebooks', 'checks', async () => [toGrade])
  window.fake.handle('results', 'attemptsAt', async () => [])
  answerList(window.fake, 'gradebookList', () => rows)
  const [checks, cell, gradebook] = await Promise.all([
    import('../../../renderer/features/gradebook/checks.ts'),
    import('../../../renderer/features/gradebook/cell.ts'),
    import('../../../renderer/features/gradebook/gradebook.ts'),
  ])
  await window.accounts.getState().load()
  await gradebook.useGradebook.getState().read()
  return { ...window, checks, cell: cell.useCell, gradebook: gradebook.useGradebook }
}

describe('the checks of a gradebook', () => {
  let window: Awaited<ReturnType<typeof openGradebook>>
  beforeEach(async () => {
    window = await openGradebook()
  })

  it('are asked for what is shown, with the id under which it is kept', async () => {
    const { checks, fake, gradebook } = window
    gradebook.setState({ id: 7 })
    await checks.useChecks.getState().load({ definition: usualGradebook })
    expect(fake.callsOf('gradebooks', 'checks')).toEqual([{ gradebook: usualGradebook, id: 7 }])
    expect(checks.useChecks.getState().checks).toEqual([toGrade])
  })

  it('open the cell of a student who is far down, and stay open beneath it', async () => {
    const { checks, cell } = window
    checks.useChecks.getState().open()
    await checks.openPlace(studentOf(200), test)
    expect(cell.getState().open).toMatchObject({ index: 200, test, row: { student: { key: 'user:200' } } })
    expect(checks.useChecks.getState().isOpen).toBe(true)
  })

  it('say that the gradebook changed in place of opening another student', async () => {
    const { checks, cell, feedback } = window
    await checks.openPlace({ ...studentOf(3), row: 4 }, null)
    expect(cell.getState().open).toBeNull()
    expect(JSON.stringify(feedback.getState())).toContain('The gradebook has changed.')
  })

  it('lead to the results that are to be graded', async () => {
    const { checks, results, navigation } = window
    checks.showToGrade(toGrade as never)
    expect(results.getState().filter).toEqual([
      { field: 'grading', op: 'is', value: true },
      { field: 'test', op: 'in', value: [1] },
    ])
    expect(navigation.getState().screen).toBe('results')
  })

  it('close with the accounts that are looked at', async () => {
    const { checks, accounts } = window
    checks.useChecks.getState().open()
    await checks.useChecks.getState().load({ definition: usualGradebook })
    accounts.getState().look('school')
    expect(checks.useChecks.getState()).toMatchObject({ isOpen: false, checks: null })
  })
})
