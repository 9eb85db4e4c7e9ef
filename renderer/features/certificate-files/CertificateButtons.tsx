import { CloudOff, Download, FileCheck, FileQuestion, Globe, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CertificateFile, CertificateRow } from '../../../shared/model/certificate.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './CertificateButtons.module.css'
import { certificateActions, copySerialAction } from './certificate-actions.ts'
import { useCertificateFiles, useDownloads } from './certificate-files.ts'

interface CertificateButtonsProps {
  readonly row: CertificateRow
  /** Makes opening the PDF the screen's primary button. */
  readonly primary?: boolean
  /** More buttons, after the usual ones. */
  readonly children?: ReactNode
}

/** The actions on a certificate as buttons. */
export function CertificateButtons({ row, primary = false, children }: CertificateButtonsProps) {
  const problem = useCertificateFiles((state) => state.problem)
  // Drawn again while a folder is being chosen.
  useDownloads((state) => state.choosing)
  const zone = useAccounts((state) => zoneOf(state.accounts, row.accountId))
  return (
    <>
      <div className={styles.buttons}>
        {certificateActions(row).map(({ id, words, icon, isDisabled = false, run }) => (
          <Button
            key={id === 'serial' ? row.certificateSerial : id}
            look={primary && id === 'pdf' ? 'primary' : 'plain'}
            icon={icon}
            isDisabled={isDisabled}
            onPress={() => run?.()}
          >
            {words}
          </Button>
        ))}
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
  const { words, icon, run } = copySerialAction(serial)
  return (
    <Button icon={icon} onPress={() => run?.()}>
      {words}
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
