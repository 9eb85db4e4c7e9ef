import { Copy, Download, ExternalLink, FileText, FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CertificateRow } from '../../../shared/model/certificate.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useCertificateFiles } from '../../state/certificate-files.ts'
import { useDownloads } from '../../state/downloads.ts'
import { say, sayFailed } from '../../state/feedback.ts'
import { Button } from '../Button.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import styles from './CertificateButtons.module.css'

interface CertificateButtonsProps {
  readonly row: CertificateRow
  /** Makes opening the PDF the screen's own button. */
  readonly primary?: boolean
  /** More buttons, after these. */
  readonly children?: ReactNode
}

/** What can be done with a certificate: open its PDF, find it, download it, copy its serial. */
export function CertificateButtons({ row, primary = false, children }: CertificateButtonsProps) {
  const { open, show, problem } = useCertificateFiles()
  const { download, choosing } = useDownloads()
  const zone = useAccounts((state) => zoneOf(state.accounts, row.accountId))
  const { place } = row.file
  const one = {
    filter: [{ field: 'id', op: 'in', value: [row.id] }],
    sort: { field: 'finished', direction: 'desc' },
  } as const
  return (
    <>
      <div className={styles.buttons}>
        {place !== 'none' && (
          <Button
            look={primary ? 'primary' : 'plain'}
            icon={place === 'here' ? FileText : ExternalLink}
            onPress={() => void open(row.id)}
          >
            {t(place === 'here' ? 'certificates.file.open' : 'certificates.file.openOnline')}
          </Button>
        )}
        {place === 'here' && (
          <Button icon={FolderOpen} onPress={() => void show(row.id)}>
            {t('certificates.file.show')}
          </Button>
        )}
        {(place === 'online' || place === 'moved') && (
          <Button icon={Download} isDisabled={choosing} onPress={() => void download(one, false)}>
            {t(place === 'moved' ? 'certificates.file.downloadAgain' : 'certificates.file.download')}
          </Button>
        )}
        <CopySerial key={row.certificateSerial} serial={row.certificateSerial} />
        {children}
      </div>
      {problem?.resultId === row.id && (
        <div className={styles.problem}>
          <ErrorMessage error={problem.error} zone={zone} />
        </div>
      )}
    </>
  )
}

/** Copies a serial as ClassMarker writes it. */
export function CopySerial({ serial }: { serial: string }) {
  const copy = async () => {
    try {
      await api.app.copyText({ text: serial })
      say(t('certificates.file.serialCopied', { serial }))
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  }
  return (
    <Button icon={Copy} onPress={() => void copy()}>
      {t('certificates.file.copySerial')}
    </Button>
  )
}
