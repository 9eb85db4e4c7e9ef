import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { BankEditKind, QuestionContent, QuestionDraft, QuestionFlaw } from '../../../shared/model/bank.ts'
import { isWritable } from '../../../shared/model/question-rules.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { plainHtml } from '../../plain-html.ts'
import { accountGuard } from '../gradebook/owned.ts'
import type { journalQueries } from '../local/journal.ts'
import { bankAdding } from './adding.ts'
import { bankCategoryEditing } from './category-editing.ts'
import { contentIn, isSame, storedContent } from './content.ts'
import { flawsIn } from './flaws.ts'
import { sentBank } from './sent.ts'
import { type EditRow, mayHaveArrived, type QuestionRow, storedBase } from './tables.ts'

/** What can be changed of several questions at once. */
export interface ManyChange {
  readonly category?: number | undefined
  readonly points?: number | undefined
  readonly correctFeedback?: string | null | undefined
  readonly incorrectFeedback?: string | null | undefined
}

export interface ManyChanged {
  readonly changed: number
  readonly flawed: readonly { readonly id: number; readonly flaws: readonly QuestionFlaw[] }[]
}

/** Letters of a question that name a step of undo. */
const longestSubject = 80

export const subjectOf = ({ question }: Pick<QuestionContent, 'question'>): string => {
  const text = plainHtml(question)
  return text.length > longestSubject ? `${text.slice(0, longestSubject - 1).toWellFormed()}…` : text
}

/**
 * Edits the bank on this computer: what is to be sent goes to the outbox in the same transaction. Every change is one step
 * of undo, as long as nothing of it was sent.
 */
export function bankEditing(db: Database, record: ReturnType<typeof journalQueries>['record']) {
  const sent = sentBank(db)
  const { tables, serviceIdOf, rebaseQuestion, versionOf, stopForConflict } = sent
  const categories = bankCategoryEditing(db, sent, record)
  const requireAccount = accountGuard(db)
  const archive = db.prepare<[number, UnixSeconds]>(
    'INSERT INTO bank_archived (question, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const unarchive = db.prepare<[number]>('DELETE FROM bank_archived WHERE question = ?')
  const setWanted = db.prepare<[0 | 1, number]>('UPDATE bank_draft SET wanted = ? WHERE question = ?')

  function required(id: number): QuestionRow {
    const row = tables.question.get(id)
    if (row === undefined) throw new AppError('question/not-found')
    return row
  }

  /** The question as it is here. */
  function draftOf(row: QuestionRow): QuestionDraft {
    const draft = tables.draft.get(row.id)
    if (draft !== undefined) return { ...contentIn(draft.content), category: draft.category }
    const category =
      row.sentCategory === null ? undefined : tables.categoryNumbered.get(row.account, 0, row.sentCategory)
    return { ...contentIn(row.sent as string), category: category?.id ?? null }
  }

  /** Queues what a question says now, or takes it from the outbox where that is nothing to send. */
  function queue(row: QuestionRow, isToSend: boolean, at: UnixSeconds): void {
    const edit = tables.editOfQuestion.get(row.id)
    if (edit !== undefined && mayHaveArrived(edit)) return
    if (!isToSend) {
      // One of a restored copy may have been sent since: a pull still has to find what it created.
      if (edit !== undefined && edit.inDoubt === 0) tables.removeEdit.run(edit.id)
      return
    }
    const kind: BankEditKind = row.questionId === null ? 'add-question' : 'change-question'
    if (edit === undefined) tables.queueQuestion.run(row.account, kind, row.id, at, storedBase(row))
    else if (edit.state === 'refused' || edit.state === 'held') {
      tables.release.run(edit.id)
      releaseNeeded(edit)
    }
    // What ClassMarker has now was not known to whoever wrote this: one of the two is to be chosen.
    const queued = tables.editOfQuestion.get(row.id)
    if (queued?.inDoubt === 0 && tables.draft.get(row.id)?.upon !== versionOf(row)) stopForConflict(queued)
  }

  /** What ClassMarker had of a question, as far as whoever writes it knew. */
  function uponOf(row: QuestionRow, opened: string | null): string | null {
    const [now, draft] = [versionOf(row), tables.draft.get(row.id)]
    if (opened === null) return draft === undefined ? now : draft.upon
    const [upon = '', shown] = opened.split('.')
    return now === shown ? now : upon || null
  }

  /**
   * Writes what a question says here.
   * @param opened names what the teacher saw of it, as `BankQuestion.opened`; null: as it is here now
   * @returns its flaws
   */
  function write(
    row: QuestionRow,
    draft: QuestionDraft,
    wanted: boolean,
    at: UnixSeconds,
    opened: string | null = null,
  ): readonly QuestionFlaw[] {
    const { category, ...content } = draft
    const edit = tables.editOfQuestion.get(row.id)
    const isAsSent =
      row.sent !== null && isSame(contentIn(row.sent), content) && serviceIdOf(category) === row.sentCategory
    if (isAsSent && (edit === undefined || !mayHaveArrived(edit))) {
      tables.dropEdit(row.id, edit)
      return []
    }
    const flaws = flawsIn(tables, row, row.account, draft)
    tables.writeDraft.run(row.id, storedContent(content), category, at, wanted ? 1 : 0, uponOf(row, opened))
    queue(row, wanted && flaws.length === 0, at)
    return flaws
  }

  function add(account: string, draft: QuestionDraft, wanted: boolean, at: UnixSeconds) {
    const id = Number(tables.insertQuestion.run(account).lastInsertRowid)
    return { id, flaws: write(required(id), draft, wanted, at) }
  }

  /** @throws AppError `question/read-only` */
  function refuseReadOnly(row: QuestionRow): void {
    if (row.sent !== null && !isWritable(contentIn(row.sent).type)) throw new AppError('question/read-only')
  }

  function refuseForeign(account: string, category: number | null): void {
    if (category !== null && tables.category.get(category)?.account !== account) {
      throw new AppError('category/not-found')
    }
  }

  function changed(row: QuestionRow, { category, ...change }: ManyChange): QuestionDraft {
    const draft = draftOf(row)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    return { ...draft, ...given, category: category ?? draft.category }
  }

  /** @returns the flaws that kept it from being changed; null where it was */
  function changeOne(row: QuestionRow, change: ManyChange, at: UnixSeconds): readonly QuestionFlaw[] | null {
    const draft = changed(row, change)
    const isHereOnly = row.sent === null
    const flaws = flawsIn(tables, row, row.account, draft)
    // What ClassMarker has stays as it is rather than becoming a draft that can never be sent.
    if (flaws.length > 0 && !isHereOnly) return flaws
    write(row, draft, isHereOnly ? tables.draft.get(row.id)?.wanted === 1 : true, at)
    return null
  }

  /** Lets held categories wait again that an edit needs. */
  function releaseNeeded({ question, category }: EditRow): void {
    let next = question === null ? category : (tables.draft.get(question)?.category ?? null)
    while (next !== null) {
      const edit = tables.editOfCategory.get(next)
      if (edit?.state === 'held') tables.release.run(edit.id)
      next = tables.category.get(next)?.parent ?? null
    }
  }

  function takeBack(id: number): boolean {
    const edit = tables.edit.get(id)
    if (edit === undefined || mayHaveArrived(edit)) return false
    if (edit.category !== null) return categories.takeBack(edit)
    const row = required(edit.question as number)
    tables.removeEdit.run(edit.id)
    if (row.sent === null) setWanted.run(0, row.id)
    else tables.removeDraft.run(row.id)
    return true
  }

  /** The name of the only one; '' where they are several. */
  const subjectOfOnly = (ids: readonly number[]): string => {
    const [only] = ids
    const row = ids.length === 1 && only !== undefined ? tables.question.get(only) : undefined
    return row === undefined ? '' : subjectOf(draftOf(row))
  }

  return {
    ...categories.calls,
    ...bankAdding(db, record, categories.add, { add, write, required, draftOf, refuseForeign, refuseReadOnly }),
    /**
     * Keeps a new or changed question, and queues it where ClassMarker would take it.
     * @param id null for a new one
     * @param opened as `BankQuestion.opened` said when the teacher began to edit; what ClassMarker changed since is not
     *   overwritten: one of the two is to be chosen then
     * @throws AppError `account/not-found`, `question/not-found`, `question/read-only`, `category/not-found`
     */
    saveBankQuestion: (
      account: string,
      id: number | null,
      draft: QuestionDraft,
      at: UnixSeconds,
      opened: string | null = null,
    ) =>
      record(id === null ? 'question-added' : 'question-changed', at, subjectOf(draft), () => {
        requireAccount(account)
        refuseForeign(account, draft.category)
        if (id === null) return add(account, draft, true, at)
        const row = required(id)
        if (row.account !== account) throw new AppError('question/not-found')
        refuseReadOnly(row)
        return { id, flaws: write(row, draft, true, at, opened) }
      }),
    /** What is wrong with a question as it is here or as it is typed. @throws AppError `question/not-found` */
    bankFlaws: (account: string, id: number | null, draft: QuestionDraft): readonly QuestionFlaw[] =>
      flawsIn(tables, id === null ? null : required(id), account, draft),
    /** Copies a question; the copy is kept here only. @throws AppError `question/not-found` */
    duplicateBankQuestion: (id: number, at: UnixSeconds): { readonly id: number } => {
      const row = required(id)
      const draft = draftOf(row)
      return record('question-added', at, subjectOf(draft), () => ({ id: add(row.account, draft, false, at).id }))
    },
    /** Changes several questions at once; one that ClassMarker would refuse stays as it is. */
    changeBankQuestions: (ids: readonly number[], change: ManyChange, at: UnixSeconds): ManyChanged =>
      record('questions-changed', at, subjectOfOnly(ids), () => {
        const flawed: { id: number; flaws: readonly QuestionFlaw[] }[] = []
        for (const id of ids) {
          const row = required(id)
          refuseForeign(row.account, change.category ?? null)
          const flaws = changeOne(row, change, at)
          if (flaws !== null) flawed.push({ id, flaws })
        }
        return { changed: ids.length - flawed.length, flawed }
      }),
    /** Archives questions on this computer, or takes them out again. */
    archiveBankQuestions: (ids: readonly number[], archived: boolean, at: UnixSeconds): void =>
      record(archived ? 'questions-archived' : 'questions-unarchived', at, subjectOfOnly(ids), () => {
        for (const id of ids) {
          required(id)
          if (archived) archive.run(id, at)
          else unarchive.run(id)
        }
      }),
    /**
     * Takes edits back: what ClassMarker has is as it is there again, and what it has not stays here only. One that is on
     * its way, or may have arrived, stays.
     */
    takeBackBankEdits: (edits: readonly number[], at: UnixSeconds) =>
      record('bank-edits-taken-back', at, '', () => {
        // The newest first: a category goes after what is in it.
        const undone = edits.toSorted((one, other) => other - one).filter(takeBack).length
        return { undone, skipped: edits.length - undone }
      }),
    /** Lets edits wait again that were refused, or that came with a restored copy, and of these what they need. */
    sendBankEditsAgain: (edits: readonly number[]): void => {
      db.transaction(() => {
        for (const id of edits) {
          const edit = tables.edit.get(id)
          if (edit === undefined) continue
          if (edit.state === 'refused' || edit.state === 'held') tables.release.run(id)
          releaseNeeded(edit)
        }
      }).immediate()
    },
    /**
     * Chooses between what was edited here and what ClassMarker has.
     * @param shown the version of ClassMarker's question beside which the teacher chose; null: as it is here now
     * @throws AppError `question/not-found`; `question/changed` where another one is here by now
     */
    resolveBankConflict: (id: number, keep: 'mine' | 'theirs', at: UnixSeconds, shown: string | null = null): void => {
      const row = required(id)
      const edit = tables.editOfQuestion.get(id)
      if (edit?.state !== 'conflict') return
      if (shown !== null && shown !== versionOf(row)) throw new AppError('question/changed')
      record('question-resolved', at, subjectOf(draftOf(row)), () => {
        if (keep === 'mine') rebaseQuestion(edit)
        else tables.dropEdit(id, edit)
      })
    },
  }
}
