import { isRunning } from '../../shared/model/job.ts'
import type { LastPlace } from '../../shared/model/saved-view.ts'
import { useAccounts } from '../app/accounts.ts'
import { startClock } from '../app/clock.ts'
import { useJobs } from '../app/jobs.ts'
import { useNavigation } from '../app/navigation.ts'
import { useSettings } from '../app/settings.ts'
import { useAssessmentsBadge } from '../features/assessments/index.ts'
import { useCertificateCount } from '../features/certificates/index.ts'
import { useBankBadge } from '../features/question-bank/index.ts'
import { useResults } from '../features/results/index.ts'
import { useViews } from '../features/views/index.ts'
import { useExtraFields } from '../list/extra-fields.ts'
import { useFacets } from '../list/filters/facets.ts'
import { goToLastPlace, readLastPlace, rememberPlaces, restoreLists } from './last-place.ts'
import { useWaitingCodes } from './WaitingLine.tsx'

/** Reads everything once; from then on events report changes. */
export async function startStores(): Promise<void> {
  startClock()
  const [last] = await Promise.all([
    readLastPlace(),
    ...[useSettings, useAccounts, useJobs, useViews].map((store) => store.getState().load()),
  ])
  restoreLists(last)
  followAccounts(last)
  rememberPlaces()
  await Promise.all([
    useResults.getState().read(),
    useFacets.getState().load(),
    useExtraFields.getState().load(),
    useCertificateCount.getState().load(),
    useWaitingCodes.getState().load(),
    useBankBadge.getState().load(),
    useAssessmentsBadge.getState().load(),
  ])
}

/** Shows the place where one was, else Home once there are results; without results their list, and the welcome screen without an account. */
function followAccounts(last: LastPlace | null): void {
  const place = () => {
    const { accounts } = useAccounts.getState()
    const { screen, dialog, go } = useNavigation.getState()
    if (accounts === null) return
    // A sample's account appears a moment after its job has begun.
    const arriving = useJobs.getState().jobs.some((job) => job.kind === 'sample' && isRunning(job))
    if (accounts.length === 0 && dialog === null && !arriving) go('welcome')
    else if (screen === null) goToLastPlace(last, accounts.some(({ results }) => results > 0) ? 'home' : 'results')
  }
  place()
  useAccounts.subscribe((state, before) => {
    place()
    const sample = state.accounts?.find(
      (account) => account.sample && before.accounts?.every(({ id }) => id !== account.id),
    )
    if (sample) state.look(sample.id)
  })
}
