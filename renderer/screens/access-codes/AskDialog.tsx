import { Button } from '../../components/Button.tsx'
import { Dialog, DialogButtons } from '../../components/Dialog.tsx'
import { t } from '../../i18n.ts'
import { useCodeChanges } from '../../state/code-changes.ts'

/** Asks once before more than twenty codes are removed, naming how many. */
export function AskDialog() {
  const { asked, confirm } = useCodeChanges()
  if (asked === null) return null
  const close = () => useCodeChanges.setState({ asked: null })
  const count = asked.kind === 'remove' ? asked.codes.length : asked.count
  return (
    <Dialog title={t(`accessCodes.ask.${asked.kind}Title`, { count })} role="alertdialog" onClose={close}>
      <p>{t(`accessCodes.ask.${asked.kind}Text`)}</p>
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" onPress={confirm}>
          {t('accessCodes.codes.remove', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
