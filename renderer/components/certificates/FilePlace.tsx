import { CloudOff, Download, FileCheck, FileQuestion, Globe, type LucideIcon } from 'lucide-react'
import type { CertificateFile } from '../../../shared/model/certificate.ts'
import { t } from '../../i18n.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './FilePlace.module.css'

const icons: Readonly<Record<CertificateFile['place'], LucideIcon>> = {
  here: FileCheck,
  moved: FileQuestion,
  queued: Download,
  online: Globe,
  none: CloudOff,
}

/** Where a certificate's PDF is, as an icon and a word; `whole` says it as a sentence. */
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
