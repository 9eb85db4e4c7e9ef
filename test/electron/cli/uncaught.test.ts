import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, workers } from '../support/laptop.ts'

const run = join(import.meta.dirname, '../../../electron/cli/run.ts')

/** A command during which `failure` happens where nothing awaits it. */
function failing(failure: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(temporaryFolder(), 'gradekeep.mjs')
  writeFileSync(
    file,
    `
    const { answerCommandLine } = await import(${JSON.stringify(run)})
    const exit = (status) => process.exit(status)
    setImmediate(() => { ${failure} })
    await answerCommandLine(['simulator'], { workers: ${JSON.stringify(workers)}, version: '1.2.3', exit })
  `,
  )
  const { PATH } = process.env
  return spawnSync(process.execPath, [file], { env: { PATH, ...env }, encoding: 'utf8', timeout: 30_000 })
}

describe('a failure that nothing awaits ends a command', () => {
  it.each([
    ['thrown in a callback', 'throw new Error("of Ada Lovelace")'],
    ['rejected', 'void Promise.reject(new Error("of Ada Lovelace"))'],
    ['one after the other', 'process.nextTick(() => { throw 1 }); throw new Error("of Ada Lovelace")'],
  ])('with one sentence and the status of a failure: %s', (_, failure) => {
    const { status, stderr } = failing(failure)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^[A-Z][^\n]+GRADEKEEP_DEBUG=1[^\n]+\n$/)
    expect(stderr).not.toContain('Ada')
  })

  it('and says where it happened where that is asked for', () => {
    expect(failing('throw new TypeError("x")', { GRADEKEEP_DEBUG: '1' }).stderr).toMatch(
      /\nTypeError\n +at .*gradekeep\.mjs/,
    )
  })
})
