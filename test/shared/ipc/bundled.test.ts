import { join, relative, sep } from 'node:path'
import { type OutputChunk, type RolldownOptions, rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import build from '../../../electron.vite.config.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** The files that an entry is built from, as far as anything of them is left, by their paths in the project. */
async function filesOf(input: string, options: RolldownOptions = {}): Promise<readonly string[]> {
  const bundle = await rolldown({ input: join(root, input), external: ['electron'], logLevel: 'silent', ...options })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return output
    .filter((file): file is OutputChunk => file.type === 'chunk')
    .flatMap(({ modules }) => Object.entries(modules))
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([file]) => relative(root, file).replaceAll(sep, '/'))
}
const ofZod = (files: readonly string[]) => files.filter((file) => file.includes('node_modules/zod/'))

describe('of the contract', () => {
  it('the preload takes the names of the calls, and neither schemas nor the model', async () => {
    const { treeshake = true } = build.preload?.build?.rolldownOptions ?? {}
    const files = await filesOf('electron/preload.ts', { treeshake })
    expect(files).toContain('shared/ipc/certificates.ts')
    expect(files.filter((file) => !file.startsWith('shared/ipc/'))).toEqual(['electron/preload.ts'])
  })

  it('the window takes no schema: zod is loaded by the main process alone', { timeout: 30_000 }, async () => {
    const window = await filesOf('renderer/main.tsx', { moduleTypes: { '.css': 'empty' } })
    expect(window).toContain('shared/ipc/certificates.ts')
    expect(ofZod(window)).toEqual([])
    expect(ofZod(await filesOf('electron/ipc/handlers.ts'))).not.toEqual([])
  })
})
