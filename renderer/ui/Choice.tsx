import { Check } from 'lucide-react'
import {
  Switch as AriaSwitch,
  Label,
  Radio,
  RadioGroup,
  ToggleButton,
  ToggleButtonGroup,
  type ToggleButtonProps,
} from 'react-aria-components'
import { wholeNumber } from '../format/numbers.ts'
import styles from './Choice.module.css'
import menuStyles from './Menu.module.css'

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly words: string }[]
  onChange(value: Value): void
}

/** A choice among a few short options, side by side. */
export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.group ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.value))
        if (chosen && chosen.value !== value) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={styles.option ?? ''}>
          {option.words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

interface RadiosProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly words: string; readonly hint: string }[]
  onChange(value: Value): void
}

/** A choice among a few options that each need a sentence. */
export function Radios<Value extends string>({ label, value, options, onChange }: RadiosProps<Value>) {
  return (
    <RadioGroup
      className={styles.radios ?? ''}
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen)
        if (option) onChange(option.value)
      }}
    >
      <Label className="visually-hidden">{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={styles.radio ?? ''}>
          <span className={styles.dot} aria-hidden />
          <span>
            <span className={styles.words}>{option.words}</span>
            <span className={styles.hint}>{option.hint}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}

interface SwitchProps {
  readonly words: string
  readonly isSelected: boolean
  onChange(on: boolean): void
}

/** A switch that takes effect at once. */
export function Switch({ words, isSelected, onChange }: SwitchProps) {
  return (
    <AriaSwitch className={styles.switch ?? ''} isSelected={isSelected} onChange={onChange}>
      <span className={styles.knob} aria-hidden />
      {words}
    </AriaSwitch>
  )
}

/** The box of an option in a list; the attributes of the elements around it tell whether it is ticked. */
export const CheckMark = () => (
  <span className={menuStyles.box} aria-hidden>
    <Check />
  </span>
)

/** The class of a group of chips side by side; the group's label says what they filter. */
export const chipGroup = styles.chips ?? ''

interface ToggleChipProps extends Pick<ToggleButtonProps, 'id' | 'isSelected' | 'onChange'> {
  readonly words: string
  /** How many rows it leaves. */
  readonly count?: number
}

/** A filter that a press switches on or off. */
export const ToggleChip = ({ words, count, ...props }: ToggleChipProps) => (
  <ToggleButton {...props} className={styles.chip ?? ''}>
    {words}
    {count !== undefined && <span className={styles.count}>{wholeNumber(count)}</span>}
  </ToggleButton>
)
