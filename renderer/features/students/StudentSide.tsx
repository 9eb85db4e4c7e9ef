import type { StudentPage } from '../../../shared/model/student.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Fold } from '../../ui/Fold.tsx'
import { LongText } from '../../ui/LongText.tsx'
import styles from './StudentPage.module.css'

/** Labels, notes and codes; in a narrow window on one line, the notes folded away. */
export function StudentSide({ page, narrow = false }: { readonly page: StudentPage; readonly narrow?: boolean }) {
  const labels = page.labels.length > 0 && (
    <p className={styles.labels}>
      {page.labels.map(({ id, name }) => (
        <span key={id} className={styles.label}>
          {name}
        </span>
      ))}
    </p>
  )
  const notes = page.notes.length > 0 && (
    <ul className={styles.notes}>
      {page.notes.map(({ id, text, madeAt, testName }) => (
        <li key={id} className={styles['note-item']}>
          <LongText text={text} />
          <small>{[exactTime(madeAt, page.timeZone), testName].filter(Boolean).join(', ')}</small>
        </li>
      ))}
    </ul>
  )
  const codes = page.codes.length > 0 && (
    <p className={styles.codes}>
      <LongText text={page.codes.join(', ')} />
    </p>
  )
  if (narrow)
    return (
      <div className={styles.sideLine}>
        {labels}
        {notes && (
          <Fold title={`${t('students.page.notes')} (${page.notes.length})`}>
            <div className={styles.card}>{notes}</div>
          </Fold>
        )}
        {codes && (
          <Fold title={`${t('students.page.codes')} (${page.codes.length})`}>
            <div className={styles.card}>{codes}</div>
          </Fold>
        )}
      </div>
    )
  return (
    <div className={styles.side}>
      {labels && <Card title={t('students.page.labels')}>{labels}</Card>}
      {notes && (
        <Card title={t('students.page.notes')} aside={t('students.page.notesHere')}>
          {notes}
        </Card>
      )}
      {codes && <Card title={t('students.page.codes')}>{codes}</Card>}
    </div>
  )
}

interface CardProps {
  readonly title: string
  readonly aside?: string
  readonly children: React.ReactNode
}

const Card = ({ title, aside, children }: CardProps) => (
  <section className={styles.card}>
    <h2 className={styles.cardTitle}>
      {title}
      {aside !== undefined && <small>{aside}</small>}
    </h2>
    {children}
  </section>
)
