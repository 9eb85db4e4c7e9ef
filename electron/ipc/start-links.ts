import { basename } from 'node:path'
import type { Handlers } from '../../shared/ipc/contract.ts'
import { safeFileName } from '../../shared/model/text.ts'
import type { Core } from '../core.ts'
import { dayOf } from '../export/jobs.ts'

export interface StartLinkDialogs {
  /** Asks where to save start links; null when the dialog was closed. */
  chooseStartLinksTarget(suggestedName: string, format: 'xlsx' | 'csv'): Promise<string | null>
  showInFolder(file: string): void
}

/** The window's calls on start links. A whole list is written within a second, so it needs no job. */
export function startLinkHandlers({ store, exporter, clock }: Core, dialogs: StartLinkDialogs): Handlers['startLinks'] {
  let saved: string | null = null
  return {
    links: ({ accounts }) => store.startableLinks(accounts),
    save: async ({ format, linkName, people }) => {
      const name = safeFileName(`Start links - ${linkName}`, ` - ${dayOf(clock())}.${format}`)
      const file = await dialogs.chooseStartLinksTarget(name, format)
      if (file === null) return null
      const signal = new AbortController().signal
      const request = { people, file, format, exportedAt: clock() }
      await exporter.run('start-links', request, { signal, onProgress: () => undefined })
      saved = file
      return { fileName: basename(file) }
    },
    show: async () => {
      if (saved !== null) dialogs.showInFolder(saved)
    },
  }
}
