import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import { bundledWorkersVariable, killedSources, workerSources } from './workers.ts'

// Among the packages, so that Node warns of what is outdated in theirs no more than it does when the app runs.
const folder = join(import.meta.dirname, '../../../node_modules/.cache/gradekeep-workers')
const longUnused = 24 * 60 * 60 * 1000

/**
 * Bundles the worker threads once for a run. A test that opens a store starts one: from its sources, Node reads some 400
 * files for each of them (258 ms of CPU time, against 105 ms for the bundle). And it takes the types out of TypeScript
 * by WebAssembly, which in threads that come and go takes the whole process down now and then (SIGSEGV inside V8).
 */
export default async function bundleWorkers(project: TestProject): Promise<void> {
  const tell = async () => {
    process.env[bundledWorkersVariable] = JSON.stringify(await bundled())
  }
  project.onTestsRerun(tell)
  await tell()
}

/** @returns the file of each thread, by its name */
async function bundled(): Promise<Record<string, string>> {
  const bundle = await rolldown({
    input: { ...workerSources, ...killedSources },
    platform: 'node',
    // The first two have a native part; the last is asked for by a package that can do without it.
    external: ['better-sqlite3', 'keytar', '@aws-sdk/client-s3'],
  })
  try {
    const { output } = await bundle.generate({
      format: 'es',
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: 'part-[hash].js',
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

/** A name holds the hash of its content, so several runs may share the folder; none reads half a file. */
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
