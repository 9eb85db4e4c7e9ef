import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { sampleId } from '../../../shared/model/account.ts'
import { questionTypes } from '../../../shared/model/answers.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { day } from '../../../shared/model/time.ts'
import { copyFilled } from '../support/filled-folders.ts'
import { laptop, movableClock, temporaryFolder } from '../support/laptop.ts'
import { firstRows, storedRows } from '../support/rows.ts'

/** No server except the sample's own may be asked. */
const nowhere = 'http://127.0.0.1:9'

async function sampled(core: Core) {
  return core.jobs.result<'sample'>(core.syncs.startSample('classmarker'))
}

const sync = (core: Core) =>
  core.syncs.run(sampleId, 'when due', { signal: new AbortController().signal, report: () => undefined })

/** A folder in which the sample was created at noon. */
async function sampledFolder(): Promise<string> {
  const dataDir = temporaryFolder()
  await copyFilled('sample-at-noon', dataDir, async (folder) => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock, dataDir: folder })
    await sampled(core)
    await core.close()
  })
  return dataDir
}

describe('the sample account', () => {
  it('brings answers to questions of every kind, as its webhook would have sent them', async () => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    await sampled(core)
    const of = (testId: number) => core.store.itemAnalysis({ testId, policy: 'all', filter: [] })
    const [fractions, reading] = [await of(64776), await of(64802)]
    expect(fractions.attempts).toBeGreaterThan(100)
    expect(reading.attempts).toBeGreaterThan(60)
    // Some attempts were made before the webhook was set up.
    expect(fractions.leftOut.noAnswers).toBeGreaterThan(10)
    expect(reading.leftOut.needsGrading).toBeGreaterThan(0)
    const types = [...fractions.items, ...reading.items].map(({ type }) => type)
    expect(new Set(types)).toEqual(new Set(questionTypes))
    expect(fractions.items.map(({ versions }) => versions)).toContain(2)
    expect(fractions.items.filter(({ discrimination }) => (discrimination ?? 0) < 0)).toHaveLength(1)
    expect(fractions.alpha).toBeGreaterThan(50)
    // Nothing was changed that the API had brought, and nothing is there to be undone.
    expect((await core.accounts.list())[0]?.results).toBe(3_000)
    expect(await core.store.localChanges()).toEqual([])
  })

  it('is there with 3,000 results, and syncing it again adds nothing', async () => {
    const { core, emitted } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    expect(await sampled(core)).toMatchObject({
      outcome: 'complete',
      added: 3_000,
      unreadable: 0,
      gaps: [],
      error: null,
    })
    const [account] = await core.accounts.list()
    expect(account).toMatchObject({ id: sampleId, sample: true, secret: 'memory', results: 3_000 })
    expect(await sync(core)).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
    expect(await sampled(core)).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
    expect(await core.store.countResults([])).toBe(3_000)
    expect(emitted.filter(({ channel }) => channel === 'jobs.changed').at(-1)?.payload).toMatchObject({ state: 'done' })
  })

  it('knows the codes of its access lists, used and unused, without a code being sent', async () => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    await sampled(core)
    const lists = await core.store.accessLists([sampleId])
    expect(lists.length).toBeGreaterThan(1)
    for (const list of lists) {
      const { serverTotal, knownHere, difference, pendingAdds, pendingRemoves, held } = list
      expect(knownHere).toBeGreaterThan(0)
      expect({ serverTotal, difference, waits: pendingAdds + pendingRemoves + held }).toEqual({
        serverTotal: knownHere,
        difference: 0,
        waits: 0,
      })
      const byCode = { list, filter: { use: 'used' }, sort: { field: 'code', direction: 'asc' } } as const
      const used = (await firstRows(core.store, 'codes', byCode, 20_000)).length
      expect([used > 0, used < knownHere]).toEqual([true, true])
      expect((await core.store.codesJournal(list)).calls).toEqual([])
    }
    await sampled(core)
    await sync(core)
    expect(await core.store.accessLists([sampleId])).toEqual(lists)
    await core.accounts.remove(sampleId, false)
    expect(await core.store.accessLists()).toEqual([])
  })

  it('is asked for twice and made once', async () => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    expect(core.syncs.startSample('classmarker')).toBe(core.syncs.startSample('classmarker'))
    await sampled(core)
    expect(await core.accounts.list()).toHaveLength(1)
  })

  it.each([1, 45, 200])('is the same %i days later, after a restart', async (days) => {
    const dataDir = await sampledFolder()
    const time = movableClock()
    const first = await laptop({ apiUrl: nowhere, clock: time.clock, dataDir })
    const whole = { filter: [], sort: newestFirst, offset: 0, limit: 5_000 }
    const before = await storedRows(first.core, whole)
    await first.core.close()
    time.advance(days * day)
    const { core } = await laptop({ apiUrl: nowhere, clock: time.clock, dataDir })
    expect(await sync(core)).toMatchObject({ outcome: 'complete', added: 0, updated: 0, error: null })
    expect(await storedRows(core, whole)).toEqual(before)
  })

  it('has no gap, however long the laptop was closed: nothing of it is missing', async () => {
    const dataDir = await sampledFolder()
    const time = movableClock()
    time.advance(200 * day)
    const { core } = await laptop({ apiUrl: nowhere, clock: time.clock, dataDir })
    expect((await sync(core)).gaps).toEqual([])
  })

  it('is removed in one call, and nothing of it is left in any file', async () => {
    const dataDir = await sampledFolder()
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock, dataDir })
    const rows = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 5_000 })
    const traces = [...new Set(rows.flatMap((row) => [`${row.first} ${row.last}`, row.email, row.certificate_serial]))]
    await core.accounts.remove(sampleId, false)
    expect(await core.accounts.list()).toEqual([])
    expect(await core.store.facets(undefined)).toEqual({ tests: [], sources: [], words: {}, total: 0 })
    await core.close()
    const bytes = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
      .join('\n')
    const left = traces.filter((trace) => trace && bytes.includes(Buffer.from(trace).toString('latin1')))
    expect(left).toEqual([])
  })

  it('can be made again after it was removed', async () => {
    const dataDir = await sampledFolder()
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock, dataDir })
    await core.accounts.remove(sampleId, false)
    expect(await sampled(core)).toMatchObject({ added: 3_000 })
  })

  it('has its answers after any sync that brings all its results', async () => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    await core.accounts.sample('classmarker')
    expect((await sync(core)).outcome).toBe('complete')
    const { attempts } = await core.store.itemAnalysis({ testId: 64_776, policy: 'all', filter: [] })
    expect(attempts).toBeGreaterThan(100)
  })

  it('that is cancelled keeps what arrived and goes on later', async () => {
    const { core } = await laptop({ apiUrl: nowhere, clock: movableClock().clock })
    const id = core.syncs.startSample('classmarker')
    core.jobs.cancel(id)
    await core.jobs.result<'sample'>(id).catch(() => undefined)
    expect((await sampled(core)).outcome).toBe('complete')
    expect(await core.store.countResults([])).toBe(3_000)
  })
})
