import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { withFiles } from '../../../electron/certificates/saved.ts'
import type { Core } from '../../../electron/core.ts'
import { certificateHandlers } from '../../../electron/ipc/certificates.ts'

const newestFirst = { field: 'finished', direction: 'desc' } as const
const folder = mkdtempSync(join(tmpdir(), 'gradekeep-test-'))
const saved = join(folder, 'Smith, Paul.pdf')
writeFileSync(saved, '%PDF-')
const gone = join(folder, 'gone.pdf')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const url = 'https://www.classmarker.com/pdf/certificate/C.pdf?c=1'
const desktop = {
  chooseFolder: vi.fn<() => Promise<string | null>>(async () => folder),
  openFile: vi.fn(async () => true),
  openCertificate: vi.fn(async () => undefined),
  showInFolder: vi.fn(),
}
const row = { id: 1, file: { place: 'here', fileName: 'Smith, Paul.pdf', savedAt: 5 }, path: saved }

function handlers(certificate: object | null = { file: saved, account_id: 'a', certificate_url: url }, sample = false) {
  const store = {
    certificateFile: async () => certificate,
    certificatesFolder: vi.fn<() => Promise<string | null>>(async () => null),
    chooseCertificatesFolder: vi.fn(async () => undefined),
    lookUpCertificates: async () => ({ matches: [{ ...row, path: gone }], more: false, former: [], searched: 1 }),
    setValidity: vi.fn(async () => undefined),
  }
  const downloads = {
    enqueue: vi.fn(async () => 3),
    resume: vi.fn(async () => 'job'),
    addressOf: async () => ({ address: new URL(url), origin: sample ? 'http://127.0.0.1:4000' : 'https://x' }),
  }
  const accounts = { stored: async () => ({ sample }) }
  const core = {
    store,
    downloads,
    accounts,
    clock: () => 77,
  } as unknown as Core
  return { store, downloads, ...{ answer: certificateHandlers(core, desktop, {} as never) } }
}

beforeEach(() => void vi.clearAllMocks())

describe('rows', () => {
  it('tell whether the PDF is still where it was saved, and never the path', async () => {
    const { answer } = handlers()
    const online = { ...row, file: { place: 'online' }, path: null }
    const page = await withFiles([row, { ...row, path: gone }, online] as never)
    expect(page.map(({ file }) => file.place)).toEqual(['here', 'moved', 'online'])
    const { matches } = await answer.lookup({ text: 'abc' })
    expect(matches.map(({ file }) => file.place)).toEqual(['moved'])
    for (const given of [page, matches]) expect(JSON.stringify(given)).not.toContain(folder)
  })
})

describe('opening a certificate', () => {
  it('opens the saved PDF', async () => {
    expect(await handlers().answer.open({ resultId: 1 })).toEqual({ opened: 'file' })
    expect(desktop.openFile).toHaveBeenCalledWith(saved)
  })

  it('says by its name which file the system could not open', async () => {
    desktop.openFile.mockResolvedValueOnce(false)
    await expect(handlers().answer.open({ resultId: 1 })).rejects.toMatchObject({
      code: 'certificate/file-missing',
      detail: { fileName: 'Smith, Paul.pdf' },
    })
  })

  it('goes to ClassMarker where there is no file any more', async () => {
    const { answer } = handlers({ file: gone, account_id: 'a', certificate_url: url })
    expect(await answer.open({ resultId: 1 })).toEqual({ opened: 'browser' })
    expect(desktop.openCertificate).toHaveBeenCalledWith(url, null)
  })

  it.each([
    ['a program', 'run.sh', '#!/bin/sh\n'],
    ['a program that calls itself a PDF', 'run.pdf', '#!/bin/sh\n'],
    ['a PDF with another ending', 'run.command', '%PDF-1.4'],
    ['a folder', 'folder.pdf', null],
    ['a link to somewhere else', 'link.pdf', saved],
  ])('never opens %s in place of the PDF, whatever path the database holds', async (_, name, content) => {
    const file = join(folder, name)
    if (content === null) mkdirSync(file)
    else if (content === saved) symlinkSync(saved, file)
    else writeFileSync(file, content)
    const { answer } = handlers({ file, account_id: 'a', certificate_url: url })
    expect(await answer.open({ resultId: 1 })).toEqual({ opened: 'browser' })
    expect(desktop.openFile).not.toHaveBeenCalled()
  })

  it('names the sample account’s server for the sample account alone', async () => {
    await handlers({ file: null, account_id: 'a', certificate_url: url }, true).answer.open({ resultId: 1 })
    expect(desktop.openCertificate).toHaveBeenCalledWith(url, 'http://127.0.0.1:4000')
  })

  it('says that there is none', async () => {
    const { answer } = handlers({ file: null, account_id: 'a', certificate_url: null })
    await expect(answer.open({ resultId: 1 })).rejects.toMatchObject({ code: 'certificate/none' })
    await expect(handlers(null).answer.open({ resultId: 1 })).rejects.toMatchObject({ code: 'result/not-found' })
  })
})

describe('showing a certificate', () => {
  it('shows the saved file in its folder, and says where it is none', async () => {
    await handlers().answer.show({ resultId: 1 })
    expect(desktop.showInFolder).toHaveBeenCalledWith(saved)
    const lost = handlers({ file: gone, account_id: 'a', certificate_url: url }).answer
    await expect(lost.show({ resultId: 1 })).rejects.toMatchObject({ code: 'certificate/file-missing' })
  })
})

describe('downloading', () => {
  const asked = { filter: [], sort: newestFirst, anotherFolder: false }

  it('asks for a folder where there is none yet, and remembers it', async () => {
    const { answer, store, downloads } = handlers()
    expect(await answer.download(asked)).toEqual({ jobId: 'job', queued: 3 })
    expect(store.chooseCertificatesFolder).toHaveBeenCalledWith(folder)
    expect(downloads.enqueue).toHaveBeenCalledWith({ filter: [], sort: newestFirst })
  })

  it('asks no more, unless it is for another one', async () => {
    const { answer, store } = handlers()
    store.certificatesFolder.mockResolvedValue('/known')
    await answer.download(asked)
    expect(desktop.chooseFolder).not.toHaveBeenCalled()
    await answer.download({ ...asked, anotherFolder: true })
    expect(store.chooseCertificatesFolder).toHaveBeenCalledWith(folder)
  })

  it('does nothing when the dialog was closed', async () => {
    const { answer, downloads } = handlers()
    desktop.chooseFolder.mockResolvedValueOnce(null)
    expect(await answer.download(asked)).toBeNull()
    expect(downloads.enqueue).not.toHaveBeenCalled()
  })
})

it('a new validity is kept', async () => {
  const { answer, store } = handlers()
  await answer.setValidity({ accountId: 'a', testId: 1, months: 24 })
  expect(store.setValidity).toHaveBeenCalledWith('a', 1, 24)
})
