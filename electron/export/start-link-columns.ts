import type { StartLink } from '../../shared/model/start-link.ts'
import type { SheetColumn } from './sheet-column.ts'

/** People and where their test starts: the headers are the merge fields of a letter. */
export const startLinkColumns: readonly SheetColumn<StartLink>[] = [
  { header: 'First name', kind: 'text', value: ({ first }) => first },
  { header: 'Last name', kind: 'text', value: ({ last }) => last },
  { header: 'E-mail', kind: 'text', value: ({ email }) => email },
  { header: 'User ID', kind: 'text', value: ({ userId }) => userId },
  { header: 'Access code', kind: 'text', value: ({ accessCode }) => accessCode },
  { header: 'Start link', kind: 'link', value: ({ url }) => url },
]
