import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { importsIn } from '../../rooms/imports.ts'

const store = resolve(import.meta.dirname, '../../../electron/store')

/** The packages and the files of ours that are loaded before the first statement of a file runs, by name. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  for (const { kind, specifier } of importsIn(file, readFileSync(file, 'utf8'))) {
    if (kind !== 'static' || specifier === null) continue
    if (specifier.startsWith('.')) loadedWith(resolve(dirname(file), specifier), loaded)
    else loaded.add(specifier)
  }
  return loaded
}

// A start waits for both threads: what else they can do is loaded with the first call that needs it.
it.each([
  ['writer.ts', ['zod', 'kysely', 'temporal-polyfill/fns/PlainDate', 'entities', `${store}/results/ingest.ts`]],
  ['reader.ts', ['zod', 'entities', `${store}/gradebook/gradebook.ts`, `${store}/students/student-list.ts`]],
])('%s loads at first only what a start needs', (file, later) => {
  const atStart = loadedWith(`${store}/${file}`)
  const withAll = loadedWith(`${store}/store-api.ts`)
  expect(atStart).toContain(`${store}/open.ts`)
  for (const each of later) {
    expect(atStart).not.toContain(each)
    expect(withAll).toContain(each)
  }
})
