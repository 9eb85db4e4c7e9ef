import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { DatabaseContents } from '../../../shared/model/backup.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { useAccounts } from '../../state/accounts.ts'
import { say } from '../../state/feedback.ts'
import { useNavigation } from '../../state/navigation.ts'

/** A copy beside what it would replace. */
export interface Looked {
  readonly contents: DatabaseContents
  readonly present: DatabaseContents
}

/** Looking into a copy, then restoring it. Everything in the window is then another's, so it begins at the results. */
export function useRestore() {
  const { closeDialog, go } = useNavigation()
  const [looked, setLooked] = useState<Looked | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true)
    setError(null)
    try {
      return await work()
    } catch (thrown) {
      setError(asAppError(thrown))
      return null
    } finally {
      setBusy(false)
    }
  }

  return {
    /** What the copy holds and what is here now; null until both are known. */
    looked,
    busy,
    error,
    preview: async (look: () => Promise<DatabaseContents>) =>
      setLooked(
        await attempt(async () => {
          const contents = await look()
          return { contents, present: await api.backups.present() }
        }),
      ),
    restore: async (bringBack: () => Promise<DatabaseContents>) => {
      const restored = await attempt(bringBack)
      if (restored === null) return
      closeDialog()
      await useAccounts.getState().load()
      if (restored.accounts.length > 0) go('results')
      say(t('backups.restored', { count: restored.results }))
    },
  }
}
