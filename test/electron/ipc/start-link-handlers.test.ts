import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { startLinkHandlers } from '../../../electron/ipc/start-links.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const noon = unixSeconds(1_795_176_000)
const people = [{ first: 'Ada', last: null, email: null, userId: null, accessCode: null, url: 'https://x.example/' }]

function built(chosen: string | null) {
  const exporter = { run: vi.fn(async () => ({ file: chosen, people: 1 })) }
  const store = { startableLinks: vi.fn(async () => []) }
  const dialogs = { chooseStartLinksTarget: vi.fn(async () => chosen), showInFolder: vi.fn() }
  const core = { exporter, store, clock: () => noon } as unknown as Core
  return { exporter, store, dialogs, handlers: startLinkHandlers(core, dialogs) }
}

it.each(['xlsx', 'csv'] as const)('saves where was chosen, suggesting a name that can be one: %s', async (format) => {
  const { exporter, dialogs, handlers } = built(`/home/ada/Mine.${format}`)
  const answer = await handlers.save({ format, linkName: 'Open day: 9/11?', people })
  expect(dialogs.chooseStartLinksTarget).toHaveBeenCalledWith(
    `Start links - Open day 9 11 - 2026-11-20.${format}`,
    format,
  )
  expect(answer).toEqual({ fileName: `Mine.${format}` })
  expect(exporter.run).toHaveBeenCalledWith(
    'start-links',
    { people, file: `/home/ada/Mine.${format}`, format, exportedAt: noon },
    expect.anything(),
  )
})

it('shows the file saved last in its folder, and nothing before there is one', async () => {
  const { dialogs, handlers } = built('/home/ada/Mine.csv')
  await handlers.show()
  expect(dialogs.showInFolder).not.toHaveBeenCalled()
  await handlers.save({ format: 'csv', linkName: 'Open day', people })
  await handlers.show()
  expect(dialogs.showInFolder).toHaveBeenCalledWith('/home/ada/Mine.csv')
})

it('writes nothing when the dialog was closed', async () => {
  const { exporter, handlers } = built(null)
  expect(await handlers.save({ format: 'csv', linkName: 'Open day', people })).toBeNull()
  expect(exporter.run).not.toHaveBeenCalled()
})

it('asks the store for the links', async () => {
  const { store, handlers } = built(null)
  expect(await handlers.links({ accounts: ['a'] })).toEqual([])
  expect(store.startableLinks).toHaveBeenCalledWith(['a'])
})
