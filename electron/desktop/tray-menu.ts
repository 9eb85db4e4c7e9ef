import type { MenuItemConstructorOptions } from 'electron'
import type { Account, LastSync } from '../../shared/model/account.ts'

/** What the tray knows of an account. */
export type SyncedAccount = Pick<Account, 'sample' | 'archived'> & { readonly lastSync: LastSync | null }

/** The menu of the tray icon. */
export function trayTemplate(given: {
  accounts: readonly SyncedAccount[]
  open: () => void
  syncNow: () => void
  quit: () => void
}): MenuItemConstructorOptions[] {
  return [
    { label: 'Open Gradekeep', click: given.open },
    { label: 'Sync now', click: given.syncNow },
    { type: 'separator' },
    { label: syncWords(given.accounts), enabled: false },
    { type: 'separator' },
    { label: 'Quit Gradekeep', click: given.quit },
  ]
}

/** How far the laptop is, for all accounts that fetch: as far as the one that is furthest behind. */
function syncWords(accounts: readonly SyncedAccount[]): string {
  const fetching = accounts.filter(({ sample, archived }) => !sample && !archived)
  if (fetching.length === 0) return 'No account connected'
  const syncs = fetching.map(({ lastSync }) => lastSync).filter((sync) => sync !== null)
  if (syncs.length < fetching.length) return 'Not synced yet'
  if (syncs.some(({ outcome }) => outcome !== 'complete')) return 'The last sync did not finish'
  // A moment, not "12 minutes ago": nobody tells when the menu is opened, and the words would grow old in it.
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return `Synced ${moment.format(Math.min(...syncs.map(({ at }) => at)) * 1000)}`
}
