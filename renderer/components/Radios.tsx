import { Label, Radio, RadioGroup } from 'react-aria-components'
import styles from './Radios.module.css'

interface RadiosProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly words: string; readonly hint: string }[]
  onChange(value: Value): void
}

/** One of a few that each need a sentence. */
export function Radios<Value extends string>({ label, value, options, onChange }: RadiosProps<Value>) {
  return (
    <RadioGroup
      className={styles.group ?? ''}
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen)
        if (option) onChange(option.value)
      }}
    >
      <Label className="visually-hidden">{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={styles.option ?? ''}>
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
