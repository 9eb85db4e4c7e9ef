import type { QuestionLoss } from '../../../shared/model/bank.ts'
import type { ExportedFile } from '../../../shared/model/job.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { plainOf } from '../questions/index.ts'
import styles from './Bank.module.css'
import { bankTypeWords, lossWords } from './bank-words.ts'

interface LossesDialogProps {
  readonly losses: NonNullable<ExportedFile['questionLosses']>
  onClose(): void
}

/** Questions that are drawn; the rest are only counted. */
const mostShown = 200

/** A type is known here, and not in that kind of file. */
const leftOutWords = (loss: QuestionLoss): string =>
  loss.code === 'type-unknown' ? t('bank.export.noType', { type: bankTypeWords(loss.subject) }) : lossWords(loss)

/** What a written file could not say, question by question. */
export const LossesDialog = ({ losses, onClose }: LossesDialogProps) => (
  <Dialog title={t('bank.export.lossesTitle', { count: losses.length })} wide onClose={onClose}>
    <p className={styles.dim}>{t('bank.export.lossesText')}</p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <section className={styles.losses} tabIndex={0} aria-label={t('bank.export.losses')} data-scrolls>
      <ul className={styles.tests}>
        {losses.slice(0, mostShown).map(({ text, losses: of }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two questions may begin alike
          <li key={place}>
            <b>{plainOf(text) || t('bank.import.noText')}</b>
            <ul className={styles.plain}>
              {[...new Set(of.map(leftOutWords))].map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {losses.length > mostShown && <p>{t('bank.export.more', { count: losses.length - mostShown })}</p>}
    </section>
    <DialogButtons>
      <Button look="primary" autoFocus onPress={onClose}>
        {t('help.close')}
      </Button>
    </DialogButtons>
  </Dialog>
)
