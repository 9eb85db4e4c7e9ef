import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { Erasure, ErasurePreview } from '../../../shared/model/erasure.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './People.module.css'

interface EraseDialogProps {
  readonly of: StudentRef
  onErased(): void
  onClose(): void
}

/** Says what erasing a student removes, asks for their name, and says afterwards what could not be removed. */
export function EraseDialog({ of, onErased, onClose }: EraseDialogProps) {
  const { account, key } = of
  const [preview, setPreview] = useState<ErasurePreview | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [erased, setErased] = useState<Erasure | null>(null)
  useEffect(() => {
    api.students.erasurePreview({ account, key }).then(setPreview, (thrown: unknown) => setError(asAppError(thrown)))
  }, [account, key])
  const name = preview === null ? '' : fullName(preview)
  const finish = (made: Erasure) => {
    say(t('people.erase.done', { count: made.results }))
    onErased()
    if (made.filesLeft.length > 0 || made.copiesLeft > 0 || !made.isClean) setErased(made)
    else onClose()
  }
  if (erased !== null) return <LeftDialog erased={erased} onClose={onClose} />
  return (
    <Dialog
      title={name === '' ? t('people.erase.titleNameless') : t('people.erase.title', { name })}
      role="alertdialog"
      onClose={onClose}
    >
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {preview === null ? (
        <>
          {error === null && <p>{t('people.erase.reading')}</p>}
          <DialogButtons>
            <Button autoFocus onPress={onClose}>
              {t('action.cancel')}
            </Button>
          </DialogButtons>
        </>
      ) : (
        <Question of={of} preview={preview} onClose={onClose} onErased={finish} onError={setError} />
      )}
    </Dialog>
  )
}

const kinds = [
  ...(['results', 'certificates', 'files', 'notes', 'codes', 'classes'] as const),
  ...(['attempts', 'answered', 'unreadable'] as const),
]

type Copies = 'keep' | 'remake'

interface QuestionProps {
  readonly of: StudentRef
  readonly preview: ErasurePreview
  onClose(): void
  onErased(erased: Erasure): void
  onError(error: AppError | null): void
}

function Question({ of: { account, key }, preview, onClose, onErased, onError }: QuestionProps) {
  const [typed, setTyped] = useState('')
  const [copies, setCopies] = useState<Copies | ''>(preview.copies > 0 ? '' : 'keep')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const word = fullName(preview) || key
  const isWrong = typed.trim() !== word
  const send = async () => {
    setAsked(true)
    if (busy || isWrong || copies === '') return
    setBusy(true)
    onError(null)
    try {
      onErased(await api.students.erase({ account, key, remakeCopies: copies === 'remake' }))
    } catch (thrown) {
      onError(asAppError(thrown))
      setBusy(false)
    }
  }
  return (
    <Form className={form.form} onSubmit={() => void send()}>
      <p>{t('people.erase.what')}</p>
      <ul className={styles.bullets}>
        {kinds
          .filter((kind) => preview[kind] > 0)
          .map((kind) => (
            <li key={kind}>{t(`people.erase.${kind}`, { count: preview[kind] })}</li>
          ))}
      </ul>
      <p className={styles.lead}>{t('people.erase.elsewhere')}</p>
      {preview.notSearched.length > 0 && (
        <p>{t('people.erase.notSearched', { words: preview.notSearched.map((each) => `“${each}”`).join(', ') })}</p>
      )}
      <p className={styles.lead}>{t('people.erase.return')}</p>
      {preview.steps > 0 && <p className={styles.lead}>{t('people.erase.steps', { count: preview.steps })}</p>}
      {preview.copies > 0 && <p>{t('people.erase.copies', { count: preview.copies })}</p>}
      {preview.copies > 0 && (
        <Radios<Copies | ''>
          label={t('people.erase.copies', { count: preview.copies })}
          value={copies}
          options={[
            { value: 'keep', words: t('people.erase.keep'), hint: t('people.erase.keepHint') },
            { value: 'remake', words: t('people.erase.remake'), hint: t('people.erase.remakeHint') },
          ]}
          onChange={setCopies}
        />
      )}
      <p className={styles.lead}>{t('people.erase.outside')}</p>
      <TextField
        label={t('people.erase.confirm', { word })}
        value={typed}
        onChange={setTyped}
        problem={asked && isWrong ? t('people.erase.wrong') : null}
      />
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" type="submit" isDisabled={busy || copies === ''}>
          {t(busy ? 'people.erase.working' : 'people.erase.submit')}
        </Button>
      </DialogButtons>
    </Form>
  )
}

function LeftDialog({ erased, onClose }: { erased: Erasure; onClose: () => void }) {
  const { filesLeft, copiesLeft, isClean, results } = erased
  return (
    <Dialog title={t('people.erase.left')} onClose={onClose}>
      <p>{t('people.erase.done', { count: results })}</p>
      {filesLeft.length > 0 && <p>{t('people.erase.filesLeft', { names: filesLeft.join(', ') })}</p>}
      {!isClean && <p>{t('people.erase.notClean')}</p>}
      {copiesLeft > 0 && <p>{t('people.erase.copiesLeft', { count: copiesLeft })}</p>}
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('people.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
