import type { Label } from '../../../shared/model/note.ts'
import styles from './notes.module.css'

/** A label by its colour and its name. */
export const LabelChip = ({ label }: { readonly label: Pick<Label, 'name' | 'colour'> }) => (
  <span className={styles.chip}>
    <LabelDot colour={label.colour} />
    {label.name}
  </span>
)

export const LabelDot = ({ colour }: { readonly colour: number }) => (
  <span className={styles.dot} data-colour={colour} aria-hidden />
)
