import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { GradebookExport } from '../../shared/ipc/exports.ts'
import { csvFormOf, type GradebookFileChoice, possibleChoice } from '../../shared/model/gradebook-file.ts'
import type { Core } from '../core.ts'
import type { OptionalSheets } from '../export/gradebook/request.ts'
import { type ExportDialogs, type ExportJobs, requireChosen, type WriteFile } from '../export/jobs.ts'

export interface ExportPorts extends ExportDialogs {
  /** Opens a file in its default program. @returns whether the system could */
  openFile(file: string): Promise<boolean>
}

/** The window's calls on exports of results and gradebooks. */
export function exportHandlers(core: Core, desktop: ExportPorts, exports: ExportJobs): Handlers['export'] {
  const { exporter, clock, store } = core
  return {
    start: async (query) => {
      await requireChosen(core, query.filter)
      return exports.start({ title: 'Results' }, async (file, options) => {
        const pseudonymKey = await store.pseudonymKey()
        const format = 'xlsx'
        const request = {
          query,
          file,
          format,
          policy: 'best',
          hiddenColumns: (await store.settings()).hiddenColumns,
          identity: 'names',
          pseudonymKey,
          exportedAt: clock(),
        } as const
        return (await exporter.run('results', request, options)).attempts
      })
    },
    gradebook: async (asked) => {
      if (asked.id !== null) await requireKept(core, asked.id)
      const choice = possibleChoice(asked.choice)
      const name = { title: titleOf('Gradebook', asked.title), kind: choice.identity, ending: endingOf(choice) }
      const write = choice.file === 'parquet' ? parquetOf(core, asked, choice) : gradebookOf(core, asked, choice)
      return exports.start(name, write)
    },
    saveKey: async ({ gradebook: definition, title }) => {
      const name = exports.nameOf({ title: titleOf('Gradebook', title), kind: 'key to pseudonyms', ending: 'csv' })
      const file = await desktop.chooseSaveFile(name)
      if (file === null) return null
      const request = { definition, file, pseudonymKey: await store.pseudonymKey(), exportedAt: clock() }
      await exporter.run('pseudonym-key', request, {
        ...{ signal: new AbortController().signal, onProgress: () => undefined },
      })
      return { fileName: basename(file) }
    },
    show: async ({ jobId }) => exports.show(jobId),
    open: async ({ jobId }) => {
      const file = exports.fileOf(jobId)
      if (file !== undefined && !(await desktop.openFile(file)))
        throw new AppError('export/not-opened', { fileName: basename(file) })
    },
  }
}

/** Refuses a gradebook that was deleted, before the save dialog opens. @throws AppError `gradebook/not-found` */
async function requireKept({ store }: Core, id: number): Promise<void> {
  if ((await store.listGradebooks()).every((kept) => kept.id !== id)) throw new AppError('gradebook/not-found')
}

const titleOf = (kind: string, title: string | null): string =>
  title === null || title.trim() === '' ? kind : `${kind} - ${title.trim()}`

const endingOf = ({ file }: GradebookFileChoice): 'xlsx' | 'csv' | 'parquet' =>
  file === 'workbook' ? 'xlsx' : file === 'parquet' ? 'parquet' : 'csv'

/** Writes a gradebook as a workbook or as CSV, and notes of a kept one that it was handed in. */
function gradebookOf(core: Core, { gradebook, id, title }: GradebookExport, choice: GradebookFileChoice): WriteFile {
  const { exporter, clock, store } = core
  const { file: kind, identity, figures, items, links, ipAddresses, extraFields, emails, sisColumns } = choice
  const form = csvFormOf(kind)
  const without: readonly OptionalSheets[] = [
    ...(choice.testSheets ? [] : ['tests' as const]),
    ...(choice.certificates ? [] : ['certificates' as const]),
  ]
  return async (file, options) => {
    const exportedAt = clock()
    const request = {
      ...{ definition: gradebook, title, file, identity, figures, without, items },
      ...{ links, ipAddresses, extraFields, emails },
      ...{ pseudonymKey: await store.pseudonymKey(), exportedAt },
      ...(form === undefined ? {} : { form, locale: new Intl.NumberFormat().resolvedOptions().locale }),
      ...(form === 'sis' ? { sisColumns } : {}),
      ...(id === null ? {} : { savedId: id }),
    }
    const { students, held } = await exporter.run('gradebook', request, options)
    if (id !== null && held !== null) await noteHandIn(core, id, held, exportedAt)
    return students
  }
}

/** A gradebook that was deleted while its file was written has nothing to be compared with later. */
async function noteHandIn({ store }: Core, ...handIn: Parameters<Core['store']['recordHandIn']>): Promise<void> {
  try {
    await store.recordHandIn(...handIn)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'gradebook/not-found') throw thrown
  }
}

/** Writes the attempts that a gradebook is reckoned over. */
function parquetOf({ exporter, clock, store }: Core, { gradebook }: GradebookExport, choice: GradebookFileChoice) {
  const { identity, links, ipAddresses, extraFields } = choice
  const write: WriteFile = async (file, options) => {
    const request = {
      ...{ gradebook, filter: [], file, partition: [], identity, links, ipAddresses, extraFields },
      ...{ pseudonymKey: await store.pseudonymKey(), exportedAt: clock() },
    }
    return (await exporter.run('parquet', request, options)).attempts
  }
  return write
}
