import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { exportJobs } from '../../../electron/export/jobs.ts'
import { exportHandlers } from '../../../electron/ipc/exports.ts'
import { AppError } from '../../../shared/errors.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { type GradebookFileChoice, usualGradebookFile } from '../../../shared/model/gradebook-file.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const noon = unixSeconds(1_795_176_000)
type Work = (context: { signal: AbortSignal; report: () => void }) => Promise<unknown>

function built(chosen: string | null = '/home/ada/Mine.xlsx') {
  const exporter = { run: vi.fn(async () => ({ students: 3, attempts: 9, held: 'what it held' })) }
  const store = {
    listGradebooks: vi.fn(async () => [{ id: 7 }]),
    pseudonymKey: vi.fn(async () => 'aa'),
    recordHandIn: vi.fn(async (_id: number, _held: string, _at: number): Promise<void> => undefined),
  }
  const works: Work[] = []
  const jobs = {
    list: () => [],
    start: ({ work }: { work: Work }) => {
      works.push(work)
      return `job-${works.length}`
    },
  }
  const desktop = {
    chooseSaveFile: vi.fn(async (_name: string) => chosen),
    showInFolder: vi.fn(),
    openFile: vi.fn(async (_file: string) => true),
  }
  const core = { exporter, store, jobs, clock: () => noon } as unknown as Core
  const handlers = exportHandlers(core, desktop, exportJobs(core, desktop))
  const asked = (choice: Partial<GradebookFileChoice> = {}, said: { id?: number | null; title?: string | null } = {}) =>
    handlers.gradebook({
      ...{ gradebook: usualGradebook, id: 7, title: '10B', ...said },
      choice: { ...usualGradebookFile, ...choice },
    })
  const run = () => works.at(-1)?.({ signal: new AbortController().signal, report: () => undefined })
  return { exporter, store, desktop, handlers, asked, run }
}

it.each([
  [{}, '10B', 'Gradebook - 10B - 2026-11-20 - names.xlsx'],
  [{}, null, 'Gradebook - 2026-11-20 - names.xlsx'],
  [{}, ' 10B: a/b? ', 'Gradebook - 10B a b - 2026-11-20 - names.xlsx'],
  [{ identity: 'pseudonyms' }, '10B', 'Gradebook - 10B - 2026-11-20 - pseudonyms.xlsx'],
  [{ identity: 'pseudonyms', file: 'canvas' }, '10B', 'Gradebook - 10B - 2026-11-20 - names.csv'],
  [{ file: 'parquet' }, '10B', 'Gradebook - 10B - 2026-11-20 - names.parquet'],
] as const)('suggests for %o of %s the name %s', async (choice, title, name) => {
  const { asked, desktop } = built()
  await asked(choice, { title })
  expect(desktop.chooseSaveFile).toHaveBeenCalledWith(name)
})

it('writes what was chosen, without what was not, and notes that a kept gradebook was handed in', async () => {
  const { asked, exporter, run, store } = built()
  expect(await asked({ certificates: true, items: true, figures: 'values' })).toEqual({ jobId: 'job-1' })
  expect(store.recordHandIn).not.toHaveBeenCalled()
  expect(await run()).toEqual({ fileName: 'Mine.xlsx', rows: 3 })
  expect(exporter.run).toHaveBeenCalledWith(
    'gradebook',
    expect.objectContaining({
      ...{ definition: usualGradebook, title: '10B', file: '/home/ada/Mine.xlsx', savedId: 7, figures: 'values' },
      ...{ without: ['tests'], items: true, links: false, ipAddresses: false, extraFields: false, exportedAt: noon },
    }),
    expect.anything(),
  )
  expect(store.recordHandIn).toHaveBeenCalledWith(7, 'what it held', noon)
})

it.each([
  ['cancelled', new AppError('job/cancelled')],
  ['failed', new AppError('export/no-space')],
])('notes nothing of an export that %s', async (_, error) => {
  const { asked, exporter, run, store } = built()
  exporter.run.mockRejectedValueOnce(error)
  await asked()
  await expect(run()).rejects.toBe(error)
  expect(store.recordHandIn).not.toHaveBeenCalled()
})

it('notes nothing of a gradebook that is not kept, and of a file of attempts', async () => {
  const { asked, exporter, run, store } = built()
  await asked({}, { id: null })
  await run()
  await asked({ file: 'parquet', links: true })
  expect(await run()).toEqual({ fileName: 'Mine.xlsx', rows: 9 })
  expect(exporter.run).toHaveBeenLastCalledWith(
    'parquet',
    expect.objectContaining({ gradebook: usualGradebook, partition: [], links: true }),
    expect.anything(),
  )
  expect(store.recordHandIn).not.toHaveBeenCalled()
})

it('is done where the gradebook was deleted while its file was written, and fails where the note could not be kept', async () => {
  const { asked, run, store } = built()
  await asked()
  store.recordHandIn.mockRejectedValueOnce(new AppError('gradebook/not-found'))
  expect(await run()).toEqual({ fileName: 'Mine.xlsx', rows: 3 })
  await asked()
  store.recordHandIn.mockRejectedValueOnce(new AppError('store/failed'))
  await expect(run()).rejects.toMatchObject({ code: 'store/failed' })
})

it('never writes with pseudonyms what names somebody, whatever the window asks', async () => {
  const { asked, exporter, run } = built()
  await asked({
    identity: 'pseudonyms',
    links: true,
    ipAddresses: true,
    extraFields: true,
    certificates: true,
    file: 'sis',
  })
  await run()
  expect(exporter.run).toHaveBeenCalledWith(
    'gradebook',
    expect.objectContaining({
      ...{ identity: 'pseudonyms', links: false, ipAddresses: false, extraFields: false },
      ...{ without: ['tests', 'certificates'], form: 'sis' },
      sisColumns: [
        { header: 'average', field: 'average' },
        { header: 'grade', field: 'grade' },
      ],
    }),
    expect.anything(),
  )
})

it('saves the key to pseudonyms where it was asked to, and nowhere else', async () => {
  const { handlers, exporter, desktop } = built('/home/ada/Key.csv')
  const asked = { gradebook: usualGradebook, title: '10B' }
  expect(await handlers.saveKey(asked)).toEqual({ fileName: 'Key.csv' })
  expect(desktop.chooseSaveFile).toHaveBeenCalledWith('Gradebook - 10B - 2026-11-20 - key to pseudonyms.csv')
  const request = { definition: usualGradebook, file: '/home/ada/Key.csv', pseudonymKey: 'aa', exportedAt: noon }
  expect(exporter.run).toHaveBeenCalledWith('pseudonym-key', request, expect.anything())
  desktop.chooseSaveFile.mockResolvedValueOnce(null)
  expect(await handlers.saveKey(asked)).toBeNull()
  expect(exporter.run).toHaveBeenCalledOnce()
})

it('opens a file that was exported, no other, and says when it cannot', async () => {
  const { asked, handlers, desktop } = built()
  await asked()
  await handlers.open({ jobId: '/etc/passwd' })
  expect(desktop.openFile).not.toHaveBeenCalled()
  await handlers.open({ jobId: 'job-1' })
  expect(desktop.openFile).toHaveBeenCalledWith('/home/ada/Mine.xlsx')
  desktop.openFile.mockResolvedValueOnce(false)
  await expect(handlers.open({ jobId: 'job-1' })).rejects.toMatchObject({
    ...{ code: 'export/not-opened', detail: { fileName: 'Mine.xlsx' } },
  })
})
