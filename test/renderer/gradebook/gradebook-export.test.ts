import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { usualGradebookFile } from '../../../shared/model/gradebook-file.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { createFakeBridge } from '../fake-bridge.ts'

async function opened() {
  const fake = createFakeBridge()
  fake.handle('settings', 'set', async (change) => ({ ...defaultSettings, ...(change as object) }))
  vi.resetModules()
  globalThis.gradekeep = fake.bridge
  const [exporting, gradebook, saved, choices, jobs, feedback, settings] = await Promise.all([
    import('../../../renderer/features/gradebook/gradebook-export.ts'),
    import('../../../renderer/features/gradebook/gradebook.ts'),
    import('../../../renderer/features/gradebook/saved.ts'),
    import('../../../renderer/features/gradebook/choices.ts'),
    import('../../../renderer/app/jobs.ts'),
    import('../../../renderer/app/feedback.ts'),
    import('../../../renderer/app/settings.ts'),
  ])
  return {
    ...{ fake, ...exporting, useGradebook: gradebook.useGradebook, useSaved: saved.useSaved },
    ...{ useChoices: choices.useChoices, useJobs: jobs.useJobs, useFeedback: feedback.useFeedback },
    useSettings: settings.useSettings,
  }
}

let window: Awaited<ReturnType<typeof opened>>
beforeEach(async () => {
  window = await opened()
})

const ofClass = { ...usualGradebook, students: { by: 'class', classId: 5 } as const }

describe('handing a gradebook in', () => {
  it('asks for the gradebook as it is shown, under its name, and remembers the choice', async () => {
    const { fake, useGradebook, useSaved, useSettings, useJobs, startGradebookExport } = window
    useSaved.setState({ gradebooks: [{ id: 7, account: 'school', name: 'Term 1', definition: usualGradebook }] })
    useGradebook.setState({ id: 7, definition: ofClass })
    fake.handle('export', 'gradebook', async () => ({ jobId: 'job-1' }))
    const choice = { ...usualGradebookFile, testSheets: true }
    expect(await startGradebookExport({ definition: ofClass }, choice)).toBe('started')
    expect(fake.callsOf('export', 'gradebook')).toEqual([{ gradebook: ofClass, id: 7, title: 'Term 1', choice }])
    expect(useSettings.getState().settings.gradebookFile).toEqual(choice)
    expect(useJobs.getState().exported).toEqual({ 'job-1': 'gradebook' })
  })

  it('counts attempts where the file holds those', async () => {
    const { fake, useJobs, startGradebookExport } = window
    fake.handle('export', 'gradebook', async () => ({ jobId: 'job-1' }))
    await startGradebookExport({ definition: usualGradebook }, { ...usualGradebookFile, file: 'parquet' })
    expect(useJobs.getState().exported).toEqual({ 'job-1': 'attempts' })
  })

  it('tells a closed save dialog from an export that was refused, and lets nothing older hide that', async () => {
    const { fake, useFeedback, useJobs, startGradebookExport } = window
    useFeedback.getState().say('Zimmer is excused.')
    fake.handle('export', 'gradebook', async () => null)
    expect(await startGradebookExport({ definition: usualGradebook }, usualGradebookFile)).toBe('closed')
    expect(useFeedback.getState().current?.words).toBe('Zimmer is excused.')
    fake.handle('export', 'gradebook', async () => {
      throw new AppError('job/already-running')
    })
    expect(await startGradebookExport({ definition: usualGradebook }, usualGradebookFile)).toBe('started')
    expect(useJobs.getState().exportRefused?.code).toBe('job/already-running')
    expect(useFeedback.getState().current).toBeNull()
  })

  it('calls a gradebook by its own name, else by that of its class, else not at all', () => {
    const { useGradebook, useSaved, useChoices, exportTitle } = window
    expect(exportTitle()).toBeNull()
    useChoices.setState({ classes: [{ id: 5, account: 'school', name: '10B', students: 3 }] })
    useGradebook.setState({ definition: ofClass })
    expect(exportTitle()).toBe('10B')
    useSaved.setState({ gradebooks: [{ id: 7, account: 'school', name: 'Term 1', definition: ofClass }] })
    useGradebook.setState({ id: 7 })
    expect(exportTitle()).toBe('Term 1')
  })

  it.each([
    ['workbook', 'names', ['testSheets', 'items', 'certificates', 'emails', 'links', 'ipAddresses', 'extraFields']],
    ['workbook', 'pseudonyms', ['testSheets', 'items']],
    ['parquet', 'names', ['links', 'ipAddresses', 'extraFields']],
    ['parquet', 'pseudonyms', []],
    ['excel', 'names', ['emails']],
    ['excel', 'pseudonyms', []],
    ['canvas', 'names', []],
  ] as const)('offers for a %s with %s what it can hold', (file, identity, parts) => {
    expect(window.partsOf({ ...usualGradebookFile, file, identity })).toEqual(parts)
  })
})
