import { memo, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { StartPerson } from '../../../../../shared/model/start-link.ts'
import { Button } from '../../../../components/Button.tsx'
import { ProgressBar } from '../../../../components/ProgressBar.tsx'
import { t } from '../../../../i18n.ts'
import { SlipCard } from './SlipCard.tsx'
import styles from './SlipPrint.module.css'
import { type SlipSheet, sheetsInStretches, slipsPerSheet } from './slip-sheets.ts'

interface SlipPrintProps {
  readonly people: readonly StartPerson[]
  readonly linkUrlId: string
  readonly linkName: string
  readonly testName: string
  onEnd(printed: boolean): void
}

/** Lets the window answer what was pressed meanwhile. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/**
 * Slips on paper: drawn beside the window's own page, where only the printer sees them, then handed to the system's
 * print dialog. They leave when that is closed.
 */
export function SlipPrint({ people, linkUrlId, linkName, testName, onEnd }: SlipPrintProps) {
  const [sheets, setSheets] = useState<readonly SlipSheet[]>([])
  const end = useRef(onEnd)
  end.current = onEnd

  useEffect(() => {
    let stopped = false
    const ended = () => end.current(true)
    const draw = async () => {
      for (const drawn of sheetsInStretches(people, linkUrlId)) {
        if (stopped) return
        if (drawn.length > 0) setSheets((before) => [...before, ...drawn])
        await breathe()
      }
      await breathe()
      if (stopped) return
      window.addEventListener('afterprint', ended, { once: true })
      window.print()
    }
    void draw()
    return () => {
      stopped = true
      window.removeEventListener('afterprint', ended)
      setSheets([])
    }
  }, [people, linkUrlId])

  const drawn = Math.min(people.length, sheets.length * slipsPerSheet)
  return (
    <div className={styles.preparing}>
      <div className={styles.progress}>
        <p>{t('startLinks.slips.preparing', { drawn, total: people.length })}</p>
        <ProgressBar label={t('startLinks.slips.progress')} value={drawn} total={people.length} />
      </div>
      <Button onPress={() => onEnd(false)}>{t('action.cancel')}</Button>
      {createPortal(
        <div className={styles.sheets} aria-hidden data-slips={drawn}>
          {sheets.map((sheet) => (
            <Sheet key={sheet.page} sheet={sheet} linkName={linkName} testName={testName} />
          ))}
        </div>,
        document.body,
      )}
    </div>
  )
}

interface SheetProps {
  readonly sheet: SlipSheet
  readonly linkName: string
  readonly testName: string
}

// Drawn once, however many follow.
const Sheet = memo(function Sheet({ sheet, linkName, testName }: SheetProps) {
  return (
    <div className={styles.sheet}>
      {sheet.slips.map((slip, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: slips stay where they are on their page
        <SlipCard key={place} slip={slip} linkName={linkName} testName={testName} />
      ))}
    </div>
  )
})
