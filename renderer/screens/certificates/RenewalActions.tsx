import { FileSpreadsheet, Mail } from 'lucide-react'
import { isRunning } from '../../../shared/model/job.ts'
import { api } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { useJobs } from '../../state/jobs.ts'
import { chosenRenewals, copyRenewalEmails, useRenewalPages, useRenewalSelection } from '../../state/renewals.ts'
import { countOf } from '../../state/selection.ts'

/** What can be done with the selected renewals; with none selected, with all of the list. */
export function RenewalActions() {
  const count = useRenewalPages((state) => state.shown?.count ?? 0)
  const chosen = useRenewalSelection((state) => state.chosen)
  const selected = countOf(chosen, count)
  return (
    <>
      <CopyEmails count={count} selected={selected} />
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
  const copy = async () => {
    const filter = filterNow()
    if (filter !== null) await copyRenewalEmails(filter)
  }
  return (
    <Button icon={Mail} isDisabled={count === 0} onPress={() => void copy()}>
      {selected > 0
        ? t('certificates.renewals.copyEmailsOf', { count: selected })
        : t('certificates.renewals.copyEmails')}
    </Button>
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
