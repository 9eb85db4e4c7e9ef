import { expect, it } from 'vitest'
import { readImport } from '../../../../electron/import/results/read-import.ts'
import { readImportInThread } from '../../../../electron/import/results/thread.ts'
import type { ImportBatch } from '../../../../shared/model/imported.ts'
import { linkPayload } from '../../support/webhook-payloads.ts'
import { workers } from '../../support/workers.ts'
import { folderOf } from './reading.ts'

const workerFile = workers.results
const manyPayloads = () =>
  folderOf({
    'all.ndjson': Array.from({ length: 450 }, (_, at) => JSON.stringify(linkPayload({ link_result_id: at }))).join(
      '\n',
    ),
    'letter.txt': 'Dear parents',
  })

async function all(batches: AsyncIterable<ImportBatch>): Promise<readonly ImportBatch[]> {
  const found: ImportBatch[] = []
  for await (const batch of batches) found.push(batch)
  return found
}

it('in a thread an import reads the same', async () => {
  const folder = manyPayloads()
  const here = await all(readImport([folder]))
  const there = await all(readImportInThread([folder], { workerFile }))
  expect(there).toEqual(here)
  expect(there.flatMap(({ attempts }) => attempts)).toHaveLength(450)
  expect(there.flatMap(({ problems }) => problems)).toHaveLength(1)
})

it('in a thread an import stops when it is asked to', async () => {
  const stop = new AbortController()
  const read = async () => {
    for await (const _ of readImportInThread([manyPayloads()], { workerFile, signal: stop.signal })) {
      stop.abort(new Error('enough'))
    }
  }
  await expect(read()).rejects.toThrow('enough')
})

it('what a question says crosses from the thread once with a batch, however many attempts have it', async () => {
  const [batch] = await all(readImportInThread([manyPayloads()], { workerFile }))
  const answers = batch?.attempts.map((attempt) => attempt.answers?.answers ?? []) ?? []
  expect(answers.length).toBeGreaterThan(100)
  for (const each of answers) {
    expect(each).toHaveLength(7)
    for (const [at, { version }] of each.entries()) expect(version).toBe(answers[0]?.[at]?.version)
  }
})
