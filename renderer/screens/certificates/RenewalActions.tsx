import { FileSpreadsheet, Mail } from 'lucide-react'
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { api, asAppError } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { errorWords } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import { useJobs } from '../../state/jobs.ts'
import { chosenRenewals, copyRenewalEmails, useRenewalPages, useRenewalSelection } from '../../state/renewals.ts'
import { countOf } from '../../state/selection.ts'
import styles from './ListActions.module.css'

/** What can be done with the selected renewals; with none selected, with all of the list. */
export function RenewalActions() {
  const count = useRenewalPages((state) => state.shown?.count ?? 0)
  const chosen = useRenewalSelection((state) => state.chosen)
  const selected = countOf(chosen, count)
  return (
    <>
      <CopyEmails key={`${count} ${selected}`} count={count} selected={selected} />
      <ExportButton count={count} selected={selected} />
    </>
  )
}

interface ActionProps {
  readonly count: number
  readonly selected: number
}

const filterNow = () => chosenRenewals(useRenewalSelection.getState().chosen)

function CopyEmails({ count, selected }: ActionProps) {
  const [said, setSaid] = useState<string | null>(null)
  const zone = useAccounts((state) => zoneOf(state.accounts, null))
  const say = (words: string) => {
    setSaid(words)
    announce(words)
  }
  const copy = async () => {
    const filter = filterNow()
    if (filter === null) return
    try {
      say(await copyRenewalEmails(filter))
    } catch (thrown) {
      const error: AppError = asAppError(thrown)
      say(errorWords(error, zone).what)
    }
  }
  return (
    <>
      {said !== null && <span className={styles.said}>{said}</span>}
      <Button icon={Mail} isDisabled={count === 0} onPress={() => void copy()}>
        {selected > 0
          ? t('certificates.renewals.copyEmailsOf', { count: selected })
          : t('certificates.renewals.copyEmails')}
      </Button>
    </>
  )
}

function ExportButton({ count, selected }: ActionProps) {
  const { jobs, choosingFile, startExport } = useJobs()
  const busy = choosingFile || jobs.some((job) => job.kind === 'export' && isRunning(job))
  const start = () => {
    const filter = filterNow()
    if (filter !== null) {
      void startExport({ of: 'renewals', start: () => api.certificates.exportRenewals({ filter }) })
    }
  }
  useShortcut('e', () => {
    if (!busy && count > 0) start()
  })
  return (
    <Button
      look="primary"
      icon={FileSpreadsheet}
      isDisabled={busy || count === 0}
      aria-keyshortcuts={shortcutName('E')}
      onPress={start}
    >
      {selected > 0 ? t('certificates.list.exportSelected', { count: selected }) : t('certificates.list.export')}
    </Button>
  )
}
