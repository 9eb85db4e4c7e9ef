import type { ExportedFile } from '../../../shared/model/job.ts'
import { lossLines, notWrittenWords } from '../../../shared/question-losses.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { plainOf } from '../questions/index.ts'
import styles from './Bank.module.css'
import { bankTypeWords } from './bank-words.ts'

interface LossesDialogProps {
  readonly losses: NonNullable<ExportedFile['questionLosses']>
  onClose(): void
}

/** Questions that are drawn; the rest are only counted. */
const mostShown = 200

/** What a written file could not say: a line for each kind of loss, then each question that is not in the file. */
export function LossesDialog({ losses, onClose }: LossesDialogProps) {
  const left = losses.filter(({ isWritten }) => !isWritten)
  const lines = lossLines(
    losses.filter(({ isWritten }) => isWritten),
    'out',
  )
  return (
    <Dialog title={t('bank.export.losses')} wide onClose={onClose}>
      <p className={styles.dim}>{t('bank.export.lossesText')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.losses} tabIndex={0} aria-label={t('bank.export.losses')} data-scrolls>
        {lines.length > 0 && (
          <ul className={styles.plain}>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <>
            <h3 className={styles.lossesHead}>{t('bank.export.notWritten', { count: left.length })}</h3>
            <ul className={styles.plain}>
              {left.slice(0, mostShown).map(({ text, losses: of }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two questions may begin alike
                <li key={place}>
                  {t('bank.export.because', {
                    text: plainOf(text) || t('bank.import.noText'),
                    why: notWrittenWords(of, bankTypeWords),
                  })}
                </li>
              ))}
            </ul>
            {left.length > mostShown && <p>{t('bank.export.more', { count: left.length - mostShown })}</p>}
          </>
        )}
      </section>
      <DialogButtons>
        <Button look="primary" autoFocus onPress={onClose}>
          {t('help.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
