import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import {
  type GradebookDefinition,
  type GradebookRow,
  type GradebookSort,
  usualGradebook,
  usualRules,
} from '../../../shared/model/gradebook.ts'
import type { GradebookReading, Reading } from '../../store/api.ts'
import { pseudonymiser } from '../results/attempts.ts'
import type { IdentityLevel } from '../results/request.ts'
import type { ExportedRow } from './columns.ts'

/** How students appear in a file. */
export interface Identity {
  readonly identity: IdentityLevel
  /** In hexadecimal; used only for pseudonyms. */
  readonly pseudonymKey: string
}

/** A gradebook of whom and what a filter finds, under the usual rules. */
export const gradebookOf = (filter: ResultsFilter, policy: AttemptPolicy): GradebookDefinition => ({
  ...usualGradebook,
  students: { by: 'filter', filter },
  rules: { ...usualRules, policy },
})

export const byName: GradebookSort = { field: 'name', direction: 'asc' }

/** Turns a student into the key that stands in the file. */
export const keyShown = ({ identity, pseudonymKey }: Identity): ((account: string, key: string) => string) =>
  identity === 'pseudonyms' ? pseudonymiser(pseudonymKey) : (_, key) => key

/** The rows of a gradebook by name; with pseudonyms by those, because the order of names would tell who is who. */
export function* rowsShown(whole: GradebookReading, identity: Identity): Generator<ExportedRow, void> {
  const shown = keyShown(identity)
  const withKey = (row: GradebookRow): ExportedRow => ({
    ...row,
    shownKey: shown(row.student.account, row.student.key),
  })
  if (identity.identity === 'names') for (const row of whole.rows()) yield withKey(row)
  else {
    const rows = [...whole.rows()].map(withKey)
    yield* rows.sort((a, b) => (a.shownKey < b.shownKey ? -1 : Number(a.shownKey > b.shownKey)))
  }
}

/** Finds the attempts that a gradebook is reckoned over. */
export function attemptsFilter(reading: Reading, definition: GradebookDefinition): ResultsFilter {
  const whole = reading.gradebook({ gradebook: definition, sort: byName })
  const ids: number[] = []
  for (const { id, cells } of whole.rows())
    for (const test of cells.keys()) for (const attempt of whole.attemptsOf(id, test)) ids.push(attempt.id)
  return [{ field: 'id', op: 'in', value: ids }]
}

/** Names of accounts by their ids. */
export function accountNames(reading: Pick<Reading, 'listAccounts'>): (account: string) => string {
  const names = new Map(reading.listAccounts().map(({ id, name }) => [id, name]))
  return (account) => names.get(account) ?? account
}
