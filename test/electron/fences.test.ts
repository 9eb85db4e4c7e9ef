import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

const refused: [string, string][] = [
  ['electron/sync', 'electron'],
  ['electron/ipc', 'electron'],
  ['electron/sync', 'better-sqlite3'],
  ['electron/export', 'better-sqlite3'],
  ['electron/store', 'exceljs'],
  ['electron/ipc', 'exceljs'],
  ['electron/import', 'better-sqlite3'],
  ['electron/import', 'exceljs'],
  ['electron/cli', '@e965/xlsx'],
  ['electron/export', '@e965/xlsx'],
  ['renderer/screens', '@e965/xlsx'],
  ['electron/import', '../store/store.ts'],
  ['electron/import', '../export/exporter.ts'],
  ['electron/export', '../import/tables.ts'],
  ['electron/ipc', '../import/tables.ts'],
  ['electron/secrets', 'keytar'],
  ['electron/sync', '../desktop/menu.ts'],
  ['electron/sync', '../ipc/register.ts'],
  ['electron/store', '../sync/syncs.ts'],
  ['electron/connectors', '../store/store.ts'],
  ['electron/simulator', '../connectors/classmarker/index.ts'],
  ['electron/codes', '../store/store.ts'],
  ['electron/ipc', '../codes/generate.ts'],
  ['electron/store', '../codes/generate.ts'],
  ['electron/cli', '../desktop/menu.ts'],
  ['electron/certificates', 'electron'],
  ['electron/certificates', '../ipc/register.ts'],
  ['electron/certificates', '../simulator/simulator.ts'],
  ['electron/store', '../certificates/downloads.ts'],
  ['electron/sync', '../certificates/downloads.ts'],
  ['electron/ipc', '../certificates/downloads.ts'],
  ['electron/files', 'better-sqlite3'],
  ['electron/files', '../export/exporter.ts'],
  ['electron/files', '../backup/backups.ts'],
  ['electron/store', '../files/leftovers.ts'],
  ['electron/import', '../files/leftovers.ts'],
  ['electron/files', '../store/seal.ts'],
  ['electron/backup', '../store/damage.ts'],
  ['electron/cli', '../store/migrations/migrate.ts'],
  ['electron/desktop', '../store/damage.ts'],
  ['electron/desktop', '../../renderer/App.tsx'],
  ['renderer/screens', 'node:fs'],
  ['renderer/screens', 'electron'],
  ['renderer/state', '../../electron/core.ts'],
  ['shared/model', 'node:crypto'],
  ['shared/model', '../../electron/core.ts'],
  ['shared/model', 'react'],
]

const allowed: [string, string][] = [
  ['electron/desktop', 'electron'],
  ['electron/store', 'better-sqlite3'],
  ['electron/export', 'exceljs'],
  ['electron/import', '@e965/xlsx'],
  ['electron/import', '../../shared/errors.ts'],
  ['electron/export', '../store/database.ts'],
  ['electron/sync', '../store/store.ts'],
  ['electron/sync', '../../shared/errors.ts'],
  ['electron/codes', 'node:crypto'],
  ['electron/files', '../store/database-files.ts'],
  ['electron/backup', '../store/database-files.ts'],
  ['electron/backup', '../files/output-file.ts'],
  ['electron/export', '../files/output-file.ts'],
  ['electron/cli', '../core.ts'],
  ['electron/certificates', '../store/store.ts'],
  ['electron/certificates', '../connectors/retry.ts'],
  ['renderer/screens', 'react'],
  ['renderer/api', '../../shared/ipc/contract.ts'],
]

describe('the fences between the rooms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-fences-'))
  const placed = new Map<string, string>()
  let broken = new Set<string>()

  beforeAll(async () => {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'))
    for (const [room, imported] of [...refused, ...allowed]) {
      const path = `${room}/probe-${placed.size}.ts`
      placed.set(`${room} ${imported}`, path)
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), `import probe from '${imported}'\n\nexport default probe\n`)
    }
    const report = await lint(folder)
    broken = new Set(report.diagnostics.map(({ location }) => location.path))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(refused)('keep %s from importing %s', (room, imported) => {
    expect(broken).toContain(placed.get(`${room} ${imported}`))
  })

  it.each(allowed)('let %s import %s', (room, imported) => {
    expect(broken).not.toContain(placed.get(`${room} ${imported}`))
  })
})

interface LintReport {
  readonly diagnostics: readonly { readonly location: { readonly path: string } }[]
}

function lint(folder: string): Promise<LintReport> {
  const biome = join(root, 'node_modules/.bin/biome')
  const words = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=200', '.']
  return new Promise((resolve) => {
    execFile(biome, words, { cwd: folder }, (_, stdout) => resolve(JSON.parse(stdout)))
  })
}
