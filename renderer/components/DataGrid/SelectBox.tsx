import { Check, Minus } from 'lucide-react'
import { classNames } from '../../styles/class-names.ts'
import styles from './SelectBox.module.css'

interface SelectBoxProps {
  readonly label: string
  readonly checked: boolean | 'mixed'
  /** Whether the Tab key leads to it; the grid moves the focus and hears the keys. */
  readonly active: boolean
}

/** The box of the first column. The grid handles its keys, the cell around it its presses. */
export function SelectBox({ label, checked, active }: SelectBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input would take keys that belong to the grid
    <span
      role="checkbox"
      className={classNames(styles.box, checked !== false && styles.on)}
      aria-label={label}
      aria-checked={checked}
      data-column={0}
      tabIndex={active ? 0 : -1}
    >
      {checked === true && <Check aria-hidden />}
      {checked === 'mixed' && <Minus aria-hidden />}
    </span>
  )
}
