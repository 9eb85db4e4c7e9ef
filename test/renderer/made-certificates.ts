import type { CertificateLookup, CertificateMatch, CertificateRow } from '../../shared/model/certificate.ts'
import { resultRow } from './made-rows.ts'

export const certificateRow = (id: number, given: Partial<CertificateRow> = {}): CertificateRow => ({
  ...resultRow(id, { certificateEarned: true }),
  certificateSerial: `CAQPYQSBSY-ZZVKJGQH-${id}`,
  email: 'priya@northgate.example',
  file: { place: 'online' },
  expiresOn: null,
  ...given,
})

export const certificateMatch = (id: number, given: Partial<CertificateMatch> = {}): CertificateMatch => ({
  ...certificateRow(id),
  bySerial: true,
  ...given,
})

export const lookup = (given: Partial<CertificateLookup> = {}): CertificateLookup => ({
  matches: [],
  more: false,
  former: [],
  searched: 967,
  ...given,
})
