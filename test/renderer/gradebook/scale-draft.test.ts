import { describe, expect, it, vi } from 'vitest'
import type { GradebookGrades } from '../../../shared/model/gradebook.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { gradeOf } from '../../../shared/model/grading.ts'
import { scaleOf } from '../../../shared/model/grading-scales.ts'
import { openWindow } from '../open-window.ts'

const averages = { Begum: 895, Cohen: 799, Diaz: 640 } as const

/** A draft over a main process that grades three students as the store would. */
async function openDraft(rules: Partial<typeof usualGradebook.rules> = {}) {
  const { fake } = await openWindow()
  fake.handle('gradebooks', 'grades', async ({ gradebook }): Promise<GradebookGrades> => {
    const { places, scale } = gradebook.rules
    const students = Object.entries(averages).map(([last, rounded]) => ({
      student: { account: 'school', key: last },
      first: 'C',
      last,
      average: { mean: rounded, rounded },
      grade: gradeOf(rounded, places, scale),
    }))
    const grades = [...new Set(scale?.bands.map(({ grade }) => grade))]
    return {
      students,
      grades: grades.map((grade) => ({ grade, students: students.filter((each) => each.grade === grade).length })),
    }
  })
  const draft = await import('../../../renderer/features/gradebook/scale-draft.ts')
  const { useScaleDraft } = draft
  useScaleDraft.getState().open({ ...usualGradebook, rules: { ...usualGradebook.rules, ...rules } })
  const state = () => useScaleDraft.getState()
  const idOf = (grade: string) => state().bands.find((each) => each.grade === grade)?.id ?? 0
  const settled = () => vi.waitFor(() => expect(state().after).not.toBeNull())
  const changes = () => {
    const { before, after } = state()
    if (before === null || after === null) throw new Error('The grades are not read yet')
    return draft.changesBetween(before, after).map((each) => `${each.last}: ${each.before} → ${each.after}`)
  }
  await settled()
  return { ...draft, fake, state, idOf, changes }
}

describe('the draft of a scale', () => {
  it('changes nobody before a bound moves, and then says who changes, as the store reckons it', async () => {
    const { state, idOf, changes, fake } = await openDraft()
    expect(changes()).toEqual([])
    state().change(idOf('B'), { from: 79_90 })
    await vi.waitFor(() => expect(changes()).toEqual(['Cohen: C → B']))
    const asked = fake.callsOf('gradebooks', 'grades').at(-1)?.gradebook.rules.scale?.bands
    expect(asked?.find(({ grade }) => grade === 'B')?.from).toBe(79_90)
    expect(fake.callsOf('gradebooks', 'save')).toEqual([])
  })

  it('asks about a wrong bound only when it is mended', async () => {
    const { state, idOf, changes, problemsOf, fake } = await openDraft()
    const asked = fake.callsOf('gradebooks', 'grades').length
    const { id } = { id: idOf('B') }
    state().change(id, { from: 95_00 })
    expect(problemsOf(state().bands).get(id)).toBe('notFalling')
    state().change(id, { from: null })
    expect(problemsOf(state().bands).get(id)).toBe('noBound')
    state().change(id, { from: 79_00, grade: ' ' })
    expect(problemsOf(state().bands).get(id)).toBe('noGrade')
    expect(fake.callsOf('gradebooks', 'grades')).toHaveLength(asked)
    state().change(id, { grade: 'B' })
    await vi.waitFor(() => expect(changes()).toEqual(['Cohen: C → B']))
  })

  it('keeps the last bound falling, since the last grade has all below', async () => {
    const { state, idOf, scaleNow } = await openDraft()
    state().change(idOf('D'), { from: 0 })
    expect(scaleNow(state())?.bands.slice(-2)).toEqual([
      { from: 0, grade: 'D' },
      { from: -1, grade: 'F' },
    ])
  })

  it('adds a grade halfway to the one above, and takes one out', async () => {
    const { state, idOf, scaleNow } = await openDraft()
    const id = state().insert(idOf('A'))
    state().change(id, { grade: 'A+' })
    state().remove(idOf('D'))
    expect(scaleNow(state())?.bands.map(({ from, grade }) => `${grade} ${from}`)).toEqual([
      'A+ 9500',
      'A 9000',
      'B 8000',
      'C 7000',
      'F 0',
    ])
  })

  it('goes by the name of the preset that it is', async () => {
    const { state, idOf, scaleNow } = await openDraft()
    state().take('german')
    expect(scaleNow(state())).toEqual(scaleOf('german'))
    state().change(idOf('1'), { from: 93_00 })
    state().rename(' Chemistry ')
    expect(scaleNow(state())?.name).toBe('Chemistry')
  })

  it('warns of a grade that stands twice, and lets it stand', async () => {
    const { state, idOf, scaleNow, gradesTwice } = await openDraft()
    state().change(idOf('D'), { grade: 'C' })
    expect(gradesTwice(state().bands)).toEqual(['C'])
    expect(scaleNow(state())).not.toBeNull()
  })

  it('gives everybody a first grade where there was no scale', async () => {
    const { changes } = await openDraft({ scale: null })
    expect(changes()).toEqual(['Begum:  → B', 'Cohen:  → C', 'Diaz:  → D'])
  })
})
