import type { StartLink } from '../../../../shared/model/start-link.ts'
import { t } from '../../../i18n.ts'

/** A cell of text that a spreadsheet takes from the clipboard: what would end it becomes a space. */
const cell = (text: string | null): string => (text ?? '').replace(/[\t\r\n]+/g, ' ')

/** People and addresses, tab separated under a header, for pasting into a spreadsheet. */
export function linksText(people: readonly StartLink[]): string {
  const header = (['first', 'last', 'email', 'userId', 'accessCode', 'url'] as const).map((part) =>
    t(`startLinks.part.${part}`),
  )
  const rows = people.map(({ first, last, email, userId, accessCode, url }) => [
    first,
    last,
    email,
    userId,
    accessCode,
    url,
  ])
  return [header, ...rows].map((row) => row.map(cell).join('\t')).join('\r\n')
}
