import { Dialog } from 'react-aria-components'
import type { StudentPage } from '../../../shared/model/student.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import styles from './StudentPage.module.css'
import { split } from './student.ts'
import { nameOf } from './student-columns.tsx'

/** The entries merged into a student, each with the way out. */
export const MergedEntries = ({ page, onDone }: { readonly page: StudentPage; onDone(): void }) => (
  <Dialog aria-label={t('students.page.mergedTitle')} className={styles.entries ?? ''}>
    <h2>{t('students.page.mergedTitle')}</h2>
    <ul>
      {page.merged.map((entry) => (
        <li key={entry.key}>
          <span>
            {nameOf(entry)}
            <small>{entry.key}</small>
          </span>
          <Button
            aria-label={t('students.page.splitOf', { name: nameOf(entry) })}
            onPress={() => {
              onDone()
              void split(page, entry.key)
            }}
          >
            {t('students.page.split')}
          </Button>
        </li>
      ))}
    </ul>
  </Dialog>
)
