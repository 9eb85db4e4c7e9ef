import { wholeNumber } from '../../../format/numbers.ts'
import { t } from '../../../i18n.ts'
import type { PersonWarning } from './person-warnings.ts'

const namedRows = 8

/** A warning as a sentence, with the rows it is about; of many, the first. */
export function warningWords({ kind, rows }: PersonWarning): string {
  const first = rows.slice(0, namedRows).map(wholeNumber).join(', ')
  const more = rows.length - namedRows
  return t(`startLinks.warning.${kind}`, {
    count: rows.length,
    rows: more > 0 ? t('startLinks.warning.rows', { rows: first, count: more }) : first,
  })
}
