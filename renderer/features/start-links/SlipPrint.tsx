import { memo, useEffect, useState } from 'react'
import type { StartPerson } from '../../../shared/model/start-link.ts'
import { printPage } from '../../app/print.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { PrintPages } from '../../ui/PrintPages.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { personLabel } from './people.ts'
import styles from './SlipPrint.module.css'
import { quietZone, type Slip, type SlipSheet, sheetsInSteps, slipsPerSheet } from './slip-sheets.ts'

interface SlipPrintProps {
  readonly people: readonly StartPerson[]
  readonly linkUrlId: string
  readonly linkName: string
  readonly testName: string
  onEnd(printed: boolean): void
}

/** Lets the window handle input that came meanwhile. */
const yieldToEvents = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Slips on paper: drawn for the printer, a few sheets at a time, then passed to the system's print dialog. */
export function SlipPrint({ people, linkUrlId, linkName, testName, onEnd }: SlipPrintProps) {
  const [sheets, setSheets] = useState<readonly SlipSheet[]>([])
  useEffect(() => {
    let stopped = false
    const draw = async () => {
      for (const drawn of sheetsInSteps(people, linkUrlId)) {
        if (stopped) return
        if (drawn.length > 0) setSheets((before) => [...before, ...drawn])
        await yieldToEvents()
      }
    }
    void draw()
    return () => {
      stopped = true
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
      <PrintPages isReady={drawn === people.length} print={printPage} onEnd={onEnd}>
        <div data-slips={drawn}>
          {sheets.map((sheet) => (
            <Sheet key={sheet.page} sheet={sheet} linkName={linkName} testName={testName} />
          ))}
        </div>
      </PrintPages>
    </div>
  )
}

interface SheetProps {
  readonly sheet: SlipSheet
  readonly linkName: string
  readonly testName: string
}

// Drawn only once, however many sheets follow.
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

interface SlipCardProps {
  readonly slip: Slip
  readonly linkName: string
  readonly testName: string
}

/** The largest size at which a code fits beside the picture. */
function sizeOf(code: string): 'large' | 'medium' | 'small' | 'tiny' {
  if (code.length <= 11) return 'large'
  if (code.length <= 16) return 'medium'
  return code.length <= 48 ? 'small' : 'tiny'
}

/** One slip to cut out: the person, the test, the code, and the address as a QR code and in letters. */
function SlipCard({ slip, linkName, testName }: SlipCardProps) {
  const { accessCode, qr, url } = slip
  const name = personLabel(slip)
  return (
    <div className={styles.slip}>
      <div className={styles.words}>
        {name === '' ? <WriteIn /> : <p className={styles.name}>{name}</p>}
        <p className={styles.test}>{testName}</p>
        {linkName !== testName && <p className={styles.link}>{linkName}</p>}
        {accessCode !== null && (
          <div className={styles.code}>
            <p className={styles.caption}>{t('startLinks.part.accessCode')}</p>
            <p className={styles[sizeOf(accessCode)]}>{accessCode}</p>
          </div>
        )}
      </div>
      {qr !== null && (
        <svg
          className={styles.qr}
          viewBox={`${-quietZone} ${-quietZone} ${qr.size + 2 * quietZone} ${qr.size + 2 * quietZone}`}
          shapeRendering="crispEdges"
          aria-hidden
        >
          <path d={qr.path} fill="#000" />
        </svg>
      )}
      <p className={styles.address}>{url}</p>
    </div>
  )
}

/** A line to write a name on when none is known. */
function WriteIn() {
  return (
    <div className={styles.writeIn}>
      <p className={styles.caption}>{t('startLinks.part.person')}</p>
    </div>
  )
}
