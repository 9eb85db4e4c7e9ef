import { fromTenths, percentText } from '../../../shared/model/result-values.ts'
import type { StudentRow } from '../../../shared/model/student.ts'
import { plainText } from '../terminal.ts'

/** A student as JSON; the average in percent. */
export const studentDocument = (row: StudentRow) => ({
  student_key: row.key,
  first: row.first,
  last: row.last,
  email: row.email,
  attempts: row.attempts,
  tests: row.tests,
  average: row.average === null ? null : fromTenths(row.average),
  provisional: row.provisional,
  last_finished: row.lastSeen,
  classes: row.classes,
  labels: row.labels.map(({ name }) => name),
  merged: row.merged,
  account: row.accountId,
})

/** A student as a line of a table. */
export function studentLine({ key, first, last, average, attempts, tests, provisional }: StudentRow): string {
  const figure = average === null ? 'no average' : `${percentText(average)}%${provisional ? '*' : ''}`
  const fields = [key, `${first} ${last}`.trim(), figure, `${attempts} at ${tests}`]
  return `${fields.map((field) => plainText(field)).join('\t')}\n`
}
