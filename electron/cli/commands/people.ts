import { AppError } from '../../../shared/errors.ts'
import type { StudentRow } from '../../../shared/model/student.ts'
import { readAtOneMoment } from '../../store/api.ts'
import { accountsToChoose, ofChosenAccounts, someAccounts } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { declareErase } from '../people/erase.ts'
import { studentDocument, studentLine } from '../students/document.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface OfPeople {
  readonly keys: readonly [string, ...string[]]
}

export const declare: DeclareCommand = (program, answers) => {
  const people = program
    .command('people')
    .description(
      'Says who is one student: lists everybody, merges keys that are one, splits them again, and erases students.',
    )
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('people', 'list, show, merge, split or erase'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  people
    .command('list')
    .description('Lists everybody, by name.')
    .action(
      answers({
        folder: 'read',
        empty: { json: { people: [] }, words: 'beside it' },
        read: () => ({}),
        answer: (_, context) => listPeople(context),
      }),
    )
  people
    .command('show')
    .description('Shows one student, by any of their keys.')
    .argument('<KEY>', 'the key of the student')
    .action(answers({ folder: 'read', read: keysIn, answer: showPerson }))
  people
    .command('merge')
    .description(
      'Makes one student of several, under the first key. Results keep their own keys, and can be split again.',
    )
    .argument('<KEY>', 'the key that the student has from now on')
    .argument('<KEYS...>', 'the keys that are the same student')
    .action(answers({ folder: 'write', read: keysIn, answer: mergePeople }))
  people
    .command('split')
    .description('Takes a key out of the student it was merged into; of that student’s own key, all others.')
    .argument('<KEY>', 'the key that is to stand alone again')
    .action(answers({ folder: 'write', read: keysIn, answer: splitPerson }))
  declareErase(people, answers)
}

function keysIn([key, ...keys]: readonly string[]): OfPeople {
  if (key === undefined) throw usage('“people” needs the key of a student.')
  return { keys: [key, ...keys] }
}

async function listPeople(context: CommandContext): Promise<number> {
  const results = await ofChosenAccounts([], context)
  const people = await readAtOneMoment(context.core.databaseFile, async (reading) => [
    ...reading.students({
      ...{ filter: { results, classes: [], labels: [] }, policy: 'best', sort: { field: 'name', direction: 'asc' } },
      ...{ offset: 0, limit: undefined },
    }).rows,
  ])
  return answer(people, context)
}

const showPerson = async ({ keys: [key] }: OfPeople, context: CommandContext): Promise<number> =>
  answer([await personWith(key, context)], context)

async function mergePeople({ keys: [into, ...keys] }: OfPeople, context: CommandContext): Promise<number> {
  const { accountId } = await personWith(into, context)
  await context.core.store.mergeStudents(accountId, into, keys, context.core.clock())
  return answer(await peopleWith([into], [accountId], context), context)
}

async function splitPerson({ keys: [key] }: OfPeople, context: CommandContext): Promise<number> {
  const { accountId, key: owner } = await personWith(key, context)
  const apart = await context.core.store.splitStudent(accountId, key)
  return answer(await peopleWith([owner, ...apart], [accountId], context), context)
}

/** The student who has a key. @throws AppError `student/not-found`, `usage/invalid` where several accounts have one */
async function personWith(key: string, context: CommandContext): Promise<StudentRow> {
  const accounts = await someAccounts(context)
  const [found, another] = await peopleWith(
    [key],
    accounts.map(({ id }) => id),
    context,
  )
  if (found === undefined) throw new AppError('student/not-found')
  if (another === undefined) return found
  throw usage(`Several accounts have “${plainText(key)}”. Choose one with --account ID: ${accountsToChoose(accounts)}.`)
}

const peopleWith = (
  keys: readonly string[],
  accounts: readonly string[],
  { core }: CommandContext,
): Promise<readonly StudentRow[]> =>
  readAtOneMoment(core.databaseFile, async (reading) =>
    reading.studentRows(
      accounts.flatMap((account) => keys.map((key) => ({ account, key }))),
      'best',
    ),
  )

async function answer(people: readonly StudentRow[], { json, terminal }: CommandContext): Promise<number> {
  if (json) await printJson(terminal, { people: people.map(studentDocument) })
  else await write(terminal.out, people.map(studentLine).join(''))
  return exitStatus.done
}
