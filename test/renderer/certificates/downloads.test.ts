import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { DownloadQueue } from '../../../shared/model/certificate.ts'
import { settle } from '../held-answers.ts'
import { openWindow } from '../open-window.ts'

const query = {
  filter: [{ field: 'id', op: 'in', value: [1, 2] }],
  sort: { field: 'finished', direction: 'desc' },
} as const
const empty: DownloadQueue = { waiting: 0, failed: [], paused: false, folder: null }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function downloads() {
  const window = await openWindow()
  const main = { queue: empty }
  window.fake.handle('certificates', 'queue', async () => main.queue)
  const { useDownloads } = await import('../../../renderer/features/certificate-files/certificate-files.ts')
  await window.startStores()
  await useDownloads.getState().load()
  return { ...window, main, downloads: useDownloads }
}

describe('downloads', () => {
  it('read the queue that a run before has left', async () => {
    const { main, downloads: store } = await downloads()
    main.queue = { ...empty, waiting: 4, paused: true, folder: '/home/t/Certificates' }
    await store.getState().load()
    expect(store.getState().queue).toEqual(main.queue)
  })

  it('queue what was chosen and say how many', async () => {
    const { fake, main, downloads: store, announcer } = await downloads()
    fake.handle('certificates', 'download', async () => {
      main.queue = { ...empty, waiting: 2, folder: '/home/t/Certificates' }
      return { jobId: 'd', queued: 2 }
    })
    await store.getState().download(query, true)
    expect(fake.callsOf('certificates', 'download')).toEqual([{ ...query, anotherFolder: true }])
    expect(store.getState()).toMatchObject({ choosing: false, queue: { waiting: 2 } })
    expect(announcer.getState().text).toBe('Queued 2 certificates to download.')
  })

  it('ask for no second folder while the dialog is open', async () => {
    const { fake, downloads: store } = await downloads()
    const { promise, resolve } = Promise.withResolvers<null>()
    fake.handle('certificates', 'download', () => promise)
    const first = store.getState().download(query, false)
    expect(store.getState().choosing).toBe(true)
    await store.getState().download(query, false)
    resolve(null)
    await first
    expect(fake.callsOf('certificates', 'download')).toHaveLength(1)
    expect(store.getState()).toMatchObject({ choosing: false, error: null })
  })

  it('say that there is nothing to do', async () => {
    const { fake, downloads: store, announcer } = await downloads()
    fake.handle('certificates', 'download', async () => ({ jobId: 'd', queued: 0 }))
    await store.getState().download(query, false)
    expect(announcer.getState().text).toMatch(/^There is nothing to download: /)
  })

  it('follow pausing, resuming and trying again, and say why one of them could not be', async () => {
    const { fake, main, downloads: store } = await downloads()
    fake.handle('certificates', 'pause', async () => {
      main.queue = { ...main.queue, paused: true }
    })
    await store.getState().pause()
    expect(store.getState().queue?.paused).toBe(true)
    fake.handle('certificates', 'retryFailed', async () => {
      throw new AppError('certificate/no-folder')
    })
    await store.getState().retryFailed()
    expect(store.getState().error?.code).toBe('certificate/no-folder')
    fake.handle('certificates', 'resume', async () => {
      throw new AppError('job/already-running')
    })
    await store.getState().resume()
    expect(store.getState().error).toBeNull()
  })

  it('read the queue again when it changed and when their job ended', async () => {
    const { fake, main, downloads: store } = await downloads()
    main.queue = { ...empty, waiting: 1 }
    fake.emit('certificates', 'changed', undefined)
    await settle()
    expect(store.getState().queue?.waiting).toBe(1)
    main.queue = empty
    fake.emit('jobs', 'changed', {
      id: 'd',
      kind: 'certificates',
      accountId: null,
      state: 'done',
      result: { saved: 1, failed: 0, total: 1 },
    })
    await settle()
    expect(store.getState().queue?.waiting).toBe(0)
  })
})
