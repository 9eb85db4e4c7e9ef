import { expect, it } from 'vitest'
import { listHandlers } from '../../../electron/ipc/handlers.ts'
import { openStore } from '../../../electron/store/store.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { accountNamed, pageWith, resultOf, storeWorkers, temporaryFile } from '../store/laptop-database.ts'

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
