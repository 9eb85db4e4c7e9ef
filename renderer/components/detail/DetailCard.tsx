import { Fragment, type ReactNode } from 'react'
import { LongText } from '../LongText.tsx'
import styles from './DetailCard.module.css'

/** A card of the panel, with a caption where its content does not speak for itself. */
export function DetailCard({ caption, children }: { caption?: string; children: ReactNode }) {
  return (
    <section className={styles.card}>
      {caption !== undefined && <h3 className={styles.caption}>{caption}</h3>}
      {children}
    </section>
  )
}

/** A name and what is said under it; null or empty is not shown. */
export type Fact = readonly [name: string, value: string | null]

/** Facts one under another, their values in one column. */
export function Facts({ facts, sent = false }: { facts: readonly Fact[]; sent?: boolean }) {
  return (
    <dl className={sent ? styles.sent : styles.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd title={value ?? undefined}>
              <LongText text={value ?? ''} />
            </dd>
          </Fragment>
        ))}
    </dl>
  )
}
