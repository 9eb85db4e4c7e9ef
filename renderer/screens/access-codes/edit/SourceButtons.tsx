import { Button } from '../../../components/Button.tsx'
import { DialogButtons } from '../../../components/Dialog.tsx'
import { focusFirstProblem } from '../../../components/Form.tsx'
import { t } from '../../../i18n.ts'
import { useCodeEdit } from '../../../state/code-edit.ts'

/** The foot of a source: away, or on to the preview. */
export function SourceButtons({ onContinue }: { onContinue: () => void }) {
  const { close, busy } = useCodeEdit()
  return (
    <DialogButtons>
      <Button onPress={close}>{t('action.cancel')}</Button>
      <Button
        look="primary"
        isDisabled={busy}
        onPress={({ target }) => {
          onContinue()
          focusFirstProblem(target.closest('[role="dialog"]'))
        }}
      >
        {t(busy ? 'accessCodes.edit.working' : 'accessCodes.edit.continue')}
      </Button>
    </DialogButtons>
  )
}
