import { AppError } from '../../../shared/errors.ts'
import type { BankFilter } from '../../../shared/model/bank.ts'
import { type WrittenQuestionFormat, writtenQuestionFormats } from '../../../shared/model/question-file.ts'
import { translator } from '../../../shared/translate.ts'
import type { BankContent } from '../../store/api.ts'
import { categoryNamed, categoryWord, questionNamed, questionWord } from '../bank/chosen.ts'
import { questionLine, questionsDocument, sayQuestions, waitingLine } from '../bank/documents.ts'
import { exportFormat, writeQuestionFile } from '../bank/exporting.ts'
import { type Adding, addQuestions, type Updating, updateQuestion, verifyQuestions } from '../bank/from-bodies.ts'
import { pullBanks, pushBanks, sayEnd } from '../bank/sending.ts'
import { accountsAt, connectedAt } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { printJson, write } from '../terminal.ts'

interface Listing {
  readonly category: string | null
  readonly search: string | undefined
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
  if (written.questions === 0) throw new AppError(ids.length === 0 ? 'questions/none' : 'questions/none-written')
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
  return sayQuestions([id], [], [account], context)
}

/** Sends what waits. Waiting on is no failure; that something was refused is. */
async function pushQuestions(context: CommandContext): Promise<number> {
  const { store } = context.core
  const accounts = (await connectedAt('classmarker', context)).map(({ id }) => id)
  const waiting = (await store.bankEdits(accounts)).filter(({ kind }) => kind.endsWith('-question'))
  const ended = await pushBanks(context)
  const ids = waiting.map(({ subject }) => subject)
  await sayQuestions(ids, ended.refused, accounts, context)
  return sayEnd(ended, context)
}

async function pullQuestions(context: CommandContext): Promise<number> {
  const ended = await pullBanks(context)
  await listQuestions({ category: null, search: undefined }, context)
  return sayEnd(ended, context)
}
