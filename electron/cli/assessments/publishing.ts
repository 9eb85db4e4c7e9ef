import { rebuildError } from '../../../shared/errors.ts'
import {
  type AssessmentDraftContent,
  type AssessmentRow,
  type DraftFlaw,
  draftFlaws,
  type SentAssessment,
} from '../../../shared/model/assessment.ts'
import { translator } from '../../../shared/translate.ts'
import { accountsAt } from '../chosen-accounts.ts'
import { type CommandContext, numberOf, usage } from '../command.ts'
import { cliSentence, exitStatus, statusOfOutcome } from '../failures.ts'
import { plainText, printJson, progressLine, write } from '../terminal.ts'
import { onePlatform } from './chosen.ts'
import { assessmentDocument, assessmentLine, draftDocument, rejectedDraft, rejectedLines } from './documents.ts'

export interface CreateOptions {
  readonly course: string
  readonly title: string
  readonly pass: string
  readonly minutes?: string
}

const flawWords: Readonly<Record<DraftFlaw['field'], string>> = {
  course: '--course needs the ID of a course.',
  title: '--title needs between 3 and 200 characters.',
  passingScore: '--pass needs a whole number from 1 to 100.',
  timeLimit: '--minutes needs a whole number from 1 on; without it there is no time limit.',
}

/** What a new assessment is to be. @throws AppError `usage/invalid` for what the service would refuse */
export function contentOf({ course, title, pass, minutes }: CreateOptions): AssessmentDraftContent {
  const content: AssessmentDraftContent = {
    courseId: course,
    title,
    passingScore: numberOf('pass', pass),
    timeLimitMinutes: minutes === undefined ? null : numberOf('minutes', minutes),
    questions: [],
  }
  const flaws = draftFlaws(content)
  if (flaws.length > 0) throw usage(flaws.map(({ field }) => flawWords[field]).join(' '))
  return content
}

const words = translator({
  pending_one: '{{count}} assessment waits to be published: `gradekeep assessments push`.\n',
  pending_other: '{{count}} assessments wait to be published: `gradekeep assessments push`.\n',
  published_one: '{{count}} assessment published',
  published_other: '{{count}} assessments published',
})

/** The drafts of some accounts that wait, and those that were refused or cannot be told apart. */
export async function draftsOf(accounts: readonly string[], { core }: CommandContext) {
  const drafts = await core.store.assessmentDrafts(accounts)
  const pending = drafts.filter(({ state }) => state === 'waiting' || state === 'sending').length
  const rejected = drafts.filter(({ state }) => state === 'refused' || state === 'unclear').map(rejectedDraft)
  return { drafts, pending, rejected }
}

/** Queues an assessment. Nothing is sent. */
export async function createAssessment(content: AssessmentDraftContent, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { id: account } = await onePlatform(context)
  const { id } = await core.store.saveAssessmentDraft(account, null, content, core.clock())
  await core.store.publishAssessment(id, core.clock())
  const { drafts, pending, rejected } = await draftsOf([account], context)
  const created = drafts.filter((draft) => draft.id === id)
  if (json) await printJson(terminal, { assessments: created.map(draftDocument), pending, rejected })
  else await write(terminal.out, words('pending', { count: pending }))
  return exitStatus.done
}

/** Publishes what waits. Waiting on is no failure; that something was refused is. */
export async function pushAssessments(context: CommandContext): Promise<number> {
  const { terminal, json } = context
  const accounts = (await accountsAt('assessments', context)).filter(({ archived }) => !archived).map(({ id }) => id)
  const { published, ...ended } = await publishEach(accounts, context)
  const { pending, rejected } = await draftsOf(accounts, context)
  if (json) await printJson(terminal, { assessments: published.map(assessmentDocument), pending, rejected })
  else {
    await write(terminal.out, published.map(assessmentLine).join(''))
    const told = rejected.map(({ title, ...why }) => ({ what: title, ...why }))
    await write(terminal.err, rejectedLines(told) + (pending > 0 ? words('pending', { count: pending }) : ''))
  }
  if (ended.status !== exitStatus.done) return ended.status
  return ended.refused > 0 ? exitStatus.failed : exitStatus.done
}

/** Publishes for one account after the other; a failure does not stop the others. */
async function publishEach(accounts: readonly string[], context: CommandContext) {
  const { core, terminal, stopped } = context
  const drafts = await core.store.accountsWithDrafts()
  const published: AssessmentRow[] = []
  let [status, refused]: [number, number] = [exitStatus.done, 0]
  for (const account of accounts.filter((id) => drafts.includes(id))) {
    const line = progressLine(terminal)
    const report = ({ done, total }: { readonly done: number; readonly total: number }) =>
      line.show(total === 0 ? 0 : done / total, words('published', { count: done }))
    const sent: SentAssessment[] = []
    const ended = await core.assessments
      .publish(account, { signal: stopped, report, published: (each) => sent.push(each) })
      .finally(() => line.clear())
    for (const { assessmentId } of sent)
      published.push(...[(await core.store.assessmentWith(account, assessmentId)) ?? []].flat())
    refused += ended.rejected.length + ended.unclear
    if (ended.error === null) continue
    await write(terminal.err, `${plainText(cliSentence(rebuildError(ended.error)))}\n`)
    status = status === exitStatus.done ? statusOfOutcome(ended.outcome) : status
  }
  return { published, status, refused }
}
