import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { BankQuery } from '../../shared/model/bank.ts'
import type { CertificatesQuery, RenewalsFilter } from '../../shared/model/certificate.ts'
import { newestFirst, type ResultsFilter } from '../../shared/model/filter.ts'
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
import { pastImportQueries } from './answers/past-imports.ts'
import { questionPages } from './answers/questions-page.ts'
import { importUndoing } from './answers/undoing.ts'
import { assessmentQueries } from './assessments/assessments.ts'
import { bankEditing } from './bank/editing.ts'
import { bankListing } from './bank/list.ts'
import { bankPulling } from './bank/pulling.ts'
import { bankQuestionPage } from './bank/question-page.ts'
import { bankReading } from './bank/reading.ts'
import { bankRereading } from './bank/rereading.ts'
import { bankSending } from './bank/sending.ts'
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
import { inOrderOf, type ListQuestion, type StoredCertificate } from './lists.ts'
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
import { attemptsBeside, resultDetail } from './results/detail.ts'
import { certificateFactsAlike, facetsOf, factsAlike, longestNames } from './results/facets.ts'
import { idsInMemory, lookUpStep, rowsInMemory } from './results/found.ts'
import { Ingest, type PageOutcome } from './results/ingest.ts'
import { type ResultsList, resultsList } from './results/list.ts'
import { readAgainQueries } from './results/reread.ts'
import { countOf, idsInOrder } from './results/rows.ts'
import { settingsQueries } from './settings.ts'
import { startQuestions } from './start-questions.ts'
import { addedStudentQueries } from './students/added.ts'
import { classCounts } from './students/class-counts.ts'
import { erasing } from './students/erase.ts'
import { erasedStudents } from './students/erased.ts'
import { inboxQueries, LikelyOnes } from './students/inbox.ts'
import { learnerNaming, learnerQueries } from './students/learners.ts'
import { mergeQueries } from './students/merges.ts'
import { namedStudentQueries } from './students/named.ts'
import { perhapsHereQueries } from './students/perhaps-here.ts'
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

interface StoreParts {
  readonly lock?: SyncLock
  readonly pushLock?: SyncLock
  readonly clock?: Clock
  /** The list of results, where it is there already. */
  readonly results?: ResultsList
}

/**
 * The calls on one connection, and the queries that open its long lists. Some are answered quickly once those in `ahead`
 * have been given the time to read all results, one after the other; those `atRest` while nothing is asked.
 */
export function storeOn(
  connection: Database,
  {
    lock = new SyncLock(connection.name),
    pushLock = new SyncLock(connection.name, 'push.lock'),
    clock = systemClock,
    results = resultsList(connection),
  }: StoreParts = {},
) {
  const { db, run, zones, columns, foundBy, list } = results
  const erased = erasedStudents(db)
  const likelyOnes = new LikelyOnes(db)
  const ingest = new Ingest(db, erased)
  const learners = learnerNaming(db)
  const assessments = assessmentQueries(db, ingest, learners.nameOf)
  const { lastSyncs, ...accounts } = accountQueries(db)
  const { forgetCodesOfNobody, ...codeLists } = codeListQueries(db)
  const { codesList, ...codePages } = codePageQueries(db)
  const { renewalsList, ...renewals } = renewalQueries(db, run, zones)
  const countedBy = (filter: ResultsFilter): number =>
    columns.count(filter) ?? run.first(countOf(filter, zones()).compile())?.n ?? 0
  const idsFound = (filter: ResultsFilter): Iterable<number> =>
    columns.find({ filter, sort: newestFirst })?.slice(0) ??
    run.ids(idsInOrder({ filter, sort: newestFirst }, zones()).compile())
  /** The same, in no order that is asked for: of many, putting them in order takes longest. */
  const found = (filter: ResultsFilter): Iterable<number> => idsInMemory(columns, filter) ?? idsFound(filter)
  const attempts = new GradedAttempts(db)
  const gradedAttempts = (): GradedAttempts => attempts
  const { gradebookList, wholeGradebook, gradebooksAhead, known, checked, ...gradebooks } = gradebookQueries(
    db,
    zones,
    gradedAttempts,
    idsFound,
  )
  const { people, studentList, studentRows, isPreparingStudents, findStudents } = studentQueries(db, gradedAttempts, {
    found,
    foundRows: (filter) => rowsInMemory(columns, filter),
    lookUp: (filter, step) => lookUpStep(columns, filter, step),
    isQuick: () => {
      // After a failure SQL answers.
      if (columns.isReading) columns.work(columnsPatience)
      return !columns.isReading
    },
  })
  const countClasses = classCounts(attempts, people, (filter) => rowsInMemory(columns, filter))
  const { testsList, isPreparingTests, pagesAhead, ...tests } = testQueries(db, gradedAttempts, zones, idsFound)
  const saved = savedGradebookQueries(db)
  const classes = classQueries(db, idsFound, learners)
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
  const answers = attemptAnswerQueries(db)
  const { attemptsByVersion, ...items } = itemQueries(db, found)
  const bank = bankListing(db, gradedAttempts, { ...items, attemptsByVersion })
  const journal = journalQueries(db, importUndoing(db, followRemoval))
  const bankKnown = bankReading(db).calls
  const digests = digestQueries(db, {
    zones,
    marks,
    gapsOf: (account) => syncStates.syncState(account).gaps.length,
    waitingCodes: outbox.waitingCodes,
    waitingQuestions: (of) => {
      const { questions, categories, stopped } = bankKnown.bankWaiting(of)
      return questions + categories + stopped
    },
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
    ...startQuestions(db).calls,
    ...syncStates,
    ...readAgainQueries(db, assessments.readSubmissionAgain),
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
    ...studentPageQueries(db, zones, gradedAttempts),
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
        ...addedStudentQueries(db, learners),
        ...learnerQueries(db, learners),
      },
      clock,
    ),
    ...inboxQueries(db, likelyOnes),
    ...perhapsHereQueries(db),
    ...digests.calls,
    ...journal.calls,
    ...erasing(db, forgetHandedIn, erased.noteErased, followRemoval),
    ...answers,
    ...items,
    ...questionPages(db, items, answers, zones),
    ...importMatching(db, erased).calls,
    ...pastImportQueries(db),
    ...bankKnown,
    ...bankQuestionPage(db, bank),
    ...bankPulling(db),
    ...bankRereading(db),
    ...bankSending(db),
    ...bankEditing(db, journal.record),
    ...assessments.calls,
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
      choiceCounts({ run, columns, countClasses, zones: zones() }, filter, field),
    facets: (chosen: readonly string[] | undefined): Facets => facetsOf(run, columns, chosen, zones()),
  }
  const lists = {
    results: list,
    certificates: (query: CertificatesQuery): ListQuestion<StoredCertificate> => ({
      ...foundBy({ ...query, filter: onlyCertificates(query.filter) }),
      rows: (ids) => inOrderOf(ids, run.all(certificatesAmong(ids).compile()).map(certificatesIn(zones()))),
    }),
    /** `now` decides which certificates are due. */
    renewals: ({ filter, now }: { readonly filter: RenewalsFilter; readonly now: UnixSeconds }) =>
      renewalsList(filter, now),
    codes: codesList,
    gradebook: gradebookList,
    students: studentList,
    tests: testsList,
    bank: bank.bankList,
  }
  /** Works one slice at what a list needs. @returns whether there is more to do */
  const isPreparing = (...[list, query]: PreparedQuery): boolean => {
    if (list === 'bank') return bank.isPreparingBank()
    return list === 'students' ? isPreparingStudents(query) : isPreparingTests(query)
  }
  const [ahead, atRest] = [
    [columns, digests.arrivals, likelyOnes],
    [gradebooksAhead, pagesAhead, bank.faces, bank.figures],
  ]
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

export type PreparedQuery =
  | [list: 'students', query: StudentsQuery]
  | [list: 'tests', query: TestsQuery]
  | [list: 'bank', query: BankQuery]

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
