import { AppError, type Envelope, toEnvelope } from '../../shared/errors.ts'
import type { AppInfo, LoginStart } from '../../shared/ipc/app.ts'
import { type Contract, channelOf, type Emit, type Handlers, type OutputOf } from '../../shared/ipc/contract.ts'
import { givesRows, type ListGroup, storedLists } from '../../shared/ipc/lists.ts'
import { schemas } from '../../shared/ipc/schemas.ts'
import { sentRows } from '../../shared/ipc/sent-rows.ts'
import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../../shared/model/answer.ts'
import { withFiles } from '../certificates/saved.ts'
import type { Core } from '../core.ts'
import { type ExportDialogs, exportJobs } from '../export/jobs.ts'
import { dataPlaceOf } from '../files/data-place.ts'
import { isInternal, type OnInternalError } from '../internal-errors.ts'
import type { ListName, Lists, Store } from '../store/api.ts'
import { accountHandlers, syncHandlers } from './accounts.ts'
import { assessmentHandlers } from './assessments.ts'
import { type BackupDialogs, backupHandlers } from './backups.ts'
import { type BankDialogs, bankHandlers } from './bank.ts'
import { type CertificatePorts, certificateHandlers } from './certificates.ts'
import { codeHandlers } from './codes.ts'
import { digestHandlers } from './digest.ts'
import { exportHandlers } from './exports.ts'
import { extraFieldHandlers } from './extra-fields.ts'
import { findHandlers } from './find.ts'
import { gradebookHandlers } from './gradebook.ts'
import { type ImportDialogs, importHandlers } from './imports.ts'
import { noteHandlers } from './notes.ts'
import { questionHandlers } from './questions.ts'
import { type StartLinkDialogs, startLinkHandlers } from './start-links.ts'
import { studentHandlers } from './students.ts'
import { type TableDialogs, tableHandlers } from './tables.ts'
import { testHandlers } from './tests.ts'
import { viewHandlers } from './views.ts'

/** What needs a desktop. */
export interface DesktopPorts
  extends ExportDialogs,
    BackupDialogs,
    TableDialogs,
    ImportDialogs,
    StartLinkDialogs,
    BankDialogs,
    CertificatePorts {
  readonly info: Omit<AppInfo, 'dataFolder' | 'keychain' | 'dataPlace'>
  openExternal(url: string): Promise<void>
  /** @param html the same as a table, for programs that take one */
  copyText(text: string, html?: string): void
  /** Makes the computer start Gradekeep at login, or stops that. */
  startAtLogin(on: boolean): Promise<void>
  /** What the system says of that. */
  loginStart(): Promise<LoginStart>
  /** The window's page has kept what was typed in it, and its window may close. */
  kept(): void
  /** Prints the window's page. @returns whether it went to a printer. @throws AppError `print/failed` */
  print(): Promise<boolean>
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
    ...storedListHandlers(store),
    app: {
      info: async () => ({
        ...desktop.info,
        dataFolder: core.dataDir,
        keychain: (await core.accounts.hasKeychain()) ? 'available' : 'unavailable',
        dataPlace: await dataPlaceOf(core.dataDir),
      }),
      loginStart: () => desktop.loginStart(),
      print: () => desktop.print(),
      openExternal: ({ url }) => desktop.openExternal(url),
      copyText: async ({ text, html }) => desktop.copyText(text, html),
      kept: async () => desktop.kept(),
    },
    accounts: accountHandlers(core),
    sync: syncHandlers(core),
    results: {
      alike: ({ filter, facts }) => store.resultsAlike(filter, facts),
      longestNames: ({ accounts }) => store.longestNames(accounts),
      detail: ({ id }) => store.resultDetail(id),
      attemptsAt: (cell) => store.attemptsAt(cell),
      changes: ({ id }) => store.changesOfResult(id),
      facets: ({ accounts }) => store.facets(accounts),
      counts: ({ filter, field }) => store.choiceCounts(filter, field),
    },
    certificates: certificateHandlers(core, desktop, exports),
    certificateList: listHandlers(store, 'certificates', { query: (query) => query, rows: withFiles }),
    renewalList: listHandlers(store, 'renewals', {
      query: ({ filter }) => ({ filter, now: clock() }),
      rows: withFiles,
    }),
    codes: codeHandlers(core),
    ...gradebookHandlers(core),
    ...studentHandlers(core),
    ...noteHandlers(core),
    ...extraFieldHandlers(core),
    ...testHandlers(core),
    ...questionHandlers(core, exports),
    ...viewHandlers(core),
    find: findHandlers(core),
    ...digestHandlers(core),
    ...importHandlers(core, desktop),
    tables: tableHandlers(core, desktop),
    startLinks: startLinkHandlers(core, desktop),
    export: exportHandlers(core, desktop, exports),
    activity: {
      log: async () => ({
        runs: await store.recentRuns(shownRuns),
        requests: await store.recentRequests(shownRequests),
        changes: await store.recentChanges(shownChanges),
        unreadable: await store.recentUnreadable(shownChanges),
      }),
    },
    bank: bankHandlers(core, desktop, exports),
    assessments: assessmentHandlers(core, desktop),
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

interface Shown<Name extends ListName, Asked, Row> {
  /** Turns the window's query into the store's. */
  query(asked: Asked): Lists[Name]['query']
  /** Turns the store's rows into the window's. */
  rows(rows: readonly Lists[Name]['row'][]): Promise<readonly Row[]>
}

type StoredName<G extends ListGroup> = (typeof storedLists)[G]
type ShownRow<G extends ListGroup> = OutputOf<Contract[G]['rows']>[number]

/**
 * The lists whose stored rows have no field that the window's lack. The others hold something that stays in this
 * process, such as the path of a file, so each has handlers of its own.
 */
type ShownAsStored = {
  [G in ListGroup]: keyof Lists[StoredName<G>]['row'] extends keyof ShownRow<G> ? G : never
}[ListGroup]

type StoredListHandlers = { readonly [G in ShownAsStored]: ReturnType<typeof asStored<StoredName<G>>> }

/** The calls on a long list, with queries and rows as the store has them. */
const asStored = <Name extends ListName>(store: Pick<Store, 'answers'>, list: Name) =>
  listHandlers<Name, Lists[Name]['query'], Lists[Name]['row']>(store, list, {
    query: (query) => query,
    rows: async (rows) => rows,
  })

const storedListHandlers = (store: Pick<Store, 'answers'>): StoredListHandlers =>
  Object.fromEntries(
    Object.entries(storedLists).map(([group, list]) => [group, asStored(store, list)]),
  ) as StoredListHandlers

/** The calls on a long list. Opening another question at the same `place` cancels the one before. */
export function listHandlers<Name extends ListName, Asked, Row>(
  { answers }: Pick<Store, 'answers'>,
  list: Name,
  shown: Shown<Name, Asked, Row>,
) {
  const asking = new Map<string, AbortController>()

  /** Cancels the open question at this place. @returns what the next question there aborts */
  function takePlace(place: string | undefined): AbortController {
    const own = new AbortController()
    if (place === undefined) return own
    asking.get(place)?.abort()
    asking.set(place, own)
    return own
  }
  /** The opened answer with the window's rows. The window learns of no answer that failed, so that one is closed. */
  async function withRows(opened: OpenedAnswer<Lists[Name]['row']>): Promise<OpenedAnswer<Row>> {
    try {
      const { opposite: far, ...answer } = opened
      const [opposite] = far === undefined ? [] : await shown.rows([far])
      return { ...answer, rows: await shown.rows(opened.rows), ...(opposite !== undefined && { opposite }) }
    } catch (thrown) {
      answers.close(opened.answer)
      throw thrown
    }
  }

  return {
    open: async ({ query, first, place }: OpenInput<Asked>): Promise<OpenedAnswer<Row>> => {
      const own = takePlace(place)
      try {
        return await withRows(await answers.open(list, shown.query(query), first, own.signal))
      } finally {
        if (place !== undefined && asking.get(place) === own) asking.delete(place)
      }
    },
    count: ({ answer }: { answer: AnswerId }) => answers.count(answer),
    rows: async ({ answer, from, to }: AnswerRange) => shown.rows(await answers.rows(list, answer, from, to)),
    placeOf: ({ answer, id }: { answer: AnswerId; id: number }) => answers.placeOf(answer, id),
    ids: ({ answer, from, to }: { answer: AnswerId; from?: number | undefined; to?: number | undefined }) =>
      answers.ids(answer, from, to),
    close: async ({ answer }: { answer: AnswerId }) => answers.close(answer),
  }
}

/** The main process's side of IPC. Only the desktop has a real one. */
export interface IpcMainPort {
  handle(channel: string, listener: (event: unknown, input: unknown) => Promise<unknown>): void
  /** Whether an event comes from the app's own window, its main frame and its own origin. */
  isTrusted(event: unknown): boolean
  send(channel: string, payload: unknown): void
}

/**
 * Called for every answered call with its channel, duration in milliseconds and error code. Never with its input or
 * output.
 */
export type CallLog = (entry: { channel: string; milliseconds: number; error: string | null }) => void

type AnyHandler = (input: unknown) => Promise<unknown>
type AnySchema = {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: unknown }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } }
}

/** Registers every call of the contract: sender check, then zod, then the handler, then an envelope. */
export function registerIpc(
  port: IpcMainPort,
  handlers: Handlers,
  log: CallLog,
  onInternalError: OnInternalError = () => undefined,
): void {
  for (const [group, calls] of Object.entries(schemas)) {
    for (const [name, schema] of Object.entries<AnySchema>(calls)) {
      const channel = channelOf(group, name)
      const handler: AnyHandler = Reflect.get(Reflect.get(handlers, group), name)
      port.handle(channel, async (event, input) => {
        const started = performance.now()
        const envelope: Envelope<unknown> = await toEnvelope(async () => {
          if (!port.isTrusted(event)) throw new AppError('ipc/untrusted-sender')
          try {
            const answer = await handler(parse(schema, input))
            return givesRows(group, name) ? sentRows(answer as Parameters<typeof sentRows>[0]) : answer
          } catch (thrown) {
            if (isInternal(thrown)) onInternalError(thrown)
            throw thrown
          }
        })
        log({
          channel,
          milliseconds: Math.round(performance.now() - started),
          error: envelope.ok ? null : envelope.error.code,
        })
        return envelope
      })
    }
  }
}

/** Sends events to the window. */
export const emitter =
  (port: Pick<IpcMainPort, 'send'>): Emit =>
  (group, name, payload) =>
    port.send(channelOf(group, String(name)), payload)

function parse(schema: AnySchema, input: unknown): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  // Passes on the field's name only: its value may be a secret typed into the wrong box.
  throw new AppError('ipc/invalid-input', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
}
