import type { AppInfo } from '../../shared/ipc/app.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import { withFiles } from '../certificates/saved.ts'
import type { Core } from '../core.ts'
import { type ExportDialogs, exportJobs } from '../export/jobs.ts'
import { dataPlaceOf } from '../files/data-place.ts'
import { accountHandlers, syncHandlers } from './accounts.ts'
import { type BackupDialogs, backupHandlers } from './backups.ts'
import { type CertificatePorts, certificateHandlers } from './certificates.ts'
import { codeHandlers } from './codes.ts'
import { exportHandlers } from './exports.ts'
import { listHandlers } from './lists.ts'
import { type StartLinkDialogs, startLinkHandlers } from './start-links.ts'
import { type TableDialogs, tableHandlers } from './tables.ts'

/** What needs a desktop. */
export interface DesktopPorts extends ExportDialogs, BackupDialogs, TableDialogs, StartLinkDialogs, CertificatePorts {
  readonly info: Omit<AppInfo, 'dataFolder' | 'keychain' | 'dataPlace'>
  openExternal(url: string): Promise<void>
  copyText(text: string): void
  /** Makes the computer start Gradekeep at login, or stops that. */
  startAtLogin(on: boolean): Promise<void>
}

// How much Activity shows: some weeks of hourly syncs, and as many changes as anybody reads.
const shownRuns = 200
const shownRequests = 300
const shownChanges = 500

/** Implements every call of the contract with the core. */
export function createHandlers(core: Core, desktop: DesktopPorts): Handlers {
  const { store, jobs, clock } = core
  const exports = exportJobs(core, desktop)
  return {
    app: {
      info: async () => ({
        ...desktop.info,
        dataFolder: core.dataDir,
        keychain: (await core.accounts.hasKeychain()) ? 'available' : 'unavailable',
        dataPlace: await dataPlaceOf(core.dataDir),
      }),
      openExternal: ({ url }) => desktop.openExternal(url),
      copyText: async ({ text }) => desktop.copyText(text),
    },
    accounts: accountHandlers(core),
    sync: syncHandlers(core),
    results: {
      alike: ({ filter, facts }) => store.resultsAlike(filter, facts),
      longestNames: ({ accounts }) => store.longestNames(accounts),
      detail: ({ id }) => store.resultDetail(id),
      changes: ({ id }) => store.changesOfResult(id),
      facets: ({ accounts }) => store.facets(accounts),
    },
    resultList: listHandlers(store, 'results', { query: (query) => query, rows: async (rows) => rows }),
    certificates: certificateHandlers(core, desktop, exports),
    certificateList: listHandlers(store, 'certificates', { query: (query) => query, rows: withFiles }),
    renewalList: listHandlers(store, 'renewals', {
      query: ({ filter }) => ({ filter, now: clock() }),
      rows: withFiles,
    }),
    codes: codeHandlers(core),
    codeList: listHandlers(store, 'codes', { query: (query) => query, rows: async (rows) => rows }),
    tables: tableHandlers(core, desktop),
    startLinks: startLinkHandlers(core, desktop),
    export: exportHandlers(core, exports),
    activity: {
      log: async () => ({
        runs: await store.recentRuns(shownRuns),
        requests: await store.recentRequests(shownRequests),
        changes: await store.recentChanges(shownChanges),
        unreadable: await store.recentUnreadable(shownChanges),
      }),
    },
    backups: backupHandlers(core, desktop),
    jobs: {
      list: async () => jobs.list(),
      cancel: async ({ jobId }) => jobs.cancel(jobId),
    },
    settings: {
      get: () => store.settings(),
      set: async (change) => {
        // A choice the system refuses is not saved, so that a switch that is on really works.
        if (change.startAtLogin !== undefined) await desktop.startAtLogin(change.startAtLogin)
        return store.changeSettings(change)
      },
    },
  }
}
