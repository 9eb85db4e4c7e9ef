import { useState } from 'react'
import { t } from '../../format/words.ts'
import { ExportButton } from '../../list/ExportButton.tsx'
import { ChecksButton } from './ChecksButton.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import styles from './GradebookScreen.module.css'
import type { ShownGradebook } from './gradebook.ts'
import { PrintButton } from './PrintButton.tsx'

/** What can be done with the whole gradebook, at the end of its first line. */
export function GradebookActions({ shown }: { readonly shown: ShownGradebook }) {
  const [isExporting, setExporting] = useState(false)
  return (
    <div className={styles.actions}>
      <ChecksButton shown={shown} />
      <PrintButton shown={shown} />
      <ExportButton
        words={t('export.button')}
        isEmpty={shown.summary.students === 0}
        onExport={() => setExporting(true)}
      />
      {isExporting && <ExportDialog shown={shown} onClose={() => setExporting(false)} />}
    </div>
  )
}
