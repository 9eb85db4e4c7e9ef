import { Switch as AriaSwitch } from 'react-aria-components'
import styles from './Switch.module.css'

interface SwitchProps {
  readonly words: string
  readonly isSelected: boolean
  onChange(on: boolean): void
}

/** Something that is on or off at once. */
export function Switch({ words, isSelected, onChange }: SwitchProps) {
  return (
    <AriaSwitch className={styles.switch ?? ''} isSelected={isSelected} onChange={onChange}>
      <span className={styles.knob} aria-hidden />
      {words}
    </AriaSwitch>
  )
}
