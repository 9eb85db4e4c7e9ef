import { Button } from '../../../components/Button.tsx'
import { DialogButtons } from '../../../components/Dialog.tsx'
import { TableChoice } from '../../../components/tables/TableChoice.tsx'
import { t } from '../../../i18n.ts'
import { useCodeEdit } from '../../../state/code-edit.ts'

const columns = [
  { id: 'code', label: t('accessCodes.edit.file.code'), required: true },
  { id: 'name', label: t('accessCodes.edit.file.name'), required: false },
] as const

/** Codes from a column of a CSV file or a workbook, names from another. */
export function FileSource() {
  const { look, close } = useCodeEdit()
  return (
    <>
      <p>{t('accessCodes.edit.file.lead')}</p>
      <TableChoice
        columns={columns}
        onRows={(rows) =>
          void look(
            'file',
            rows.map(({ code, name }) => ({ code, name: name || null })),
          )
        }
      />
      <DialogButtons>
        <Button onPress={close}>{t('action.cancel')}</Button>
      </DialogButtons>
    </>
  )
}
