import { Clock, Hourglass, X } from 'lucide-react'
import { useState } from 'react'
import { t } from '../i18n.ts'
import { Notice } from '../ui/Notice.tsx'
import { Button } from './Button.tsx'
import { IconButton } from './IconButton.tsx'
import { usePill } from './SyncPill/use-pill.ts'

/** One calm line for each thing about syncing that should be known before it is too late. */
export function SyncNotices() {
  const { pills, sync } = usePill()
  const [away, setAway] = useState<readonly string[]>([])
  const notices = pills.flatMap(({ account, state, warnings }) =>
    warnings.map(({ kind, words }) => ({
      key: `${account.id} ${kind}`,
      kind,
      words: pills.length > 1 ? t('sync.ofAccount', { name: account.name, words }) : words,
      busy: state.kind === 'running' || state.kind === 'waiting',
    })),
  )
  const shown = notices.filter(({ key }) => !away.includes(key))
  if (shown.length === 0) return null
  return (
    <section aria-label={t('sync.notices')}>
      {shown.map(({ key, kind, words, busy }) => (
        <Notice key={key} icon={kind === 'clock' ? Clock : Hourglass} words={words}>
          {kind === 'loses' && (
            <Button look="quiet" isDisabled={busy} onPress={sync}>
              {t('sync.button')}
            </Button>
          )}
          {kind === 'clock' && (
            <IconButton icon={X} label={t('action.dismiss')} onPress={() => setAway([...away, key])} />
          )}
        </Notice>
      ))}
    </section>
  )
}
