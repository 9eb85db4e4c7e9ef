import type { AccountSummary } from '../../shared/model/account.ts'
import type { AccountStatus } from '../../shared/model/sync.ts'
import { unixSeconds } from '../../shared/model/time.ts'

export const accountSummary = (given: Partial<AccountSummary> = {}): AccountSummary => ({
  id: 'school',
  name: 'Northgate High',
  service: 'classmarker',
  key: 'key',
  url: null,
  email: null,
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  timeZone: 'Europe/London',
  createdAt: unixSeconds(1_700_000_000),
  colour: 0,
  archived: false,
  secret: 'keychain',
  groups: 3,
  links: 6,
  tests: 28,
  results: 0,
  lastSync: null,
  completeAt: given.lastSync?.outcome === 'complete' ? given.lastSync.at : null,
  ...given,
})

export const accountStatus = (given: Partial<AccountStatus> = {}): AccountStatus => ({
  id: 'school',
  name: 'Northgate High',
  lastSync: null,
  results: 0,
  coverage: [],
  gaps: [],
  budget: { used: 4, limit: 30 },
  nextRequestAfter: null,
  losesFrom: null,
  clockOffset: 0,
  recheckedAt: null,
  unreadable: 0,
  ...given,
})
