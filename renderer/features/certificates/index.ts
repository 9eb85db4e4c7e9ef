export { CertificatesScreen } from './CertificatesScreen.tsx'
export { useCertificateCount } from './certificates.ts'
export { certificateFinds } from './find.ts'
