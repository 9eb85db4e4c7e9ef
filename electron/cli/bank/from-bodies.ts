import type { QuestionDraft } from '../../../shared/model/bank.ts'
import { questionKey } from '../../../shared/model/question-rules.ts'
import type { BankKeys } from '../../store/api.ts'
import { type CommandContext, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'
import { flawReason, questionBodies, readBody } from './body.ts'
import { categoryNamed, oneAccount, ownName, questionNamed } from './chosen.ts'
import {
  answerDocument,
  type RejectedQuestion,
  rejectedLines,
  sayQuestions,
  verifiedDocument,
  verifiedLine,
} from './documents.ts'
import { sentenceOf } from './sending.ts'

interface FromFile {
  readonly file: string
}

export interface Adding extends FromFile {
  /** Adds also what is here already. */
  readonly again: boolean
}

export interface Updating extends FromFile {
  readonly question: string
}

export async function addQuestions({ file, again }: Adding, context: CommandContext): Promise<number> {
  const { id: account } = await oneAccount(context)
  const bodies = await questionBodies(file, context.terminal)
  const added: number[] = []
  const rejected: RejectedQuestion[] = []
  const known = again ? null : new Known(await context.core.store.bankKeys(account))
  for (const body of bodies) {
    const here = known?.reasonAgainst(body) ?? null
    const kept =
      here === null
        ? await keep(account, null, body, context)
        : { question: readBody(body, null).content.question, reason: here }
    if (typeof kept === 'number') added.push(kept)
    else rejected.push(kept)
  }
  return sayQuestions(added, rejected, [account], context)
}

/** ClassMarker's number in a body; null where it names none. */
const numberIn = ({ question_id: id }: Readonly<Record<string, unknown>>): string | null =>
  typeof id === 'number' || typeof id === 'string' ? String(id).trim() : null

/** The questions that are here, as those of a file are compared with them. */
class Known {
  readonly #numbers: ReadonlySet<string | null>
  readonly #wholes: Map<string, string>

  constructor(keys: readonly BankKeys[]) {
    this.#numbers = new Set(keys.map(({ questionId }) => questionId))
    this.#wholes = new Map(keys.map(({ id, questionId, whole }) => [whole, questionId ?? ownName(id)]))
  }

  /** Why a question is not added once more; null where nothing like it is here, or came before it in the file. */
  reasonAgainst(body: Readonly<Record<string, unknown>>): string | null {
    const number = numberIn(body)
    if (number !== null && this.#numbers.has(number))
      return `question_id: ${plainText(number)} is here already; change it with “questions update”, or add it with --again`
    const whole = questionKey(readBody(body, null).content)
    const like = this.#wholes.get(whole)
    if (like === undefined) this.#wholes.set(whole, 'one before it')
    return like === undefined ? null : `question: it is here already, as ${like}; --again adds it all the same`
  }
}

export async function updateQuestion({ question, file }: Updating, context: CommandContext): Promise<number> {
  const { id, account } = await questionNamed(question, context)
  const [body, another] = await questionBodies(file, context.terminal)
  if (body === undefined || another !== undefined) throw usage('“questions update” changes one question by one.')
  const [own] = await context.core.store.bankContents([id])
  const named = numberIn(body)
  if (named !== null && named !== own?.questionId) {
    const reason = `question_id: this is the question ${plainText(named)}, not ${plainText(question)}`
    return sayQuestions(
      [],
      [{ question: readBody(body, own?.content ?? null).content.question, reason }],
      [account],
      context,
    )
  }
  const kept = await keep(account, id, body, context)
  return typeof kept === 'number'
    ? sayQuestions([kept], [], [account], context)
    : sayQuestions([], [kept], [account], context)
}

export async function verifyQuestions({ file }: FromFile, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { id: account } = await oneAccount(context)
  const verified: object[] = []
  const rejected: RejectedQuestion[] = []
  let failure: unknown = null
  for (const body of await questionBodies(file, terminal)) {
    const { draft, reason } = await draftIn(account, null, body, context)
    const { category, ...content } = draft
    const own = (await core.store.bankCategories([account])).find((each) => each.id === category)
    const refusal = reason ?? (own?.serviceId == null ? 'category_id: it is not at ClassMarker yet' : null)
    if (refusal !== null || own?.serviceId == null) {
      rejected.push({ question: content.question, reason: refusal ?? '' })
      continue
    }
    try {
      const asked = { questionId: null, content, categoryId: own.serviceId }
      const answer = await core.banks.verify(account, asked, context.stopped)
      if (answer.verified) verified.push(verifiedDocument(content, own.serviceId))
      else rejected.push({ question: content.question, reason: sentenceOf(answer.refusal ?? 'api/rejected') })
    } catch (thrown) {
      failure = thrown
      break
    }
  }
  const { questions: pending } = await core.store.bankWaiting([account])
  if (json) await printJson(terminal, answerDocument(verified, pending, rejected))
  else {
    await write(terminal.out, verifiedLine(verified.length))
    await write(terminal.err, rejectedLines(rejected))
  }
  if (failure !== null) throw failure
  return verified.length === 0 && rejected.length > 0 ? exitStatus.failed : exitStatus.done
}

/** @returns the id of the question, or why it was not taken */
async function keep(
  account: string,
  id: number | null,
  body: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<number | RejectedQuestion> {
  const { store, clock } = context.core
  const { draft, reason } = await draftIn(account, id, body, context)
  if (reason !== null) return { question: draft.question, reason }
  return (await store.saveBankQuestion(account, id, draft, clock())).id
}

/** A body as a question, and why ClassMarker would not take it; null where nothing speaks against it. */
async function draftIn(
  account: string,
  id: number | null,
  body: Readonly<Record<string, unknown>>,
  { core: { store } }: CommandContext,
): Promise<{ readonly draft: QuestionDraft; readonly reason: string | null }> {
  const [before] = id === null ? [] : await store.bankContents([id])
  const { content, category, problems } = readBody(body, before?.content ?? null)
  const categories = await store.bankCategories([account])
  const own = category === undefined ? (before?.category ?? null) : idOfCategory(category, categories)
  const draft: QuestionDraft = { ...content, category: own }
  // A field that was not understood is told once, and not again as one that is missing.
  const known = new Set(problems.map((problem) => problem.split(/[.:]/)[0]))
  const flaws = (await store.bankFlaws(account, id, draft)).map(flawReason)
  const reasons = [...problems, ...flaws.filter((reason) => !known.has(reason.split(/[.:]/)[0]))]
  return { draft, reason: reasons.length > 0 ? reasons.join('; ') : null }
}

/** A category by its number; one that is nowhere is a flaw of the question, so it is told like one. */
function idOfCategory(word: string | null, categories: Parameters<typeof categoryNamed>[2]): number | null {
  if (word === null) return null
  try {
    return categoryNamed(word.toLowerCase(), 'category', categories).id
  } catch {
    return Number.MAX_SAFE_INTEGER
  }
}
