import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { ListName, Lists, StoreApi } from './store-api.ts'

/**
 * What a write can change for those who show it. `gradebooks` are also classes and decisions about cells; `students` are also notes, labels and every step of undo; `digest` is what was marked as seen; `activity` is the Activity screen's list of requests and runs.
 */
export const topics = [
  'accounts',
  'results',
  'certificates',
  'codes',
  'bank',
  'assessments',
  'gradebooks',
  'students',
  'views',
  'digest',
  'backups',
  'settings',
  'activity',
] as const

export type Topic = (typeof topics)[number]

interface Read {
  readonly kind: 'read'
  readonly repeatable: true
}

interface Write {
  readonly kind: 'write'
  /** Whether it may be repeated: acquiring a lock twice holds it once. */
  readonly repeatable: boolean
  readonly topics: readonly Topic[]
}

const read = { kind: 'read', repeatable: true } as const satisfies Read
const lock = { kind: 'write', repeatable: true, topics: [] } as const satisfies Write
const write = <const Touched extends readonly Topic[]>(...touched: Touched) =>
  ({ kind: 'write', repeatable: false, topics: touched }) as const satisfies Write

/** Whatever another program may have written. Its copies are no part of the database. */
const ofOthers = topics.filter((topic) => topic !== 'backups')

/**
 * Every call of the store: which thread answers it, whether it may be repeated if its thread ended, and which topics it
 * touches. Reads go to the reader; writes go to the writer and are not repeated unless they say so.
 */
export const callTable = {
  listAccounts: read,
  account: read,
  addAccount: write('accounts'),
  changeAccount: write('accounts'),
  takeOverAccount: write('accounts', 'results', 'codes'),
  everSeen: read,
  handMade: read,
  removeAccount: write(
    'accounts',
    'results',
    'certificates',
    'codes',
    'bank',
    'assessments',
    'gradebooks',
    'students',
    'views',
  ),
  syncState: read,
  changeSyncState: write('accounts'),
  recordGap: write('accounts'),
  closeGap: write('accounts'),
  markGapTooOld: write('accounts'),
  newestFinish: read,
  newestFinishOf: read,
  recordRequest: write('activity'),
  endRequest: write('activity'),
  requestsInLastHour: read,
  recordRun: write('accounts', 'activity'),
  assignments: read,
  partsDone: read,
  partDone: write(),
  clearPartsDone: write(),
  clearAllPartsDone: write(),
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
  accessCodes: read,
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
  claimAccessCodeBatch: write(),
  claimPart: write(),
  confirmAccessCodeBatch: write('codes'),
  failAccessCodeBatch: write('codes'),
  refuseCodes: write('codes'),
  refuseList: write('codes'),
  bankState: read,
  bankStatus: read,
  bankCategories: read,
  bankEdits: read,
  bankWaiting: read,
  bankFlaws: read,
  bankQuestion: read,
  bankContents: read,
  bankQuestionsNumbered: read,
  bankKeys: read,
  keepBankCategories: write('bank'),
  beginBankPull: write(),
  keepBankPage: write('bank'),
  keepBankQuestions: write('bank'),
  openBankPull: read,
  unseenInPull: read,
  endBankPull: write('bank'),
  goneInBankPull: write('bank'),
  claimBankEdit: write('bank'),
  confirmBankEdit: write('bank'),
  failBankEdit: write('bank'),
  refuseBankEdit: write('bank'),
  conflictBankEdit: write('bank'),
  closeInterruptedBankEdits: write('bank'),
  accountsWithBankEdits: read,
  saveBankQuestion: write('bank', 'students'),
  duplicateBankQuestion: write('bank', 'students'),
  changeBankQuestions: write('bank', 'students'),
  archiveBankQuestions: write('bank', 'students'),
  addBankCategory: write('bank', 'students'),
  renameBankCategory: write('bank', 'students'),
  moveBankCategory: write('bank', 'students'),
  takeBackBankEdits: write('bank', 'students'),
  sendBankEditsAgain: write('bank'),
  resolveBankConflict: write('bank', 'students'),
  resolveCategoryConflict: write('bank', 'students'),
  addBankQuestions: write('bank', 'students'),
  assessmentsStatus: read,
  assessmentRows: read,
  serviceIds: read,
  assessment: read,
  assessmentWith: read,
  openLook: read,
  questionsToRead: read,
  countUnreadableQuestions: read,
  assessmentDrafts: read,
  accountsWithDrafts: read,
  assessmentAttempt: read,
  knownSubmissions: read,
  submissionsToCollect: read,
  waitsToBeCollected: read,
  saveAssessments: write('assessments', 'results'),
  keepAssessment: write('assessments', 'results'),
  refuseQuestions: write(),
  saveAssessmentDraft: write('assessments'),
  removeAssessmentDraft: write('assessments'),
  publishAssessment: write('assessments'),
  takeBackAssessment: write('assessments'),
  resolveAssessmentDraft: write('assessments'),
  lookForAssessmentDraft: write('assessments'),
  claimAssessmentDraft: write('assessments'),
  confirmAssessmentDraft: write('assessments'),
  failAssessmentDraft: write('assessments'),
  refuseAssessmentDraft: write('assessments'),
  unclearAssessmentDraft: write('assessments'),
  closeInterruptedDrafts: write('assessments'),
  beginAttempt: write('assessments'),
  addAttempt: write('assessments'),
  keepAttemptAnswers: write(),
  reopenAttempt: write('assessments'),
  claimAttempt: write('assessments'),
  failAttempt: write('assessments'),
  finishAttempt: write('assessments', 'results', 'gradebooks'),
  giveUpAttempt: write('assessments'),
  closeInterruptedAttempts: write('assessments'),
  noteSubmissions: write('assessments'),
  keepSubmission: write('assessments', 'results', 'gradebooks'),
  refuseSubmission: write('assessments'),
  forgetSubmissions: write('assessments'),
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
  applyPage: write('results', 'views'),
  noticeOthers: { kind: 'write', repeatable: true, topics: ofOthers },
  answersOf: read,
  itemAnalysis: read,
  questionVersions: read,
  questionOrder: read,
  questionsPage: read,
  categoriesOf: read,
  importMatches: read,
  importedRaws: read,
  resultsFinishedIn: read,
  keepImported: write('results', 'certificates', 'gradebooks', 'students', 'views'),
  pastImports: read,
  endImport: write('students', 'accounts'),
  keepDelivered: write('results', 'certificates', 'gradebooks', 'students', 'views'),
  webhookSources: read,
  addWebhookSource: write('students'),
  renameWebhookSource: write('students'),
  removeWebhookSource: write('students'),
  countWebhookSample: write(),
  applyReread: write('results', 'views'),
  applyBankReread: write('bank'),
  resultsReadBefore: read,
  bankQuestionsReadBefore: read,
  renewalEmails: read,
  gradebookSummary: read,
  gradebookGrades: read,
  gradebookChecks: read,
  extraFields: read,
  nameExtraField: write('students', 'results', 'views'),
  hideables: read,
  hide: write('students', 'results'),
  showAgain: write('students', 'results'),
  tests: read,
  testPage: read,
  testPart: read,
  listGradebooks: read,
  savedGradebook: read,
  saveGradebook: write('gradebooks', 'students'),
  renameGradebook: write('gradebooks', 'students'),
  removeGradebook: write('gradebooks', 'students'),
  restoreGradebook: write('gradebooks', 'students'),
  handInOf: read,
  recordHandIn: write('gradebooks'),
  changesSinceHandIn: read,
  listClasses: read,
  classMembers: read,
  studentsFound: read,
  previewClass: read,
  addClass: write('gradebooks', 'students', 'results'),
  renameClass: write('gradebooks', 'students', 'views'),
  removeClass: write('gradebooks', 'students'),
  restoreClass: write('gradebooks', 'students'),
  changeClass: write('gradebooks', 'students', 'results'),
  keysMergedInto: read,
  studentPage: read,
  studentsNamed: read,
  labelsInUse: read,
  mergeStudents: write('students', 'results', 'certificates', 'gradebooks'),
  splitStudent: write('students', 'results', 'certificates', 'gradebooks'),
  identityInbox: read,
  mergePreview: read,
  decideIdentity: write('students'),
  addedStudents: read,
  previewAdded: read,
  perhapsHere: read,
  addStudents: write('students', 'gradebooks', 'results'),
  nameStudent: write('students', 'results', 'gradebooks'),
  erasureContents: read,
  eraseStudent: write('students', 'results', 'certificates', 'codes', 'gradebooks', 'views', 'activity', 'assessments'),
  clean: write(),
  isUnclean: read,
  erasedDigests: read,
  digest: read,
  digestPart: read,
  markDigestSeen: write('digest'),
  unmarkDigestSeen: write('digest'),
  lookAtDigest: write(),
  localChanges: read,
  undoLocalChange: write('students', 'results', 'certificates', 'gradebooks', 'views', 'accounts', 'bank'),
  redoLocalChange: write('students', 'results', 'certificates', 'gradebooks', 'views', 'bank'),
  listViews: read,
  addView: write('views', 'students'),
  renameView: write('views', 'students'),
  changeView: write('views', 'students'),
  moveView: write('views', 'students'),
  removeView: write('views', 'students'),
  lastPlace: read,
  rememberPlace: { kind: 'write', repeatable: true, topics: [] },
  notesOfResult: read,
  notesOfStudent: read,
  addNote: write('students'),
  changeNote: write('students'),
  removeNote: write('students'),
  listLabels: read,
  labelsOn: read,
  addLabel: write('students'),
  changeLabel: write('students', 'gradebooks', 'views'),
  removeLabel: write('students'),
  putLabel: write('students'),
  takeLabelOff: write('students'),
  overridesOf: read,
  setOverride: write('gradebooks', 'students'),
  excuse: write('gradebooks', 'students'),
  clearOverride: write('gradebooks', 'students'),
  waitingCodes: read,
  countResults: read,
  resultsAlike: read,
  longestNames: read,
  certificatesAlike: read,
  countCertificates: read,
  resultDetail: read,
  attemptsAt: read,
  facets: read,
  choiceCounts: read,
  findStudents: read,
  findTests: read,
  findSerials: read,
  findCodes: read,
} as const satisfies Readonly<Record<keyof StoreApi, Read | Write>>

type Table = typeof callTable
export type ReadName = { [Name in keyof Table]: Table[Name]['kind'] extends 'read' ? Name : never }[keyof Table]
export type WriteName = Exclude<keyof Table, ReadName>

export const isWrite = (name: keyof Table): name is WriteName => callTable[name].kind === 'write'

type Promised<Name extends keyof StoreApi> = {
  readonly [Each in Name]: (...input: Parameters<StoreApi[Each]>) => Promise<ReturnType<StoreApi[Each]>>
}

/**
 * Long lists as ordered ids, each of one moment of the database. Every call throws `answer/gone` for a list that was
 * closed or evicted.
 */
export interface AnswersApi {
  /**
   * Returns the first rows before the whole order is known; `count` is then null. Closes the lists not used for
   * longest.
   * @param signal aborts when nobody waits any more: a question not begun is dropped and rejects with `answer/gone`
   */
  open<Name extends ListName>(
    list: Name,
    query: Lists[Name]['query'],
    first: number,
    signal?: AbortSignal,
  ): Promise<OpenedAnswer<Lists[Name]['row']>>
  /** The number of rows; waits for the order. */
  count(answer: AnswerId): Promise<number>
  /** The present rows of a range; leaves out rows removed since. */
  rows<Name extends ListName>(
    list: Name,
    answer: AnswerId,
    from: number,
    to: number,
  ): Promise<readonly Lists[Name]['row'][]>
  placeOf(answer: AnswerId, id: number): Promise<number | null>
  ids(answer: AnswerId, from?: number, to?: number): Promise<readonly number[]>
  close(answer: AnswerId): void
}

/** What may be read. An answer to a question asked after a write was confirmed shows that write. */
export interface ReadApi extends Promised<ReadName> {
  readonly answers: AnswersApi
}

/** What may be changed. Each call is one transaction; its topics are announced when it is confirmed. */
export interface WriteApi extends Promised<WriteName> {
  /** Replaces the database with a copy; it is closed meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
}

export interface Store extends ReadApi, WriteApi {
  /**
   * Makes the database ready for this process to be ended at any time, until something is written again.
   * @returns whether it is; not where somebody reads it for seconds
   */
  rest(): Promise<boolean>
  /** Finishes pending calls, then closes the database. */
  close(): Promise<void>
}

type Listener = (topics: readonly Topic[]) => void

/** Tells listeners which topics a write touched. */
export class TopicBus {
  readonly #listeners = new Set<Listener>()
  readonly #onFailure: (thrown: unknown) => void

  /** @param onFailure called with what a listener throws: the write is done, and the other listeners hear of it */
  constructor(onFailure: (thrown: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** @returns a function that stops listening */
  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(topics: readonly Topic[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(topics)
      } catch (thrown) {
        this.#onFailure(thrown)
      }
    }
  }
}
