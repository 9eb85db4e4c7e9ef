import { expect, it, vi } from 'vitest'
import { type SyncedAccount, trayTemplate } from '../../../electron/desktop/tray-menu.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const noon = unixSeconds(1_795_176_000)
const account = (lastSync: SyncedAccount['lastSync'], more: Partial<SyncedAccount> = {}): SyncedAccount => ({
  sample: false,
  archived: false,
  lastSync,
  ...more,
})
const synced = (at: number) => account({ at: unixSeconds(at), outcome: 'complete' })
const words = (at: number) =>
  `Synced ${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at * 1000)}`

function menu(accounts: readonly SyncedAccount[] = []) {
  const actions = { open: vi.fn(), syncNow: vi.fn(), quit: vi.fn() }
  return { actions, items: trayTemplate({ accounts, ...actions }) }
}
const state = (accounts: readonly SyncedAccount[]) =>
  menu(accounts)
    .items.filter(({ enabled }) => enabled === false)
    .map(({ label }) => label)

it('opens, syncs and quits', () => {
  const { actions, items } = menu()
  const click = (label: string) =>
    Reflect.apply(items.find((item) => item.label === label)?.click ?? expect.fail(`no ${label}`), null, [])
  click('Open Gradekeep')
  expect(actions.open).toHaveBeenCalledOnce()
  click('Sync now')
  expect(actions.syncNow).toHaveBeenCalledOnce()
  expect(actions.quit).not.toHaveBeenCalled()
  click('Quit Gradekeep')
  expect(actions.quit).toHaveBeenCalledOnce()
})

it('says when everything was last fetched: as the account says that is furthest behind', () => {
  expect(state([synced(noon), synced(noon - 7200)])).toEqual([words(noon - 7200)])
})

it('says that something is missing where an account was not fetched, or not to its end', () => {
  expect(state([synced(noon), account(null)])).toEqual(['Not synced yet'])
  expect(state([synced(noon), account({ at: noon, outcome: 'offline' })])).toEqual(['The last sync did not finish'])
})

it('leaves out the sample and archived accounts, which fetch nothing', () => {
  const idle = [account(null, { sample: true }), account(null, { archived: true })]
  expect(state([synced(noon), ...idle])).toEqual([words(noon)])
  expect(state(idle)).toEqual(['No account connected'])
})
