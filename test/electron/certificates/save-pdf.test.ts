import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { link, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { savePdf } from '../../../electron/certificates/files.ts'

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  link: vi.fn(),
  rename: vi.fn((await original<typeof import('node:fs/promises')>()).rename),
}))

const body = Buffer.from('%PDF-1.4 ... %%EOF')

function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const failing = (code: string) => vi.mocked(link).mockRejectedValue(Object.assign(new Error(code), { code }))

beforeEach(() => void vi.mocked(link).mockReset())

describe('saving on a disk without hard links', () => {
  // Windows on a memory stick, macOS and Linux on one, a network drive.
  it.each(['EISDIR', 'ENOTSUP', 'EPERM', 'ENOSYS'])('that answers %s keeps what is there, too', async (code) => {
    failing(code)
    const folder = folderOf({ 'A.pdf': 'my own notes' })
    expect(await savePdf(folder, 'A.pdf', body)).toBe(join(folder, 'A (2).pdf'))
    expect(await savePdf(folder, 'B.pdf', body)).toBe(join(folder, 'B.pdf'))
    expect(readdirSync(folder).sort()).toEqual(['A (2).pdf', 'A.pdf', 'B.pdf'])
    expect(readFileSync(join(folder, 'A.pdf'), 'utf8')).toBe('my own notes')
    expect(readFileSync(join(folder, 'A (2).pdf')).equals(body)).toBe(true)
  })
})

it.each([
  ['ENOSPC', 'certificate/no-space'],
  ['EACCES', 'certificate/no-folder'],
])('%s leaves nothing behind and is %s', async (code, said) => {
  failing(code)
  const folder = folderOf()
  await expect(savePdf(folder, 'A.pdf', body)).rejects.toMatchObject({ code: said, detail: {} })
  expect(readdirSync(folder)).toEqual([])
})

it('a name that a virus scanner holds is not left as an empty certificate', async () => {
  const platform = process.platform
  Object.defineProperty(process, 'platform', { value: 'win32' })
  onTestFinished(() => void Object.defineProperty(process, 'platform', { value: platform }))
  failing('EISDIR')
  vi.mocked(rename).mockRejectedValue(Object.assign(new Error('held'), { code: 'EPERM' }))
  const folder = folderOf()
  await expect(savePdf(folder, 'A.pdf', body)).rejects.toMatchObject({ code: 'certificate/not-saved' })
  expect(readdirSync(folder)).toEqual([])
})
