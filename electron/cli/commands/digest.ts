import { setImmediate as nextTurn } from 'node:timers/promises'
import { digestPage } from '../../../shared/digest-page.ts'
import type { Digest, DigestTest } from '../../../shared/model/digest.ts'
import type { CalendarDay } from '../../../shared/model/time.ts'
import { startOfDay } from '../../../shared/model/zone.ts'
import { readAtOneMoment } from '../../store/api.ts'
import { chosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, dayOf, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, readerLeft, write } from '../terminal.ts'

interface Asked {
  readonly since: CalendarDay | undefined
  readonly seen: boolean
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly since?: string
  readonly seen?: boolean
}

/** The answer where there is no account: nothing arrived. */
const empty = {
  ...{ since: 0, results: 0, students: 0, tests: [], changed: 0 },
  ...{ needs_grading: 0, gaps: 0, codes_waiting: 0, questions_waiting: 0, certificates: 0 },
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('digest')
    .description(
      'Says what is new, as a page of plain text that can be mailed: results that arrived here since they were last marked as seen, by test; changed scores; what waits. Where nothing was ever marked, those of the last seven days.',
    )
    .option('--since <DATE>', 'what arrived from this day on, whatever was marked as seen')
    .option('--seen', 'marks it as seen: the next digest, and Home in the window, begin here')
    .action(
      answers({
        folder: 'read',
        empty: { json: empty, words: 'beside it' },
        read: (_, { since, seen = false }: Options): Asked => {
          if (seen && since !== undefined) throw usage('--seen marks all that is new; it cannot go with --since.')
          return { since: since === undefined ? undefined : dayOf('since', since), seen }
        },
        answer: digest,
      }),
    )
}

/** Says what is new at one moment. It is marked as seen once it is written: what nobody could read stays new. */
async function digest({ since, seen }: Asked, context: CommandContext): Promise<number> {
  const { core, terminal, json, isCopy } = context
  const chosen = await chosenAccounts(context)
  const accounts = chosen.map(({ id }) => id)
  const now = core.clock()
  const isYetToCome = (day: CalendarDay) => chosen.every(({ timeZone }) => startOfDay(day, timeZone) > now)
  if (since !== undefined && isYetToCome(since))
    throw usage(`--since is a day that has come, not ${since}: nothing can have arrived from then on.`)
  const [found, ids] = await readAtOneMoment(core.databaseFile, async (reading) => {
    const read = reading.wholeDigest({ accounts, now, since })
    return [read, new Map(read.tests.map(({ testId }) => [testId, reading.outwardId(testId)]))] as const
  })
  if (json) {
    await sayIncomplete(context)
    await printJson(terminal, digestDocument(found, ids))
  } else {
    const statuses = await Promise.all(
      chosen.map(async (account) => ({ ...(await core.syncs.status(account)), timeZone: account.timeZone })),
    )
    const page = digestPage({ digest: found, accounts: statuses, now })
    await write(terminal.out, page.split('\n').map(plainText).join('\n'))
  }
  if (!seen) return exitStatus.done
  if (isCopy) {
    await write(terminal.err, 'Nothing is marked as seen, because the data folder cannot be written.\n')
    return exitStatus.failed
  }
  // A reader that has gone is told of in the next turn.
  await nextTurn()
  if (!readerLeft(terminal.out, null)) await core.store.markDigestSeen(accounts, found.upTo, now)
  return exitStatus.done
}

/** Averages with all their decimals. */
const digestDocument = (found: Digest, ids: ReadonlyMap<number, number | string>) => ({
  since: found.since,
  results: found.results,
  students: found.students,
  tests: found.tests.map((test) => testDocument(test, ids.get(test.testId))),
  changed: found.changed,
  needs_grading: found.needsGrading,
  gaps: found.gaps,
  codes_waiting: found.codesWaiting,
  questions_waiting: found.questionsWaiting,
  certificates: found.certificates,
})

const testDocument = ({ testId, name, results, mean }: DigestTest, id: number | string = testId) => ({
  test_id: id,
  test_name: name,
  results,
  mean: mean === null ? null : mean / 10,
})
