import { type ReactNode, type Ref, useId } from 'react'
import styles from './StartLinksTab.module.css'

interface StepProps {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
  /** Of what stands beside the title. */
  readonly ref?: Ref<HTMLDivElement>
}

/** One of the steps to start links, its number and name beside it. */
export function Step({ number, title, children, ref }: StepProps) {
  const id = useId()
  return (
    <section className={styles.step} aria-labelledby={id}>
      <h2 id={id} className={styles.stepTitle}>
        <span className={styles.number}>{number}</span> {title}
      </h2>
      <div ref={ref} className={styles.stepBody}>
        {children}
      </div>
    </section>
  )
}
