import { expect, it } from 'vitest'
import { listHandlers } from '../../../electron/ipc/handlers.ts'
import type { Store } from '../../../electron/store/api.ts'
import type { StoredCertificate } from '../../../electron/store/lists.ts'
import { openStore } from '../../../electron/store/store.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { accountNamed, pageWith, resultOf, storeWorkers, temporaryFile } from '../store/laptop-database.ts'

it('every row of an opened list is as the window may have it, the one in the opposite direction too', async () => {
  const opened = { answer: 1, count: 300, rows: [{ id: 1, path: '/a' }], opposite: { id: 300, path: '/b' } }
  const answers = { open: async () => opened } as unknown as Store['answers']
  const rows = async (stored: readonly StoredCertificate[]) => stored.map(({ id }) => ({ id }))
  const sort = { field: 'name', direction: 'asc' } as const
  const shown = { query: () => ({ filter: [], sort }), rows }
  const { open } = listHandlers({ answers }, 'certificates', shown)
  expect(await open({ query: null, first: 1 })).toEqual({
    answer: 1,
    count: 300,
    rows: [{ id: 1 }],
    opposite: { id: 300 },
  })
})

it('a list whose first rows cannot be shown is closed again', async () => {
  const store = await openStore(temporaryFile(), storeWorkers)
  const closed: number[] = []
  try {
    await store.addAccount(accountNamed('a'))
    await store.applyPage(pageWith([resultOf()]))
    const answers = {
      ...store.answers,
      close: (answer: number) => {
        closed.push(answer)
        store.answers.close(answer)
      },
    }
    const shown = { query: () => ({ filter: [], sort: newestFirst }), rows: () => Promise.reject(new Error('no disk')) }
    const { open } = listHandlers({ answers }, 'results', shown)
    await expect(open({ query: null, first: 10, place: 'results' })).rejects.toThrow('no disk')
    expect(closed).toHaveLength(1)
    const [answer = 0] = closed
    await expect(store.answers.count(answer)).rejects.toMatchObject({ code: 'answer/gone' })
  } finally {
    await store.close()
  }
})
