import { EventEmitter } from 'node:events'
import { beforeEach, expect, it, vi } from 'vitest'
import { createTrayIcon } from '../../../electron/desktop/tray-icon.ts'
import type { SyncedAccount } from '../../../electron/desktop/tray-menu.ts'

type Items = readonly { label?: string }[]

const electron = vi.hoisted(
  (): Record<string, unknown> => ({
    Menu: { buildFromTemplate: (items: unknown) => items },
    nativeImage: {
      createFromPath: (path: string) => ({
        path,
        toDataURL: () => `data:${path}`,
        addRepresentation: vi.fn(),
        setTemplateImage: vi.fn(),
      }),
    },
  }),
)
vi.mock('electron', () => electron)

class FakeTray extends EventEmitter {
  static shown: FakeTray[] = []
  readonly image: { path: string }
  readonly setToolTip = vi.fn()
  readonly setContextMenu = vi.fn<(items: Items) => void>()
  readonly destroy = vi.fn()

  constructor(image: { path: string }) {
    super()
    this.image = image
    FakeTray.shown.push(this)
  }
}
electron.Tray = FakeTray

function started(platform: NodeJS.Platform = 'linux') {
  const actions = { open: vi.fn(), syncNow: vi.fn(), quit: vi.fn() }
  const accounts = vi.fn(async (): Promise<SyncedAccount[]> => [{ sample: false, archived: false, lastSync: null }])
  return { ...actions, accounts, icon: createTrayIcon({ platform, accounts, ...actions }) }
}

const shown = (): FakeTray => FakeTray.shown.at(-1) ?? expect.fail('no tray icon')

beforeEach(() => {
  FakeTray.shown = []
})

it('is one icon, however often it is shown, and gone once hidden', () => {
  const { icon } = started()
  icon.show()
  icon.show()
  expect(FakeTray.shown).toHaveLength(1)
  icon.hide()
  expect(shown().destroy).toHaveBeenCalledOnce()
  icon.show()
  expect(FakeTray.shown).toHaveLength(2)
})

it('opens the window with a click, except on a Mac, where a click opens the menu', () => {
  for (const [platform, times] of [
    ['linux', 1],
    ['win32', 1],
    ['darwin', 0],
  ] as const) {
    const { icon, open } = started(platform)
    icon.show()
    shown().emit('click')
    expect(open).toHaveBeenCalledTimes(times)
  }
})

it('is black and clear on a Mac, where the menu bar colours it', () => {
  started('darwin').icon.show()
  expect(shown().image).toMatchObject({ path: expect.stringContaining('trayTemplate') })
  started('win32').icon.show()
  expect(shown().image).toMatchObject({ path: expect.not.stringContaining('Template') })
})

it('says how far the accounts are once they are read, and again when told of a change', async () => {
  const { icon, accounts } = started()
  icon.show()
  const said = () => shown().setContextMenu.mock.lastCall?.[0].map(({ label }) => label)
  await vi.waitFor(() => expect(said()).toContain('Not synced yet'))
  accounts.mockResolvedValue([])
  icon.refresh()
  await vi.waitFor(() => expect(said()).toContain('No account connected'))
})

it('asks for nothing while it is not shown, and survives a store that is closed', async () => {
  const { icon, accounts } = started()
  icon.refresh()
  expect(accounts).not.toHaveBeenCalled()
  accounts.mockRejectedValue(new Error('closed'))
  icon.show()
  await vi.waitFor(() => expect(accounts).toHaveBeenCalledOnce())
  expect(shown().setContextMenu).toHaveBeenCalledOnce()
})
