import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { pastedSubmissions, submissionsInFile } from '../../../electron/import/submission-ids.ts'
import { createTables } from '../../../electron/import/tables.ts'
import { temporaryFolder, workers } from '../support/laptop.ts'

function tables() {
  const made = createTables({ workerFile: workers.import })
  onTestFinished(() => made.close())
  return made
}
const one = { assessmentId: 'asmnt_1', submissionId: 'sub_1' }
const two = { assessmentId: null, submissionId: 'sub_2' }

it.each([
  ['both ids on a line', 'asmnt_1 sub_1\nsub_2'],
  ['the other way round, with commas', 'sub_1, asmnt_1\nsub_2'],
  ['an address', 'https://x.example/api/v1/assessments/asmnt_1/submissions/sub_1\nsub_2'],
  ['columns by their headings', 'submission_id,assessment_id\nsub_1,asmnt_1\nsub_2,'],
  ['columns with semicolons', 'Name;Assessment ID;Submission ID\nAda;asmnt_1;sub_1\nBen;;sub_2'],
  ['JSON of the platform', JSON.stringify({ data: [{ id: 'sub_1', assessment_id: 'asmnt_1' }, { id: 'sub_2' }] })],
  [
    'JSON of the command line',
    JSON.stringify({ submissions: [{ submission_id: 'sub_1', assessmentId: 'asmnt_1' }, 'sub_2'] }),
  ],
  ['an id twice', 'sub_1\nasmnt_1 sub_1\nsub_2\nsub_2'],
])('reads %s', async (_, text) => {
  const read = await pastedSubmissions(text, tables())
  expect(read.submissions.toSorted((a, b) => a.submissionId.localeCompare(b.submissionId))).toEqual([one, two])
  expect(read.unreadable).toEqual([])
})

it('reads one submission as JSON, also in the envelope', async () => {
  const sent = { id: 'sub_1', assessment_id: 'asmnt_1', answers: [] }
  for (const json of [sent, { data: sent, meta: null, error: null }])
    expect((await pastedSubmissions(JSON.stringify(json), tables())).submissions).toEqual([one])
})

it('names the lines that hold no id', async () => {
  const { submissions, unreadable } = await pastedSubmissions('sub_1\nhello there\nasmnt_1\n\nsub_2 sub_3', tables())
  expect(submissions).toEqual([{ assessmentId: null, submissionId: 'sub_1' }])
  expect(unreadable.map(({ line }) => line)).toEqual([2, 3, 5])
})

it('finds nothing in nothing', async () => {
  expect(await pastedSubmissions(' \n', tables())).toEqual({ submissions: [], unreadable: [] })
})

it('reads a file, and says where there is none', async () => {
  const file = join(temporaryFolder(), 'ids.csv')
  writeFileSync(file, 'submission_id;assessment_id\r\nsub_1;asmnt_1\r\n')
  expect((await submissionsInFile(file, tables())).submissions).toEqual([one])
  await expect(submissionsInFile(`${file}.none`, tables())).rejects.toMatchObject({ code: 'table/missing' })
})
