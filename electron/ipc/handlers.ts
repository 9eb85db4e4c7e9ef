import type { AppInfo, Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import { accountHandlers } from './accounts-handlers.ts'
import { type ExportDialogs, exportHandlers } from './export-handlers.ts'

/** What only a desktop can do. */
export interface DesktopPorts extends ExportDialogs {
  readonly info: Omit<AppInfo, 'dataFolder' | 'keychain'>
  openExternal(url: string): Promise<void>
  copyText(text: string): void
  applyTheme(theme: 'system' | 'light' | 'dark'): void
}

/** Every call of the contract, answered by the core. */
export function createHandlers(core: Core, desktop: DesktopPorts, changed: () => void): Handlers {
  const { store, jobs } = core
  return {
    app: {
      info: async () => ({
        ...desktop.info,
        dataFolder: core.dataDir,
        keychain: (await core.accounts.hasKeychain()) ? 'available' : 'unavailable',
      }),
      openExternal: ({ url }) => desktop.openExternal(url),
      copyText: async ({ text }) => desktop.copyText(text),
    },
    accounts: accountHandlers(core, changed),
    sync: { start: async ({ accountId }) => ({ jobId: core.syncs.start(accountId) }) },
    results: {
      page: (query) => store.resultsPage(query),
      count: ({ filter }) => store.countResults(filter),
      detail: ({ id }) => store.resultDetail(id),
      facets: ({ accounts }) => store.facets(accounts),
    },
    export: exportHandlers(core, desktop),
    jobs: {
      list: async () => jobs.list(),
      cancel: async ({ jobId }) => jobs.cancel(jobId),
    },
    settings: {
      get: () => store.settings(),
      set: async (change) => {
        const settings = await store.changeSettings(change)
        desktop.applyTheme(settings.theme)
        return settings
      },
    },
  }
}
