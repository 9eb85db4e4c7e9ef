import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

const project = (name: string, folders: readonly string[]) => ({
  name,
  root,
  include: folders.flatMap((folder) => [`test/${folder}/**/*.test.ts`, `test/${folder}/**/*.test.tsx`]),
  pool: 'forks' as const,
  testTimeout: 30_000,
})
/**
 * Files run one after another in the same two processes, so that what they import is loaded twice in a run, not once a
 * file: most files test for less time than that takes.
 */
const inSharedProcesses = { isolate: false, unstubGlobals: true }
/** Test files that replace a module, which the next file in the same process would get too. */
const replacingModules = (folder: string): string[] =>
  globSync(`test/${folder}/**/*.test.ts`, { cwd: root }).filter((file) =>
    /\bvi\.(mock|doMock|resetModules)\(/.test(readFileSync(resolve(root, file), 'utf8')),
  )
const ownProcess = replacingModules('electron')
/** Made once for a run: the worker threads as one file each, and folders that were synced, to be copied. */
const prepared = {
  globalSetup: ['bundled-workers', 'filled-folders'].map((name) => `test/electron/support/${name}.ts`),
}
/** The store's threads serve one store after another of the same process, as `kept-threads.ts` says. */
const keptThreads: Plugin = {
  name: 'kept-threads',
  // Before anything is resolved: nobody is asked where a part of Node is.
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/electron/store/thread-queue.ts')) return null
    const changed = code.replace("'node:worker_threads'", `'${resolve(root, 'test/electron/support/kept-threads.ts')}'`)
    if (changed === code) throw new Error(`${id} starts its threads otherwise than the tests know`)
    return changed
  },
}
/** Servers on loopback, worker threads, a real keychain, packing: seconds rather than milliseconds. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } }

export default defineConfig({
  root,
  test: {
    // One more than the two processors of most machines: a test that waits for a page, a timer or a process leaves one.
    maxWorkers: 3,
    projects: [
      { test: project('rooms', ['rooms']) },
      { test: { ...project('shared', ['shared']), ...inSharedProcesses } },
      {
        plugins: [keptThreads],
        test: {
          ...project('electron', ['electron']),
          ...prepared,
          ...patient,
          ...inSharedProcesses,
          exclude: ownProcess,
        },
      },
      {
        plugins: [keptThreads],
        test: { ...project('electron-alone', []), ...prepared, ...patient, include: ownProcess },
      },
      // The proofs, with a smaller draw and with all they draw, between the other files: neither process waits for one.
      {
        test: {
          ...project('prove-in-part', ['prove']),
          ...prepared,
          ...patient,
          provide: { draw: 'part' },
        },
      },
      {
        test: {
          ...project('prove', ['prove']),
          ...prepared,
          ...patient,
          provide: { draw: 'whole' },
        },
      },
      {
        test: {
          ...project('renderer', ['renderer']),
          ...inSharedProcesses,
          setupFiles: ['test/renderer/setup.ts'],
        },
      },
      // The built window on a bridge of the test's own: the tests of a process take over each other's page.
      {
        plugins: [keptThreads],
        test: {
          ...project('screens', ['screens']),
          ...patient,
          ...inSharedProcesses,
          globalSetup: [...prepared.globalSetup, 'test/screens/one-chromium.ts'],
        },
      },
      {
        test: {
          ...project('journeys', ['journeys']),
          ...prepared,
          ...patient,
          setupFiles: ['test/runtime/screenshot-on-failure.ts'],
          // After everything else, so that time limits measure the app; the picture is taken before the test's own
          // clean-up closes the window.
          sequence: { hooks: 'list', groupOrder: 1 },
        },
      },
      // The machine at its worst, and every journey once more on it.
      {
        test: {
          ...project('hostile', ['hostile', 'journeys']),
          ...prepared,
          ...patient,
          env: { STAND_IN_HOSTILE: process.env.STAND_IN_HOSTILE ?? 'all' },
          setupFiles: ['test/runtime/screenshot-on-failure.ts'],
          sequence: { hooks: 'list', groupOrder: 1 },
        },
      },
    ],
  },
})
