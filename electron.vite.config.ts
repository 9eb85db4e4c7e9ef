import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { rolldown } from 'rolldown'
import type { Plugin } from 'vite'

const from = (path: string) => resolve(import.meta.dirname, path)

/** Packages bundled with what uses them: read file by file, they take half of what a thread needs to start. */
const bundled = [
  'async-mutex',
  'birpc',
  'commander',
  'entities',
  'fast-xml-parser',
  'kysely',
  'papaparse',
  'temporal-polyfill',
  'yauzl',
  'zod',
]

/**
 * Builds each of the two threads that every start waits for by itself, with little more than one file of what a start
 * needs and one of all else: with chunks that it shares with the whole program, a thread loads a fifth longer.
 */
const storeThreads = (): Plugin => ({
  name: 'store-threads',
  async closeBundle() {
    for (const thread of ['writer', 'reader']) {
      const built = await rolldown({
        input: { [`store-${thread}`]: from(`electron/store/${thread}.ts`) },
        platform: 'node',
        // All of better-sqlite3 but what looks for its native part, beside which that stands.
        external: [/better-sqlite3.lib.binding\.js$/],
      })
      await built.write({
        dir: from('out/main'),
        format: 'cjs',
        strict: true,
        entryFileNames: '[name].cjs',
        chunkFileNames: '[name]-[hash].cjs',
        comments: { jsdoc: false },
      })
      await built.close()
    }
  },
})

export default defineConfig({
  main: {
    plugins: [storeThreads()],
    build: {
      outDir: 'out/main',
      // keytar is an optional dependency: it must be looked for where the app runs, not bundled where it is built.
      externalizeDeps: { include: ['keytar'], exclude: bundled },
      rolldownOptions: {
        input: {
          main: from('electron/main.ts'),
          cli: from('electron/cli.ts'),
          'snapshot-worker': from('electron/store/snapshot-worker.ts'),
          'export-worker': from('electron/export/worker.ts'),
          'import-worker': from('electron/import/worker.ts'),
          'results-worker': from('electron/import/results/worker.ts'),
          'questions-worker': from('electron/questions/formats/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file: nothing may be required at run time but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: from('electron/preload.ts') },
        // The contract's files know schemas and model too: of those, the preload needs nothing but the names of the calls.
        treeshake: { moduleSideEffects: [{ test: /[\\/]shared[\\/]/, sideEffects: false }] },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // Every text of a page is bounded where JSX becomes elements.
    plugins: [react({ jsxImportSource: '#bounded-text' })],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The content security policy allows no data: scripts or styles, and fonts only from the app itself.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: from('renderer/index.html') } },
    },
  },
})
