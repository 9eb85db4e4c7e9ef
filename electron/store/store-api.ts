import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { CertificatesQuery, RenewalsFilter } from '../../shared/model/certificate.ts'
import { newestFirst, type ResultsFilter, type ResultsQuery } from '../../shared/model/filter.ts'
import type { CellRef } from '../../shared/model/gradebook.ts'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import type {
  AttemptRow,
  CertificateFact,
  ChoiceCount,
  CountedField,
  Facets,
  ResultDetail,
  ResultFact,
  ResultRow,
} from '../../shared/model/results-view.ts'
import type { StudentsQuery } from '../../shared/model/student.ts'
import type { TestsQuery } from '../../shared/model/test-figures.ts'
import { type Clock, systemClock, type UnixSeconds } from '../../shared/model/time.ts'
import { accountQueries, discoveryQueries } from './accounts/accounts.ts'
import { handMadeQueries } from './accounts/hand-made.ts'
import { attemptAnswerQueries } from './answers/attempt-answers.ts'
import { itemQueries } from './answers/items.ts'
import { importKeeping } from './answers/keeping.ts'
import { importMatching } from './answers/matches.ts'
import { importUndoing } from './answers/undoing.ts'
import { preparingLate, QueryRunner } from './builder.ts'
import {
  certificateFileQueries,
  certificatesAmong,
  certificatesIn,
  onlyCertificates,
} from './certificates/certificates.ts'
import { certificateLookup } from './certificates/lookup.ts'
import { renewalQueries } from './certificates/renewals.ts'
import { codeEdits } from './codes/edits.ts'
import { codeJournalQueries } from './codes/journal.ts'
import { codeListQueries, startLinkQueries } from './codes/lists.ts'
import { codePageQueries } from './codes/page.ts'
import { outboxSending } from './codes/sending.ts'
import { codeUndo } from './codes/undo.ts'
import { Columns } from './columns/columns.ts'
import { contentsQueries } from './contents.ts'
import { digestQueries } from './digest/digest.ts'
import { digestMarks } from './digest/marks.ts'
import { GradedAttempts } from './gradebook/attempts.ts'
import { checkQueries } from './gradebook/checks/checks.ts'
import { classQueries } from './gradebook/classes.ts'
import { gradebookQueries } from './gradebook/gradebook.ts'
import { handInQueries } from './gradebook/hand-ins.ts'
import { overrideQueries } from './gradebook/overrides.ts'
import { savedGradebookQueries } from './gradebook/saved.ts'
import type { ListQuestion, StoredCertificate, WholeOrder } from './lists.ts'
import { definitionQueries } from './local/definitions.ts'
import { extraFieldQueries } from './local/extra-fields.ts'
import { hiddenQueries } from './local/hidden.ts'
import { journalQueries } from './local/journal.ts'
import { recordedChanges } from './local/recorded.ts'
import { viewQueries } from './local/views.ts'
import { SyncLock } from './locks.ts'
import { labelQueries } from './notes/labels.ts'
import { noteQueries } from './notes/notes.ts'
import { choiceCounts } from './results/counts.ts'
import { alikeInMemory, certificateFactsAlike, facetsOf, factsAlike, longestNames } from './results/facets.ts'
import { Ingest, type PageOutcome } from './results/ingest.ts'
import { readAgainQueries } from './results/reread.ts'
import {
  attemptsBeside,
  countOf,
  idsInOrder,
  marksOf,
  resultDetail,
  resultsAmong,
  toResultRow,
} from './results/rows.ts'
import { settingsQueries } from './settings.ts'
import { addedStudentQueries } from './students/added.ts'
import { erasing } from './students/erase.ts'
import { erasedStudents } from './students/erased.ts'
import { inboxQueries, LikelyOnes } from './students/inbox.ts'
import { mergeQueries } from './students/merges.ts'
import { namedStudentQueries } from './students/named.ts'
import { studentQueries } from './students/student-list.ts'
import { studentPageQueries } from './students/student-page.ts'
import { verdictQueries } from './students/verdicts.ts'
import { activityQueries } from './sync-state/activity.ts'
import { syncStateQueries } from './sync-state/sync-state.ts'
import { testQueries } from './tests/tests.ts'
import { webhookSourceQueries } from './webhooks/sources.ts'

/** How long a question that can wait reads results ahead itself, in milliseconds. */
const columnsPatience = 10

/**
 * Whether another program wrote to the database since this was asked before: 1, or 0 where none did and the first time.
 * Asked in the thread that writes, so that its own writes do not count.
 */
function othersNotice(db: Database): () => 0 | 1 {
  let known: unknown = null
  return () => {
    const now = db.pragma('data_version', { simple: true })
    const isNew = known !== null && now !== known
    known = now
    return isNew ? 1 : 0
  }
}

/** Everything the rest of the program may ask of the database. Each call is one transaction or one query. */
export const createStoreApi = (...on: Parameters<typeof storeOn>) => storeOn(...on).calls

/**
 * The calls on one connection, and the queries that open its long lists. Some are answered quickly once those in `ahead`
 * have been given the time to read all results, one after the other; those `atRest` while nothing is asked.
 */
export function storeOn(
  connection: Database,
  lock: SyncLock = new SyncLock(connection.name),
  pushLock: SyncLock = new SyncLock(connection.name, 'push.lock'),
  clock: Clock = systemClock,
) {
  const db = preparingLate(connection)
  const erased = erasedStudents(db)
  const likelyOnes = new LikelyOnes(db)
  const ingest = new Ingest(db, erased)
  const run = new QueryRunner(connection)
  const { zones, lastSyncs, ...accounts } = accountQueries(db)
  const { forgetCodesOfNobody, ...codeLists } = codeListQueries(db)
  const { codesList, ...codePages } = codePageQueries(db)
  const { renewalsList, ...renewals } = renewalQueries(db, run, zones)
  const columns = new Columns(db, zones)
  const countedBy = (filter: ResultsFilter): number =>
    columns.count(filter) ?? run.first(countOf(filter, zones()).compile())?.n ?? 0
  const foundBy = (query: ResultsQuery): Pick<ListQuestion<unknown>, 'ids' | 'whole' | 'alike' | 'opposite'> => {
    const found = columns.find(query)
    if (found === null) return { ids: (limit) => run.ids(idsInOrder(query, zones()).compile(), limit) }
    const alike = () => alikeInMemory(found)
    return { ids: (limit = found.count) => found.first(limit), whole: found, alike, opposite: found.opposite }
  }

  const idsFound = (filter: ResultsFilter): Iterable<number> =>
    columns.find({ filter, sort: newestFirst })?.ids ??
    run.ids(idsInOrder({ filter, sort: newestFirst }, zones()).compile())
  const attempts = new GradedAttempts(db)
  const gradedAttempts = (): GradedAttempts => attempts
  const { gradebookList, wholeGradebook, gradebooksAhead, known, checked, ...gradebooks } = gradebookQueries(
    db,
    zones,
    gradedAttempts,
    idsFound,
  )
  const { studentList, studentRows, isPreparingStudents, findStudents } = studentQueries(
    db,
    gradedAttempts,
    (filter) => columns.idsOf(filter) ?? idsFound(filter),
    () => {
      // After a failure SQL answers.
      if (columns.isReading) columns.work(columnsPatience)
      return !columns.isReading
    },
  )
  const { testsList, isPreparingTests, ...tests } = testQueries(db, gradedAttempts, zones, idsFound)
  const saved = savedGradebookQueries(db)
  const classes = classQueries(db, idsFound)
  const { forgetHandedIn, ...handIns } = handInQueries(db, known, saved.savedGradebook)
  const syncStates = syncStateQueries(db)
  const activity = activityQueries(db)
  const outbox = outboxSending(db)
  const marks = digestMarks(db)
  const webhookSources = webhookSourceQueries(db)
  const { dropGoneResults } = definitionQueries(db)
  const followRemoval = () => {
    dropGoneResults()
    marks.followRemoval()
  }
  const journal = journalQueries(db, importUndoing(db, followRemoval))
  const digests = digestQueries(db, {
    zones,
    marks,
    gapsOf: (account) => syncStates.syncState(account).gaps.length,
    waitingCodes: outbox.waitingCodes,
  })
  const { allGradebookChecks, ...checks } = checkQueries({
    checked,
    accounts: () =>
      lastSyncs().map((account) => {
        const { coverage, gaps } = syncStates.syncState(account.id)
        return { ...account, coverage, gaps, unreadable: activity.countUnreadable(account.id) }
      }),
    changesSinceHandIn: handIns.changesSinceHandIn,
  })

  const calls = {
    ...accounts,
    /**
     * Removes an account with everything of it: also the keys of its codes, what gradebooks of other accounts and the
     * steps of undo held of its students, and the text in the desk's index that SQLite would only clean up some day.
     */
    removeAccount: (id: string): void => {
      db.transaction(() => {
        forgetHandedIn((row) => row.account === id)
        journal.forgetSteps()
        accounts.removeAccount(id)
        followRemoval()
        forgetCodesOfNobody()
        db.exec(`INSERT INTO certificate_search (certificate_search) VALUES ('optimize')`)
      }).immediate()
    },
    ...handMadeQueries(db),
    ...syncStates,
    ...readAgainQueries(db),
    ...discoveryQueries(db),
    ...activity,
    ...settingsQueries(db),
    ...contentsQueries(db),
    ...codeLists,
    ...codePages,
    ...codeJournalQueries(db),
    ...codeEdits(db),
    ...codeUndo(db),
    ...outbox,
    ...startLinkQueries(db),
    ...certificateLookup(db, run, zones, columns),
    ...certificateFileQueries(db, run, zones),
    ...renewals,
    ...gradebooks,
    ...tests,
    ...checks,
    ...handIns,
    ...studentPageQueries(db, zones),
    ...namedStudentQueries(db, run, zones),
    findStudents,
    ...recordedChanges(
      db,
      journal.record,
      {
        ...saved,
        ...classes,
        ...overrideQueries(db),
        ...mergeQueries(db),
        ...noteQueries(db),
        ...labelQueries(db),
        ...extraFieldQueries(db),
        ...webhookSources.calls,
        ...hiddenQueries(db),
        ...viewQueries(db),
        ...verdictQueries(db),
        ...addedStudentQueries(db, classes.knownStudents),
      },
      clock,
    ),
    ...inboxQueries(db, likelyOnes),
    ...digests.calls,
    ...journal.calls,
    ...erasing(db, forgetHandedIn, erased.noteErased, followRemoval),
    ...attemptAnswerQueries(db),
    ...itemQueries(db, (filter) => columns.idsOf(filter) ?? idsFound(filter)),
    ...importMatching(db, erased).calls,
    ...importKeeping(db, erased, journal.record, webhookSources.countPayload),
    erasedDigests: erased.erasedDigests,
    acquireSyncLock: (): boolean => lock.acquire(),
    releaseSyncLock: (): void => lock.release(),
    acquirePushLock: (): boolean => pushLock.acquire(),
    releasePushLock: (): void => pushLock.release(),
    noticeOthers: othersNotice(connection),
    applyPage: (page: ReceivedPage): PageOutcome => ingest.apply(page),
    countResults: countedBy,
    /** Which of these facts are the same for all results of a filter. */
    resultsAlike: (filter: ResultsFilter, facts: readonly ResultFact[]): ResultFact[] =>
      factsAlike(run, columns, filter, facts, zones()),
    /** The longest names of students, from which a list computes its column width. */
    longestNames: (accounts: readonly string[] | undefined): string[] => longestNames(run, accounts),
    certificatesAlike: (filter: ResultsFilter, facts: readonly CertificateFact[]): CertificateFact[] =>
      certificateFactsAlike(run, columns, filter, facts, zones()),
    countCertificates: (filter: ResultsFilter): number => countedBy(onlyCertificates(filter)),
    attemptsAt: ({ account, key, testId }: CellRef): AttemptRow[] =>
      attemptsBeside(run, { account_id: account, student: key, test_id: testId }),
    resultDetail: (id: number): ResultDetail => {
      const detail = resultDetail(run, id, zones())
      if (detail === null) throw new AppError('result/not-found')
      return detail
    },
    choiceCounts: (filter: ResultsFilter, field: CountedField): ChoiceCount[] =>
      choiceCounts(run, columns, filter, field, zones()),
    facets: (chosen: readonly string[] | undefined): Facets => facetsOf(run, columns, chosen, zones()),
  }
  const lists = {
    results: (query: ResultsQuery): ListQuestion<ResultRow> => ({
      ...foundBy(query),
      rows: (ids) => {
        const marks = marksOf(run, ids)
        const marked = (row: ResultRow) => {
          const own = marks.get(row.id)
          return own === undefined ? row : { ...row, marks: own }
        }
        return inOrder(ids, run.all(resultsAmong(ids)).map(toResultRow).map(marked))
      },
    }),
    certificates: (query: CertificatesQuery): ListQuestion<StoredCertificate> => ({
      ...foundBy({ ...query, filter: onlyCertificates(query.filter) }),
      rows: (ids) => inOrder(ids, run.all(certificatesAmong(ids).compile()).map(certificatesIn(zones()))),
    }),
    /** `now` decides which certificates are due. */
    renewals: ({ filter, now }: { readonly filter: RenewalsFilter; readonly now: UnixSeconds }) =>
      renewalsList(filter, now),
    codes: codesList,
    gradebook: gradebookList,
    students: studentList,
    tests: testsList,
  }
  /** Works one slice at what a list needs. @returns whether there is more to do */
  const isPreparing = (...[list, query]: PreparedQuery): boolean =>
    list === 'students' ? isPreparingStudents(query) : isPreparingTests(query)
  const [ahead, atRest] = [[columns, digests.arrivals, likelyOnes], [gradebooksAhead]]
  const { wholeDigest } = digests
  return {
    calls,
    lists,
    columns,
    ahead,
    atRest,
    wholeGradebook,
    wholeDigest,
    allGradebookChecks,
    studentRows,
    isPreparing,
  }
}

function inOrder<Row extends { readonly id: number }>(ids: readonly number[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export type PreparedQuery = [list: 'students', query: StudentsQuery] | [list: 'tests', query: TestsQuery]

export type StoreApi = ReturnType<typeof createStoreApi>

/** Every long list: one is an entry among `lists` above, and all else is derived from it. */
type StoredLists = ReturnType<typeof storeOn>['lists']

export type ListName = keyof StoredLists

/** The long lists: the query and the rows of each. */
export type Lists = {
  readonly [Name in ListName]: {
    readonly query: Parameters<StoredLists[Name]>[0]
    readonly row: ReturnType<ReturnType<StoredLists[Name]>['rows']>[number]
  }
}

type ListQuestions = {
  readonly [Name in ListName]: (query: Lists[Name]['query']) => ListQuestion<Lists[Name]['row']>
}

const wholeOrder = (ids: readonly number[]): WholeOrder => ({ ids: Float64Array.from(ids), count: ids.length })

interface Kept {
  readonly list: ListName
  readonly question: ListQuestion<unknown>
  order: WholeOrder | { readonly failure: unknown } | null
}

/**
 * The open lists of one read-only connection. A list is opened in one transaction: it returns the first rows at once
 * and then computes the whole order, so that rows, count and places are of one moment.
 */
export class Answers {
  readonly #db: Database
  readonly #lists: ListQuestions
  readonly #kept = new Map<AnswerId, Kept>()
  /** The opened list whose order is not computed yet; its transaction is still open. */
  #unordered: Kept | null = null

  constructor(db: Database, lists: ListQuestions) {
    this.#db = db
    this.#lists = lists
  }

  /** Opens a list under a number not used before. */
  open<Name extends ListName>(
    answer: AnswerId,
    list: Name,
    query: Lists[Name]['query'],
    first: number,
  ): OpenedAnswer<Lists[Name]['row']> {
    this.settle()
    this.#db.exec('BEGIN')
    try {
      const question = this.#lists[list](query)
      const ids = question.ids(first)
      const isWhole = ids.length < first
      const far = isWhole ? undefined : question.opposite?.()
      const rows = question.rows(ids)
      const [opposite] = far === undefined ? [] : question.rows([far])
      const order = isWhole ? wholeOrder(ids) : (question.whole ?? null)
      const kept: Kept = { list, question, order }
      const alike = isWhole ? undefined : question.alike?.()
      this.#kept.set(answer, kept)
      if (order !== null) this.#db.exec('COMMIT')
      else this.#unordered = kept
      return { answer, rows, count: order?.count ?? null, ...(alike && { alike }), ...(opposite && { opposite }) }
    } catch (thrown) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK')
      throw thrown
    }
  }

  /**
   * Computes the order of the list opened last, unless it is done or the list was closed. Call it before any other
   * query.
   */
  settle(): void {
    const unordered = this.#unordered
    if (unordered === null) return
    this.#unordered = null
    try {
      if ([...this.#kept.values()].includes(unordered)) {
        unordered.order = wholeOrder(unordered.question.ids())
      }
    } catch (failure) {
      // Thrown when somebody asks for the order.
      unordered.order = { failure }
    } finally {
      if (this.#db.inTransaction) this.#db.exec('COMMIT')
    }
  }

  /** Forgets the list opened last without computing its order. */
  abandon(): void {
    for (const [answer, kept] of this.#kept) if (kept === this.#unordered) this.#kept.delete(answer)
    this.settle()
  }

  count(answer: AnswerId): number {
    return this.#order(answer).count
  }

  rows<Name extends ListName>(list: Name, answer: AnswerId, from: number, to: number): readonly Lists[Name]['row'][] {
    const ids = [...this.#order(answer).ids.subarray(from, to)]
    const kept = this.#kept.get(answer)
    if (kept?.list !== list) throw new AppError('answer/gone')
    // `list` is the one it was opened with, so the rows are of that list.
    return ids.length === 0 ? [] : (kept.question.rows(ids) as readonly Lists[Name]['row'][])
  }

  placeOf(answer: AnswerId, id: number): number | null {
    const place = this.#order(answer).ids.indexOf(id)
    return place === -1 ? null : place
  }

  ids(answer: AnswerId, from = 0, to?: number): number[] {
    return [...this.#order(answer).ids.subarray(from, to)]
  }

  close(answer: AnswerId): void {
    const kept = this.#kept.get(answer)
    this.#kept.delete(answer)
    if (kept === this.#unordered) this.settle()
  }

  /** @throws AppError `answer/gone`, and whatever failed while computing the order */
  #order(answer: AnswerId): WholeOrder {
    this.settle()
    const order = this.#kept.get(answer)?.order
    if (order === undefined || order === null) throw new AppError('answer/gone')
    if ('failure' in order) throw order.failure
    return order
  }
}
