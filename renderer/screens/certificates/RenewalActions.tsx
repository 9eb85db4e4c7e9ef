import { Mail } from 'lucide-react'
import type { RenewalsFilter } from '../../../shared/model/certificate.ts'
import { api } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { ExportButton } from '../../components/ExportButton.tsx'
import { t } from '../../i18n.ts'
import { useJobs } from '../../state/jobs.ts'
import { chosenRenewals, copyRenewalEmails, useRenewalPages, useRenewalSelection } from '../../state/renewals.ts'
import { countOf } from '../../state/selection.ts'
import { exportWords } from './ListActions.tsx'

/** What can be done with the selected renewals; with none selected, with all of the list. */
export function RenewalActions() {
  const count = useRenewalPages((state) => state.shown?.count ?? 0)
  const chosen = useRenewalSelection((state) => state.chosen)
  const startExport = useJobs((state) => state.startExport)
  const selected = countOf(chosen, count)
  const withChosen = (work: (filter: RenewalsFilter) => unknown) => {
    const filter = chosenRenewals(useRenewalSelection.getState().chosen)
    if (filter !== null) void work(filter)
  }
  const exportChosen = (filter: RenewalsFilter) =>
    startExport({ of: 'renewals', start: () => api.certificates.exportRenewals({ filter }) })
  return (
    <>
      <Button icon={Mail} isDisabled={count === 0} onPress={() => withChosen(copyRenewalEmails)}>
        {selected > 0
          ? t('certificates.renewals.copyEmailsOf', { count: selected })
          : t('certificates.renewals.copyEmails')}
      </Button>
      <ExportButton words={exportWords(selected)} count={count} onExport={() => withChosen(exportChosen)} />
    </>
  )
}
