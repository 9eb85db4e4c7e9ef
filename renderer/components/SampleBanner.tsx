import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import type { SerialisedError } from '../../shared/errors.ts'
import { api, asAppError } from '../api/client.ts'
import { errorWords } from '../format/error-words.ts'
import { t } from '../i18n.ts'
import { currentAccount, useAccounts } from '../state/accounts.ts'
import { say } from '../state/feedback.ts'
import { Notice } from '../ui/Notice.tsx'
import { Button } from './Button.tsx'

/** Says that what is on the screen is invented, and takes it away in one press. */
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
