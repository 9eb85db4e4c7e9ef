import type { Command } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import type { Erasure, ErasurePreview } from '../../../shared/model/erasure.ts'
import { translator } from '../../../shared/translate.ts'
import { accountsToChoose, someAccounts } from '../chosen-accounts.ts'
import { type Answers, type CommandContext, oneOf, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface Asked {
  readonly key: string
  readonly isSure: boolean
  readonly remakeCopies: boolean
}

interface Options {
  readonly yes?: boolean
  readonly copies?: string
}

/** Declares `people erase KEY`. */
export function declareErase(people: Command, answers: Answers): void {
  people
    .command('erase')
    .description(
      'Erases a student for good: results, certificates, notes, classes, codes. Without --yes it only says what would go.',
    )
    .argument('<KEY>', 'the key of the student')
    .option('--yes', 'erases; it cannot be undone')
    .option('--copies <WHAT>', 'keep (the usual) or remake: delete the copies beside the results for a new one')
    .action(
      answers({
        folder: 'write',
        read: ([key = ''], { yes = false, copies }: Options): Asked => ({
          key,
          isSure: yes,
          remakeCopies: oneOf('copies', copies, ['keep', 'remake']) === 'remake',
        }),
        answer: erase,
      }),
    )
}

async function erase({ key, isSure, remakeCopies }: Asked, context: CommandContext): Promise<number> {
  const { core, json, terminal } = context
  const { account, preview } = await studentWith(key, context)
  if (!isSure) {
    if (json) await printJson(terminal, { would_erase: previewDocument(key, preview) })
    await write(
      terminal.err,
      `${previewWords(preview)}\nNothing was erased. Add --yes to erase; it cannot be undone.\n`,
    )
    return exitStatus.wrongUsage
  }
  const erased = await core.erasing.erase({ account, key }, remakeCopies)
  if (json) await printJson(terminal, { erased: erasedDocument(key, erased) })
  else await write(terminal.out, `${words('erased', { count: erased.results })}\n`)
  await write(terminal.err, leftWords(erased))
  return erased.filesLeft.length > 0 || !erased.isClean ? exitStatus.failed : exitStatus.done
}

/** @throws AppError `student/not-found`, `usage/invalid` where several accounts have the key */
async function studentWith(
  key: string,
  context: CommandContext,
): Promise<{ readonly account: string; readonly preview: ErasurePreview }> {
  const found = []
  for (const account of await someAccounts(context)) {
    const preview = await context.core.erasing.preview({ account: account.id, key }).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'student/not-found') return null
      throw thrown
    })
    if (preview !== null) found.push({ account, preview })
  }
  const [one, another] = found
  if (one === undefined) throw new AppError('student/not-found')
  if (another !== undefined) {
    const accounts = accountsToChoose(found.map(({ account }) => account))
    throw usage(`Several accounts have a student with that key. Choose one with --account ID: ${accounts}.`)
  }
  return { account: one.account.id, preview: one.preview }
}

const previewDocument = (key: string, { first, last, email, notSearched, ...counts }: ErasurePreview) => ({
  student_key: key,
  first,
  last,
  email,
  ...counts,
  not_searched: notSearched,
})

const erasedDocument = (key: string, { results, copiesRemoved, copiesLeft, filesLeft, isClean }: Erasure) => ({
  student_key: key,
  results,
  copies_removed: copiesRemoved,
  copies_left: copiesLeft,
  files_left: filesLeft,
  clean: isClean,
})

function previewWords({ first, last, copies, notSearched, ...counts }: ErasurePreview): string {
  const { results, certificates, files, notes, codes, classes, attempts, answered, unreadable } = counts
  const everyday = notSearched.map((each) => `"${plainText(each)}"`).join(', ')
  const left =
    everyday && ` Notes about others and the log are not searched for ${everyday}: look through them yourself.`
  return `${[
    `Would erase ${plainText(`${first} ${last}`.trim()) || 'this student'}: results ${results}, certificates ${certificates}`,
    `saved PDF files ${files}, notes ${notes}, codes ${codes}, classes ${classes}, own attempts ${attempts}`,
    `answers of other attempts that lose the name ${answered}, unreadable results ${unreadable}`,
    `all steps of undo. Copies beside the results that may hold the student: ${copies}, kept without --copies remake.`,
  ].join(', ')}${left}`
}

function leftWords({ copiesLeft, filesLeft, isClean }: Erasure): string {
  return [
    copiesLeft > 0 ? words('copies', { count: copiesLeft }) : null,
    filesLeft.length > 0 ? `Could not be deleted: ${filesLeft.map(plainText).join(', ')}.` : null,
    isClean ? null : 'The database could not be written anew, which the next start tries again.',
    'Backups you saved yourself, exported files and ClassMarker still hold what they hold.',
  ]
    .filter((line) => line !== null)
    .map((line) => `${line}\n`)
    .join('')
}

const words = translator({
  erased_one: 'Erased the student with {{count}} result.',
  erased_other: 'Erased the student with {{count}} results.',
  copies_one: '{{count}} copy beside the results may still hold the student. Daily copies go within a week.',
  copies_other: '{{count}} copies beside the results may still hold the student. Daily copies go within a week.',
})
