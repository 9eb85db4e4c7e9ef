import { Pencil, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import { type Annotated, type LabelUse, labelColours, longestLabel } from '../../../shared/model/note.ts'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import menu from '../../ui/Menu.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import { labelsFound, makeLabel, putLabel, sizeOf, takeLabelOff, useLabels, useLabelsOn } from './annotating.ts'
import { LabelDot } from './LabelChip.tsx'
import { LabelForm } from './LabelForm.tsx'
import styles from './notes.module.css'

interface LabelPickerProps {
  readonly about: Annotated
  /** The account of all that is annotated. */
  readonly account: string
}

/** Puts labels on and takes them off; a name that no label has yet makes one. Each label can be changed here, too. */
export function LabelPicker({ about, account }: LabelPickerProps) {
  const { value: labels, error: unread } = useLabels(account)
  const { value: on } = useLabelsOn(about)
  const picker = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<LabelUse | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  if (editing !== null) return <LabelForm label={editing} onClose={() => setEditing(null)} />

  const all = labels ?? []
  const name = text.trim()
  const found = labelsFound(all, name)
  const isNew = name !== '' && labels !== null && !all.some((label) => label.name === name)
  const count = sizeOf(about)
  const failure = error ?? unread
  const countOn = (label: LabelUse): number => on?.find(({ id }) => id === label.id)?.count ?? 0
  const run = async (work: Promise<AppError | null>) => setError(await work)
  const toggle = (label: LabelUse) =>
    run(countOn(label) === count ? takeLabelOff(label, about) : putLabel(label, about))
  const make = async () => {
    await run(makeLabel({ account, name, colour: all.length % labelColours }, about))
    setText('')
    // The button that was pressed is gone.
    picker.current?.querySelector<HTMLElement>('input')?.focus()
  }
  const onSubmit = () => {
    const [only] = found
    if (isNew) void make()
    else if (only !== undefined && found.length === 1) void toggle(only)
  }
  return (
    <Form className={styles.form} onSubmit={onSubmit}>
      <div ref={picker}>
        <TextField
          label={t('notes.labels.find')}
          value={text}
          maxLength={longestLabel}
          autoFocus
          onChange={(next) => {
            setText(next)
            setError(null)
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a look of its own */}
      <div className={styles.choices} role="group" aria-label={t('notes.labels.list')}>
        {found.map((label) => (
          <div key={label.id} className={styles.choice}>
            <Checkbox
              className={styles.check ?? ''}
              isSelected={countOn(label) === count}
              isIndeterminate={countOn(label) > 0 && countOn(label) < count}
              onChange={() => void toggle(label)}
            >
              <CheckMark />
              <LabelDot colour={label.colour} />
              <span className={menu.words}>{label.name}</span>
              {countOn(label) > 0 && countOn(label) < count && (
                <span className={menu.aside}>{t('notes.labels.some', { count: countOn(label), all: count })}</span>
              )}
            </Checkbox>
            <IconButton
              icon={Pencil}
              label={t('notes.labels.change', { name: label.name })}
              onPress={() => setEditing(label)}
            />
          </div>
        ))}
        {labels !== null && found.length === 0 && (
          <p className={styles.hint}>{t(all.length === 0 ? 'notes.labels.noneYet' : 'notes.labels.noMatch')}</p>
        )}
      </div>
      {isNew && (
        <Button icon={Plus} type="submit">
          {t('notes.labels.make', { name })}
        </Button>
      )}
      {failure !== null && <ErrorMessage error={failure} zone={systemZone} />}
    </Form>
  )
}
