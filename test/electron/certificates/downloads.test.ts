import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Downloads } from '../../../electron/certificates/downloads.ts'
import type { Core } from '../../../electron/core.ts'
import type { Fault } from '../../../electron/simulator/delivery.ts'
import { ExclusiveRunner } from '../../../electron/sync/exclusive-runner.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { connected, laptop, movableClock, simulated, temporaryFolder } from '../support/laptop.ts'
import { firstRows } from '../support/rows.ts'

const pdfs = /^\/pdf\//

/** A laptop that has synced an account with certificates, and a folder to save them in. */
async function synced(results = 120) {
  const own = await connected({ results })
  await own.sync()
  const folder = temporaryFolder()
  await own.core.store.chooseCertificatesFolder(folder)
  return { ...own, folder, files: () => readdirSync(folder).sort() }
}

const query = (filter: ResultsFilter = []) => ({ filter, sort: { field: 'finished', direction: 'desc' } }) as const

const firstIds = async (core: Core, count: number): Promise<number[]> =>
  (await firstRows(core.store, 'certificates', query(), count)).map(({ id }) => id)

async function download(core: Core, filter: ResultsFilter) {
  const queued = await core.downloads.enqueue(query(filter))
  const ended = await core.jobs.result<'certificates'>(await core.downloads.resume())
  return { queued, ended }
}

const rowOf = async (core: Core, id: number) => {
  const [row] = await firstRows(core.store, 'certificates', query([{ field: 'id', op: 'in', value: [id] }]), 1)
  if (row === undefined) throw new Error('no such certificate')
  return row
}

describe('downloading', () => {
  it('saves one as a PDF under a readable name, for its owner alone', async () => {
    const { core, folder, files, simulator, emitted } = await synced()
    const [id = 0] = await firstIds(core, 1)
    expect(await download(core, [{ field: 'id', op: 'in', value: [id] }])).toEqual({
      queued: 1,
      ended: { saved: 1, failed: 0, total: 1 },
    })
    const row = await rowOf(core, id)
    const [name = ''] = files()
    expect(name).toContain(` – ${row.testName} – ${row.certificateSerial}.pdf`)
    expect(name.startsWith(`${row.last}, ${row.first} – `)).toBe(true)
    const saved = readFileSync(join(folder, name), 'latin1')
    expect(saved.startsWith('%PDF-1.4')).toBe(true)
    expect(saved).toContain(row.certificateSerial)
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(row.file).toMatchObject({ place: 'here', fileName: name })
    const asked = simulator.requests.filter(({ path }) => pdfs.test(path))
    expect(asked).toMatchObject([{ method: 'GET', outcome: 'certificate' }])
    expect(Object.keys(asked[0]?.query ?? {})).toEqual(['c'])
    expect(emitted.some(({ channel }) => channel === 'certificates.changed')).toBe(true)
  })

  it('saves many, one at a time about a second apart, and none twice', async () => {
    const { core, files, pauses } = await synced()
    const all = await core.store.countCertificates([])
    expect(all).toBeGreaterThan(20)
    expect(await download(core, [])).toEqual({ queued: all, ended: { saved: all, failed: 0, total: all } })
    expect(files()).toHaveLength(all)
    expect(pauses.slice(-(all - 1))).toEqual(Array.from({ length: all - 1 }, () => 1_000))
    expect(await download(core, [])).toEqual({ queued: 0, ended: { saved: 0, failed: 0, total: 0 } })
    expect(files()).toHaveLength(all)
  })

  it('fetches one again whose file is gone from the disk', async () => {
    const { core, folder, files } = await synced()
    const [id = 0] = await firstIds(core, 1)
    await download(core, [{ field: 'id', op: 'in', value: [id] }])
    rmSync(join(folder, files()[0] ?? ''))
    expect(await download(core, [{ field: 'id', op: 'in', value: [id] }])).toMatchObject({
      queued: 1,
      ended: { saved: 1 },
    })
    expect(files()).toHaveLength(1)
  })

  it('never overwrites another file, and keeps one that is the same PDF already', async () => {
    const { core, folder, files } = await synced()
    const [id = 0] = await firstIds(core, 1)
    await download(core, [{ field: 'id', op: 'in', value: [id] }])
    const [name = ''] = files()
    writeFileSync(join(folder, name), 'my own notes')
    await core.store.queueDownloads([id], 0 as never)
    await core.jobs.result(await core.downloads.resume())
    const second = name.replace('.pdf', ' (2).pdf')
    expect(files()).toEqual([second, name].sort())
    expect(readFileSync(join(folder, name), 'utf8')).toBe('my own notes')
    await core.store.queueDownloads([id], 0 as never)
    await core.jobs.result(await core.downloads.resume())
    expect(files()).toHaveLength(2)
    expect((await rowOf(core, id)).path).toBe(join(folder, second))
  })

  it('does not take the PDF of an earlier serial for that of a new one', async () => {
    const { core, simulator, sync } = await synced()
    const [result] = simulator.world.linkResults().filter(({ certificate_serial }) => certificate_serial !== '')
    if (result === undefined) throw new Error('no certificate')
    const found = async (serial: string) => (await core.store.lookUpCertificates(serial, undefined)).matches[0]
    const before = await found(result.certificate_serial)
    await download(core, [{ field: 'id', op: 'in', value: [before?.id ?? 0] }])
    expect((await found(result.certificate_serial))?.file.place).toBe('here')
    simulator.world.changeResult(result, {
      certificate_serial: 'CNEWSERIAL-ONE',
      time_finished: simulator.world.now(),
    })
    await sync()
    expect(await found('newserial')).toMatchObject({ id: before?.id, file: { place: 'online' }, path: null })
    expect(await download(core, [{ field: 'id', op: 'in', value: [before?.id ?? 0] }])).toMatchObject({
      queued: 1,
      ended: { saved: 1 },
    })
    expect((await found('newserial'))?.path).toContain('CNEWSERIAL-ONE')
  })
})

describe('what is not a certificate', () => {
  const html: Fault = { kind: 'body', body: '<html>Please sign in</html>', contentType: 'text/html' }
  const early = (rest: string): Fault => ({
    kind: 'body',
    body: `%PDF-1.4\n1 0 obj\n<< /Linearized 1 /L 90000 >>\nendobj\nstartxref\n0\n%%EOF\n${rest}`,
    contentType: 'application/pdf',
  })
  const endless: Fault = { kind: 'body', body: `%PDF-1.4 ${'x'.repeat(5_000)}`, contentType: 'application/pdf' }

  it.each([
    ['a page', html, 'certificate/not-a-pdf'],
    ['a page that says it is a PDF', { ...html, contentType: 'application/pdf' }, 'certificate/not-a-pdf'],
    ['nothing', { kind: 'body', body: '' }, 'certificate/not-a-pdf'],
    ['a PDF without its end', endless, 'certificate/not-a-pdf'],
    ['half a PDF', { kind: 'cut-off' }, 'certificate/not-a-pdf'],
    ['half a PDF with an early end mark', early('7 0 obj\n<< /Length 90'), 'certificate/not-a-pdf'],
    ['a PDF that breaks off right after its early end mark', early(''), 'certificate/not-a-pdf'],
    ['a broken line', { kind: 'reset midway' }, 'network/interrupted'],
    ['a page of 404', { kind: 'http', status: 404 }, 'certificate/gone'],
    ['a page of 410', { kind: 'http', status: 410 }, 'certificate/gone'],
    ['a failing server', { kind: 'http', status: 500 }, 'network/server-error'],
    ['more than 20 MB', { kind: 'oversize', bytes: 21 * 1024 * 1024 }, 'network/too-large'],
    [
      'a way out of ClassMarker',
      { kind: 'redirect', location: 'https://evil.example/x.pdf' },
      'certificate/refused-address',
    ],
    [
      'a way to another port',
      { kind: 'redirect', location: 'http://127.0.0.1:9/x.pdf' },
      'certificate/refused-address',
    ],
    ['a way to a file', { kind: 'redirect', location: 'file:///etc/passwd' }, 'certificate/refused-address'],
    ['a way with a user', { kind: 'redirect', location: 'http://me:pw@127.0.0.1/' }, 'certificate/refused-address'],
    [
      'a way in a circle',
      { kind: 'redirect', location: '/pdf/certificate/Certificate.pdf' },
      'certificate/refused-address',
    ],
  ] as const)('%s is not saved, and the others are', async (_, fault, code) => {
    const { core, files, simulator } = await synced()
    const ids = await firstIds(core, 2)
    const struck = simulator.faults.next(fault, { path: pdfs, times: Number.POSITIVE_INFINITY })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: ids.slice(0, 1) }]))
    expect(await core.jobs.result(await core.downloads.resume())).toEqual({ saved: 0, failed: 1, total: 1 })
    expect(files()).toEqual([])
    const { failed, waiting } = await core.downloads.queue()
    expect(failed).toMatchObject([{ resultId: ids[0], code }])
    expect(waiting).toBe(0)
    struck.cancel()
    expect(await download(core, [{ field: 'id', op: 'in', value: ids.slice(1) }])).toMatchObject({
      ended: { saved: 1, failed: 0 },
    })
    expect(await core.jobs.result(await core.downloads.retryFailed())).toEqual({ saved: 1, failed: 0, total: 1 })
    expect(files()).toHaveLength(2)
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0, failed: [] })
  })

  it('follows a way within ClassMarker', async () => {
    const { core, simulator, files } = await synced()
    const [id = 0] = await firstIds(core, 1)
    const row = await core.store.certificateFile(id)
    const { pathname, search } = new URL(row?.certificate_url ?? '')
    simulator.faults.next({ kind: 'redirect', location: `${pathname}${search}` }, { path: pdfs })
    expect(await download(core, [{ field: 'id', op: 'in', value: [id] }])).toMatchObject({ ended: { saved: 1 } })
    expect(files()).toHaveLength(1)
  })

  it.each(['cut-off', 'reset', 'reset midway'] as const)('is asked for again where it may only be %s', async (kind) => {
    const { core, simulator } = await synced()
    const [id = 0] = await firstIds(core, 1)
    simulator.faults.next({ kind }, { path: pdfs, times: 2 })
    expect(await download(core, [{ field: 'id', op: 'in', value: [id] }])).toMatchObject({
      ended: { saved: 1, failed: 0 },
    })
  })

  it('at another host than ClassMarker is never asked for', async () => {
    const { core, simulator, sync } = await synced()
    const result = simulator.world.addLinkResult({
      certificate_serial: 'CFOREIGN-ONE',
      certificate_url: `${simulator.url}/pdf/certificate/x.pdf`,
      passed: true,
    })
    await sync()
    const { matches } = await core.store.lookUpCertificates(String(result.certificate_serial), undefined)
    await download(core, [{ field: 'id', op: 'in', value: [matches[0]?.id ?? 0] }])
    expect((await core.downloads.queue()).failed).toMatchObject([{ code: 'certificate/refused-address' }])
    expect(simulator.requests.some(({ path }) => pdfs.test(path))).toBe(false)
  })
})

describe('the queue', () => {
  it('stops when it is paused, and goes on after a restart once it is resumed', async () => {
    const { core, simulator, folder, dataDir, clock } = await synced()
    const ids = await firstIds(core, 4)
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs, times: Number.POSITIVE_INFINITY })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: ids }]))
    const jobId = await core.downloads.resume()
    await held.reached()
    await core.downloads.pause()
    await expect(core.jobs.result(jobId)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(await core.downloads.queue()).toMatchObject({ waiting: 4, failed: [], paused: true, folder })
    held.cancel()
    await core.close()
    const again = await laptop({ apiUrl: simulator.url, certificateOrigin: simulator.url, clock, dataDir })
    await again.core.downloads.goOn()
    expect(await again.core.downloads.queue()).toMatchObject({ waiting: 4, paused: true })
    expect(await again.core.jobs.result(await again.core.downloads.resume())).toEqual({ saved: 4, failed: 0, total: 4 })
    expect(readdirSync(folder)).toHaveLength(4)
  })

  it('is not written into a database that is restored meanwhile: the restore waits until it is paused', async () => {
    const { core, simulator } = await synced()
    await core.snapshots.take('before-restore-1.db')
    const copy = (await core.snapshots.list())[0]?.name ?? ''
    const [id = 0] = await firstIds(core, 1)
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: [id] }]))
    await core.downloads.resume()
    await held.reached()
    await expect(core.snapshots.restore(copy)).rejects.toMatchObject({ code: 'sync/busy' })
    await core.downloads.pause()
    held.cancel()
    await core.snapshots.restore(copy)
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0 })
  })

  it('goes on when it is resumed right after it was paused', async () => {
    const { core, simulator } = await synced()
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: await firstIds(core, 2) }]))
    await core.downloads.resume()
    await held.reached()
    await core.downloads.pause()
    expect(await core.jobs.result(await core.downloads.resume())).toEqual({ saved: 2, failed: 0, total: 2 })
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0, paused: false })
  })

  it('is paused, too, by cancelling its job', async () => {
    const { core, simulator } = await synced()
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query())
    const jobId = await core.downloads.resume()
    await held.reached()
    core.jobs.cancel(jobId)
    await expect(core.jobs.result(jobId)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(await core.downloads.queue()).toMatchObject({ paused: true })
  })

  it('goes on by itself after a quit in the middle', async () => {
    const { core, simulator, folder, dataDir, clock } = await synced()
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: await firstIds(core, 3) }]))
    await core.downloads.resume()
    await held.reached()
    await core.close()
    const again = await laptop({ apiUrl: simulator.url, certificateOrigin: simulator.url, clock, dataDir })
    expect(await again.core.downloads.queue()).toMatchObject({ waiting: 3, paused: false })
    await again.core.schedule.nudge()
    const [job] = again.core.jobs.list().filter(({ kind }) => kind === 'certificates')
    expect(await again.core.jobs.result(job?.id ?? '')).toEqual({ saved: 3, failed: 0, total: 3 })
    expect(readdirSync(folder).every((name) => name.endsWith('.pdf'))).toBe(true)
  })

  it('waits calmly while there is no network, and goes on when it is back', async () => {
    const { core, simulator, dataDir, clock, folder } = await synced()
    await simulator.close()
    expect(await download(core, [{ field: 'id', op: 'in', value: await firstIds(core, 2) }])).toEqual({
      queued: 2,
      ended: { saved: 0, failed: 0, total: 2 },
    })
    expect(await core.downloads.queue()).toMatchObject({ waiting: 2, failed: [], paused: false })
    await core.close()
    const port = Number(new URL(simulator.url).port)
    const back = await simulated({ clock, results: 120, port })
    const again = await laptop({ apiUrl: back.url, certificateOrigin: back.url, clock, dataDir })
    await again.core.downloads.goOn()
    const [job] = again.core.jobs.list()
    expect(await again.core.jobs.result(job?.id ?? '')).toMatchObject({ saved: 2 })
    expect(readdirSync(folder)).toHaveLength(2)
  })

  it.each([
    ['ClassMarker says that it is too many', { code: 'network/server-error', detail: { status: 429 } }, 429],
    ['the network asks to be signed in to', { code: 'network/captive-portal' }, 511],
  ])('waits, and asks for no further file, where %s', async (_, failure, status) => {
    const { core, simulator } = await synced()
    const struck = simulator.faults.next({ kind: 'http', status }, { path: pdfs, times: Number.POSITIVE_INFINITY })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: await firstIds(core, 3) }]))
    await expect(core.jobs.result(await core.downloads.resume())).rejects.toMatchObject(failure)
    expect(await core.downloads.queue()).toMatchObject({ waiting: 3, failed: [], paused: false })
    expect(new Set(simulator.requests.filter(({ path }) => pdfs.test(path)).map(({ query }) => query.c)).size).toBe(1)
    struck.cancel()
    expect(await core.jobs.result(await core.downloads.resume())).toMatchObject({ saved: 3 })
  })

  it('takes what is asked for while it runs, and one job does it all', async () => {
    const { core, simulator } = await synced()
    const ids = await firstIds(core, 3)
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: ids.slice(0, 1) }]))
    const jobId = await core.downloads.resume()
    await held.reached()
    expect(await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: ids }]))).toBe(2)
    expect(await core.downloads.resume()).toBe(jobId)
    held.release()
    expect(await core.jobs.result(jobId)).toEqual({ saved: 3, failed: 0, total: 3 })
  })

  it('misses nothing that is asked for at its very end', async () => {
    const { core, simulator, clock, files } = await synced()
    const ids = await firstIds(core, 2)
    let atItsEnd = false
    let askAgain: (() => Promise<unknown>) | null = null
    const store = new Proxy(core.store, {
      get: (whole, name, self) => {
        if (name === 'nextDownload') {
          return async () => {
            const next = await whole.nextDownload()
            atItsEnd = next === null
            return next
          }
        }
        if (name === 'waitingDownloads' && atItsEnd && askAgain !== null) {
          const ask = askAgain
          askAgain = null
          return async () => {
            const waiting = await whole.waitingDownloads()
            await ask()
            return waiting
          }
        }
        return Reflect.get(whole, name, self)
      },
    })
    const retry = { pause: async () => undefined, random: () => 0.5 }
    const line = { fetch: globalThis.fetch, origin: simulator.url }
    const { jobs, accounts } = core
    const downloads = new Downloads({
      store,
      jobs,
      runner: new ExclusiveRunner(store),
      accounts,
      clock,
      retry,
      ...line,
    })
    askAgain = async () => {
      await downloads.enqueue(query([{ field: 'id', op: 'in', value: ids }]))
      await downloads.resume()
    }
    await downloads.enqueue(query([{ field: 'id', op: 'in', value: ids.slice(0, 1) }]))
    expect(await jobs.result(await downloads.resume())).toEqual({ saved: 2, failed: 0, total: 2 })
    expect(files()).toHaveLength(2)
  })

  it('fetches the new one where a certificate gets another serial while its PDF is on its way', async () => {
    const { core, simulator, sync, files } = await synced()
    const [result] = simulator.world.linkResults().filter(({ certificate_serial }) => certificate_serial !== '')
    if (result === undefined) throw new Error('no certificate')
    const found = async (serial: string) => (await core.store.lookUpCertificates(serial, undefined)).matches[0]
    const id = (await found(result.certificate_serial))?.id ?? 0
    const held = simulator.faults.next({ kind: 'held' }, { path: pdfs })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: [id] }]))
    const jobId = await core.downloads.resume()
    await held.reached()
    simulator.world.changeResult(result, { certificate_serial: 'CNEWSERIAL-TWO', time_finished: simulator.world.now() })
    await sync()
    held.release()
    await core.jobs.result(jobId)
    expect((await found('newserial'))?.path).toContain('CNEWSERIAL-TWO')
    expect(files().some((name) => name.includes('CNEWSERIAL-TWO'))).toBe(true)
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0, failed: [] })
  })

  it('is empty after it is cleared; what was saved stays', async () => {
    const { core, files } = await synced()
    const ids = await firstIds(core, 3)
    await download(core, [{ field: 'id', op: 'in', value: ids.slice(0, 1) }])
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: ids }]))
    expect((await rowOf(core, ids[1] ?? 0)).file.place).toBe('queued')
    await core.downloads.clear()
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0 })
    expect((await rowOf(core, ids[1] ?? 0)).file.place).toBe('online')
    expect(files()).toHaveLength(1)
  })

  it('forgets the certificates of an account that is removed', async () => {
    const { core, account } = await synced()
    await download(core, [{ field: 'id', op: 'in', value: await firstIds(core, 1) }])
    await core.downloads.enqueue(query())
    await core.accounts.remove(account.id, false)
    expect(await core.downloads.queue()).toMatchObject({ waiting: 0, failed: [] })
  })
})

describe('a folder', () => {
  it('that is gone ends the run, and everything waits for another', async () => {
    const { core, folder } = await synced()
    rmSync(folder, { recursive: true })
    await core.downloads.enqueue(query([{ field: 'id', op: 'in', value: await firstIds(core, 2) }]))
    await expect(core.jobs.result(await core.downloads.resume())).rejects.toMatchObject({
      code: 'certificate/no-folder',
      detail: {},
    })
    expect(await core.downloads.queue()).toMatchObject({ waiting: 2, failed: [] })
    mkdirSync(folder)
    expect(await core.jobs.result(await core.downloads.resume())).toMatchObject({ saved: 2 })
  })

  it('is rid of what a crash left half written, and of nothing else', async () => {
    const { core, folder, files, clock } = await synced()
    const half = (first: string) => `.${first}0000000-0000-4000-8000-000000000000.unfinished`
    const hourAgo = clock() - 3_601
    for (const [name, at] of [
      [half('1'), hourAgo],
      [half('2'), clock() - 60],
      ['.own.unfinished', hourAgo],
    ] as const) {
      writeFileSync(join(folder, name), '%PDF-')
      utimesSync(join(folder, name), at, at)
    }
    await download(core, [{ field: 'id', op: 'in', value: await firstIds(core, 1) }])
    expect(files().filter((name) => !name.endsWith('.pdf'))).toEqual([half('2'), '.own.unfinished'])
  })

  it('that was never chosen is asked for before anything is fetched', async () => {
    const { core, sync, simulator } = await connected({ results: 120 })
    await sync()
    await core.downloads.enqueue(query())
    await core.downloads.goOn()
    expect(core.jobs.list()).toEqual([])
    await expect(core.jobs.result(await core.downloads.resume())).rejects.toMatchObject({
      code: 'certificate/no-folder',
    })
    expect(simulator.requests.some(({ path }) => pdfs.test(path))).toBe(false)
  })
})

it('the sample account’s certificates come from its own server, without a port being given', async () => {
  const { core } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: movableClock().clock })
  await core.jobs.result(core.syncs.startSample('classmarker'))
  const folder = temporaryFolder()
  await core.store.chooseCertificatesFolder(folder)
  const [id = 0] = await firstIds(core, 1)
  expect(await download(core, [{ field: 'id', op: 'in', value: [id] }])).toMatchObject({
    ended: { saved: 1, failed: 0 },
  })
  expect(readdirSync(folder)).toHaveLength(1)
  const row = await core.store.certificateFile(id)
  const { address, origin } = await core.downloads.addressOf('sample', row?.certificate_url ?? '')
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(address.href.startsWith(`${origin}/pdf/certificate/`)).toBe(true)
})
