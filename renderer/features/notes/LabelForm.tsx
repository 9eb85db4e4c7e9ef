import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import { type Label as KeptLabel, labelColours, longestLabel } from '../../../shared/model/note.ts'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import { changeLabel, removeLabel } from './annotating.ts'
import { LabelDot } from './LabelChip.tsx'
import styles from './notes.module.css'

interface LabelFormProps {
  readonly label: KeptLabel
  onClose(): void
}

const colourNames = (): readonly string[] => t('notes.labels.colours', { returnObjects: true })

/** Renames, recolours or removes a label. */
export function LabelForm({ label, onClose }: LabelFormProps) {
  const [name, setName] = useState(label.name)
  const [colour, setColour] = useState(label.colour)
  const [problem, setProblem] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const run = async (work: Promise<AppError | null>) => {
    const failed = await work
    if (failed === null) onClose()
    else setError(failed)
  }
  const save = () => {
    const given = name.trim()
    if (given === '') setProblem(t('notes.labels.nameNeeded'))
    else if (given === label.name && colour === label.colour) onClose()
    else void run(changeLabel({ id: label.id, name: given, colour }))
  }
  const names = colourNames()
  return (
    <Form className={styles.form} onSubmit={save}>
      <TextField
        label={t('notes.labels.name')}
        value={name}
        maxLength={longestLabel}
        problem={problem}
        autoFocus
        onChange={(next) => {
          setName(next)
          setProblem(null)
        }}
      />
      <RadioGroup value={String(colour)} onChange={(next) => setColour(Number(next))}>
        <Label className={field.label ?? ''}>{t('notes.labels.colour')}</Label>
        <div className={styles.colours}>
          {Array.from({ length: labelColours }, (_, number) => (
            <Radio key={names[number]} value={String(number)} className={styles.colour ?? ''}>
              <LabelDot colour={number} />
              {names[number]}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      <div className={styles.buttons}>
        <Button type="submit">{t('notes.labels.save')}</Button>
        <Button look="quiet" onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" icon={Trash2} onPress={() => void run(removeLabel(label))}>
          {t('notes.labels.remove')}
        </Button>
      </div>
    </Form>
  )
}
