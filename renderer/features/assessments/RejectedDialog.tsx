import type { CollectSummary } from '../../../shared/model/assessment.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import styles from './Assessments.module.css'
import { forgetSubmissions } from './assessment-actions.ts'
import { reasonOf } from './assessment-words.ts'

interface RejectedDialogProps {
  readonly account: string
  readonly rejected: CollectSummary['rejected']
  readonly zone: string
  onClose(): void
}

/** Which submissions could not be collected, each with its reason; they can be forgotten, since an ID may be wrong. */
export function RejectedDialog({ account, rejected, zone, onClose }: RejectedDialogProps) {
  return (
    <Dialog title={t('assessments.collect.rejectedTitle')} wide onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.scrolls} tabIndex={0} data-scrolls>
        <ul className={styles.plain}>
          {rejected.map(({ submission, reason }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one ID may be named at two assessments, and the order stays
            <li key={place}>
              <span className={styles.mono}>{submission}</span> {reasonOf(reason, zone)}
            </li>
          ))}
        </ul>
      </div>
      <DialogButtons>
        <Button onPress={() => void forgetSubmissions(account, rejected).then((isDone) => isDone && onClose())}>
          {t('assessments.collect.forget')}
        </Button>
        <Button look="primary" autoFocus onPress={onClose}>
          {t('assessments.collect.rejectedClose')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
