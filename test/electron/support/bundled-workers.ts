import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, rolldown } from 'rolldown'
import type { TestProject } from 'vitest/node'
import { bundledWorkersVariable, keptSources, killedSources, workerSources } from './workers.ts'

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
    input: { ...workerSources, ...killedSources, ...keptInput },
    plugins: [keptThreads],
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

const keptEnding = '?kept'
const keptInput = Object.fromEntries(Object.entries(keptSources).map(([name, file]) => [name, file + keptEnding]))

/**
 * Makes a thread that serves one store after another of one that serves a single one: all that stands behind its imports
 * runs anew for each, on a port and with data of its own.
 */
const keptThreads: Plugin = {
  name: 'kept-threads',
  resolveId: (source) => (source.endsWith(keptEnding) ? source : null),
  load(id) {
    if (!id.endsWith(keptEnding)) return null
    const source = readFileSync(id.slice(0, -keptEnding.length), 'utf8')
    const imports = source.match(/^import .* from '.*'\n/gm)?.join('') ?? ''
    const own = "import { parentPort, workerData } from 'node:worker_threads'\n"
    if (!source.startsWith(imports) || !imports.includes(own)) throw new Error(`${id} does not begin with its imports`)
    const code = `import { parentPort as thread } from 'node:worker_threads'
${imports.replace(own, '')}
thread.on('message', async ({ parentPort, workerData }) => {
parentPort.on('close', () => thread.postMessage('closed'))
${source.slice(imports.length)}
})`
    return { code, moduleType: 'ts' }
  },
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
