export { CertificateButtons, CopySerial, FilePlace, filePlaceWords } from './CertificateButtons.tsx'
export { certificateActions } from './certificate-actions.ts'
export { useCertificateFiles, useDownloads } from './certificate-files.ts'
export {
  hasExpired,
  isNotPassed,
  renewalWords,
  typedPart,
  type Verdict,
  verdictOf,
  verdictReason,
  verdictShort,
  verdictWords,
} from './certificate-words.ts'
export { DownloadStrip } from './DownloadStrip.tsx'
