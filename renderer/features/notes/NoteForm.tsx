import { type KeyboardEvent, useState } from 'react'
import { FieldError, Label, Text, TextArea, TextField } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import { longestNote } from '../../../shared/model/note.ts'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { isShortcut, shortcutShown } from '../../ui/shortcuts.ts'
import { Form } from '../../ui/TextField.tsx'
import styles from './notes.module.css'

interface NoteFormProps {
  /** The note as it is kept; '' for a new one. */
  readonly text?: string
  /** What was written of it before this form was drawn. */
  readonly draft?: string
  onChange?(text: string): void
  /** @returns why it could not be kept; null when it was */
  onSave(text: string): Promise<AppError | null>
  onClose(): void
}

/** Writes a note: Ctrl (Cmd) and Enter saves it, Esc leaves it. */
export function NoteForm({ text: before = '', draft = before, onChange, onSave, onClose }: NoteFormProps) {
  const [text, setText] = useState(draft)
  const [problem, setProblem] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const save = async () => {
    const words = text.trim()
    if (words === '') return setProblem(t('notes.needed'))
    if (isBusy) return
    setIsBusy(true)
    const failed = words === before ? null : await onSave(words)
    setIsBusy(false)
    if (failed === null) onClose()
    else setError(failed)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    else if (isShortcut(event, 'saveNote')) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Form className={styles.form} onSubmit={() => void save()}>
      <TextField
        className={field.field ?? ''}
        value={text}
        maxLength={longestNote}
        isInvalid={problem !== null}
        validationBehavior="aria"
        autoFocus
        onChange={(next) => {
          setText(next)
          onChange?.(next)
          setProblem(null)
        }}
      >
        <Label className={field.label ?? ''}>{t('notes.text')}</Label>
        <TextArea className={styles.area ?? ''} onKeyDown={onKeyDown} />
        {problem === null && (
          <Text slot="description" className={field.hint}>
            {t('notes.hint', { keys: shortcutShown('saveNote') })}
          </Text>
        )}
        <FieldError className={field.problem ?? ''}>{problem}</FieldError>
      </TextField>
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      <div className={styles.buttons}>
        <Button type="submit">{t('notes.save')}</Button>
        <Button look="quiet" onPress={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </Form>
  )
}
