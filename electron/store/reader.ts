import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { createBirpc } from 'birpc'
import { toEnvelope } from '../../shared/errors.ts'
import { newestFirst } from '../../shared/model/filter.ts'
import { systemZone } from '../../shared/model/zone.ts'
import { callTable, isWrite } from './call-table.ts'
import { explainingFailure, openReadOnly } from './open.ts'
import { idsInOrder, resultsAmong } from './results/rows.ts'
import { Answers, type PreparedQuery, type StoreApi, storeOn } from './store-api.ts'

/**
 * The thread that answers questions on a read-only connection: in WAL mode it waits for no writer. It opens the
 * database with the first question, when the writer has created and migrated it.
 */
const port = parentPort
if (port === null) throw new Error('The store is read in a worker thread')

const file: string = workerData.file

interface Open extends Pick<ReturnType<typeof storeOn>, 'calls' | 'isPreparing' | 'ahead' | 'atRest'> {
  readonly db: Database
  readonly answers: Answers
}
let current: Open | null = null

function open(): Open {
  if (current !== null) return current
  const db = openReadOnly(file)
  const { lists, ...store } = storeOn(db)
  current = { db, ...store, answers: new Answers(db, lists) }
  return current
}

/** How long results are read ahead until the next question may be answered, in milliseconds. */
const pause = 2
/** How long a list is prepared until another question may be answered, in milliseconds. */
const preparing = 20
/** How long nothing was asked when results begin to be read that no question needs yet, in milliseconds. */
const rest = 150
let mayWork = false
let isWorking = false
let lastAsked = 0
let resting: NodeJS.Timeout | undefined

const hasWork = (each: { readonly hasWork: boolean }): boolean => each.hasWork

/** Lets results be read ahead as long as there are some to read, between questions: those arrive before each next turn. */
function workBetweenQuestions(): void {
  clearTimeout(resting)
  if (!mayWork || isWorking || current === null) return
  const { ahead, atRest } = current
  const isAtRest = performance.now() - lastAsked >= rest
  const next = ahead.find(hasWork) ?? (isAtRest ? atRest.find(hasWork) : undefined)
  if (next === undefined) {
    if (atRest.some(hasWork)) resting = setTimeout(workBetweenQuestions, rest).unref()
    return
  }
  isWorking = true
  setImmediate(() => {
    isWorking = false
    try {
      // The file may have been closed meanwhile.
      if (current?.ahead === ahead) next.work(pause)
    } catch (thrown) {
      rpc.$callEvent('failed', thrown)
    }
    workBetweenQuestions()
  })
}

function asked(): void {
  lastAsked = performance.now()
  workBetweenQuestions()
}

/** Reads in one transaction, so that a call with several steps sees one moment. */
const inOneMoment = <T>(read: (opened: Open) => T) =>
  toEnvelope(() =>
    explainingFailure(file, () => {
      const opened = open()
      opened.answers.settle()
      const answer = opened.db.transaction(() => read(opened))()
      asked()
      return answer
    }),
  )

const enveloped = Object.fromEntries(
  Object.keys(callTable)
    .filter((name) => !isWrite(name as keyof StoreApi))
    .map((name) => [
      name,
      (...input: unknown[]) => inOneMoment(({ calls }) => Reflect.apply(Reflect.get(calls, name), calls, input)),
    ]),
)

const openAnswer = (...input: Parameters<Answers['open']>) => {
  const opened = toEnvelope(() => explainingFailure(file, () => open().answers.open(...input)))
  // Not before: nothing that a start asks for waits for what is read ahead.
  mayWork = true
  asked()
  return opened
}
/** Works for some milliseconds at what a list needs. @returns whether there is more to do */
const prepareAnswer = (...asked: PreparedQuery) =>
  toEnvelope(() =>
    explainingFailure(file, () => {
      const { answers, isPreparing } = open()
      answers.settle()
      const end = performance.now() + preparing
      while (isPreparing(...asked)) if (performance.now() > end) return true
      return false
    }),
  )
const orderAnswer = () => toEnvelope(() => explainingFailure(file, () => current?.answers.settle()))
const abandonAnswer = () => toEnvelope(() => explainingFailure(file, () => current?.answers.abandon()))
const countAnswer = (...input: Parameters<Answers['count']>) => inOneMoment(({ answers }) => answers.count(...input))
const readAnswer = (...input: Parameters<Answers['rows']>) => inOneMoment(({ answers }) => answers.rows(...input))
const placeInAnswer = (...input: Parameters<Answers['placeOf']>) =>
  inOneMoment(({ answers }) => answers.placeOf(...input))
const idsOfAnswer = (...input: Parameters<Answers['ids']>) => inOneMoment(({ answers }) => answers.ids(...input))
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
port.postMessage({ opened: { ok: true, value: null } })
warmUp()

/**
 * Runs once what the first question needs, while the writer opens the database: until then it would be the first to load
 * time zones and to compile its code, which takes most of its time.
 */
function warmUp(): void {
  systemZone()
  const empty = new SqliteDatabase(':memory:')
  storeOn(empty)
  empty.close()
  idsInOrder({ filter: [], sort: newestFirst }, new Map()).compile()
  resultsAmong([0])
}
