import { useState } from 'react'
import { TextField as AriaTextField, Label, TextArea } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { highestPoints, type QuestionFlaw } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog, DialogButtons, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import form from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './Bank.module.css'
import { sayWaits, useBankFacts, useBankSelection } from './bank.ts'
import { closeBankDialog } from './bank-actions.ts'
import { flawWords, readPoints, timeFor } from './bank-words.ts'
import { CategorySelect } from './CategorySelect.tsx'
import editor from './Editor.module.css'

const changes = ['category', 'points', 'feedback'] as const
type Changed = (typeof changes)[number]

interface ManyDialogProps {
  readonly account: AccountSummary
  readonly ids: readonly number[]
}

/** Which could not be changed, with why. */
interface Outcome {
  readonly changed: number
  readonly flawed: readonly { readonly id: number; readonly flaws: readonly QuestionFlaw[] }[]
}

/** Changes one thing of several questions at once, and says how many that sends. */
export function ManyDialog({ account, ids }: ManyDialogProps) {
  const categories = useBankFacts((state) => state.categories)
  const [what, setWhat] = useState<Changed>('category')
  const [category, setCategory] = useState<number | null>(null)
  const [points, setPoints] = useState('')
  const [correct, setCorrect] = useState('')
  const [incorrect, setIncorrect] = useState('')
  const [isTried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const read = readPoints(points)
  const pointsProblem =
    'problem' in read
      ? t(`bank.flaws.${read.problem}`)
      : read.points > highestPoints
        ? t('bank.flaws.out-of-range')
        : null
  const isReady = what === 'category' ? category !== null : what === 'points' ? pointsProblem === null : true

  const submit = async () => {
    setTried(true)
    if (busy || !isReady) return
    setBusy(true)
    setError(null)
    const change =
      what === 'category'
        ? { category: category ?? 0 }
        : what === 'points'
          ? { points: 'points' in read ? read.points : 0 }
          : { correctFeedback: correct === '' ? null : correct, incorrectFeedback: incorrect === '' ? null : incorrect }
    try {
      const answer = await api.bank.changeMany({ ids: [...ids], change })
      useBankSelection.getState().clear()
      sayWaits(t('bank.many.done', { count: answer.changed, time: timeFor(2 * answer.changed) }), account.id)
      if (answer.flawed.length === 0) closeBankDialog()
      else setOutcome(answer)
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }
  if (outcome !== null) return <Flawed outcome={outcome} />
  return (
    <Dialog title={t('bank.many.title', { count: ids.length })} onClose={closeBankDialog}>
      <Form className={form.form} onSubmit={() => void submit()}>
        {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
        <Choice<Changed>
          label={t('bank.many.what')}
          value={what}
          options={changes.map((value) => ({ value, words: t(`bank.many.change.${value}`) }))}
          onChange={setWhat}
        />
        {what === 'category' && (
          <div>
            <CategorySelect categories={categories} value={category} onChange={setCategory} />
            {isTried && category === null && <p className={field.problem}>{t('bank.flaws.no-category')}</p>}
          </div>
        )}
        {what === 'points' && (
          <TextField
            label={t('bank.fields.points')}
            hint={t('bank.editor.pointsHint')}
            value={points}
            onChange={setPoints}
            inputMode="decimal"
            problem={isTried ? pointsProblem : null}
          />
        )}
        {what === 'feedback' && (
          <>
            <Feedback label={t('bank.fields.correctFeedback')} value={correct} onChange={setCorrect} />
            <Feedback label={t('bank.fields.incorrectFeedback')} value={incorrect} onChange={setIncorrect} />
            <p className={styles.dim}>{t('bank.many.emptyFeedback')}</p>
          </>
        )}
        <p className={styles.dim}>{t('bank.many.cost', { count: ids.length, time: timeFor(2 * ids.length) })}</p>
        <DialogSubmit isDisabled={busy} onCancel={closeBankDialog}>
          {t('bank.many.button', { count: ids.length })}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

interface FeedbackProps {
  readonly label: string
  readonly value: string
  onChange(text: string): void
}

const Feedback = ({ label, value, onChange }: FeedbackProps) => (
  <AriaTextField className={classNames(field.field)} value={value} onChange={onChange}>
    <Label className={field.label ?? ''}>{label}</Label>
    <TextArea className={editor.area ?? ''} rows={2} />
  </AriaTextField>
)

/** Which questions could not be changed, counted by why. */
function Flawed({ outcome: { changed, flawed } }: { readonly outcome: Outcome }) {
  const reasons = Map.groupBy(
    flawed.map(({ flaws }) => [...new Set(flaws.map(flawWords))].join(' ')),
    (words) => words,
  )
  return (
    <Dialog title={t('bank.many.flawedTitle', { count: flawed.length })} onClose={closeBankDialog}>
      <p>{t('bank.many.flawedText', { count: changed })}</p>
      <ul className={styles.plain}>
        {[...reasons].map(([words, of]) => (
          <li key={words}>{t('bank.many.reason', { count: of.length, why: words })}</li>
        ))}
      </ul>
      <DialogButtons>
        <Button look="primary" autoFocus onPress={closeBankDialog}>
          {t('help.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
