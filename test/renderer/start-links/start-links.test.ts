import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ListRef } from '../../../shared/model/access-code.ts'
import type { StartableLink } from '../../../shared/model/start-link.ts'
import { openWindow } from '../open-window.ts'

const list: ListRef = { accountId: 'school', listId: 7 }
const other: ListRef = { accountId: 'school', listId: 8 }
const link = (linkId: number, given: Partial<StartableLink> = {}): StartableLink => ({
  accountId: 'school',
  linkId,
  name: `Link ${linkId}`,
  testName: 'Chemistry final',
  linkUrlId: `url${linkId}`,
  accessListId: 7,
  ...given,
})
const ann = { first: 'Ann', last: null, email: null, userId: null, accessCode: null }

describe('start links', () => {
  let opened: Awaited<ReturnType<typeof openWindow>>
  let store: typeof import('../../../renderer/features/start-links/start-links.ts')['useStartLinks']

  beforeEach(async () => {
    opened = await openWindow()
    store = (await import('../../../renderer/features/start-links/start-links.ts')).useStartLinks
    opened.fake.handle('startLinks', 'links', async () => [
      link(1, { accessListId: null }),
      link(2, { linkUrlId: null }),
      link(3),
      link(4, { accessListId: 8 }),
    ])
    opened.fake.handle('codes', 'accessCodes', async () => [{ code: 'C1', name: null }])
  })

  it('begin with a link of the list that can be started', async () => {
    await store.getState().open(list)
    expect(store.getState().linkId).toBe(3)
    expect(opened.fake.callsOf('startLinks', 'links')).toEqual([{ accounts: ['school'] }])
  })
  it('begin with the list’s only link though the key may not see its address', async () => {
    opened.fake.handle('startLinks', 'links', async () => [
      link(1, { accessListId: null }),
      link(2, { linkUrlId: null }),
    ])
    await store.getState().open(list)
    expect(store.getState().linkId).toBe(2)
  })
  it('keep the people and the link while the same list is opened again, and let go of them with another', async () => {
    await store.getState().open(list)
    store.getState().chooseLink(1)
    store.getState().setPeople([ann])
    await store.getState().setGivesCodes(true)
    await store.getState().open(list)
    expect(store.getState()).toMatchObject({ linkId: 1, people: [ann], givesCodes: true })
    await store.getState().open(other)
    expect(store.getState()).toMatchObject({ linkId: 4, people: [], givesCodes: false, unused: null })
  })
  it('leave the links of a list that is no longer looked at', async () => {
    const { promise, resolve } = Promise.withResolvers<StartableLink[]>()
    opened.fake.handle('startLinks', 'links', () => promise)
    const slow = store.getState().open(list)
    opened.fake.handle('startLinks', 'links', async () => [link(4, { accessListId: 8 })])
    await store.getState().open(other)
    resolve([link(3)])
    await slow
    expect(store.getState().links?.map(({ linkId }) => linkId)).toEqual([4])
  })
  it('ask for unused codes only once they are to be given', async () => {
    await store.getState().open(list)
    expect(opened.fake.callsOf('codes', 'accessCodes')).toEqual([])
    await store.getState().setGivesCodes(true)
    expect(opened.fake.callsOf('codes', 'accessCodes')).toEqual([{ list, filter: { use: 'unused' } }])
    expect(store.getState().unused).toEqual([{ code: 'C1', name: null }])
  })
  it('say why the links could not be read, and no more once they can', async () => {
    opened.fake.handle('startLinks', 'links', async () => {
      throw new AppError('store/busy')
    })
    await store.getState().open(list)
    expect(store.getState().error?.code).toBe('store/busy')
    opened.fake.handle('startLinks', 'links', async () => [link(3)])
    await store.getState().open(list)
    expect(store.getState()).toMatchObject({ error: null, linkId: 3 })
  })
  it('are read again when codes change, until nobody looks', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const read = () => opened.fake.callsOf('startLinks', 'links').length
    const stop = store.getState().watch(list)
    await vi.waitFor(() => expect(store.getState().links).not.toBeNull())
    opened.fake.handle('startLinks', 'links', async () => [link(9)])
    opened.fake.emit('codes', 'changed', undefined)
    await vi.advanceTimersByTimeAsync(1_200)
    expect(store.getState().linkId).toBe(9)
    expect(read()).toBe(2)
    stop()
    opened.fake.emit('codes', 'changed', undefined)
    await vi.advanceTimersByTimeAsync(1_200)
    expect(read()).toBe(2)
  })
})
