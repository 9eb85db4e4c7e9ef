import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import styles from './SelectionActions.module.css'

interface SelectionActionsProps {
  readonly label: string
  /** How many rows are selected. */
  readonly count: ReactNode
  /** Buttons that act on them. */
  readonly children: ReactNode
  readonly endLabel: string
  onEnd(): void
}

/** How many rows are selected, what can be done with them, and the way back to none. */
export const SelectionActions = ({ label, count, children, endLabel, onEnd }: SelectionActionsProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
  <div className={styles.actions} role="group" aria-label={label}>
    <p className={styles.selected}>{count}</p>
    {children}
    <IconButton icon={X} label={endLabel} onPress={onEnd} />
  </div>
)
