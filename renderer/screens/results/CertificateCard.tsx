import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { api, asAppError } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { errorWords } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import styles from './CertificateCard.module.css'
import { ClassMarkerLink } from './ClassMarkerLink.tsx'
import { DetailCard } from './DetailCard.tsx'

/** A certificate: its serial to copy, and the way to ClassMarker's own copy. */
export function CertificateCard({ serial, url }: { serial: string; url: string | null }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await api.app.copyText({ text: serial })
    } catch (thrown) {
      announce(errorWords(asAppError(thrown), systemZone).what)
      return
    }
    setCopied(true)
    announce(t('detail.serialCopied', { serial }))
  }
  return (
    <DetailCard caption={t('detail.certificate')}>
      <p className={styles.serial}>{serial}</p>
      <div className={styles.buttons}>
        <Button icon={copied ? Check : Copy} onPress={() => void copy()}>
          {t(copied ? 'detail.copied' : 'detail.copySerial')}
        </Button>
        {url !== null && <ClassMarkerLink url={url} words={t('detail.openCertificate')} />}
      </div>
    </DetailCard>
  )
}
