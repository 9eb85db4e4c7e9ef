import type { ReactNode } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { closeBankDialog } from './bank-actions.ts'
import styles from './CompareDialog.module.css'

interface ConflictDialogProps {
  readonly lead: string
  /** What each choice does. */
  readonly cost: string
  /** What was edited here, beside what ClassMarker has. */
  readonly children: ReactNode
  /** What is done instead of keeping it as it is here, where that cannot be. */
  readonly instead?: { readonly words: string; run(): void } | undefined
  onChoose(keep: 'mine' | 'theirs'): void
}

/** Asks which of two is kept: what was edited here, or what ClassMarker has. */
export const ConflictDialog = ({ lead, cost, children, instead, onChoose }: ConflictDialogProps) => (
  <Dialog title={t('bank.compare.title')} wide onClose={closeBankDialog}>
    <p>{lead}</p>
    {children}
    <p className={styles.note}>{cost}</p>
    <DialogButtons>
      <Button onPress={closeBankDialog}>{t('bank.compare.later')}</Button>
      <Button onPress={() => onChoose('theirs')}>{t('bank.compare.takeTheirs')}</Button>
      {instead === undefined ? (
        <Button look="primary" onPress={() => onChoose('mine')}>
          {t('bank.compare.keepMine')}
        </Button>
      ) : (
        <Button look="primary" onPress={instead.run}>
          {instead.words}
        </Button>
      )}
    </DialogButtons>
  </Dialog>
)
