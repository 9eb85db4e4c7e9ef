import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { treeSources } from './check.ts'
import { importsIn } from './imports.ts'

const sources = treeSources()

/** The packages that a file loads, by itself and by what it imports: each command, and not what its threads load. */
function packagesOf(entry: string): ReadonlySet<string> {
  const [seen, packages] = [new Set<string>(), new Set<string>()]
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { kind, specifier } of importsIn(path, sources[path] ?? '')) {
      const isLoaded = kind === 'static' || (kind === 'dynamic' && path.startsWith('electron/cli/'))
      if (!isLoaded || specifier === null) continue
      if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier))
      else packages.add(specifier)
    }
  }
  visit(entry)
  return packages
}

// A command and a start wait for each file that is loaded: those of exceljs alone are more than all others.
it.each(['electron/cli.ts', 'electron/cli/run.ts', 'electron/main.ts', 'electron/core.ts'])(
  'what writes workbooks and Parquet files is loaded in the thread that exports, not by %s',
  (entry) => {
    const packages = packagesOf(entry)
    expect([...packages].filter((name) => /^(exceljs|hyparquet-writer)\b/.test(name))).toEqual([])
  },
)

it('knows what the thread that exports loads', () => {
  const packages = packagesOf('electron/export/worker.ts')
  expect([...packages]).toEqual(expect.arrayContaining(['exceljs', 'hyparquet-writer']))
})
