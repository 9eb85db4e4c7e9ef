import type { GivenCode } from '../../../../shared/model/access-code.ts'
import { type NamedRow, textsOf } from '../../../components/tables/table-rows.ts'
import { fullName } from '../../../format/names.ts'

/** What a file may say about a code: the person it is for by one name, or by two that are joined. */
export type CodeColumn = 'code' | 'name' | 'first' | 'last'

/**
 * Rows as codes with whom they are for, and with what is wrong with them. A row of nobody's code, such as one of points,
 * is none of the list.
 */
export function codesOfRows(rows: readonly NamedRow<CodeColumn>[]): readonly GivenCode[] {
  return rows.flatMap((row) => {
    const { first, last, name } = textsOf(row)
    const { code } = row.cells
    if (code === '') return []
    return [{ code, name: fullName({ first, last }) || name || null, line: row.line, flaw: row.flaws.code }]
  })
}
