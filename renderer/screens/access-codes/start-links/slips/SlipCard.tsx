import { t } from '../../../../i18n.ts'
import { personLabel } from '../people.ts'
import { quietZone } from './qr-outline.ts'
import styles from './SlipCard.module.css'
import type { Slip } from './slip-sheets.ts'

interface SlipCardProps {
  readonly slip: Slip
  readonly linkName: string
  readonly testName: string
}

/** How large a code may be written so that it fits beside the picture. */
function sizeOf(code: string): 'large' | 'medium' | 'small' | 'tiny' {
  if (code.length <= 11) return 'large'
  if (code.length <= 16) return 'medium'
  return code.length <= 48 ? 'small' : 'tiny'
}

/** One slip to cut out: whose it is, the test, the code, and the address as a picture and in letters. */
export function SlipCard({ slip, linkName, testName }: SlipCardProps) {
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

/** A line to write a name on, where none is known. */
function WriteIn() {
  return (
    <div className={styles.writeIn}>
      <p className={styles.caption}>{t('startLinks.part.person')}</p>
    </div>
  )
}
