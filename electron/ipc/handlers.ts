import { AppError } from '../../shared/errors.ts'
import type { AppInfo } from '../../shared/ipc/app.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Gap } from '../../shared/model/sync.ts'
import type { Core } from '../core.ts'
import { dataPlaceOf } from '../files/data-place.ts'
import { accountHandlers } from './accounts.ts'
import { type BackupDialogs, backupHandlers } from './backups.ts'
import { type CertificatePorts, certificateHandlers, withFiles } from './certificates.ts'
import { codeHandlers } from './codes.ts'
import { type ExportDialogs, exportHandlers, exportJobs } from './exports.ts'
import { listHandlers } from './lists.ts'
import { type StartLinkDialogs, startLinkHandlers } from './start-links.ts'
import { type TableDialogs, tableHandlers } from './tables.ts'

/** What needs a desktop. */
export interface DesktopPorts extends ExportDialogs, BackupDialogs, TableDialogs, StartLinkDialogs, CertificatePorts {
  readonly info: Omit<AppInfo, 'dataFolder' | 'keychain' | 'dataPlace'>
  openExternal(url: string): Promise<void>
  copyText(text: string): void
  applyTheme(theme: 'system' | 'light' | 'dark'): void
  /** Makes the computer start Gradekeep at login, or stops that. */
  startAtLogin(on: boolean): Promise<void>
}

// How much Activity shows: some weeks of hourly syncs, and as many changes as anybody reads.
const shownRuns = 200
const shownRequests = 300
const shownChanges = 500

/** Accepts a gap that has grown since it was shown. @throws AppError `gap/not-found` */
async function requireGap({ store }: Core, accountId: string, { feed, from, to }: Gap): Promise<void> {
  const { gaps } = await store.syncState(accountId)
  if (!gaps.some((gap) => gap.feed === feed && gap.from <= to && gap.to >= from)) throw new AppError('gap/not-found')
}

/** Implements every call of the contract with the core. */
export function createHandlers(core: Core, desktop: DesktopPorts): Handlers {
  const { store, jobs, syncs, clock } = core
  const presentFiles = withFiles(core)
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
    sync: {
      start: async ({ accountId, recheck }) => {
        await core.accounts.connected(accountId)
        return { jobId: syncs.start(accountId, recheck ? 'asked' : 'when due') }
      },
      recheckPrice: ({ accountId }) => syncs.recheckPrice(accountId),
      fetchGap: async ({ accountId, gap }) => {
        await core.accounts.connected(accountId)
        await requireGap(core, accountId, gap)
        return { jobId: syncs.startGap(accountId, gap) }
      },
    },
    results: {
      alike: ({ filter, facts }) => store.resultsAlike(filter, facts),
      longestNames: ({ accounts }) => store.longestNames(accounts),
      detail: ({ id }) => store.resultDetail(id),
      changes: ({ id }) => store.changesOfResult(id),
      facets: ({ accounts }) => store.facets(accounts),
    },
    resultList: listHandlers(store, 'results', { query: (query) => query, rows: async (rows) => rows }),
    certificates: certificateHandlers(core, desktop, exports),
    certificateList: listHandlers(store, 'certificates', { query: (query) => query, rows: presentFiles }),
    renewalList: listHandlers(store, 'renewals', {
      query: ({ filter }) => ({ filter, now: clock() }),
      rows: presentFiles,
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
        const settings = await store.changeSettings(change)
        desktop.applyTheme(settings.theme)
        return settings
      },
    },
  }
}
