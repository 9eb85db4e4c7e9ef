import { isRunning } from '../../shared/model/job.ts'
import { minute } from '../../shared/model/time.ts'
import { realAccounts, useAccounts } from './accounts.ts'
import { startClock, useClock } from './clock.ts'
import { useFacets } from './facets.ts'
import { useJobs } from './jobs.ts'
import { useNavigation } from './navigation.ts'
import { useResults } from './results.ts'
import { useSettings } from './settings.ts'

/** Reads everything once; from then on events say what changed. */
export async function startStores(): Promise<void> {
  startClock()
  await Promise.all([useSettings.getState().load(), useAccounts.getState().load(), useJobs.getState().load()])
  followAccounts()
  syncAtStart()
  await Promise.all([useResults.getState().read(), useFacets.getState().load()])
}

/** A window opened again soon after finds everything fresh. */
const fresh = 5 * minute

/** The sync a teacher need not think of: every real account that has its secret, when the settings say so. */
function syncAtStart(): void {
  if (!useSettings.getState().settings.syncAtStart) return
  const { now } = useClock.getState()
  for (const { id, secret, lastSync } of realAccounts(useAccounts.getState().accounts)) {
    const justSynced = lastSync?.outcome === 'complete' && now - lastSync.at < fresh
    if (secret !== 'missing' && !justSynced) void useJobs.getState().startSync(id)
  }
}

/** Results where there is an account, else the two doors; with the last account gone, the doors again. */
function followAccounts(): void {
  const place = () => {
    const { accounts } = useAccounts.getState()
    const { screen, dialog, go } = useNavigation.getState()
    if (accounts === null) return
    // A sample has its account a moment after its job has begun.
    const arriving = useJobs.getState().jobs.some((job) => job.kind === 'sample' && isRunning(job))
    if (accounts.length === 0 && dialog === null && !arriving) go('welcome')
    else if (screen === null) go('results')
  }
  place()
  useAccounts.subscribe((state, before) => {
    place()
    const sample = state.accounts?.find((account) => account.sample)
    const isNew = sample && before.accounts && !before.accounts.some(({ id }) => id === sample.id)
    if (isNew) state.look(sample.id)
  })
}
