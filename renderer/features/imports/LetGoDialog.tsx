import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'

interface LetGoDialogProps {
  readonly title: string
  /** What is lost. */
  readonly text: string
  /** The button that goes on. */
  readonly goOn: string
  onGoOn(): void
  onClose(): void
}

/** Asks before what was decided in a preview is lost. */
export function LetGoDialog({ title, text, goOn, onGoOn, onClose }: LetGoDialogProps) {
  return (
    <Dialog title={title} role="alertdialog" onClose={onClose}>
      <p>{text}</p>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('imports.drop.stay')}
        </Button>
        <Button
          look="primary"
          onPress={() => {
            onClose()
            onGoOn()
          }}
        >
          {goOn}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
