import {
  CloudOff,
  Copy,
  Download,
  ExternalLink,
  FileCheck,
  FileQuestion,
  FileText,
  FolderOpen,
  Globe,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { CertificateFile, CertificateRow } from '../../../shared/model/certificate.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './CertificateButtons.module.css'
import { useCertificateFiles, useDownloads } from './certificate-files.ts'

interface CertificateButtonsProps {
  readonly row: CertificateRow
  /** Makes opening the PDF the screen's primary button. */
  readonly primary?: boolean
  /** More buttons, after the usual ones. */
  readonly children?: ReactNode
}

/** The actions on a certificate: open its PDF, show it in its folder, download it, copy its serial. */
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

const icons: Readonly<Record<CertificateFile['place'], LucideIcon>> = {
  here: FileCheck,
  moved: FileQuestion,
  queued: Download,
  online: Globe,
  none: CloudOff,
}

/** Where a certificate's PDF is, as an icon and a word; as a sentence with `whole`. */
export function FilePlace({ file, whole = false }: { file: CertificateFile; whole?: boolean }) {
  const Icon = icons[file.place]
  return (
    <span className={classNames(styles.place, file.place === 'here' && styles.here, whole && styles.whole)}>
      <Icon aria-hidden />
      <span className={styles.words}>{whole ? filePlaceWords(file) : t(`certificates.file.${file.place}`)}</span>
    </span>
  )
}

/** "On this computer: Smith, Paul – ….pdf". */
export const filePlaceWords = (file: CertificateFile): string =>
  t(`certificates.file.${file.place}Words`, { fileName: 'fileName' in file ? file.fileName : '' })
