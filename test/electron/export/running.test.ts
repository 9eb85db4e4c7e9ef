import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { exported, laptop, noon, receive, requestFor, resultOf, workerFile } from './laptop.ts'

// So many that a cancel comes in the middle even on a busy machine.
const many = 20_000
const place = laptop({ a: 'UTC' }, afterAll)
let target: string
const named = { fileName: '10B.xlsx' }

beforeAll(() => {
  receive(
    place,
    Array.from({ length: many }, (_, at) => resultOf({ userId: at, timeFinished: unixSeconds(noon - at) })),
  )
})

beforeEach(() => {
  const folder = mkdtempSync(join(place.folder, 'Marks-'))
  target = join(folder, '10B.xlsx')
})

const namesBeside = (file: string) => readdirSync(join(file, '..')).toSorted()

describe('a running export', () => {
  it('tells how far it is, from nothing to everything', async () => {
    const reports: [number, number][] = []
    await exported(place, requestFor(target), undefined, (written, total) => reports.push([written, total]))
    const total = place.calls.countResults([])
    expect(reports[0]).toEqual([0, total])
    expect(reports.at(-1)).toEqual([total, total])
    expect(reports).toEqual(reports.toSorted(([a], [b]) => a - b))
  })

  it.each(['xlsx', 'csv'] as const)('that is cancelled midway leaves nothing behind: %s', async (format) => {
    const cancel = new AbortController()
    const file = target.replace('xlsx', format)
    let written = 0
    const running = exported(place, requestFor(file), cancel.signal, (rows) => {
      expect(namesBeside(file)).toEqual([expect.stringMatching(/^\.gradekeep-.+\.part$/)])
      written = rows
      cancel.abort()
    })
    await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(written).toBeLessThan(many)
    expect(namesBeside(file)).toEqual([])
  })

  it('that is cancelled leaves the file that was there before', async () => {
    writeFileSync(target, 'last term')
    const cancel = new AbortController()
    const running = exported(place, requestFor(target), cancel.signal, () => cancel.abort())
    await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(namesBeside(target)).toEqual(['10B.xlsx'])
    expect(readFileSync(target, 'utf8')).toBe('last term')
  })

  it('is not even begun when it was cancelled before', async () => {
    const running = exported(place, requestFor(target), AbortSignal.abort())
    await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(namesBeside(target)).toEqual([])
  })

  it('ends with its exporter', async () => {
    const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
    const begun = Promise.withResolvers<void>()
    const signal = new AbortController().signal
    const running = exporter.run('results', requestFor(target), { signal, onProgress: () => begun.resolve() })
    const ended = expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    await begun.promise
    await exporter.close()
    await ended
    expect(namesBeside(target)).toEqual([])
  })

  /** Runs an export in a thread that does only this, and cancels it at its first report. */
  function cancelledIn(thread: string) {
    const workerFile = join(place.folder, 'thread.mjs')
    const imports = [
      "import { parentPort, workerData } from 'node:worker_threads'",
      "import { writeFileSync } from 'node:fs'",
    ]
    writeFileSync(workerFile, [...imports, thread].join('\n'))
    const cancel = new AbortController()
    return createExporter({ databaseFile: place.databaseFile, workerFile }).run('results', requestFor(target), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    })
  }

  it('that is cancelled ends at once, though its thread takes no notice, and leaves no file of several behind', async () => {
    const running = cancelledIn(`
      writeFileSync(workerData.temporaryFile, 'half')
      writeFileSync(workerData.temporaryFile.replace('.part', '-1.part'), 'half')
      parentPort.postMessage({ progress: { written: 1, total: 2 } })
      for (;;);
    `)
    await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(namesBeside(target)).toEqual([])
  })

  it('that is cancelled only when its file takes its place is finished', async () => {
    const running = cancelledIn(`
      Atomics.store(new Int32Array(workerData.decision), 0, 1)
      parentPort.postMessage({ progress: { written: 2, total: 2 } })
      parentPort.postMessage({ ended: { ok: true, value: 'written' } })
    `)
    expect(await running).toBe('written')
  })

  it('shows the results as they were when it began', async () => {
    const file = target.replace('xlsx', 'csv')
    let before = 0
    const outcome = await exported(place, requestFor(file), undefined, (written, total) => {
      if (written > 0) return
      before = total
      receive(place, [resultOf({ userId: total, last: 'Latecomer' })])
    })
    expect(outcome.attempts).toBe(before)
    expect(readFileSync(file, 'utf8')).not.toContain('Latecomer')
    expect(place.calls.countResults([])).toBe(before + 1)
  })
})

describe('the file of an export', () => {
  it('takes the place of an older one, and is readable for its owner alone', async () => {
    writeFileSync(target, 'last term', { mode: 0o644 })
    const outcome = await exported(place, requestFor(target))
    expect(outcome).toMatchObject({ file: target, attempts: place.calls.countResults([]) })
    expect(namesBeside(target)).toEqual(['10B.xlsx'])
    expect(readFileSync(target).subarray(0, 2).toString()).toBe('PK')
    if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600)
  })

  it('is not written into a folder that is not there', async () => {
    const file = join(place.folder, 'nowhere', 'marks.xlsx')
    await expect(exported(place, requestFor(file))).rejects.toMatchObject({ code: 'export/no-folder' })
    expect(existsSync(join(place.folder, 'nowhere'))).toBe(false)
  })

  it('is not written below something that is no folder', async () => {
    writeFileSync(target, 'a file')
    await expect(exported(place, requestFor(join(target, 'marks.xlsx')))).rejects.toMatchObject({
      code: 'export/no-folder',
    })
    expect(namesBeside(target)).toEqual(['10B.xlsx'])
  })

  it('does not replace a folder of its name, empty or not', async () => {
    mkdirSync(target)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/is-folder', detail: named })
    writeFileSync(join(target, 'kept'), '')
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/is-folder', detail: named })
    expect(namesBeside(target)).toEqual([basename(target)])
  })

  it('does not replace a file that is write-protected', async () => {
    writeFileSync(target, 'last term', { mode: 0o444 })
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/protected', detail: named })
    expect(readFileSync(target, 'utf8')).toBe('last term')
    expect(namesBeside(target)).toEqual(['10B.xlsx'])
  })

  it('is not called by a name that is too long', async () => {
    const file = join(target, '..', `${'n'.repeat(300)}.csv`)
    await expect(exported(place, requestFor(file))).rejects.toMatchObject({ code: 'export/name-too-long' })
    expect(namesBeside(target)).toEqual([])
  })

  it('may have the longest name that the folder takes', async () => {
    const file = join(target, '..', `${'n'.repeat(251)}.csv`)
    await exported(place, requestFor(file))
    expect(namesBeside(target)).toEqual([basename(file)])
  })

  it('is never the file of the results themselves, whatever leads there', async () => {
    const before = readFileSync(place.databaseFile)
    symlinkSync(place.databaseFile, target)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/own-data' })
    const log = target.replace('10B', 'log')
    symlinkSync(`${place.databaseFile}-wal`, log)
    await expect(exported(place, requestFor(log))).rejects.toMatchObject({ code: 'export/own-data' })
    expect(readFileSync(place.databaseFile).equals(before)).toBe(true)
  })

  it('is not written without its database', async () => {
    const lost = { ...place, databaseFile: join(place.folder, 'lost.db') }
    await expect(exported(lost, requestFor(target))).rejects.toMatchObject({ code: expect.stringMatching(/^store\//) })
    expect(namesBeside(target)).toEqual([])
  })

  it('is reported as failed when its thread dies', async () => {
    const exporter = createExporter({
      databaseFile: place.databaseFile,
      workerFile: join(place.folder, 'no-worker.js'),
    })
    const running = exporter.run('results', requestFor(target), {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    })
    await expect(running).rejects.toMatchObject({ code: 'export/failed' })
    expect(namesBeside(target)).toEqual([])
  })
})

describe.skipIf(process.platform === 'win32')('a symbolic link that is exported to', () => {
  it('stays, and what it leads to is replaced', async () => {
    const shared = join(target, '..', 'Shared')
    mkdirSync(shared)
    writeFileSync(join(shared, 'marks.xlsx'), 'last term')
    symlinkSync('Shared/marks.xlsx', target)
    expect(await exported(place, requestFor(target))).toMatchObject({ file: target })
    expect(readlinkSync(target)).toBe('Shared/marks.xlsx')
    expect(readFileSync(join(shared, 'marks.xlsx')).subarray(0, 2).toString()).toBe('PK')
    expect(readdirSync(shared)).toEqual(['marks.xlsx'])
    expect(namesBeside(target)).toEqual(['10B.xlsx', 'Shared'])
  })

  it('may lead over others to a file that is not there yet', async () => {
    const [middle, end] = [join(target, '..', 'middle.xlsx'), join(target, '..', 'end.xlsx')]
    symlinkSync(middle, target)
    symlinkSync(end, middle)
    await exported(place, requestFor(target))
    expect(lstatSync(target).isSymbolicLink() && lstatSync(middle).isSymbolicLink()).toBe(true)
    expect(lstatSync(end).isFile()).toBe(true)
  })

  it('to a protected file leaves it as it is', async () => {
    const end = join(target, '..', 'end.xlsx')
    writeFileSync(end, 'last term', { mode: 0o444 })
    symlinkSync(end, target)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({
      code: 'export/protected',
      detail: { fileName: 'end.xlsx' },
    })
    expect(readFileSync(end, 'utf8')).toBe('last term')
  })

  it('into a folder that is gone says that the folder is not there', async () => {
    symlinkSync(join(target, '..', 'gone', 'end.xlsx'), target)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/no-folder' })
  })

  it('in a ring leads nowhere', async () => {
    const other = join(target, '..', 'other.xlsx')
    symlinkSync(other, target)
    symlinkSync(target, other)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({
      code: 'export/not-a-file',
      detail: named,
    })
  })

  it.runIf(existsSync('/dev/full')).each(['/dev/full', '/dev/null'])('to %s is refused', async (device) => {
    symlinkSync(device, target)
    await expect(exported(place, requestFor(target))).rejects.toMatchObject({ code: 'export/not-a-file' })
    expect(lstatSync(device).isCharacterDevice()).toBe(true)
  })
})
