import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ImportDesk } from '../../../electron/imports/desk.ts'
import { Jobs } from '../../../electron/jobs/jobs.ts'
import type { Store } from '../../../electron/store/api.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import { importing, payloadOf } from './importing.ts'

const account = 'a'
const plain = { account, dates: null } as const

function desk() {
  const own = importing()
  const told: string[] = []
  const jobs = new Jobs({ onChange: () => undefined })
  const importDesk = new ImportDesk({
    ...{ store: own.calls as unknown as Store, jobs, imports: own.imports },
    account: async (id) => ({ id, timeZone: 'UTC' }) as StoredAccount,
    phrases: async () => [],
    onForgotten: () => told.push('forgotten'),
    folder: own.folder,
  })
  const write = (name: string, ...payloads: readonly object[]): string => {
    const path = join(own.folder, name)
    writeFileSync(path, JSON.stringify(payloads))
    return path
  }
  const preview = async (id: string) => jobs.result<'import'>((await importDesk.preview({ ...plain, id })).jobId)
  const keep = async (id: string) =>
    jobs.result<'import'>((await importDesk.import({ ...plain, id, confirmed: [], fills: [] })).jobId)
  return { ...own, jobs, told, importDesk, write, preview, keep }
}

describe('files that the window imports', () => {
  it('are kept as they were previewed', async () => {
    const { importDesk, write, preview, keep, results } = desk()
    const { id } = importDesk.open([write('one.json', payloadOf(1))])
    expect(await preview(id)).toMatchObject({ step: 'preview', opened: id, buckets: { added: 1 } })
    expect(results()).toEqual([])
    expect(await keep(id)).toMatchObject({ step: 'import', counts: { results: { added: 1 } } })
    expect(results()).toHaveLength(1)
  })

  it('are read one after the other, each under their own names, however quickly they are opened', async () => {
    const { jobs, importDesk, write, results, keep } = desk()
    const [one, two] = [write('one.json', payloadOf(1)), write('two.json', payloadOf(2), payloadOf(3))]
    const first = importDesk.open([one]).id
    const overtaken = importDesk.preview({ ...plain, id: first })
    const { id } = importDesk.open([two])
    const [started, again] = [importDesk.preview({ ...plain, id }), importDesk.preview({ ...plain, id })]
    await expect(overtaken).rejects.toMatchObject({ code: 'import/gone' })
    await expect(jobs.result((await started).jobId)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(await jobs.result<'import'>((await again).jobId)).toMatchObject({ opened: id, buckets: { added: 2 } })
    expect(await importDesk.rows({ id, bucket: 'added', from: 0, to: 9 })).toHaveLength(2)
    await keep(id)
    expect(results()).toHaveLength(2)
    const next = importDesk.open([one]).id
    expect(await jobs.result<'import'>((await importDesk.preview({ ...plain, id: next })).jobId)).toMatchObject({
      buckets: { added: 1 },
    })
  })

  it('are shown page by page also where no result here is what their rows say', async () => {
    const { importDesk, folder, preview } = desk()
    const path = join(folder, 'results.csv')
    const rows = Array.from(
      { length: 500 },
      (_, at) => `Bo ${at},Byron,Open,Graphs,5%,8 Jan 2022 3:56pm,8 Jan 2022 4:56pm`,
    )
    writeFileSync(
      path,
      ['First name,Last name,Group name,Test name,Percentage,Date started,Date finished', ...rows].join('\n'),
    )
    const { id } = importDesk.open([path])
    expect(await preview(id)).toMatchObject({
      counts: { problems: 500 },
      buckets: { 'left-out': 500, 'to-confirm': 0 },
    })
    const page = async (from: number, to: number) =>
      (await importDesk.rows({ id, bucket: 'left-out', from, to })).map((row) => [row.id, row.about?.first])
    expect(await page(0, 2)).toEqual([
      [0, 'Bo 0'],
      [1, 'Bo 1'],
    ])
    expect(await page(63, 66)).toEqual([63, 64, 65].map((at) => [at, `Bo ${at}`]))
    expect(await page(499, 600)).toEqual([[499, 'Bo 499']])
    expect(await page(500, 600)).toEqual([])
  })

  it('leave the order of dates open where nobody chose it', async () => {
    const { importDesk, folder, jobs, preview, calls } = desk()
    const path = join(folder, 'results.csv')
    const heading = 'First name,Last name,Group name,Test name,Percentage,Date started,Date finished'
    writeFileSync(path, `${heading}\nAda,Byron,Open,Graphs,5%,31/01/2022 3:56pm,31/01/2022 4:56pm\n`)
    const { id } = importDesk.open([path])
    expect((await preview(id)).dates).toHaveLength(1)
    const asked = { account, id, confirmed: [], fills: [] }
    await jobs.result((await importDesk.import({ ...asked, dates: null })).jobId)
    expect(calls.settings().csvDates).toEqual({})
    const dates = { dayOrder: 'day-first', timeZone: 'Europe/Berlin' } as const
    await jobs.result((await importDesk.import({ ...asked, dates })).jobId)
    expect(calls.settings().csvDates).toEqual({ a: dates })
  })

  it('are let go of, and their import is over, before somebody is erased', async () => {
    const { jobs, told, importDesk, write, preview, calls } = desk()
    const path = write('Ada Byron.json', payloadOf(1))
    const { id } = importDesk.open([path])
    await preview(id)
    const { jobId } = await importDesk.import({ ...plain, id, confirmed: [], fills: [] })
    const late = importDesk.clearFor(async () => {
      const { state } = jobs.list().find((job) => job.id === jobId) ?? {}
      const opened = importDesk.open([path])
      const reading = importDesk.preview({ ...plain, id: opened.id })
      reading.catch(() => undefined)
      return { state, reading, runs: calls.pastImports(['a']).length }
    })
    const { state, reading, runs } = await late
    expect(state).not.toBe('running')
    await expect(reading).rejects.toMatchObject({ code: 'import/gone' })
    expect(calls.pastImports(['a'])).toHaveLength(runs)
    expect(told).toEqual(['forgotten', 'forgotten'])
    await expect(importDesk.rows({ id, bucket: 'added', from: 0, to: 9 })).rejects.toMatchObject({
      code: 'import/gone',
    })
  })

  it.each(['a file', 'a file in a folder'])(
    'are not kept where %s was changed since they were previewed',
    async (what) => {
      const { importDesk, folder, write, preview, keep, results } = desk()
      const path = write('one.json', payloadOf(1))
      const { id } = importDesk.open([what === 'a file' ? path : folder])
      await preview(id)
      write('one.json', payloadOf(1), payloadOf(2))
      await expect(keep(id)).rejects.toMatchObject({ code: 'import/changed' })
      expect(results()).toEqual([])
      expect(await preview(id)).toMatchObject({ buckets: { added: 2 } })
      await keep(id)
      expect(results()).toHaveLength(2)
    },
  )

  it('have their rows beside the data where these are many, and nowhere once they are let go of', async () => {
    const { importDesk, folder, write, preview } = desk()
    const many = Array.from({ length: 3_000 }, (_, at) => payloadOf(at, { first: `Ada ${at} ${'é'.repeat(100)}` }))
    const spilled = () => readdirSync(folder).filter((name) => name.startsWith('.preview-'))
    const path = write('many.json', ...many)
    const { id } = importDesk.open([path])
    expect(await preview(id)).toMatchObject({ buckets: { added: 3_000 } })
    const [file, ...others] = spilled()
    expect(others).toEqual([])
    expect(statSync(join(folder, file ?? '')).mode & 0o077).toBe(0)
    const rowsAt = async (from: number) =>
      (await importDesk.rows({ id, bucket: 'added', from, to: from + 2 })).map((row) => [row.id, row.about?.first])
    const named = (at: number) => [at, `Ada ${at} ${'é'.repeat(100)}`]
    for (const from of [0, 1_500, 2_998]) expect(await rowsAt(from)).toEqual([named(from), named(from + 1)])
    expect(await rowsAt(2_999)).toEqual([named(2_999)])
    expect(await rowsAt(3_000)).toEqual([])
    const late = rowsAt(10)
    await importDesk.close()
    expect(spilled()).toEqual([])
    await late.catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'import/gone' }))
    expect(readdirSync(folder)).toEqual(['many.json'])
  })
})
