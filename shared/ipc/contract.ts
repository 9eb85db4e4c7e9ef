import type { Envelope } from '../errors.ts'
import type {
  AccessCode,
  AccessCodeRow,
  AccessListSummary,
  CodeChange,
  CodeEdit,
  CodeFindings,
  CodePreview,
  CodeSource,
  CodesFilter,
  CodesJournal,
  CodesQuery,
  ListRef,
  UndoOutcome,
} from '../model/access-code.ts'
import type { AccountSummary, SignatureSetting } from '../model/account.ts'
import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../model/answer.ts'
import type { DatabaseContents, DataPlace, OpenedBackup, Snapshot } from '../model/backup.ts'
import type {
  CertificateLookup,
  CertificateRow,
  CertificatesQuery,
  DownloadQueue,
  RenewalEmails,
  RenewalRow,
  RenewalsFilter,
  TestValidity,
} from '../model/certificate.ts'
import type { ResultsFilter, ResultsQuery } from '../model/filter.ts'
import type { Job } from '../model/job.ts'
import type {
  CertificateFact,
  CodeFact,
  Facets,
  RenewalFact,
  ResultDetail,
  ResultFact,
  ResultRow,
} from '../model/results-view.ts'
import type { Settings, SettingsChange } from '../model/settings.ts'
import type { StartableLink, StartLink } from '../model/start-link.ts'
import type { AccountStatus, ActivityLog, Gap, RecheckPrice, ResultChange } from '../model/sync.ts'
import type { OpenedTable, TableReading, TableRow } from '../model/table.ts'

/** The window asks, the main process answers. The types travel in phantom members that never exist at run time. */
interface Invoke<Input, Output> {
  readonly kind: 'invoke'
  readonly input?: Input
  readonly output?: Output
}

/** The main process tells every window that something changed. */
interface Event<Payload> {
  readonly kind: 'event'
  readonly payload?: Payload
}

const invoke = <Input, Output>(): Invoke<Input, Output> => ({ kind: 'invoke' })
const event = <Payload>(): Event<Payload> => ({ kind: 'event' })

/**
 * The calls of a long list. An answer that is not kept any more (the oldest goes where too many are open, and all go with
 * a restored copy) is told by `answer/gone`, and the list is then opened again.
 */
const longList = <Query, Row>() => ({
  /** The first page comes before the whole order is known. */
  open: invoke<OpenInput<Query>, OpenedAnswer<Row>>(),
  /** How many rows there are; it waits for the order. */
  count: invoke<{ answer: AnswerId }, number>(),
  /** The rows of a range as they are now; one that was removed since is not among them. At most 500. */
  rows: invoke<AnswerRange, readonly Row[]>(),
  /** At which place a row stands; null where it is not in the answer. */
  placeOf: invoke<{ answer: AnswerId; id: number }, number | null>(),
  /** The ids of a range, or of all. */
  ids: invoke<{ answer: AnswerId; from?: number | undefined; to?: number | undefined }, readonly number[]>(),
  /** Nobody asks this answer any more. */
  close: invoke<{ answer: AnswerId }, void>(),
})

export interface ConnectInput {
  readonly key: string
  readonly secret: string
  readonly name: string
  readonly signature: SignatureSetting
  /**
   * What happens where the key belongs to a ClassMarker account that is here under another key: it takes that account
   * over (unless said otherwise), becomes a separate account, or nothing is done and `account/same` names the account.
   */
  readonly sameAccount?: SameAccount | undefined
}

export type SameAccount = 'take-over' | 'separate' | 'ask'

export interface AccountEdit {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly colour: number
  readonly signatureSetting: SignatureSetting
}

/** What the key can see. The account exists only after this answer, and the secret is then where `account.secret` says. */
export interface Connected {
  readonly account: AccountSummary
  /** The key took the place of another one: the account and its results were here already. */
  readonly tookOver: boolean
  readonly groups: number
  readonly links: number
  readonly tests: number
  readonly requests: number
  /** ClassMarker's clock minus this computer's, in seconds. */
  readonly clockOffset: number
}

export interface AppInfo {
  readonly version: string
  readonly platform: 'darwin' | 'win32' | 'linux'
  readonly dataFolder: string
  readonly keychain: 'available' | 'unavailable'
  /** Where the data folder lies, when that puts it in danger. */
  readonly dataPlace: DataPlace | null
}

/**
 * Every message between the window and the main process. Preload, handlers, the window's client and test doubles are
 * derived from this object; a new call is one line here. It holds names and types only, so that the preload stays small.
 */
export const contract = {
  app: {
    info: invoke<undefined, AppInfo>(),
    openExternal: invoke<{ url: string }, void>(),
    copyText: invoke<{ text: string }, void>(),
  },
  accounts: {
    list: invoke<undefined, readonly AccountSummary[]>(),
    status: invoke<undefined, readonly AccountStatus[]>(),
    connect: invoke<ConnectInput, Connected>(),
    /** Gives an existing account its secret again, verified first like in `connect`. */
    replaceSecret: invoke<{ id: string; secret: string }, AccountSummary>(),
    change: invoke<AccountEdit, AccountSummary>(),
    /** Disconnects an account; its results go with it, unless they stay. */
    remove: invoke<{ id: string; keepResults: boolean }, void>(),
    /** Starts the job that fills the sample account. */
    addSample: invoke<undefined, { jobId: string }>(),
    changed: event<undefined>(),
  },
  sync: {
    /** `recheck` reads again, too, what may have changed since it was fetched. */
    start: invoke<{ accountId: string; recheck: boolean }, { jobId: string }>(),
    recheckPrice: invoke<{ accountId: string }, RecheckPrice>(),
    /** Asks again for a range that could not be had. */
    fetchGap: invoke<{ accountId: string; gap: Gap }, { jobId: string }>(),
  },
  results: {
    /** Which of these facts all results of a filter have alike. */
    alike: invoke<{ filter: ResultsFilter; facts: readonly ResultFact[] }, readonly ResultFact[]>(),
    /** The longest names of students, by which a list knows how wide its names can get. */
    longestNames: invoke<{ accounts?: readonly string[] | undefined }, readonly string[]>(),
    detail: invoke<{ id: number }, ResultDetail>(),
    /** What ClassMarker changed in one result since it was fetched, newest first. */
    changes: invoke<{ id: number }, readonly ResultChange[]>(),
    facets: invoke<{ accounts?: readonly string[] | undefined }, Facets>(),
    changed: event<undefined>(),
  },
  /** The list of results. */
  resultList: longList<ResultsQuery, ResultRow>(),
  certificates: {
    /** What the desk answers to a fragment of a serial, a name, an e-mail address or a test. */
    lookup: invoke<{ text: string; accounts?: readonly string[] | undefined }, CertificateLookup>(),
    alike: invoke<{ filter: ResultsFilter; facts: readonly CertificateFact[] }, readonly CertificateFact[]>(),
    /** Asks where to save, then writes the list to a workbook; null when the dialog was closed. */
    export: invoke<CertificatesQuery, { jobId: string } | null>(),
    /** Opens the PDF that is on this computer, else the one at ClassMarker in the browser. */
    open: invoke<{ resultId: number }, { opened: 'file' | 'browser' }>(),
    /** Shows the saved PDF in its folder. */
    show: invoke<{ resultId: number }, void>(),
    queue: invoke<undefined, DownloadQueue>(),
    /** Asks for a folder where none was chosen yet, or `anotherFolder`; null when that dialog was closed. */
    download: invoke<CertificatesQuery & { anotherFolder: boolean }, { jobId: string; queued: number } | null>(),
    pause: invoke<undefined, void>(),
    resume: invoke<undefined, { jobId: string }>(),
    retryFailed: invoke<undefined, { jobId: string }>(),
    /** Takes what waits and what failed out of the queue. */
    clearQueue: invoke<undefined, void>(),
    validities: invoke<{ accounts?: readonly string[] | undefined }, readonly TestValidity[]>(),
    setValidity: invoke<{ accountId: string; testId: number; months: number | null }, void>(),
    renewalsAlike: invoke<{ filter: RenewalsFilter; facts: readonly RenewalFact[] }, readonly RenewalFact[]>(),
    /** Asks where to save, then writes them to a workbook; null when the dialog was closed. */
    exportRenewals: invoke<{ filter: RenewalsFilter }, { jobId: string } | null>(),
    renewalEmails: invoke<{ filter: RenewalsFilter }, RenewalEmails>(),
    /** How many there are in each state, before the filter's own states. */
    countRenewals: invoke<{ filter: RenewalsFilter }, Readonly<Record<RenewalRow['state'], number>>>(),
    changed: event<undefined>(),
  },
  /** The list of certificates. */
  certificateList: longList<CertificatesQuery, CertificateRow>(),
  /** The list of renewals: what ends, soonest first; what is renewed already comes last. */
  renewalList: longList<{ filter: RenewalsFilter }, RenewalRow>(),
  codes: {
    lists: invoke<{ accounts?: readonly string[] | undefined }, readonly AccessListSummary[]>(),
    /** Changes of all lists that wait to be sent. */
    waiting: invoke<{ accounts?: readonly string[] | undefined }, number>(),
    alike: invoke<{ list: ListRef; filter: CodesFilter; facts: readonly CodeFact[] }, readonly CodeFact[]>(),
    /** What an edit would do, with codes that are given, or new ones that collide with nothing known. Keeps nothing. */
    preview: invoke<{ list: ListRef; change: CodeChange; source: CodeSource }, CodePreview>(),
    /** Keeps an edit and starts sending it; null where nothing changed. */
    apply: invoke<CodeEdit, { actionId: number; jobId: string | null } | null>(),
    /** Names the person a code is for; it is kept here only. */
    rename: invoke<{ list: ListRef; code: string; name: string | null }, void>(),
    undo: invoke<{ actionId: number }, UndoOutcome>(),
    /** Takes back single changes that wait or are held. */
    takeBack: invoke<{ list: ListRef; codes: readonly string[] }, UndoOutcome>(),
    /** Sends what waits, and with `held` also what was refused or came with a restored copy. */
    push: invoke<{ accountId: string; held: boolean }, { jobId: string }>(),
    journal: invoke<{ list: ListRef }, CodesJournal>(),
    findings: invoke<{ list: ListRef }, CodeFindings>(),
    /** All codes of a filter, for the clipboard and for start links; at most a whole list. */
    entries: invoke<{ list: ListRef; filter: CodesFilter }, readonly AccessCode[]>(),
    changed: event<undefined>(),
  },
  /** The codes of one access list. */
  codeList: longList<CodesQuery, AccessCodeRow>(),
  tables: {
    /** Asks for a CSV file or a workbook and reads it; null when the dialog was closed. */
    open: invoke<undefined, OpenedTable | null>(),
    /** Reads the file opened last once more: another sheet of it, or in other letters. */
    reopen: invoke<TableReading & { id: string }, OpenedTable>(),
    /** The chosen columns of the table opened last, row by row; a missing cell is ''. */
    columns: invoke<{ id: string; columns: readonly number[]; withFirstRow: boolean }, readonly TableRow[]>(),
  },
  startLinks: {
    links: invoke<{ accounts?: readonly string[] | undefined }, readonly StartableLink[]>(),
    /** Asks where to save, then writes the people and their addresses; null when the dialog was closed. */
    save: invoke<
      { format: 'xlsx' | 'csv'; linkName: string; people: readonly StartLink[] },
      { fileName: string } | null
    >(),
    /** Shows the file saved last in its folder. */
    show: invoke<undefined, void>(),
  },
  export: {
    /** Asks where to save, then starts the job; null when the teacher closed the save dialog. */
    start: invoke<ResultsQuery, { jobId: string } | null>(),
    /** Shows the file of a finished export in its folder. */
    show: invoke<{ jobId: string }, void>(),
  },
  jobs: {
    list: invoke<undefined, readonly Job[]>(),
    cancel: invoke<{ jobId: string }, void>(),
    changed: event<Job>(),
  },
  activity: {
    /** The newest runs, requests, changes and unreadable results. */
    log: invoke<undefined, ActivityLog>(),
  },
  backups: {
    list: invoke<undefined, readonly Snapshot[]>(),
    /** What is here now, to stand beside a preview. */
    present: invoke<undefined, DatabaseContents>(),
    preview: invoke<{ name: string }, DatabaseContents>(),
    restore: invoke<{ name: string }, DatabaseContents>(),
    /** Asks where to save, then writes everything to one file; null when the dialog was closed. */
    save: invoke<{ passphrase: string | null }, { fileName: string } | null>(),
    /** Shows the backup saved last in its folder. */
    show: invoke<undefined, void>(),
    /** Asks for a backup file; null when the dialog was closed. */
    open: invoke<undefined, OpenedBackup | null>(),
    previewFile: invoke<{ id: string; passphrase: string | null }, DatabaseContents>(),
    /** Restores the file last previewed. */
    restoreFile: invoke<{ id: string }, DatabaseContents>(),
    changed: event<undefined>(),
  },
  settings: {
    get: invoke<undefined, Settings>(),
    set: invoke<SettingsChange, Settings>(),
  },
} as const

export type Contract = typeof contract
export type Group = keyof Contract

type CallsOf<G extends Group> = {
  [C in keyof Contract[G]]: Contract[G][C] extends { kind: 'invoke' } ? C : never
}[keyof Contract[G]]
type EventsOf<G extends Group> = {
  [C in keyof Contract[G]]: Contract[G][C] extends { kind: 'event' } ? C : never
}[keyof Contract[G]]

export type InputOf<Call> = Call extends Invoke<infer Input, unknown> ? Input : never
export type OutputOf<Call> = Call extends Invoke<unknown, infer Output> ? Output : never
export type PayloadOf<Call> = Call extends Event<infer Payload> ? Payload : never

// A call without input takes no argument, rather than an `undefined` at every call site.
type Arguments<Input> = [Input] extends [undefined] ? [] : [input: Input]

/** What the main process must implement, all of it or it does not compile. */
export type Handlers = {
  [G in Group]: {
    [C in CallsOf<G>]: (...input: Arguments<InputOf<Contract[G][C]>>) => Promise<OutputOf<Contract[G][C]>>
  }
}

/** What the preload puts on the window. */
export type Bridge = {
  [G in Group]: {
    [C in CallsOf<G>]: (...input: Arguments<InputOf<Contract[G][C]>>) => Promise<Envelope<OutputOf<Contract[G][C]>>>
  } & {
    [E in EventsOf<G>]: (listener: (payload: PayloadOf<Contract[G][E]>) => void) => () => void
  }
}

/** What the window's own code calls: values, or a thrown AppError. */
export type Client = {
  [G in Group]: Handlers[G] & {
    [E in EventsOf<G>]: (listener: (payload: PayloadOf<Contract[G][E]>) => void) => () => void
  }
}

/** Tells all windows of a change. */
export type Emit = <G extends Group, E extends EventsOf<G>>(
  group: G,
  name: E,
  payload: PayloadOf<Contract[G][E]>,
) => void

export const channelOf = (group: string, name: string): string => `${group}.${name}`

export const bridgeName = 'gradekeep'
