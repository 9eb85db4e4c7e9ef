import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '../runtime/launcher.ts'
import { chromiumPath, testChromiumPath } from '../runtime/scripts/chromium.mjs'
import { StandIn } from '../runtime/stand-in/host.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradekeep-'))
afterEach(() => vi.unstubAllEnvs())
afterAll(() => rmSync(folder, { recursive: true }))

describe('a Chromium that is named and not there', () => {
  const missing = join(tmpdir(), 'no such chromium')
  const sentence = `No window can open, as GRADEKEEP_CHROMIUM is ${missing} and there is no program of that path to run: give it the path of a Chromium, or unset it.`

  it('is said in one sentence before anything starts', () => {
    vi.stubEnv('GRADEKEEP_CHROMIUM', missing)
    expect(chromiumPath).toThrow(sentence)
    expect(testChromiumPath).toThrow(sentence)
  })

  it('ends an app that waits for its window', async () => {
    vi.stubEnv('GRADEKEEP_CHROMIUM', missing)
    const said: string[] = []
    const standIn = new StandIn({
      mainFile: join(projectRoot, 'out', 'main', 'main.js'),
      args: [`--user-data-dir=${folder}`],
      env: process.env,
      headless: true,
      onSaveDialog: () => null,
      onOpenDialog: () => null,
      onLog: (line) => said.push(line),
    })
    await expect(standIn.firstPage()).rejects.toThrow(sentence)
    expect(await standIn.exited).toBe('SIGKILL')
    expect(said).toContain(sentence)
  })
})
