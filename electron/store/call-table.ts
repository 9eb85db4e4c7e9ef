import type { AnswersApi } from './lists.ts'
import type { StoreApi } from './store-api.ts'

/** What a write can change for whoever shows it. `activity` is what Activity lists of requests and runs. */
export const topics = ['accounts', 'results', 'certificates', 'codes', 'backups', 'settings', 'activity'] as const

export type Topic = (typeof topics)[number]

interface Read {
  readonly kind: 'read'
  readonly repeatable: true
}

interface Write {
  readonly kind: 'write'
  /** Whether it may be made twice: a lock is held once however often it is asked for. */
  readonly repeatable: boolean
  readonly topics: readonly Topic[]
}

const read = { kind: 'read', repeatable: true } as const satisfies Read
const lock = { kind: 'write', repeatable: true, topics: [] } as const satisfies Write
const write = <const Touched extends readonly Topic[]>(...touched: Touched) =>
  ({ kind: 'write', repeatable: false, topics: touched }) as const satisfies Write

/**
 * Every call of the store: who answers it, whether it may be asked again where its thread ended, and which topics it
 * touches. A read goes to the reader; what writes goes to the writer and is never repeated by itself.
 */
export const callTable = {
  listAccounts: read,
  account: read,
  addAccount: write('accounts'),
  changeAccount: write('accounts'),
  takeOverAccount: write('accounts', 'results', 'codes'),
  everSeen: read,
  removeAccount: write('accounts', 'results', 'certificates', 'codes'),
  syncState: read,
  changeSyncState: write('accounts'),
  recordGap: write('accounts'),
  closeGap: write('accounts'),
  giveUpGap: write('accounts'),
  newestFinish: read,
  recordRequest: write('activity'),
  endRequest: write('activity'),
  requestsInLastHour: read,
  recordRun: write('accounts', 'activity'),
  assignments: read,
  partsDone: read,
  partDone: write(),
  partsForgotten: write(),
  allPartsForgotten: write(),
  countAt: read,
  timesToGrade: read,
  finishTimes: read,
  saveDiscovery: write('accounts', 'results', 'codes'),
  recentRuns: read,
  recentRequests: read,
  recentChanges: read,
  changesOfResult: read,
  recentUnreadable: read,
  unreadableBefore: read,
  countUnreadable: read,
  forgetOldActivity: write('activity'),
  settings: read,
  changeSettings: write('settings'),
  hasPseudonymKey: read,
  pseudonymKey: write(),
  contents: read,
  isEmpty: read,
  isWorthDailyCopy: read,
  accessLists: read,
  renameCode: write('codes'),
  takenCodes: read,
  codesAlike: read,
  codeEntries: read,
  codesJournal: read,
  codeFindings: read,
  previewCodes: read,
  applyCodes: write('codes'),
  undoCodes: write('codes'),
  takeBackCodes: write('codes'),
  pendingCodes: read,
  heldCodes: read,
  accountsWithPendingCodes: read,
  releaseHeldCodes: write('codes'),
  closeInterruptedCalls: write('codes'),
  claimCodeBatch: write(),
  claimPart: write(),
  confirmCodeBatch: write('codes'),
  failCodeBatch: write('codes'),
  refuseCodes: write('codes'),
  refuseList: write('codes'),
  startableLinks: read,
  lookUpCertificates: read,
  certificateFile: read,
  downloadable: read,
  queueDownloads: write('certificates'),
  nextDownload: read,
  waitingDownloads: read,
  failedDownloads: read,
  failDownload: write('certificates'),
  retryDownloads: write('certificates'),
  clearDownloads: write('certificates'),
  saveCertificateFile: write('certificates'),
  certificatesFolder: read,
  chooseCertificatesFolder: write('certificates'),
  downloadsPaused: read,
  pauseDownloads: write('certificates'),
  testValidities: read,
  setValidity: write('certificates'),
  renewalsAlike: read,
  countRenewals: read,
  acquireSyncLock: lock,
  releaseSyncLock: lock,
  acquirePushLock: lock,
  releasePushLock: lock,
  applyPage: write('results'),
  applyReread: write('results'),
  resultsReadBefore: read,
  renewalEmails: read,
  waitingCodes: read,
  countResults: read,
  resultsAlike: read,
  longestNames: read,
  certificatesAlike: read,
  countCertificates: read,
  resultDetail: read,
  facets: read,
} as const satisfies Readonly<Record<keyof StoreApi, Read | Write>>

type Table = typeof callTable
export type ReadName = { [Name in keyof Table]: Table[Name]['kind'] extends 'read' ? Name : never }[keyof Table]
export type WriteName = Exclude<keyof Table, ReadName>

export const isWrite = (name: keyof Table): name is WriteName => callTable[name].kind === 'write'

type Promised<Name extends keyof StoreApi> = {
  readonly [Each in Name]: (...input: Parameters<StoreApi[Each]>) => Promise<ReturnType<StoreApi[Each]>>
}

/** What may be asked. An answer to a question that was asked after a write was confirmed shows that write. */
export interface ReadApi extends Promised<ReadName> {
  readonly answers: AnswersApi
}

/** What may be changed. Each call is one transaction; its topics are told when it is confirmed. */
export interface WriteApi extends Promised<WriteName> {
  /** Puts a copy in the place of the database, which closes meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
}

export interface Store extends ReadApi, WriteApi {
  /** Finishes what was asked, then closes the database. */
  close(): Promise<void>
}

type Listener = (topics: readonly Topic[]) => void

/** Tells whoever shows or keeps something of the database which topics a write touched. */
export class TopicBus {
  readonly #listeners = new Set<Listener>()

  /** @returns how to stop listening */
  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(topics: readonly Topic[]): void {
    for (const listener of this.#listeners) listener(topics)
  }
}
