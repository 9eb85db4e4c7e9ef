import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import { bundledWorkersVariable, killedSources, workerSources } from './workers.ts'

// Beside the packages, so that Node's deprecation warnings about them stay as silent as in the app.
const folder = join(import.meta.dirname, '../../../node_modules/.cache/gradekeep-workers')
const longUnused = 24 * 60 * 60 * 1000

/**
 * Bundles the worker threads once for a run. Every test that opens a store starts one, and from its sources Node reads
 * some 400 files for each (258 ms of CPU time, against 105 ms for the bundle). Node also strips TypeScript's types by
 * WebAssembly, which in short-lived threads sometimes kills the whole process (SIGSEGV inside V8).
 */
export default async function bundleWorkers(project: TestProject): Promise<void> {
  const tell = async () => {
    process.env[bundledWorkersVariable] = JSON.stringify(await bundledWorkers())
  }
  project.onTestsRerun(tell)
  await tell()
}

/** Bundles the worker threads, as the build does. @returns the file of each, by its name */
export async function bundledWorkers(): Promise<Record<string, string>> {
  const bundle = await rolldown({
    input: { ...workerSources, ...killedSources },
    platform: 'node',
    // The first two have a native part; the last is an optional import of a package.
    external: ['better-sqlite3', 'keytar', '@aws-sdk/client-s3'],
  })
  try {
    const { output } = await bundle.generate({
      format: 'es',
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: 'part-[hash].js',
      // Half of the text is spaces and comments, which every start of a thread would read. Names stay as they are.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    })
    const chunks = output.filter((part) => part.type === 'chunk')
    mkdirSync(folder, { recursive: true })
    for (const { fileName, code } of chunks) place(fileName, code)
    removeUnused(new Set(chunks.map(({ fileName }) => fileName)))
    return Object.fromEntries(
      chunks.filter(({ isEntry }) => isEntry).map(({ name, fileName }) => [name, join(folder, fileName)]),
    )
  } finally {
    await bundle.close()
  }
}

/** The name holds the content's hash, so several runs can share the folder, and no run reads half a file. */
function place(name: string, code: string): void {
  const unfinished = join(folder, `.${process.pid}-${name}`)
  writeFileSync(unfinished, code)
  renameSync(unfinished, join(folder, name))
}

function removeUnused(used: ReadonlySet<string>): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (!used.has(name) && changed < Date.now() - longUnused) rmSync(file, { force: true })
  }
}
