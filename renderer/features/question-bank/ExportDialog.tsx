import { CircleDashed } from 'lucide-react'
import { useState } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { type WrittenQuestionFormat, writtenQuestionFormats } from '../../../shared/model/question-file.ts'
import { api } from '../../api/client.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import styles from './Bank.module.css'
import { useBankFacts } from './bank.ts'

interface ExportDialogProps {
  readonly account: AccountSummary
  readonly ids: readonly number[]
  onClose(): void
}

/** Writes questions to a file of a chosen kind, and says what that kind of file cannot hold. */
export function ExportDialog({ account, ids, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<WrittenQuestionFormat>('moodle-xml')
  const isPartial = useBankFacts((facts) => facts.status?.isPartial ?? false)
  const start = () => {
    onClose()
    const asked = {
      of: 'questions',
      start: () => api.bank.export({ account: account.id, ids: [...ids], format }),
    } as const
    // Whether results are complete does not matter to questions.
    void useJobs.getState().startExport(asked, { although: 'incomplete' })
  }
  return (
    <Dialog title={t('bank.export.title', { count: ids.length })} wide onClose={onClose}>
      {isPartial && (
        <p className={styles.incompleteNote}>
          <CircleDashed aria-hidden />
          {t('bank.export.partial')}
        </p>
      )}
      <div className={styles.formats}>
        <Radios<WrittenQuestionFormat>
          label={t('bank.export.format')}
          value={format}
          options={writtenQuestionFormats.map((value) => ({
            value,
            words: t(`bank.formats.${value}.name`),
            hint: t(`bank.formats.${value}.loses`),
          }))}
          onChange={setFormat}
        />
      </div>
      <p className={styles.dim}>{t('bank.export.note')}</p>
      <DialogButtons>
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" onPress={start}>
          {t('bank.export.button', { count: ids.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
