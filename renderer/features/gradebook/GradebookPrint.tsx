import { type ReactNode, useEffect, useState } from 'react'
import type { GradebookRow } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { printPage } from '../../app/print.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { PrintPages } from '../../ui/PrintPages.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import type { ShownGradebook } from './gradebook.ts'
import { PrintedGradebook } from './PrintedGradebook.tsx'
import { PrintedStudent } from './PrintedStudent.tsx'
import { PrintedTest } from './PrintedTest.tsx'
import styles from './print.module.css'
import { type PrintJob, rowsToPrint, usePrint } from './print.ts'

const rowsAtOnce = 40

/** Lets the window handle input that came meanwhile. */
const yieldToEvents = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

interface GradebookPrintProps {
  readonly job: PrintJob
  readonly shown: ShownGradebook
}

/** Draws the pages of a job some rows at a time, passes them to the print dialog and lets go of them. */
export function GradebookPrint({ job, shown }: GradebookPrintProps) {
  const end = usePrint((state) => state.end)
  const [steps, setSteps] = useState<readonly (readonly GradebookRow[])[]>([])
  const [total, setTotal] = useState<number | null>(null)

  useEffect(() => {
    let stopped = false
    const draw = async () => {
      const rows = await rowsToPrint(job)
      if (stopped) return
      setTotal(rows.length)
      for (let from = 0; from < rows.length && !stopped; from += rowsAtOnce) {
        setSteps((before) => [...before, rows.slice(from, from + rowsAtOnce)])
        await yieldToEvents()
      }
    }
    draw().catch((thrown) => {
      sayFailed(asAppError(thrown))
      end()
    })
    return () => {
      stopped = true
      setSteps([])
      setTotal(null)
    }
  }, [job, end])

  const drawn = Math.min(total ?? 0, steps.length * rowsAtOnce)
  return (
    <div className={styles.preparing}>
      <div className={styles.progress}>
        <p>{t('gradebookPrint.preparing', { drawn, total: total ?? 0 })}</p>
        <ProgressBar label={t('gradebookPrint.progress')} value={drawn} total={total} />
      </div>
      <Button onPress={end}>{t('action.cancel')}</Button>
      <PrintPages
        isReady={total !== null && drawn === total}
        print={printPage}
        onEnd={(isPrinted) => {
          if (isPrinted) say(t('gradebookPrint.done'))
          end()
        }}
      >
        <Pages job={job} shown={shown} steps={steps} />
      </PrintPages>
    </div>
  )
}

interface PagesProps extends GradebookPrintProps {
  readonly steps: readonly (readonly GradebookRow[])[]
}

function Pages({ job, shown, steps }: PagesProps): ReactNode {
  switch (job.kind) {
    case 'gradebook':
      return <PrintedGradebook shown={shown} steps={steps} />
    case 'student':
    case 'students':
      return steps.flat().map((row) => <PrintedStudent key={row.id} row={row} shown={shown} />)
    case 'test': {
      const place = shown.summary.tests.findIndex((test) => testKeyOf(test) === job.test)
      return place === -1 ? null : <PrintedTest place={place} shown={shown} steps={steps} />
    }
  }
}
