import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { stampOf } from '../../../electron/import/results/file-stamp.ts'

it('files in a folder are those that were read while only the folder and what systems leave there changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-stamp-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, '1.json'), '{}')
  const before = await stampOf([folder])
  writeFileSync(join(folder, '.DS_Store'), 'looked at')
  utimesSync(folder, 1, 1)
  expect(await stampOf([folder])).toBe(before)
  writeFileSync(join(folder, '1.json'), '{"more":1}')
  expect(await stampOf([folder])).not.toBe(before)
  writeFileSync(join(folder, '1.json'), '{}')
  writeFileSync(join(folder, '2.json'), '{}')
  expect(await stampOf([folder])).not.toBe(before)
})
