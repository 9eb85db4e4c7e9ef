import SqliteDatabase from 'better-sqlite3'
import { expect, it } from 'vitest'
import { storedContent } from '../../../electron/store/bank/content.ts'
import { defineFunctions } from '../../../electron/store/open.ts'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import { laptop } from '../support/laptop.ts'
import { banked } from './banked.ts'

const taught = 1180216

/** A bank of which an older version read some questions otherwise, and the program started again. */
async function readByOlder(
  read: (content: QuestionContent) => QuestionContent,
  edited: Partial<QuestionContent> | null,
) {
  const own = await banked()
  const id = await own.idOf(taught)
  const right = (await own.store.bankQuestion(id)).content
  const asOlder = () => {
    const db = new SqliteDatabase(own.core.databaseFile)
    defineFunctions(db)
    const change = db.prepare<[string, number]>('UPDATE bank_question SET sent = ?, reader = 0 WHERE id = ?')
    change.run(storedContent(read(right)), id)
    db.prepare('UPDATE bank_question SET reader = 0').run()
    db.close()
  }
  asOlder()
  if (edited !== null) await own.save({ ...read(right), ...edited }, id)
  await own.core.close()
  const again = await laptop({
    ...{ apiUrl: own.simulator.url, secrets: own.core.secrets, dataDir: own.dataDir, clock: own.clock },
  })
  const { store, banks } = again.core
  const context = { signal: new AbortController().signal, report: () => undefined }
  return {
    ...{ ...own, id, right, store },
    pull: () => banks.pull(own.account.id, context),
    push: () => banks.push(own.account.id, context),
  }
}

const misread = (content: QuestionContent): QuestionContent => ({ ...content, points: 70 })

it('questions that an older version read are read again from what was sent, and that is no change there', async () => {
  const { store, id, right, pull } = await readByOlder(misread, null)
  await expect.poll(async () => (await store.bankQuestion(id)).content).toEqual(right)
  expect(await pull()).toMatchObject({ outcome: 'complete', added: 0, changed: 0, gone: 0 })
})

it('what is edited here follows in what was not edited, and is no conflict', async () => {
  const { store, id, right, push, pull, bank, account } = await readByOlder(misread, { question: 'What now?' })
  await expect.poll(async () => (await store.bankQuestion(id)).content).toEqual({ ...right, question: 'What now?' })
  expect(await pull()).toMatchObject({ changed: 0 })
  expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, conflicts: 0 })
  expect(bank.questions.find((each) => each.id === taught)).toMatchObject({
    question: 'What now?',
    points: right.points,
  })
  expect(await store.bankEdits([account.id])).toEqual([])
})

it('a pull waits until they are read again', async () => {
  const { pull, store, id, right } = await readByOlder(misread, null)
  expect(await pull()).toMatchObject({ changed: 0 })
  expect((await store.bankQuestion(id)).content).toEqual(right)
})
