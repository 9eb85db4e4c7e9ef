import { AppError } from '../../../shared/errors.ts'
import {
  type BankFilter,
  type QuestionDraft,
  type WrittenQuestionFormat,
  writtenQuestionFormats,
} from '../../../shared/model/bank.ts'
import { questionKey } from '../../../shared/model/question-rules.ts'
import { translator } from '../../../shared/translate.ts'
import type { BankContent, BankKeys } from '../../store/api.ts'
import { flawReason, questionBodies, readBody } from '../bank/body.ts'
import { categoryNamed, categoryWord, oneAccount, ownName, questionNamed, questionWord } from '../bank/chosen.ts'
import {
  answerDocument,
  questionLine,
  questionsDocument,
  type RejectedQuestion,
  rejectedLines,
  verifiedDocument,
  verifiedLine,
  waitingLine,
} from '../bank/documents.ts'
import { exportFormat, writeQuestionFile } from '../bank/exporting.ts'
import { pullBanks, pushBanks, sayEnd, sentenceOf } from '../bank/sending.ts'
import { accountsAt, connectedAt } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface Listing {
  readonly category: string | null
  readonly search: string | undefined
}

interface FromFile {
  readonly file: string
}

interface Adding extends FromFile {
  /** Adds also what is here already. */
  readonly again: boolean
}

interface Updating extends FromFile {
  readonly question: string
}

export const declare: DeclareCommand = (program, answers) => {
  const questions = program
    .command('questions')
    .description('Lists the question bank, or changes it.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('questions', 'list, get, add, update, verify, export, push or pull'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  questions
    .command('list')
    .description('Lists questions as they are here, in ClassMarker’s own fields.')
    .option('--category <ID>', 'only those of a category; parent-ID for all of a parent')
    .option('--search <TEXT>', 'only those with these words')
    .action(
      answers({
        folder: 'read',
        empty: { json: questionsDocument([], 0), words: 'beside it' },
        read: (_, { category, search }: { readonly category?: string; readonly search?: string }): Listing => ({
          category: category === undefined ? null : categoryWord('questions list --category', category),
          search,
        }),
        answer: listQuestions,
      }),
    )
  questions
    .command('get')
    .description('Shows one question.')
    .argument('<ID>', aboutIds)
    .action(
      answers({
        folder: 'read',
        read: ([word]) => ({ question: questionWord('get', word) }),
        answer: getQuestion,
      }),
    )
  questions
    .command('add')
    .description(`Adds questions, which wait until they are sent. One that is here already is not taken. ${aboutFiles}`)
    .argument('<FILE>', 'a file, or - for standard input')
    .option('--again', 'adds those that are here already as well, as new ones')
    .action(
      answers({
        folder: 'write',
        read: ([file], { again = false }: { readonly again?: boolean }): Adding => ({
          file: fileOf('add', file),
          again,
        }),
        answer: addQuestions,
      }),
    )
  questions
    .command('update')
    .description(`Changes a question, which waits until it is sent. What FILE leaves out stays as it is. ${aboutFiles}`)
    .argument('<ID>', aboutIds)
    .argument('<FILE>', 'a file, or - for standard input')
    .action(
      answers({
        folder: 'write',
        read: ([word, file]): Updating => ({ question: questionWord('update', word), file: fileOf('update', file) }),
        answer: updateQuestion,
      }),
    )
  questions
    .command('verify')
    .description(
      `Asks ClassMarker whether it would take questions, one request each; nothing is kept, here or there. ${aboutFiles}`,
    )
    .argument('<FILE>', 'a file, or - for standard input')
    .action(answers({ folder: 'write', read: ([file]) => ({ file: fileOf('verify', file) }), answer: verifyQuestions }))
  questions
    .command('export')
    .description('Writes questions to a file; what it cannot say of a question is told under rejected.')
    .argument('<FILE>', 'ends in .gift, .xml (Moodle), .txt, .csv (ClassMarker), .zip (QTI 2.1) or .xlsx')
    .option(`--format <${writtenQuestionFormats.join('|')}>`, 'the kind of file, where its ending does not say it')
    .option('--category <ID>', 'only those of a category; parent-ID for all of a parent')
    .option('--search <TEXT>', 'only those with these words')
    .action(
      answers({
        folder: 'read',
        read: ([file], asked: { readonly format?: string; readonly category?: string; readonly search?: string }) => ({
          file: fileOf('export', file),
          format: exportFormat(fileOf('export', file), asked.format, writtenQuestionFormats),
          category: asked.category === undefined ? null : categoryWord('questions export --category', asked.category),
          search: asked.search,
        }),
        answer: exportQuestions,
      }),
    )
  questions
    .command('push')
    .description('Sends the changes of questions and categories that wait, in their order, as far as the hour allows.')
    .action(answers({ folder: 'write', read: () => ({}), answer: (_, context) => pushQuestions(context) }))
  questions
    .command('pull')
    .description('Reads all questions and categories from ClassMarker: one request for 200 questions.')
    .action(answers({ folder: 'write', read: () => ({}), answer: (_, context) => pullQuestions(context) }))
}

const aboutIds = 'its number at ClassMarker, or new-NUMBER before it has one'
const aboutFiles =
  'FILE is the JSON body of ClassMarker’s API: one question, a list of them, {"questions":[…]}, or each in "question". ' +
  'A question that ClassMarker would refuse is not taken, and its field is named.'

function fileOf(action: string, file = ''): string {
  if (file === '') throw usage(`“questions ${action}” needs a file, or - for standard input.`)
  return file
}

// A question takes some kilobytes: a whole bank at once would be read into memory twice.
const rowsPerStep = 1_000

async function listQuestions(asked: Listing, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { accounts, ids } = await listed(asked, context)
  const questions: BankContent[] = []
  for (let from = 0; from < ids.length; from += rowsPerStep)
    questions.push(...(await core.store.bankContents(ids.slice(from, from + rowsPerStep))))
  const { questions: pending } = await core.store.bankWaiting(accounts)
  if (json) await printJson(terminal, questionsDocument(questions, pending))
  else {
    await write(terminal.out, questions.map(questionLine).join(''))
    await write(terminal.err, waitingLine(pending))
  }
  return exitStatus.done
}

/** The questions that are asked for, archived ones last. */
async function listed({ category, search }: Listing, context: CommandContext) {
  const { core } = context
  const accounts = (await accountsAt('classmarker', context)).map(({ id }) => id)
  const categories = category === null ? [] : await core.store.bankCategories(accounts)
  const filter: BankFilter = {
    accounts,
    ...(search !== undefined && { search }),
    ...(category !== null && { categories: [categoryNamed(category, 'category', categories).id] }),
  }
  const ids = [...(await idsOf(filter, context)), ...(await idsOf({ ...filter, archived: true }, context))]
  return { accounts, ids }
}

interface Exporting extends Listing {
  readonly file: string
  readonly format: WrittenQuestionFormat
}

async function exportQuestions({ file, format, ...asked }: Exporting, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { accounts, ids } = await listed(asked, context)
  const written = await writeQuestionFile(file, ids, format, context)
  if (json) {
    const questions: BankContent[] = []
    for (let from = 0; from < ids.length; from += rowsPerStep)
      questions.push(...(await core.store.bankContents(ids.slice(from, from + rowsPerStep))))
    const { questions: pending } = await core.store.bankWaiting(accounts)
    await printJson(terminal, questionsDocument(questions, pending, written.rejected))
  } else await write(terminal.err, written.lines)
  if (written.questions === 0) throw new AppError('questions/none-written')
  if (!json) await write(terminal.out, words('exported', { count: written.questions }))
  return exitStatus.done
}

const words = translator({
  exported_one: '{{count}} question written.\n',
  exported_other: '{{count}} questions written.\n',
})

/** In the order of ClassMarker's numbers. */
async function idsOf(filter: BankFilter, { core }: CommandContext): Promise<readonly number[]> {
  const { answers } = core.store
  const { answer } = await answers.open('bank', { filter, sort: { field: 'number', direction: 'asc' } }, 1)
  const ids = await answers.ids(answer)
  answers.close(answer)
  return ids
}

async function getQuestion({ question }: { readonly question: string }, context: CommandContext): Promise<number> {
  const { id, account } = await questionNamed(question, context)
  return say([id], [], [account], context)
}

async function addQuestions({ file, again }: Adding, context: CommandContext): Promise<number> {
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
  return say(added, rejected, [account], context)
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

async function updateQuestion({ question, file }: Updating, context: CommandContext): Promise<number> {
  const { id, account } = await questionNamed(question, context)
  const [body, another] = await questionBodies(file, context.terminal)
  if (body === undefined || another !== undefined) throw usage('“questions update” changes one question by one.')
  const [own] = await context.core.store.bankContents([id])
  const named = numberIn(body)
  if (named !== null && named !== own?.questionId) {
    const reason = `question_id: this is the question ${plainText(named)}, not ${plainText(question)}`
    return say([], [{ question: readBody(body, own?.content ?? null).content.question, reason }], [account], context)
  }
  const kept = await keep(account, id, body, context)
  return typeof kept === 'number' ? say([kept], [], [account], context) : say([], [kept], [account], context)
}

/** Sends what waits. Waiting on is no failure; that something was refused is. */
async function pushQuestions(context: CommandContext): Promise<number> {
  const { store } = context.core
  const accounts = (await connectedAt('classmarker', context)).map(({ id }) => id)
  const waiting = (await store.bankEdits(accounts)).filter(({ kind }) => kind.endsWith('-question'))
  const ended = await pushBanks(context)
  const ids = waiting.map(({ subject }) => subject)
  await say(ids, ended.refused, accounts, context)
  return sayEnd(ended, context)
}

async function pullQuestions(context: CommandContext): Promise<number> {
  const ended = await pullBanks(context)
  await listQuestions({ category: null, search: undefined }, context)
  return sayEnd(ended, context)
}

async function verifyQuestions({ file }: FromFile, context: CommandContext): Promise<number> {
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

async function say(
  ids: readonly number[],
  rejected: readonly RejectedQuestion[],
  accounts: readonly string[],
  { core: { store }, terminal, json }: CommandContext,
): Promise<number> {
  const questions = await store.bankContents(ids)
  const { questions: pending } = await store.bankWaiting(accounts)
  if (json) await printJson(terminal, questionsDocument(questions, pending, rejected))
  else {
    await write(terminal.out, questions.map(questionLine).join(''))
    await write(terminal.err, rejectedLines(rejected) + waitingLine(pending))
  }
  return ids.length === 0 && rejected.length > 0 ? exitStatus.failed : exitStatus.done
}
