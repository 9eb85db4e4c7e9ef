import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

export interface ImportDialogs {
  /** Asks for files, or for a folder; null when the dialog was closed. */
  chooseImports(what: 'files' | 'folder'): Promise<readonly string[] | null>
}

/** The window's calls on imports and on the sources of webhooks. */
export function importHandlers(
  { importDesk, store, accounts, webhookSources }: Core,
  dialogs: ImportDialogs,
): Pick<Handlers, 'imports' | 'webhookSources'> {
  const all = async (chosen: readonly string[] | undefined) =>
    chosen ?? (await store.listAccounts()).map(({ id }) => id)
  return {
    imports: {
      choose: async ({ what }) => {
        const paths = await dialogs.chooseImports(what)
        return paths === null ? null : importDesk.open(paths)
      },
      drop: async ({ paths }) => {
        // A picture dragged out of a page has no place on this computer.
        const placed = paths.filter((path) => path !== '')
        return placed.length === 0 ? null : importDesk.open(placed)
      },
      preview: (asked) => importDesk.preview(asked),
      rows: async (asked) => importDesk.rows(asked),
      import: (asked) => importDesk.import(asked),
      forget: async () => importDesk.forget(),
      past: async (asked) => store.pastImports(await all(asked.accounts)),
    },
    webhookSources: {
      list: async (asked) => {
        const sources = await webhookSources.list(await all(asked.accounts))
        return Promise.all(
          sources.map(async (source) => ({
            ...source,
            // A keychain that is locked hides the phrases, and not the webhooks.
            phrase: await webhookSources.phrasePlace(source.id).catch(() => 'unknown' as const),
          })),
        )
      },
      add: async ({ account, name, phrase }) => {
        await accounts.stored(account)
        await webhookSources.add(account, name, phrase)
      },
      rename: ({ id, name }) => webhookSources.rename(id, name),
      changePhrase: ({ id, phrase }) => webhookSources.changePhrase(id, phrase),
      remove: ({ id }) => webhookSources.remove(id),
    },
  }
}
