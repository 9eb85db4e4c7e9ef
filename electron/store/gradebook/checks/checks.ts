import { chosenOf } from '../../../../shared/model/filter.ts'
import type { GradebookDefinition } from '../../../../shared/model/gradebook.ts'
import {
  type CheckedStudent,
  type CheckOf,
  checkOf,
  type GradebookCheck,
  listed,
} from '../../../../shared/model/gradebook-check.ts'
import type { HandInChanges } from '../../../../shared/model/hand-in.ts'
import { type Fetched, missingOf } from '../../../../shared/model/sync.ts'
import { ofAccount } from '../attempts.ts'
import { unlessUnreadable } from '../hand-ins.ts'
import type { Checked } from './checked.ts'
import { leftOutChecks } from './left-out.ts'
import { peopleChecks } from './people.ts'
import { scoreChecks } from './scores.ts'

/** An account with how far its results reach. */
export type FetchedAccount = Fetched & { readonly id: string; readonly name: string }

/** What the checks ask of other parts of the store. */
export interface CheckSources {
  checked(definition: GradebookDefinition): Checked
  accounts(): readonly FetchedAccount[]
  changesSinceHandIn(gradebook: number): HandInChanges | null
}

/** What a teacher should look at before a gradebook leaves the house. Nothing of it blocks anything. */
export function checkQueries({ checked, accounts, changesSinceHandIn }: CheckSources) {
  function allGradebookChecks(definition: GradebookDefinition, gradebook: number | null): GradebookCheck[] {
    const asked = checked(definition)
    const handedIn = gradebook === null ? null : unlessUnreadable(() => ({ changes: changesSinceHandIn(gradebook) }))
    const isUnreadable = gradebook !== null && handedIn === null
    const found = [
      checkOf('incomplete', 'attention', incomplete(definition, accounts())),
      checkOf('changed-since-hand-in', 'attention', changesIn(asked, handedIn?.changes ?? null)),
      checkOf('unreadable-hand-in', 'attention', isUnreadable ? [{ gradebook }] : []),
      ...scoreChecks(asked),
      ...peopleChecks(asked),
      ...leftOutChecks(asked),
    ].filter((check) => check !== null)
    const isUrgent = ({ severity }: GradebookCheck): boolean => severity === 'attention'
    return [...found.filter(isUrgent), ...found.filter((check) => !isUrgent(check))]
  }

  return {
    /**
     * What calls for attention comes first.
     * @param gradebook the id under which it is saved, for what changed since it was handed in; null for an unsaved one
     * @throws AppError `gradebook/not-found`, `gradebook/not-readable`
     */
    gradebookChecks: (definition: GradebookDefinition, gradebook: number | null): GradebookCheck[] =>
      allGradebookChecks(definition, gradebook).map(listed),
    /** As `gradebookChecks`, with every place of each check. */
    allGradebookChecks,
  }
}

function incomplete(
  { accounts: own, students }: GradebookDefinition,
  accounts: readonly FetchedAccount[],
): CheckOf<'incomplete'>['places'][number][] {
  const asked = students.by === 'filter' ? chosenOf(students.filter, 'account') : undefined
  return accounts
    .filter(({ id }) => (own?.includes(id) ?? true) && (asked?.includes(id) ?? true))
    .map((account) => ({ account: account.id, name: account.name, missing: missingOf(account) }))
    .filter(({ missing }) => missing.length > 0)
}

/** One place for each figure that changed. */
function changesIn(
  { students }: Checked,
  handedIn: HandInChanges | null,
): CheckOf<'changed-since-hand-in'>['places'][number][] {
  if (handedIn === null) return []
  const rows = new Map<string, CheckedStudent>(
    students.map(({ student }) => [ofAccount(student.account, student.key), student]),
  )
  return handedIn.changes.map((change) => {
    const { account, key } = change.student
    const row = rows.get(ofAccount(account, key))?.row ?? null
    return {
      student: { account, key, first: change.first, last: change.last, row },
      test: change.at === 'test' ? change.test : null,
      handedInAt: handedIn.handedInAt,
    }
  })
}
