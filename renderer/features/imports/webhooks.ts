import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { KeptSource } from '../../../shared/model/webhook-source.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'

/** The dialog that is open over the list of webhooks. */
export type SourceDialog =
  | { readonly kind: 'add' }
  | { readonly kind: 'rename' | 'change' | 'remove'; readonly source: KeptSource }

interface WebhooksState {
  readonly sources: readonly KeptSource[] | null
  readonly error: AppError | null
  readonly dialog: SourceDialog | null
  open(dialog: SourceDialog): void
  close(): void
  load(): Promise<void>
  watch(): () => void
}

const latest = latestOnly()
const watched = whileWatched(() => useWebhooks.getState().load(), 200)

/** Webhooks at ClassMarker under the teacher's own names. */
export const useWebhooks = create<WebhooksState>()((set) => ({
  sources: null,
  error: null,
  dialog: null,
  open: (dialog) => set({ dialog }),
  close: () => set({ dialog: null }),
  load: () =>
    latest(
      () => {
        const accounts = useAccounts.getState().filterAccounts()
        return api.webhookSources.list({ accounts: accounts === undefined ? undefined : [...accounts] })
      },
      (sources) => set({ sources, error: null }),
      (error) => set({ error }),
    ),
  watch: watched.watch,
}))

api.students.changed(watched.reload)
// What a receiver brings is counted with its source.
api.results.changed(watched.reload)
