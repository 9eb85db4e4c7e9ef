import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

const project = (name: string, folders: readonly string[]) => ({
  name,
  root,
  include: folders.flatMap((folder) => [`test/${folder}/**/*.test.ts`, `test/${folder}/**/*.test.tsx`]),
  pool: 'forks' as const,
  testTimeout: 10_000,
})

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    projects: [
      { test: project('unit', ['unit']) },
      { test: project('store', ['store']) },
      // Servers on loopback, worker threads, a real keychain, packing: seconds rather than milliseconds.
      { test: { ...project('integration', ['integration', 'simulator']), testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: project('renderer', ['renderer']) },
      {
        test: {
          ...project('e2e', ['e2e']),
          // One window at a time, after everything else, so that its time limits measure the app.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          setupFiles: ['test/runtime/screenshot-on-failure.ts'],
          // The picture is taken before the test's own clean-up closes the window.
          sequence: { hooks: 'list', groupOrder: 1 },
        },
      },
    ],
  },
})
