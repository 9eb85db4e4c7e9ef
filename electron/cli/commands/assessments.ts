import type { Command } from 'commander'
import { serialiseError } from '../../../shared/errors.ts'
import { assessmentNamed } from '../assessments/chosen.ts'
import { assessmentDocument, assessmentLine, withQuestions } from '../assessments/documents.ts'
import {
  type CreateOptions,
  contentOf,
  createAssessment,
  draftsOf,
  pushAssessments,
} from '../assessments/publishing.ts'
import {
  type Collect,
  collectSubmissions,
  readSubmissions,
  type Submissions,
  type Submit,
  submitAnswers,
} from '../assessments/submissions.ts'
import { accountsAt } from '../chosen-accounts.ts'
import { type Answers, type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { cliSentence, exitStatus, statusOf } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'

export const declare: DeclareCommand = (program, answers) => {
  const assessments = program
    .command('assessments')
    .description('Lists and publishes the assessments of a learning platform, and fetches submissions of them.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('assessments', 'list, get, create, push, submit, submission or collect'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  declareReading(assessments, answers)
  declareWriting(assessments, answers)
  declareSubmissions(assessments, answers)
}

const aboutId = 'the platform’s ID of the assessment, such as asmnt_qrs001'

function declareReading(assessments: Command, answers: Answers): void {
  assessments
    .command('list')
    .description('Lists assessments as they were at the last sync, in the platform’s own fields.')
    .option('--course <ID>', 'only those of a course')
    .action(
      answers({
        folder: 'read',
        empty: { json: { assessments: [], pending: 0, rejected: [] }, words: 'beside it' },
        read: (_, { course }: { readonly course?: string }) => ({ course }),
        answer: listAssessments,
      }),
    )
  assessments
    .command('get')
    .description('Shows one assessment with its questions; those that are not here yet are fetched.')
    .argument('<ID>', aboutId)
    .action(answers({ folder: 'write', read: ([id]) => ({ id: idOf('get', id) }), answer: getAssessment }))
}

function declareWriting(assessments: Command, answers: Answers): void {
  assessments
    .command('create')
    .description(
      'Writes an assessment, which waits until it is published. Published ones can be changed or deleted nowhere here.',
    )
    .requiredOption('--course <ID>', 'the course')
    .requiredOption('--title <TEXT>', 'its title, of 3 to 200 characters')
    .requiredOption('--pass <N>', 'its pass mark, a whole number of percent from 1 to 100')
    .option('--minutes <N>', 'its time limit; none where nothing is said')
    .action(
      answers({
        folder: 'write',
        read: (_, options: CreateOptions) => contentOf(options),
        answer: createAssessment,
      }),
    )
  assessments
    .command('push')
    .description('Publishes the assessments that wait, in their order.')
    .action(answers({ folder: 'write', read: () => ({}), answer: (_, context) => pushAssessments(context) }))
}

function declareSubmissions(assessments: Command, answers: Answers): void {
  assessments
    .command('submit')
    .description(
      'Hands in answers, once: FILE is JSON such as {"answers":[{"question_id":"q_1","answer":"A"}]}. Where the answer ' +
        'to an earlier submission was lost, it may have counted, and only --again sends another.',
    )
    .argument('<ID>', aboutId)
    .argument('<FILE>', 'a file, or - for standard input')
    .option('--again', 'also where an earlier submission may have counted')
    .action(
      answers({
        folder: 'write',
        read: ([id, file = ''], { again = false }: { readonly again?: boolean }): Submit => ({
          assessment: idOf('submit', id),
          file,
          again,
        }),
        answer: submitAnswers,
      }),
    )
  assessments
    .command('submission')
    .description('Fetches submissions of an assessment by their IDs, and keeps them as results.')
    .argument('<ID>', aboutId)
    .argument('<SUBMISSION...>', 'the IDs of submissions')
    .action(
      answers({
        folder: 'write',
        read: ([id, ...submissions]): Submissions => ({ assessment: idOf('submission', id), submissions }),
        answer: readSubmissions,
      }),
    )
  assessments
    .command('collect')
    .description(
      'Fetches the submissions in a list, each once, and keeps them as results. FILE is text, CSV, a workbook or JSON: ' +
        'columns assessment_id and submission_id, lines with both IDs, web addresses, or submissions as the platform sends ' +
        'them. What is interrupted goes on at the next sync.',
    )
    .argument('<FILE>', 'a file, or - for standard input')
    .option('--assessment <ID>', 'the assessment of those whose own the list does not say')
    .action(
      answers({
        folder: 'write',
        read: ([file = ''], { assessment }: { readonly assessment?: string }): Collect => ({ file, assessment }),
        answer: collectSubmissions,
      }),
    )
}

function idOf(action: string, word = ''): string {
  if (!/^[^\s\p{C}/]{1,200}$/u.test(word))
    throw usage(`“assessments ${action}” needs the ID of an assessment, not “${plainText(word)}”.`)
  return word
}

async function listAssessments({ course }: { readonly course: string | undefined }, context: CommandContext) {
  const { core, terminal, json } = context
  const accounts = (await accountsAt('assessments', context)).map(({ id }) => id)
  const rows = (await core.store.assessmentRows(accounts, course)).filter(({ gone }) => !gone)
  const { pending, rejected } = await draftsOf(accounts, context)
  if (json) await printJson(terminal, { assessments: rows.map(assessmentDocument), pending, rejected })
  else await write(terminal.out, rows.map(assessmentLine).join(''))
  return exitStatus.done
}

async function getAssessment({ id }: { readonly id: string }, context: CommandContext): Promise<number> {
  const { core, terminal, json, stopped } = context
  const row = await assessmentNamed(id, context)
  let status: number = exitStatus.done
  if (!row.hasQuestions) {
    // What is known of it is shown all the same.
    await core.assessments.fetchQuestions(row.id, stopped).catch(async (thrown: unknown) => {
      status = statusOf(thrown)
      await write(terminal.err, `${cliSentence(serialiseError(thrown))}\n`)
    })
  }
  const assessment = await core.store.assessment(row.id)
  const { pending, rejected } = await draftsOf([row.account], context)
  if (json) await printJson(terminal, { assessments: [withQuestions(assessment)], pending, rejected })
  else {
    const questions = assessment.questions?.map(({ id, text }) => `  ${plainText(id)}  ${plainText(text)}\n`) ?? []
    await write(terminal.out, [assessmentLine(assessment), ...questions].join(''))
  }
  return status
}
