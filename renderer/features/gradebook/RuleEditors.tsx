import { Trash2 } from 'lucide-react'
import { Input, Label, NumberField, TextField } from 'react-aria-components'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import { averageKinds, type GradingRules, type TestKind } from '../../../shared/model/grading.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice, Radios, Switch } from '../../ui/Choice.tsx'
import editor from '../../ui/Editor.module.css'
import field from '../../ui/Field.module.css'
import { Fold } from '../../ui/Fold.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useBothAverages } from './both-averages.ts'
import styles from './editors.module.css'

interface EditorProps {
  readonly rules: GradingRules
  onChange(change: Partial<GradingRules>): void
}

/** Which of several attempts at a test counts. */
export const PolicyEditor = ({ rules, onChange }: EditorProps) => (
  <div className={editor.body}>
    <Radios
      label={t('gradebook.chips.policy')}
      value={rules.policy}
      options={attemptPolicies.map((value) => ({
        value,
        words: t(`gradebook.policies.${value}`),
        hint: t(`gradebook.policyHints.${value}`),
      }))}
      onChange={(policy) => onChange({ policy })}
    />
  </div>
)

/** To how many decimals an average is rounded. */
export const RoundingEditor = ({ rules, onChange }: EditorProps) => (
  <div className={editor.body}>
    <Choice
      label={t('gradebook.rounding.label')}
      value={`${rules.places}`}
      options={(['0', '1', '2', '3'] as const).map((value) => ({
        value,
        words: t(`gradebook.rounding.options.${value}`),
      }))}
      onChange={(value) => onChange({ places: Number(value) })}
    />
    <p className={styles.hint}>{t('gradebook.rounding.hint')}</p>
  </div>
)

/** What the average is taken over: of tests or by points, without the lowest, by kinds of tests. */
export function AverageEditor({ rules, onChange }: EditorProps) {
  const { both, setBoth } = useBothAverages()
  return (
    <div className={editor.body}>
      <Radios
        label={t('gradebook.chips.average')}
        value={rules.average}
        options={averageKinds.map((value) => ({
          value,
          words: t(`gradebook.averages.${value}`),
          hint: t(`gradebook.averageHints.${value}`),
        }))}
        onChange={(average) => onChange({ average })}
      />
      <Switch words={t('gradebook.bothAverages')} isSelected={both} onChange={setBoth} />
      <Amount
        label={t('gradebook.dropLowest')}
        value={rules.dropLowest}
        most={50}
        onChange={(dropLowest) => onChange({ dropLowest })}
      />
      <p className={styles.hint}>{t('gradebook.dropHint')}</p>
      <Fold title={t('gradebook.kinds')}>
        <KindsEditor rules={rules} onChange={onChange} />
      </Fold>
    </div>
  )
}

interface AmountProps {
  readonly label: string
  readonly labelHidden?: boolean
  readonly value: number
  readonly most: number
  readonly step?: number
  onChange(value: number): void
}

/** A number of 0 or more; emptied, it stays as it was. */
export const Amount = ({ label, labelHidden = false, value, most, step = 1, onChange }: AmountProps) => (
  <NumberField
    className={`${field.field} ${styles.short}`}
    value={value}
    minValue={0}
    maxValue={most}
    step={step}
    onChange={(next) => {
      if (!Number.isNaN(next)) onChange(next)
    }}
  >
    <Label className={labelHidden ? 'visually-hidden' : (field.label ?? '')}>{label}</Label>
    <Input className={field.input ?? ''} />
  </NumberField>
)

/** Kinds with their weights. A test follows its kind to another name, and is of none once that is removed. */
function KindsEditor({ rules: { kinds, tests }, onChange }: EditorProps) {
  const change = (place: number, part: Partial<TestKind>) =>
    kinds.map((kind, at) => (at === place ? { ...kind, ...part } : kind))
  const testsWith = (before: string, after: string | undefined): GradingRules['tests'] =>
    Object.fromEntries(
      Object.entries(tests).map(([key, test]) => {
        if (test.kind !== before) return [key, test]
        const { kind: _, ...others } = test
        return [key, after === undefined ? others : { ...others, kind: after }]
      }),
    )
  const freeName = (): string => {
    let number = kinds.length + 1
    const name = () => t('gradebook.newKind', { number })
    while (kinds.some((kind) => kind.name === name())) number += 1
    return name()
  }
  return (
    <div className={styles.kinds}>
      <p className={styles.hint}>{t('gradebook.kindsHint')}</p>
      {kinds.map(({ name, weight }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a kind keeps its place while it is renamed
        <div key={place} className={styles.kind}>
          <TextField
            aria-label={t('gradebook.kindName')}
            defaultValue={name}
            onBlur={({ target }) => {
              const next = target instanceof HTMLInputElement ? target.value.trim() : ''
              if (next !== '' && !kinds.some((kind) => kind.name === next))
                onChange({ kinds: change(place, { name: next }), tests: testsWith(name, next) })
            }}
          >
            <Input className={field.input ?? ''} maxLength={200} />
          </TextField>
          <Amount
            label={t('gradebook.weightOf', { name })}
            labelHidden
            value={weight / 100}
            most={1000}
            step={0.01}
            onChange={(next) => onChange({ kinds: change(place, { weight: Math.round(next * 100) }) })}
          />
          <IconButton
            icon={Trash2}
            label={t('gradebook.removeKind', { name })}
            onPress={() => onChange({ kinds: kinds.toSpliced(place, 1), tests: testsWith(name, undefined) })}
          />
        </div>
      ))}
      <Button onPress={() => onChange({ kinds: [...kinds, { name: freeName(), weight: 100 }] })}>
        {t('gradebook.addKind')}
      </Button>
    </div>
  )
}
