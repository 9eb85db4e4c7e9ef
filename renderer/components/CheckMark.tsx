import { Check } from 'lucide-react'
import styles from './Menu.module.css'

/** The box of a choice in a list; its surroundings tell it whether it is on. */
export const CheckMark = () => (
  <span className={styles.box} aria-hidden>
    <Check />
  </span>
)
