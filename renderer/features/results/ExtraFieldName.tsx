import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { type ExtraFieldRef, longestExtraField } from '../../../shared/model/extra-field.ts'
import { api } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { useExtraFieldName } from '../../list/extra-fields.ts'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import form from '../../ui/Form.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { changeAndSay } from '../local-changes/index.ts'
import styles from './ExtraFieldName.module.css'

interface ExtraFieldNameProps {
  readonly field: ExtraFieldRef
  readonly linkName: string
}

/** What one of a link's questions is called, and the button that calls it otherwise. */
export function ExtraFieldName({ field, linkName }: ExtraFieldNameProps) {
  const [isOpen, setIsOpen] = useState(false)
  const given = useExtraFieldName(field)
  const name = given ?? t('detail.extraInfo', { number: field.number })
  return (
    <span className={styles.name}>
      <bdi>{name}</bdi>{' '}
      <span className={styles.rename}>
        <IconButton
          icon={Pencil}
          label={t('detail.extraField.rename', { name })}
          aria-haspopup="dialog"
          onPress={() => setIsOpen(true)}
        />
      </span>
      {isOpen && <NameDialog field={field} linkName={linkName} given={given ?? ''} onClose={() => setIsOpen(false)} />}
    </span>
  )
}

interface NameDialogProps extends ExtraFieldNameProps {
  /** '' where it has none. */
  readonly given: string
  onClose(): void
}

/** Asks what a question is to be called; by its number again where nothing is typed. */
function NameDialog({ field, linkName, given, onClose }: NameDialogProps) {
  const [typed, setTyped] = useState(given)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { number } = field
  const send = async () => {
    const name = typed.trim()
    if (name === given) return onClose()
    setBusy(true)
    const error = await changeAndSay(
      () => api.extraFields.name({ field, name }),
      () =>
        name === ''
          ? t('detail.extraField.said.unnamed', { name: given, number })
          : t('detail.extraField.said.named', { name, number }),
    )
    setBusy(false)
    if (error === null) return onClose()
    setProblem(
      error.code === 'extra-field/exists'
        ? t('detail.extraField.taken', { number: error.detail.number })
        : errorWords(error, systemZone).what,
    )
  }
  return (
    <Dialog title={t('detail.extraField.title', { number })} onClose={onClose}>
      <Form className={form.form} onSubmit={() => void send()}>
        <TextField
          label={t('detail.extraField.label')}
          hint={t('detail.extraField.hint', { link: linkName, number })}
          problem={problem}
          value={typed}
          maxLength={longestExtraField}
          autoFocus
          onChange={(next) => {
            setTyped(next)
            setProblem(null)
          }}
        />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t('detail.extraField.save')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}
