import { TableChoice } from '../../../components/tables/TableChoice.tsx'
import { t } from '../../../i18n.ts'
import { useCodeEdit } from '../../../state/code-edit.ts'
import { codesOfRows } from './codes-of-rows.ts'

const columns = [
  { id: 'code', label: t('accessCodes.edit.file.code'), required: true },
  { id: 'name', label: t('accessCodes.edit.file.name'), required: false },
  { id: 'first', label: t('accessCodes.edit.file.first'), required: false },
  { id: 'last', label: t('accessCodes.edit.file.last'), required: false },
] as const

/** Codes from a column of a CSV file or a workbook, names from another. */
export function FileSource() {
  const { look, close } = useCodeEdit()
  return (
    <>
      <p>{t('accessCodes.edit.file.lead')}</p>
      <TableChoice
        columns={columns}
        onRows={(rows) => void look('file', { codes: codesOfRows(rows) })}
        onClose={close}
      />
    </>
  )
}
