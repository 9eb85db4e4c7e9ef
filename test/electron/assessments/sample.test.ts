import { expect, it } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { sampleIds } from '../../../shared/model/account.ts'
import { laptop, noon, temporaryFolder } from '../support/laptop.ts'
import { draftContent } from '../support/platform.ts'

const id = sampleIds.assessments
const context = () => ({ signal: new AbortController().signal, report: () => undefined })

/** Hands answers in and publishes an assessment, as a teacher who tries the sample does. */
async function tryIt({ store, assessments }: Core, title: string): Promise<string | undefined> {
  const [first] = await store.assessmentRows([id])
  if (first === undefined) throw new Error('The sample has no assessment')
  const attempt = await store.beginAttempt(first.id, noon)
  const { submission } = await assessments.submit(attempt.id, { again: false })
  const draft = await store.saveAssessmentDraft(id, null, { ...draftContent(first.courseId), title }, noon)
  await store.publishAssessment(draft.id, noon)
  expect(await assessments.publish(id, context())).toMatchObject({ published: 1, error: null })
  return submission?.submissionId
}

it('keeps what was handed in and published to the sample when the program starts again', async () => {
  const given = { apiUrl: 'http://127.0.0.1:9', clock: () => noon, dataDir: temporaryFolder() }
  const first = (await laptop(given)).core
  await first.accounts.sample('assessments')
  const { added } = await first.syncs.run(id, 'when due', context())
  const submitted = [await tryIt(first, 'Own one')]
  await first.close()
  const { core } = await laptop(given)
  submitted.push(await tryIt(core, 'Own two'))
  expect(await core.syncs.run(id, 'when due', context())).toMatchObject({ outcome: 'complete' })
  expect(new Set(submitted).size).toBe(2)
  expect(await core.store.countResults([])).toBe(added + 2)
  const own = (await core.store.assessmentRows([id])).filter(({ title }) => title.startsWith('Own'))
  expect(own.map(({ title, gone }) => [title, gone])).toEqual(
    expect.arrayContaining([
      ['Own one', false],
      ['Own two', false],
    ]),
  )
  expect((await core.store.assessmentRows([id])).filter(({ gone }) => gone)).toEqual([])
})
