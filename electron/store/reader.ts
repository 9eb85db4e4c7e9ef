import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { createBirpc } from 'birpc'
import { toEnvelope } from '../../shared/errors.ts'
import { newestFirst } from '../../shared/model/filter.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { systemZone } from '../../shared/model/zone.ts'
import { callTable, isWrite, type ReadName } from './call-table.ts'
import { OpenLock } from './locks.ts'
import { envelopeOf, openAsClosed, openReadOnly } from './open.ts'
import { Answers, type ListQuestions } from './open-lists.ts'
import { type ResultsList, resultsList } from './results/list.ts'
import { idsInOrder, resultsAmong } from './results/rows.ts'
import { startQuestions } from './start-questions.ts'
import type { PreparedQuery, StoreApi, storeOn } from './store-api.ts'

/**
 * The thread that answers questions on a read-only connection: in WAL mode it waits for no writer. It opens a database
 * that this program closed at once, and any other with the first question, when the writer has created, checked and
 * migrated it.
 */
const port = parentPort
if (port === null) throw new Error('The store is read in a worker thread')

const file: string = workerData.file
const openLock = new OpenLock(file)

type Whole = Pick<ReturnType<typeof storeOn>, 'calls' | 'isPreparing' | 'ahead' | 'atRest'>

interface Open {
  readonly db: Database
  readonly results: ResultsList
  readonly lists: Partial<ListQuestions>
  readonly answers: Answers
  readonly start: ReturnType<typeof startQuestions>
  /** All else, from the first question on that needs it. */
  whole: Whole | null
}
let current: Open | null = null
let isLoading = false

function open(): Open {
  current ??= openedOn(openReadOnly(file))
  return current
}

function openedOn(db: Database): Open {
  const results = resultsList(db)
  const lists: Partial<ListQuestions> = { results: results.list }
  // Before one of the others is opened, it is there.
  const answers = new Answers(db, lists as ListQuestions)
  return { db, results, lists, answers, start: startQuestions(results.db), whole: null }
}

const load = () => import('./store-api.ts')
const loadSettings = () => import('./settings.ts')

/** The calls that have one of this name: what a start asks does not wait until all of the store is loaded. */
async function callsWith(name: ReadName): Promise<Partial<StoreApi>> {
  const opened = open()
  const { start, results } = opened
  if (opened.whole !== null) return opened.whole.calls
  if (name in start.calls) return start.calls
  if (name !== 'settings') return (await whole(opened)).calls
  if (!start.isAnythingSet()) return { settings: () => defaultSettings }
  return (await loadSettings()).settingsQueries(results.db)
}

/** Makes all but the list of results, which a first page would otherwise wait for. */
async function whole(opened: Open): Promise<Whole> {
  if (opened.whole !== null) return opened.whole
  // The question that needs it waits for nothing else.
  isLoading = true
  try {
    const { storeOn } = await load()
    const { lists, ...store } = storeOn(opened.db, { results: opened.results })
    Object.assign(opened.lists, lists)
    opened.whole = store
    return store
  } finally {
    isLoading = false
    workBetweenQuestions()
  }
}

const guarded = <T>(work: () => T | Promise<T>) => envelopeOf(file, work)

/** How long results are read ahead until the next question may be answered, in milliseconds. */
const pause = 2
/** How long a list is prepared until another question may be answered, in milliseconds. */
const preparing = 20
/** How long a start asks nothing before all of the store is loaded, in milliseconds. */
const loadAfter = 20
/** How long nothing was asked when results begin to be read that no question needs yet, in milliseconds. */
const rest = 150
let mayWork = false
let isWorking = false
/** What failed since the last question: the others go on. */
const failed = new Set<unknown>()
let lastAsked = 0
let resting: NodeJS.Timeout | undefined
let loading: NodeJS.Timeout | undefined
let isLoaded = false

interface BetweenQuestions {
  readonly hasWork: boolean
  work(milliseconds: number): void
}

function tellFailure(each: BetweenQuestions, thrown: unknown): void {
  failed.add(each)
  rpc.$callEvent('failed', thrown)
}

function hasWork(each: BetweenQuestions): boolean {
  try {
    return !failed.has(each) && each.hasWork
  } catch (thrown) {
    tellFailure(each, thrown)
    return false
  }
}

/** Lets results be read ahead as long as there are some to read, between questions: those arrive before each next turn. */
function workBetweenQuestions(): void {
  clearTimeout(resting)
  if (!mayWork || isWorking) return
  isWorking = true
  // Not at once: no answer waits until it is known whether there is anything to do.
  setImmediate(() => {
    isWorking = false
    if (workSome()) workBetweenQuestions()
  })
}

/** @returns whether there was anything to do */
function workSome(): boolean {
  // The file may have been closed meanwhile.
  if (current === null || isLoading) return false
  const { ahead, atRest } = current.whole ?? { ahead: [current.results.columns], atRest: [] }
  const isAtRest = performance.now() - lastAsked >= rest
  const next = ahead.find(hasWork) ?? (isAtRest ? atRest.find(hasWork) : undefined)
  try {
    next?.work(pause)
  } catch (thrown) {
    if (next !== undefined) tellFailure(next, thrown)
  }
  if (next === undefined && isAtRest) loadRest()
  if (next === undefined && (!isLoaded || atRest.some(hasWork)))
    resting = setTimeout(workBetweenQuestions, rest).unref()
  return next !== undefined
}

function asked(): void {
  lastAsked = performance.now()
  failed.clear()
  workBetweenQuestions()
  loadSoon()
}

/**
 * Loads what no question needs yet, with the time zones: while a window starts, or once results are read and nothing is
 * asked. Not much later, because an upgrade may replace its files at any time. A failure is told to the first question that needs it.
 */
function loadRest(): void {
  if (isLoaded) return
  isLoaded = true
  load()
    .then(() => systemZone())
    .catch(() => undefined)
}

function loadSoon(): void {
  clearTimeout(loading)
  if (!mayWork) loading = setTimeout(loadRest, loadAfter).unref()
}

/** Reads in one transaction, so that a call with several steps sees one moment. */
function inOneMoment<T>({ db, answers }: Open, read: () => T): T {
  answers.settle()
  const answer = db.transaction(read)()
  asked()
  return answer
}

const enveloped = Object.fromEntries(
  Object.keys(callTable)
    .filter((name) => !isWrite(name as keyof StoreApi))
    .map((name) => [
      name,
      (...input: unknown[]) =>
        guarded(async () => {
          const calls = await callsWith(name as ReadName)
          return inOneMoment(open(), () => Reflect.apply(Reflect.get(calls, name), calls, input))
        }),
    ]),
)

const openAnswer = async (...[answer, list, ...rest]: Parameters<Answers['open']>) => {
  const opening = await guarded(async () => {
    const opened = open()
    if (!(list in opened.lists)) await whole(opened)
    return opened.answers.open(answer, list, ...rest)
  })
  // Not before: nothing that a start asks for waits for what is read ahead.
  mayWork = true
  asked()
  return opening
}
/** Works for some milliseconds at what a list needs. @returns whether there is more to do */
const prepareAnswer = (...asked: PreparedQuery) =>
  guarded(async () => {
    const { isPreparing } = await whole(open())
    open().answers.settle()
    const end = performance.now() + preparing
    while (isPreparing(...asked)) if (performance.now() > end) return true
    return false
  })
const ofAnswers = <T>(read: (answers: Answers) => T) => guarded(() => inOneMoment(open(), () => read(open().answers)))
const orderAnswer = () => guarded(() => current?.answers.settle())
const abandonAnswer = () => guarded(() => current?.answers.abandon())
const countAnswer = (...input: Parameters<Answers['count']>) => ofAnswers((answers) => answers.count(...input))
const readAnswer = (...input: Parameters<Answers['rows']>) => ofAnswers((answers) => answers.rows(...input))
const placeInAnswer = (...input: Parameters<Answers['placeOf']>) => ofAnswers((answers) => answers.placeOf(...input))
const idsOfAnswer = (...input: Parameters<Answers['ids']>) => ofAnswers((answers) => answers.ids(...input))
const closeAnswer = (...input: Parameters<Answers['close']>) => toEnvelope(() => current?.answers.close(...input))

/** Closes the file so that another can replace it; the next question opens that one. */
const release = () =>
  toEnvelope(() => {
    current?.db.close()
    current = null
  })

const close = () => {
  current?.db.close()
  current = null
  openLock.release()
  port.close()
}

const rpc = createBirpc<{ failed(thrown: unknown): void }>(
  {
    ...enveloped,
    openAnswer,
    prepareAnswer,
    orderAnswer,
    abandonAnswer,
    countAnswer,
    readAnswer,
    placeInAnswer,
    idsOfAnswer,
    closeAnswer,
    release,
    close,
  },
  { post: (message) => port.postMessage(message), on: (listen) => port.on('message', listen) },
)
const closed = openAsClosed(file, openLock)
if (closed !== null) current = openedOn(closed)
port.postMessage({ opened: { ok: true, value: closed !== null } })
if (closed === null) warmUp()
loadSoon()

/**
 * Runs once what the first page needs, while the writer opens the database: it would otherwise be the first to compile its
 * code, which takes most of its time.
 */
function warmUp(): void {
  const empty = new SqliteDatabase(':memory:')
  resultsList(empty)
  empty.close()
  idsInOrder({ filter: [], sort: newestFirst }, new Map()).compile()
  resultsAmong([0])
  // Whoever chose a setting waits for it with the first page. A failure is told to the question that needs it.
  loadSettings().catch(() => undefined)
}
