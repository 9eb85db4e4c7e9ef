import type { Account, StoredAccount } from '../../../shared/model/account.ts'
import type { AccountStatus, GapReason } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { translator } from '../../../shared/translate.ts'
import { reasonOf } from '../assessments/documents.ts'
import type { CommandContext, DeclareCommand } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { clockLine, momentsIn } from '../moment.ts'
import { plainText, printJson, write } from '../terminal.ts'

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('status')
    .description('Says what is on this computer and until when it is complete.')
    .action(
      answers({
        folder: 'read',
        empty: { json: { accounts: [] }, words: 'the answer' },
        read: () => ({}),
        answer: (_, context) => status(context),
      }),
    )
}

const words = translator({
  results_one: '{{count}} result',
  results_other: '{{count}} results',
  pending: '  access codes: {{count}} waiting to be sent',
  held_one: '  access codes: {{count}} change held back, to be looked at in Gradekeep',
  held_other: '  access codes: {{count}} changes held back, to be looked at in Gradekeep',
  assessments: '  assessments: {{count}} waiting to be published',
  assessmentsHeld: '  assessments: {{count}} refused or unclear, to be looked at in Gradekeep',
  toCollect: '  submissions: {{count}} waiting to be fetched',
  notCollected: '  submissions: {{count}} could not be fetched; `gradekeep assessments collect` asks for them again',
  bank: '  question bank: {{what}} waiting to be sent, about {{minutes}} min',
  bankBoth: '{{questions}} and {{categories}}',
  questions_one: '{{count}} question',
  questions_other: '{{count}} questions',
  categories_one: '{{count}} category',
  categories_other: '{{count}} categories',
  bankHeld_one: '  question bank: {{count}} change refused or held back, to be looked at in Gradekeep',
  bankHeld_other: '  question bank: {{count}} changes refused or held back, to be looked at in Gradekeep',
})

/** Writes for every account, the sample included, what is here, how far it reaches, and what waits to be sent. */
async function status({ core, terminal, json, account: named }: CommandContext): Promise<number> {
  const accounts = named === undefined ? await core.store.listAccounts() : [await core.accounts.stored(named)]
  const statuses = await Promise.all(
    accounts.map(async (account) => ({
      zone: account.timeZone,
      status: { ...(await core.syncs.status(account)), outbox: await outboxOf(account, core) },
    })),
  )
  if (json) await printJson(terminal, statusDocument(statuses.map((each) => each.status)))
  else {
    const zoned = statuses.map((each) => ({ ...each.status, timeZone: each.zone }))
    await write(terminal.out, statusLines(zoned, core.clock()))
  }
  return exitStatus.done
}

async function outboxOf({ id: accountId }: StoredAccount, { store }: CommandContext['core']): Promise<Outbox> {
  const [platform] = await store.assessmentsStatus([accountId])
  const { questions, categories, stopped, minutes } = await store.bankWaiting([accountId])
  return {
    pending: await store.pendingCodes(accountId),
    held: await store.heldCodes(accountId),
    bank: { questions, categories, held: stopped, minutes },
    ...(platform !== undefined && {
      assessments: {
        pending: platform.waiting,
        held: platform.toDecide,
        toCollect: platform.toCollect,
        notCollected: platform.notCollected.map(({ submissionId, assessmentId, reason }) => ({
          ...{ submission: submissionId, assessment: assessmentId, reason: reasonOf(reason) },
        })),
      },
    }),
  }
}

/** Changes of an account that ClassMarker has not confirmed: of its access lists, and of its question bank. */
interface Outbox {
  readonly pending: number
  /** Changes not sent by themselves: ClassMarker refused them, or a restored copy brought them back. */
  readonly held: number
  readonly bank: {
    readonly questions: number
    readonly categories: number
    /** Refused, in conflict with a change at ClassMarker, or waiting for such a one. */
    readonly held: number
    /** How long sending takes at 30 requests an hour. */
    readonly minutes: number
  }
  /** Of a learning platform. */
  readonly assessments?: {
    readonly pending: number
    /** Refused, or not to be told apart from others there. */
    readonly held: number
    /** Submissions that wait to be fetched. */
    readonly toCollect: number
    /** Those that could not be had. */
    readonly notCollected: readonly {
      readonly submission: string
      readonly assessment: string | null
      readonly reason: string
    }[]
  }
}

type StatusWithOutbox = AccountStatus & { readonly outbox: Outbox }

const statusDocument = (accounts: readonly StatusWithOutbox[]): object => ({ accounts })

type ZonedStatus = StatusWithOutbox & Pick<Account, 'timeZone'>

export function statusLines(accounts: readonly ZonedStatus[], now: UnixSeconds): string {
  if (accounts.length === 0) return 'No account is connected yet. Run `gradekeep connect --key KEY`.\n'
  return accounts.map((account) => `${linesOf(account, now).map(plainText).join('\n')}\n`).join('\n')
}

const reasonWords: Readonly<Record<GapReason, string>> = {
  'too-old': 'no longer handed out by ClassMarker',
  'crowded-second': 'more finished in one second than ClassMarker sends',
  'incomplete-answer': 'ClassMarker’s answer does not match its own count',
}

function linesOf(account: ZonedStatus, now: UnixSeconds): string[] {
  const { lastSync, budget, nextRequestAfter, timeZone, outbox } = account
  const moment = momentsIn(timeZone)
  const wrongClock = clockLine(account.clockOffset)
  return [
    `${account.name} (${account.id}): ${words('results', { count: account.results })}; times in ${timeZone}`,
    `  last sync: ${lastSync === null ? 'never' : `${moment(lastSync.at)}, ${lastSync.outcome}`}`,
    ...account.coverage.flatMap(({ feed, intervals }) =>
      intervals.length === 0
        ? [`  ${feed}: nothing fetched yet`]
        : intervals.map(({ from, until }) => `  ${feed}: complete from ${moment(from)} to ${moment(until)}`),
    ),
    ...account.gaps.map(
      (gap) => `  gap in ${gap.feed}: ${moment(gap.from)} to ${moment(gap.to)} (${reasonWords[gap.reason]})`,
    ),
    ...(account.unreadable > 0 ? [`  could not be read, and kept as they came: ${account.unreadable}`] : []),
    ...(wrongClock === null ? [] : [`  ${wrongClock}`]),
    ...(outbox.pending > 0 ? [words('pending', { count: outbox.pending })] : []),
    ...(outbox.held > 0 ? [words('held', { count: outbox.held })] : []),
    ...bankLines(outbox.bank),
    ...(outbox.assessments === undefined ? [] : assessmentLines(outbox.assessments)),
    `  requests in the last ${budget.per ?? 'hour'}: ${budget.used} of ${budget.limit}`,
    ...(nextRequestAfter === null ? [] : [`  next request in ${Math.ceil((nextRequestAfter - now) / 60)} min`]),
  ]
}

function assessmentLines({ pending, held, toCollect, notCollected }: NonNullable<Outbox['assessments']>): string[] {
  return [
    ...(pending > 0 ? [words('assessments', { count: pending })] : []),
    ...(held > 0 ? [words('assessmentsHeld', { count: held })] : []),
    ...(toCollect > 0 ? [words('toCollect', { count: toCollect })] : []),
    ...(notCollected.length > 0 ? [words('notCollected', { count: notCollected.length })] : []),
  ]
}

function bankLines({ questions, categories, held, minutes }: Outbox['bank']): string[] {
  const parts = {
    questions: words('questions', { count: questions }),
    categories: words('categories', { count: categories }),
  }
  const one = questions > 0 ? parts.questions : parts.categories
  const what = questions > 0 && categories > 0 ? words('bankBoth', parts) : one
  return [
    ...(questions + categories > 0 ? [words('bank', { what, minutes })] : []),
    ...(held > 0 ? [words('bankHeld', { count: held })] : []),
  ]
}
