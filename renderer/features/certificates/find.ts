import { Award, SearchX } from 'lucide-react'
import type { FoundCertificate } from '../../../shared/model/found.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import type { FindEntry, FindSource } from '../find/index.ts'
import { askDesk } from './certificate-desk.ts'

function openDesk(text: string): void {
  askDesk(text)
  useNavigation.getState().go('certificates')
}

function entryOf({ serial, resultId, accountId, student, testName, timeFinished }: FoundCertificate): FindEntry {
  const zone = zoneOf(useAccounts.getState().accounts, accountId)
  const when = timeFinished === null ? t('find.former') : whenWords(timeFinished, useClock.getState().now, zone)
  return {
    id: `${resultId} ${serial}`,
    words: serial,
    aside: [student || t('results.noName'), testName, when].join(' · '),
    icon: timeFinished === null ? SearchX : Award,
    open: () => openDesk(serial),
  }
}

/** Certificate serials for Find. */
export const certificateFinds: FindSource = {
  id: 'certificates',
  title: () => t('certificates.title'),
  entries({ text, found }) {
    if (found === null) return []
    const { entries, more } = found.certificates
    const desk: FindEntry = {
      id: 'all',
      words: t('find.all.serials'),
      icon: Award,
      open: () => openDesk(text.trim()),
    }
    return more ? [...entries.map(entryOf), desk] : entries.map(entryOf)
  },
}
