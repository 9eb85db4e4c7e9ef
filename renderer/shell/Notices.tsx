import { Clock, FlaskConical, Hourglass, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import type { SerialisedError } from '../../shared/errors.ts'
import { placeSentence } from '../../shared/locales/notices.en.ts'
import { api, asAppError } from '../api/client.ts'
import { currentAccount, useAccounts } from '../app/accounts.ts'
import { say } from '../app/feedback.ts'
import { useSettings } from '../app/settings.ts'
import { usePill } from '../features/sync/index.ts'
import { errorWords, t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Notice } from '../ui/Screen.tsx'

/** Warns at the start when the data folder lies where other programs or computers can damage it. */
export function DataPlaceNotice() {
  const place = useSettings((state) => state.info?.dataPlace ?? null)
  const [isAway, setAway] = useState(false)
  if (place === null || isAway) return null
  return (
    <section aria-label={t('settings.dataPlaceNotice')}>
      <Notice icon={TriangleAlert} words={placeSentence(place)}>
        <IconButton icon={X} label={t('action.dismiss')} onPress={() => setAway(true)} />
      </Notice>
    </section>
  )
}

/** Says that the rows on screen are invented, and removes the sample with one press. */
export function SampleBanner() {
  const current = useAccounts(currentAccount)
  const sample = current?.sample ? current : null
  const [error, setError] = useState<SerialisedError | null>(null)
  const [busy, setBusy] = useState(false)
  if (sample === null) return null
  const remove = async () => {
    setBusy(true)
    try {
      await api.accounts.remove({ id: sample.id, keepResults: false })
      say(t('sample.removed'))
    } catch (thrown) {
      setError(asAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Notice icon={FlaskConical} words={error === null ? t('sample.banner') : errorWords(error, sample.timeZone).what}>
      <Button look="quiet" isDisabled={busy} onPress={() => void remove()}>
        {t('sample.remove')}
      </Button>
    </Notice>
  )
}

/** One calm line for each sync warning that should be seen before it is too late. */
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
