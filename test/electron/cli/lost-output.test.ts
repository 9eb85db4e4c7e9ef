import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const answer = join(import.meta.dirname, '../../../electron/cli/run.ts')

/** A separate program that answers `gradekeep help` on the standard output it is given. */
function helping(stdout: number | 'pipe') {
  const program = `
    const { answerCommandLine } = await import(${JSON.stringify(answer)})
    const exit = (status) => process.exit(status)
    await answerCommandLine(['help'], { workers: { store: '', export: '' }, version: '1', exit })`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', stdout, 'pipe'] })
}

const ended = async (program: ReturnType<typeof helping>): Promise<{ status: number; err: string }> => {
  let err = ''
  program.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const [status] = await once(program, 'close')
  return { status, err }
}

describe('an answer that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('to a full disk has failed, in one sentence', async () => {
    const { status, err } = await ended(helping(openSync('/dev/full', 'w')))
    expect(status).toBe(1)
    expect(err).toMatch(/^The answer could not be written.*\n$/)
  })

  it('to a reader that wants no more is no failure', async () => {
    const program = helping('pipe')
    program.stdout?.destroy()
    expect(await ended(program)).toEqual({ status: 0, err: '' })
  })
})

it('an answer that is read ends with the status of the command', async () => {
  const program = helping('pipe')
  let out = ''
  program.stdout?.on('data', (chunk) => {
    out += chunk
  })
  expect(await ended(program)).toEqual({ status: 0, err: '' })
  expect(out).toContain('Usage: gradekeep')
})
