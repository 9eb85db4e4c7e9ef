import { readFile } from 'node:fs/promises'
import { AppError, type ErrorCode, type SerialisedError, serialiseError } from '../../../shared/errors.ts'
import {
  type AssessmentAttempt,
  givenIn,
  type SentSubmission,
  type SubmissionBody,
  type SubmissionRef,
} from '../../../shared/model/assessment.ts'
import { translator } from '../../../shared/translate.ts'
import type { Core } from '../../core.ts'
import { whyUnreadable } from '../../import/table-content.ts'
import { type CommandContext, usage } from '../command.ts'
import { cliSentence, exitStatus, statusOf, statusOfOutcome } from '../failures.ts'
import { plainText, printJson, progressLine, write } from '../terminal.ts'
import { assessmentNamed, onePlatform } from './chosen.ts'
import { reasonOf, rejectedLines, type SubmissionsAnswer, submissionLine, submissionsDocument } from './documents.ts'

const words = translator({
  fetched_one: '{{count}} submission',
  fetched_other: '{{count}} submissions',
  pending_one: '{{count}} submission still waits to be fetched.\n',
  pending_other: '{{count}} submissions still wait to be fetched.\n',
  without_one: '{{count}} line holds no ID of a submission.\n',
  without_other: '{{count}} lines hold no ID of a submission.\n',
})

const nothing = { added: 0, updated: 0, unchanged: 0, rejected: [] } as const

async function say(answer: SubmissionsAnswer, { terminal, json }: CommandContext): Promise<void> {
  if (json) return printJson(terminal, submissionsDocument(answer))
  await write(terminal.out, answer.submissions.map(submissionLine).join(''))
  const told = answer.rejected.map(({ submission, reason }) => ({ what: submission, reason: reasonOf(reason) }))
  const left = answer.pending > 0 ? words('pending', { count: answer.pending }) : ''
  await write(terminal.err, rejectedLines(told) + left)
}

const sayError = (error: SerialisedError, { terminal }: CommandContext): Promise<void> =>
  write(terminal.err, `${plainText(cliSentence(error))}\n`)

export interface Submit {
  readonly assessment: string
  readonly file: string
  readonly again: boolean
}

/**
 * Hands in the answers of a file, once. Where an earlier submission may have counted, nothing is sent without `--again`.
 */
export async function submitAnswers({ assessment, file, again }: Submit, context: CommandContext): Promise<number> {
  const { core, stopped } = context
  const body = bodyIn(await textIn(file, context))
  const row = await assessmentNamed(assessment, context)
  await core.accounts.connectedTo('assessments', row.account)
  await core.assessments.settle(row.account)
  const unclear = (await core.store.assessment(row.id)).attempts.find(({ state }) => state === 'unclear')
  if (unclear !== undefined && !again) throw new AppError('assessments/unclear')
  if (!row.hasQuestions) await core.assessments.fetchQuestions(row.id, stopped)
  const attempt = unclear ?? (await core.store.addAttempt(row.id, givenIn(body), core.clock()))
  const counts = { added: 0, updated: 0, unchanged: 0, erased: 0 }
  const kept = (as: keyof typeof counts) => {
    counts[as]++
  }
  const ended = await submitOnce(attempt.id, { again, body, kept }, context)
  const pending = (await core.store.submissionsToCollect(row.account)).length
  if (ended.state === 'submitted' && ended.submission !== null) {
    await say({ ...nothing, ...counts, submissions: [{ ...ended.submission, raw: '' }], pending }, context)
    return exitStatus.done
  }
  await say({ ...nothing, submissions: [], pending }, context)
  await sayError(serialiseError(refusalIn(ended)), context)
  return exitStatus.failed
}

/** Submits a try. One that certainly was not sent is left to its file. */
async function submitOnce(id: number, how: Parameters<Core['assessments']['submit']>[1], context: CommandContext) {
  const { core, stopped } = context
  try {
    return await core.assessments.submit(id, how, stopped)
  } catch (thrown) {
    const { state } = await core.store.assessmentAttempt(id)
    if (state === 'open') await core.store.giveUpAttempt(id)
    throw thrown
  }
}

/** Why a try brought no result; that it may have counted, unless a later one was refused. */
function refusalIn({ state, refusal, refusalDetail }: AssessmentAttempt): AppError {
  const isRefused = state === 'refused' || (refusal?.startsWith('assessments/') ?? false)
  const code = isRefused ? (refusal ?? 'api/rejected') : 'assessments/unclear'
  if (code === 'assessments/taken') return new AppError(code, { submission: refusalDetail ?? '' })
  return new AppError(code as ErrorCode, refusalDetail === null ? {} : { fields: refusalDetail })
}

async function textIn(file: string, { terminal }: CommandContext): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8')
    const parts: Buffer[] = []
    for await (const part of terminal.in) parts.push(Buffer.from(part))
    return Buffer.concat(parts).toString('utf8')
  } catch (cause) {
    throw whyUnreadable(cause, file === '-' ? 'standard input' : file)
  }
}

/** @throws AppError `usage/invalid` for anything but `{"answers":[{"question_id","answer"}]}` */
function bodyIn(text: string): SubmissionBody {
  const body = parsed(text.replace(/^\uFEFF/, ''))
  const answers = typeof body === 'object' && body !== null && 'answers' in body ? body.answers : undefined
  const isAnswer = (each: unknown) => typeof each === 'object' && each !== null && 'question_id' in each
  if (!Array.isArray(answers) || !answers.every(isAnswer))
    throw usage('“assessments submit” needs JSON such as {"answers":[{"question_id":"q_1","answer":"A"}]}.')
  return body as SubmissionBody
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export interface Submissions {
  readonly assessment: string
  readonly submissions: readonly string[]
}

/** Fetches submissions by their ids, also those that are results here already. */
export async function readSubmissions(asked: Submissions, context: CommandContext): Promise<number> {
  const { core, stopped } = context
  const { id: account } = await onePlatform(context)
  const counts = { added: 0, updated: 0, unchanged: 0 }
  const submissions: SentSubmission[] = []
  const rejected: SubmissionsAnswer['rejected'][number][] = []
  let failure: unknown = null
  for (const submissionId of asked.submissions) {
    const ref = { assessmentId: asked.assessment, submissionId }
    try {
      const fetched = await core.assessments.fetchSubmission(account, ref, { signal: stopped })
      if ('reason' in fetched) rejected.push({ submission: submissionId, reason: fetched.reason })
      else {
        submissions.push(fetched.submission)
        counts[fetched.outcome]++
      }
    } catch (thrown) {
      failure = thrown
      break
    }
  }
  const pending = (await core.store.submissionsToCollect(account)).length
  await say({ ...counts, submissions, rejected, pending }, context)
  if (failure !== null) {
    await sayError(serialiseError(failure), context)
    return statusOf(failure)
  }
  return submissions.length === 0 && rejected.length > 0 ? exitStatus.failed : exitStatus.done
}

export interface Collect {
  readonly file: string
  readonly assessment: string | undefined
}

/** Notes the ids in a list and fetches each once; what is a result here already is not fetched again. */
export async function collectSubmissions({ file, assessment }: Collect, context: CommandContext): Promise<number> {
  const { core, terminal, stopped } = context
  const { id: account } = await onePlatform(context)
  const listed =
    file === '-'
      ? await core.submissionLists.pasted(await textIn(file, context))
      : await core.submissionLists.file(file)
  if (listed.unreadable.length > 0) await write(terminal.err, words('without', { count: listed.unreadable.length }))
  const refs: SubmissionRef[] = listed.submissions.map((ref) => ({
    ...ref,
    assessmentId: ref.assessmentId ?? assessment ?? null,
  }))
  const { known } = await core.store.noteSubmissions(account, refs, core.clock())
  const submissions: SentSubmission[] = []
  const line = progressLine(terminal)
  const ended = await core.assessments
    .collect(account, {
      signal: stopped,
      report: ({ done, total }) => line.show(total === 0 ? 0 : done / total, words('fetched', { count: done })),
      collected: ({ submission }) => submissions.push(submission),
    })
    .finally(() => line.clear())
  await say({ ...ended, unchanged: ended.unchanged + known, submissions }, context)
  if (ended.error !== null) await sayError(ended.error, context)
  if (ended.outcome !== 'complete') return statusOfOutcome(ended.outcome)
  const isNothing = ended.added + ended.updated + ended.unchanged + known === 0
  return isNothing && ended.rejected.length > 0 ? exitStatus.failed : exitStatus.done
}
