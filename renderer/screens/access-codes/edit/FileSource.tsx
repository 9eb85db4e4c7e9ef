import type { GivenCode } from '../../../../shared/model/access-code.ts'
import { Button } from '../../../components/Button.tsx'
import { DialogButtons } from '../../../components/Dialog.tsx'
import { TableChoice } from '../../../components/tables/TableChoice.tsx'
import type { NamedRow } from '../../../components/tables/table-rows.ts'
import { fullName } from '../../../format/names.ts'
import { t } from '../../../i18n.ts'
import { useCodeEdit } from '../../../state/code-edit.ts'

const columns = [
  { id: 'code', label: t('accessCodes.edit.file.code'), required: true },
  { id: 'name', label: t('accessCodes.edit.file.name'), required: false },
  { id: 'first', label: t('accessCodes.edit.file.first'), required: false },
  { id: 'last', label: t('accessCodes.edit.file.last'), required: false },
] as const

type CodeColumn = (typeof columns)[number]['id']

/** A row as a code with whom it is for: a first and a last name are joined where either is there. */
function codeOfRow({ line, cells, flaws }: NamedRow<CodeColumn>): readonly GivenCode[] {
  const { code, first, last, name } = cells
  // A row of nobody’s code, such as one of points, is none of the list.
  if (code === '') return []
  const joined = fullName({ first: flaws.first ? '' : first, last: flaws.last ? '' : last })
  return [{ code, name: joined || (flaws.name ? '' : name) || null, line, flaw: flaws.code }]
}

/** Codes from a column of a CSV file or a workbook, names from another. */
export function FileSource() {
  const { look, close } = useCodeEdit()
  return (
    <>
      <p>{t('accessCodes.edit.file.lead')}</p>
      <TableChoice columns={columns} onRows={(rows) => void look('file', rows.flatMap(codeOfRow))} />
      <DialogButtons>
        <Button onPress={close}>{t('action.cancel')}</Button>
      </DialogButtons>
    </>
  )
}
