import { ToggleButton, type ToggleButtonProps } from 'react-aria-components'
import { wholeNumber } from '../format/numbers.ts'
import styles from './ToggleChip.module.css'

/** Where chips stand side by side, in a group that says what they narrow. */
export const chipGroup = styles.chips ?? ''

interface ToggleChipProps extends Pick<ToggleButtonProps, 'id' | 'isSelected' | 'onChange'> {
  readonly words: string
  /** How many rows it leaves. */
  readonly count?: number
}

/** A way to narrow a list that is on or off by a press. */
export const ToggleChip = ({ words, count, ...props }: ToggleChipProps) => (
  <ToggleButton {...props} className={styles.chip ?? ''}>
    {words}
    {count !== undefined && <span className={styles.count}>{wholeNumber(count)}</span>}
  </ToggleButton>
)
