import type { StoredAccount } from '../../shared/model/account.ts'
import type { CsvDateChoice } from '../../shared/model/import-preview.ts'
import type { Store } from '../store/api.ts'

type Account = Pick<StoredAccount, 'id' | 'timeZone'>

/** How the times of an account's results CSV are read: as was chosen last, else by the account's clock. */
export async function keptDateChoice(store: Pick<Store, 'settings'>, { id, timeZone }: Account) {
  const kept = (await store.settings()).csvDates[id]
  return { choice: kept ?? { dayOrder: null, timeZone }, isKept: kept !== undefined }
}

/** Keeps a choice for the next file of that account. */
export async function keepDateChoice(
  store: Pick<Store, 'settings' | 'changeSettings'>,
  { id }: Account,
  choice: CsvDateChoice,
): Promise<void> {
  const { csvDates } = await store.settings()
  await store.changeSettings({ csvDates: { ...csvDates, [id]: choice } })
}
