import { CircleAlert, CircleCheck, Download, FileInput } from 'lucide-react'
import { useEffect } from 'react'
import { TextField as AriaTextField, Label, Text, TextArea } from 'react-aria-components'
import type { ReadIds } from '../../../shared/ipc/assessments.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { AssessmentRow } from '../../../shared/model/assessment.ts'
import { useConnection } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { closeAssessmentDialog, openAssessmentDialog } from './assessment-actions.ts'
import { titleOf } from './assessment-words.ts'
import styles from './Collect.module.css'
import { collect, useCollecting } from './collecting.ts'

interface CollectDialogProps {
  readonly account: AccountSummary
  readonly accounts: readonly AccountSummary[]
  /** The assessment whose submissions they are, where that is known beforehand. */
  readonly of: AssessmentRow | null
}

/** Collects submissions by their ids, pasted or from a file. What they come to is shown before anything is asked for. */
export function CollectDialog({ account, accounts, of }: CollectDialogProps) {
  const { text, read, isReading, error, start, type, chooseFile } = useCollecting()
  const online = useConnection((state) => state.online) || account.sample
  useEffect(() => start(), [start])
  // What was pasted stays, and is read for another account anew; a file is chosen anew.
  useEffect(() => {
    const { text: pasted, type: readAgain } = useCollecting.getState()
    readAgain(account.id, pasted)
  }, [account.id])
  const count = read === null ? 0 : read.submissions.length - read.known
  const isKnown = read !== null && count === 0 && read.known > 0
  const go = () => {
    if (read !== null && collect(account.id, read, of?.assessmentId ?? null)) closeAssessmentDialog()
  }
  return (
    <Dialog
      title={of === null ? t('assessments.collect.title') : t('assessments.collect.titleOf', { name: titleOf(of) })}
      wide
      onClose={closeAssessmentDialog}
    >
      <p className={styles.dim}>{t('assessments.collect.lead')}</p>
      {of === null && accounts.length > 1 && (
        <SelectField
          label={t('assessments.account')}
          value={account.id}
          sections={[{ title: null, options: accounts.map(({ id, name }) => ({ value: id, words: name })) }]}
          onChange={(id) => openAssessmentDialog({ kind: 'collect', account: id, of: null })}
        />
      )}
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
      <AriaTextField className={field.field ?? ''} value={text} onChange={(typed) => type(account.id, typed)} autoFocus>
        <Label className={field.label ?? ''}>{t('assessments.collect.paste')}</Label>
        <TextArea className={styles.area ?? ''} rows={5} spellCheck={false} />
        <Text slot="description" className={field.hint ?? ''}>
          {t('assessments.collect.pasteHint')}
        </Text>
      </AriaTextField>
      <div>
        <Button icon={FileInput} onPress={() => void chooseFile(account.id)}>
          {t(isReading ? 'assessments.collect.reading' : 'assessments.collect.file')}
        </Button>
      </div>
      <div role="status" aria-label={t('assessments.collect.found')}>
        {read !== null && <Found read={read} of={of} />}
      </div>
      {!online && <p className={styles.dim}>{t('assessments.collect.offline')}</p>}
      <DialogButtons>
        <Button onPress={closeAssessmentDialog}>{t('action.cancel')}</Button>
        <Button look="primary" icon={Download} isDisabled={count === 0 || isReading} onPress={go}>
          {count === 0
            ? t(isKnown ? 'assessments.collect.allKnown' : 'assessments.collect.none')
            : t('assessments.collect.button', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** Lines without an id that are named. */
const mostLines = 5

interface FoundProps {
  readonly read: ReadIds
  readonly of: AssessmentRow | null
}

/** How many are new, how many are here already, and which lines hold no id. */
function Found({ read, of }: FoundProps) {
  const { submissions, known, unreadable } = read
  const searched = of === null ? submissions.filter(({ assessmentId }) => assessmentId === null).length : 0
  return (
    <div className={styles.found}>
      <p className={styles.counts}>
        <span className={styles.new}>
          <CircleCheck aria-hidden />
          {t('assessments.collect.new', { count: submissions.length - known })}
        </span>
        {known > 0 && <span>{t('assessments.collect.known', { count: known })}</span>}
        {unreadable.length > 0 && (
          <span className={styles.unreadable}>
            <CircleAlert aria-hidden />
            {t('assessments.collect.unreadable', { count: unreadable.length })}
          </span>
        )}
      </p>
      {searched > 0 && <p className={styles.dim}>{t('assessments.collect.search', { count: searched })}</p>}
      {unreadable.length > 0 && (
        <ul className={styles.lines}>
          {unreadable.slice(0, mostLines).map(({ line, text }) => (
            <li key={line}>
              <span className={styles.dim}>{t('assessments.collect.line', { line })}</span>{' '}
              <span className={styles.mono}>{text}</span>
            </li>
          ))}
          {unreadable.length > mostLines && (
            <li className={styles.dim}>
              {t('assessments.collect.moreLines', { count: unreadable.length - mostLines })}
            </li>
          )}
        </ul>
      )}
      <p className={styles.dim}>{t('assessments.collect.nothingYet')}</p>
    </div>
  )
}
