import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StudentPage } from '../../../shared/model/student.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { LongText } from '../../ui/LongText.tsx'
import { draftOf, LabelsLine, NotesList } from '../notes/index.ts'
import { usePeople } from '../people/index.ts'
import styles from './StudentPage.module.css'

interface StudentSideProps {
  readonly page: StudentPage
  readonly narrow?: boolean
  onErased(): void
}

/** Labels, notes, codes and the way to erase; in a narrow window on one line, the notes and codes folded away. */
export function StudentSide({ page, narrow = false, onErased }: StudentSideProps) {
  const { student, notes, codes } = page
  const open = usePeople((state) => state.open)
  const about = { kind: 'student', student } as const
  const Part = narrow ? FoldedCard : Card
  return (
    <div className={narrow ? styles.sideLine : styles.side}>
      {narrow ? (
        <div>
          <LabelsLine about={about} />
        </div>
      ) : (
        <Card title={t('notes.labels.caption')}>
          <LabelsLine about={about} />
        </Card>
      )}
      <Part title={t('notes.caption')} aside={t('notes.here')} count={notes.length} isOpen={draftOf(about) !== null}>
        <NotesList about={about} />
      </Part>
      {codes.length > 0 && (
        <Part title={t('students.page.codes')} count={codes.length}>
          <p className={styles.codes}>
            <LongText text={codes.join(', ')} />
          </p>
        </Part>
      )}
      <div className={styles.erase}>
        <Button look="quiet" isFlush icon={Trash2} onPress={() => open({ at: 'erase', of: student, onErased })}>
          {t('people.erase.open')}
        </Button>
      </div>
    </div>
  )
}

interface CardProps {
  readonly title: string
  readonly aside?: string
  /** How many things are in it, said while it is folded. */
  readonly count?: number
  /** Whether it begins unfolded. */
  readonly isOpen?: boolean
  readonly children: ReactNode
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

const FoldedCard = ({ title, count, isOpen = false, children }: CardProps) => (
  <Fold level={2} title={`${title} (${count})`} isOpen={isOpen}>
    <div className={styles.card}>{children}</div>
  </Fold>
)
