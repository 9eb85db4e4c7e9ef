import { useEffect } from 'react'
import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { verdictOf, verdictWords } from '../../format/certificate-words.ts'
import { t } from '../../i18n.ts'
import { useVerdictAccount } from '../../state/accounts.ts'
import { useCertificateFiles } from '../../state/certificate-files.ts'
import { useClock } from '../../state/clock.ts'
import { CertificateButtons, CopySerial } from '../certificates/CertificateButtons.tsx'
import { FilePlace } from '../certificates/FilePlace.tsx'
import { LongText } from '../LongText.tsx'
import styles from './CertificateCard.module.css'
import { DetailCard } from './DetailCard.tsx'

type Certified = Pick<ResultDetail, 'id' | 'accountId' | 'certificateEarned'> & { readonly certificateSerial: string }

/** A certificate: its serial, where its PDF is, and what can be done with it; or that the serial is none any more. */
export function CertificateCard({ detail }: { detail: Certified }) {
  const { id, certificateSerial: serial, certificateEarned: earned } = detail
  const read = useCertificateFiles((state) => state.row)
  const load = useCertificateFiles((state) => state.load)
  const now = useClock((state) => state.now)
  const account = useVerdictAccount(detail.accountId)
  useEffect(() => {
    if (earned) void load(id)
  }, [earned, id, load])
  const row = read?.id === id && earned ? read : null
  const verdict = row && verdictOf(row, now, account)
  return (
    <DetailCard caption={t('detail.certificate')}>
      <p className={styles.serial}>
        <LongText text={serial} />
      </p>
      {!earned && <p className={styles.notEarned}>{t('certificates.card.notEarned')}</p>}
      {row !== null && (
        <>
          {verdict !== 'real' && <p className={styles[verdict ?? '']}>{verdictWords(row, now, account)}</p>}
          <p className={styles.file}>
            <FilePlace file={row.file} whole />
          </p>
        </>
      )}
      <div className={styles.buttons}>{row ? <CertificateButtons row={row} /> : <CopySerial serial={serial} />}</div>
    </DetailCard>
  )
}
