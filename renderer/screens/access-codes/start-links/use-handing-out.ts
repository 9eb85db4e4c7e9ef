import { useState } from 'react'
import type { AppError } from '../../../../shared/errors.ts'
import { api, asAppError } from '../../../api/client.ts'
import { t } from '../../../i18n.ts'
import { type FeedbackAction, say, sayFailed } from '../../../state/feedback.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import { linksText } from './links-text.ts'
import { startLinksOf } from './start-links-of.ts'
import type { StartPeople } from './use-start-people.ts'

const showSaved: FeedbackAction = {
  words: t('action.showInFolder'),
  run: () => void api.startLinks.show().catch((thrown: unknown) => sayFailed(asAppError(thrown))),
}

/** Handing the addresses out, and writing the names of people beside the codes they were given. */
export function useHandingOut({ people, given }: StartPeople, linkName: string, linkUrlId: string) {
  const { list, keepsNames } = useStartLinks()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const count = people.length

  /** Names are written after the addresses are out, and one at a time: a name that fails leaves the rest as they are. */
  const keepNames = async (): Promise<number> => {
    const named = keepsNames && list !== null ? (given?.newlyNamed ?? []) : []
    for (const { code, name } of named) {
      if (list !== null) await api.codes.rename({ list, code, name })
    }
    return named.length
  }
  /** @param work says what it did, or null where the file dialog was closed */
  const attempt = async (work: () => Promise<string | null>, action: FeedbackAction | null = null) => {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const did = await work()
      if (did !== null) {
        say(did, { action })
        const named = await keepNames()
        if (named > 0) say(`${did} ${t('startLinks.hand.namesKept', { count: named })}`, { action })
      }
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }

  return {
    busy,
    error,
    save: (format: 'xlsx' | 'csv') =>
      attempt(async () => {
        const links = await startLinksOf(people, linkUrlId)
        const saved = await api.startLinks.save({ format, linkName, people: links })
        return saved && t('startLinks.hand.saved', { count, fileName: saved.fileName })
      }, showSaved),
    copy: () =>
      attempt(async () => {
        await api.app.copyText({ text: linksText(await startLinksOf(people, linkUrlId)) })
        return t('startLinks.hand.copied', { count })
      }),
    printed: () => attempt(async () => t('startLinks.hand.printed', { count })),
  }
}
