import { useEffect, useState } from 'react'
import type { GradebookExport } from '../../../shared/ipc/exports.ts'
import { csvFormOf, type GradebookFileChoice } from '../../../shared/model/gradebook-file.ts'
import type { HandInChanges } from '../../../shared/model/hand-in.ts'
import { api, asAppError } from '../../api/client.ts'
import { useJobs } from '../../app/jobs.ts'
import { useSettings } from '../../app/settings.ts'
import { useChoices } from './choices.ts'
import { type ShownGradebook, useGradebook } from './gradebook.ts'
import { nameOf, untilKept, useSaved } from './saved.ts'

/** What the gradebook is called: its own name, else that of its class, else nothing. */
export function exportTitle(): string | null {
  const { id, definition } = useGradebook.getState()
  const name = nameOf(useSaved.getState(), id)
  const { students } = definition
  if (name !== null || students.by !== 'class') return name
  return useChoices.getState().classes?.find((each) => each.id === students.classId)?.name ?? null
}

/** What the parts of a file are that this choice can have. */
export function partsOf({ file, identity }: GradebookFileChoice): readonly ExportPart[] {
  const isWhole = file === 'excel' || file === 'machine'
  if (csvFormOf(file) !== undefined) return isWhole && identity === 'names' ? ['emails'] : []
  if (identity === 'pseudonyms') return file === 'workbook' ? ['testSheets', 'items'] : []
  return file === 'workbook' ? exportParts : ['links', 'ipAddresses', 'extraFields']
}

export const exportParts = [
  'testSheets',
  'items',
  'certificates',
  'emails',
  'links',
  'ipAddresses',
  'extraFields',
] as const
export type ExportPart = (typeof exportParts)[number]

/**
 * Asks where to save and starts the export; the choice is remembered.
 * @returns whether the save dialog was closed without a name
 */
export async function startGradebookExport(
  { definition }: Pick<ShownGradebook, 'definition'>,
  choice: GradebookFileChoice,
): Promise<'started' | 'closed'> {
  void useSettings.getState().change({ gradebookFile: choice })
  const asked: GradebookExport = { gradebook: definition, id: useGradebook.getState().id, title: exportTitle(), choice }
  let isClosed = false
  await useJobs.getState().startExport(
    {
      of: choice.file === 'parquet' ? 'attempts' : 'gradebook',
      start: async () => {
        // What changed since the last hand-in is told of the gradebook as it is kept.
        await untilKept()
        const started = await api.export.gradebook(asked)
        isClosed = started === null
        return started
      },
    },
    // The dialog that asks has said what is missing.
    { although: 'incomplete' },
  )
  if (isClosed) return 'closed'
  return 'started'
}

/** What changed since a kept gradebook was handed in. */
export type SinceHandIn = HandInChanges | 'never' | 'unsaved' | ReturnType<typeof asAppError>

/** Asks what changed since the gradebook was handed in; null until the answer is here. */
export function useSinceHandIn(): SinceHandIn | null {
  const id = useGradebook((state) => state.id)
  const [since, setSince] = useState<SinceHandIn | null>(id === null ? 'unsaved' : null)
  useEffect(() => {
    let isWanted = true
    const tell = (answer: SinceHandIn) => {
      if (isWanted) setSince(answer)
    }
    if (id === null) tell('unsaved')
    else
      untilKept()
        .then(() => api.gradebooks.changesSinceHandIn({ id }))
        .then(
          (changes) => tell(changes ?? 'never'),
          (thrown) => tell(asAppError(thrown)),
        )
    return () => {
      isWanted = false
    }
  }, [id])
  return since
}
