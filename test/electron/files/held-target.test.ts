import { readFileSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { replaceFile } from '../../../electron/files/output-file.ts'
import { temporaryFolder } from '../support/laptop.ts'

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  rename: vi.fn((await original<typeof import('node:fs/promises')>()).rename),
}))

const held = Object.assign(new Error('held'), { code: 'EBUSY' })

describe('a workbook that another program holds on Windows', () => {
  beforeEach(() => {
    const platform = process.platform
    Object.defineProperty(process, 'platform', { value: 'win32' })
    onTestFinished(() => void Object.defineProperty(process, 'platform', { value: platform }))
  })

  /** A workbook that is there, and the new one that is to take its place. */
  function files() {
    const folder = temporaryFolder()
    const [written, target] = [join(folder, 'written.part'), join(folder, 'Results.xlsx')]
    writeFileSync(written, 'new')
    writeFileSync(target, 'old')
    return { written, target }
  }

  it('is replaced as soon as that lets go of it', async () => {
    const { written, target } = files()
    vi.mocked(rename).mockRejectedValueOnce(held).mockRejectedValueOnce(held)
    await replaceFile(written, target)
    expect(readFileSync(target, 'utf8')).toBe('new')
  })

  it('stays as it is where that keeps it, and is named', async () => {
    const { written, target } = files()
    vi.mocked(rename).mockRejectedValue(held)
    const busy = { code: 'export/file-busy', detail: { fileName: 'Results.xlsx' } }
    await expect(replaceFile(written, target)).rejects.toMatchObject(busy)
    expect(readFileSync(target, 'utf8')).toBe('old')
  })
})
