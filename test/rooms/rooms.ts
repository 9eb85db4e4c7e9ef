import type { House, Room } from './check-rooms.ts'

const shared = [
  'shared/model',
  'shared/ipc',
  'shared/locales',
  'shared/errors.ts',
  'shared/sentences.ts',
  'shared/gradebook-checks.ts',
  'shared/digest-page.ts',
  'shared/import-problems.ts',
  'shared/question-losses.ts',
]
/** What is there for any service: the words of an error and the nouns. */
const nouns = ['shared/model', 'shared/errors.ts']

/** All that runs with the machine's rights: programs, then what they are made of, then the services, then the store. */
const electron: readonly Room[] = [
  {
    at: 'electron/main.ts',
    rooms: [
      'electron/core.ts',
      'electron/desktop',
      'electron/environment.ts',
      'electron/ipc',
      'electron/store',
      ...shared,
    ],
    packages: ['electron', 'node:path'],
    entries: ['.'],
  },
  { at: 'electron/tsconfig.json', rooms: [], packages: [] },
  { at: 'electron/preload.ts', rooms: ['shared/ipc'], packages: ['electron'], entries: ['.'] },
  { at: 'electron/cli.ts', rooms: ['electron/cli'], packages: ['node:fs', 'node:path'], entries: ['.'] },
  {
    at: 'electron/core.ts',
    rooms: [
      'electron/accounts',
      'electron/backup',
      'electron/certificates',
      'electron/codes',
      'electron/connectors',
      'electron/export',
      'electron/files',
      'electron/import',
      'electron/imports',
      'electron/internal-errors.ts',
      'electron/jobs',
      'electron/people',
      'electron/questions',
      'electron/store',
      'electron/sync',
      ...shared,
    ],
    packages: ['node:path'],
  },
  {
    at: 'electron/environment.ts',
    rooms: ['electron/accounts', 'electron/accounts/keychain.ts', 'electron/connectors', 'electron/sync', ...nouns],
    packages: ['node:timers', 'node:timers/promises'],
  },
  { at: 'electron/internal-errors.ts', rooms: nouns, packages: [] },
  { at: 'electron/plain-html.ts', rooms: [], packages: ['entities'] },
  {
    at: 'electron/desktop',
    rooms: [
      'electron/backup',
      'electron/cli',
      'electron/connectors',
      'electron/core.ts',
      'electron/environment.ts',
      'electron/internal-errors.ts',
      'electron/ipc',
      'electron/store',
      ...shared,
    ],
    packages: ['electron', 'electron-log', 'electron-updater', 'node:*'],
  },
  {
    at: 'electron/ipc',
    rooms: [
      'electron/certificates',
      'electron/codes',
      'electron/core.ts',
      'electron/export',
      'electron/files',
      'electron/internal-errors.ts',
      'electron/questions',
      'electron/store',
      ...shared,
    ],
    packages: ['node:path'],
  },
  {
    at: 'electron/cli',
    rooms: [
      'electron/backup',
      'electron/certificates',
      'electron/codes',
      'electron/connectors',
      'electron/core.ts',
      'electron/environment.ts',
      'electron/export',
      'electron/files',
      'electron/import',
      'electron/internal-errors.ts',
      'electron/plain-html.ts',
      'electron/questions',
      'electron/receiver',
      'electron/simulator',
      'electron/store',
      'shared/translate.ts',
      ...shared,
    ],
    packages: ['commander', 'node:*'],
  },
  {
    at: 'electron/accounts',
    rooms: [
      'electron/connectors',
      'electron/connectors/assessments',
      'electron/connectors/classmarker',
      'electron/simulator',
      'electron/store',
      'shared/ipc',
      ...nouns,
    ],
    packages: ['node:crypto', 'node:timers/promises'],
  },
  // The only file that reads the keychain.
  {
    at: 'electron/accounts/keychain.ts',
    rooms: ['electron/accounts', ...nouns],
    packages: ['keytar', 'node:timers/promises'],
  },
  {
    at: 'electron/certificates',
    rooms: [
      'electron/accounts',
      'electron/connectors',
      'electron/files',
      'electron/jobs',
      'electron/store',
      'electron/sync',
      ...nouns,
    ],
    packages: ['node:*'],
  },
  { at: 'electron/codes', rooms: ['electron/store', ...nouns], packages: ['node:crypto', 'node:timers/promises'] },
  {
    at: 'electron/sync',
    rooms: [
      'electron/connectors',
      'electron/connectors/assessments',
      'electron/connectors/classmarker',
      'electron/internal-errors.ts',
      'electron/jobs',
      'electron/store',
      ...nouns,
    ],
    packages: ['async-mutex'],
  },
  {
    at: 'electron/export',
    rooms: [
      'electron/files',
      'electron/jobs',
      'electron/plain-html.ts',
      'electron/store',
      'package.json',
      'shared/translate.ts',
      ...shared,
    ],
    packages: ['exceljs', 'hyparquet-writer', 'kysely', 'papaparse', 'node:*'],
    entries: ['worker.ts'],
  },
  {
    at: 'electron/import/results',
    rooms: ['electron/connectors/classmarker', 'electron/import', 'shared/import-problems.ts', ...nouns],
    packages: ['fast-xml-parser', 'yauzl', 'node:*'],
    doors: ['read-import.ts', 'thread.ts'],
    doorsFor: { 'electron/questions/formats': ['archive.ts', 'sources.ts'] },
    entries: ['worker.ts'],
  },
  { at: 'electron/import', rooms: nouns, packages: ['@e965/xlsx', 'node:*'], entries: ['worker.ts'] },
  // Keeps what the readers of files found.
  {
    at: 'electron/imports',
    rooms: [
      'electron/connectors/classmarker',
      'electron/files',
      'electron/import/results',
      'electron/jobs',
      'electron/store',
      'shared/import-problems.ts',
      ...nouns,
    ],
    packages: ['node:crypto', 'node:path'],
    doors: ['imports.ts', 'desk.ts'],
  },
  { at: 'electron/backup', rooms: ['electron/files', 'electron/store', ...nouns], packages: ['zod', 'node:*'] },
  { at: 'electron/files', rooms: ['electron/store', ...nouns], packages: ['zod', 'node:*'] },
  {
    at: 'electron/people',
    rooms: ['electron/backup', 'electron/certificates', 'electron/store', ...nouns],
    packages: ['node:*'],
  },
  {
    at: 'electron/questions',
    rooms: [
      'electron/accounts',
      'electron/connectors',
      'electron/files',
      'electron/questions/formats',
      'electron/store',
      ...nouns,
    ],
    packages: ['node:crypto', 'node:path', 'node:timers/promises'],
  },
  // Everything that knows what a file of questions looks like.
  {
    at: 'electron/questions/formats',
    rooms: ['electron/import', 'electron/import/results', 'electron/plain-html.ts', ...nouns],
    packages: ['entities', 'exceljs', 'fast-xml-parser', 'papaparse', 'node:worker_threads', 'node:zlib'],
    doors: ['thread.ts'],
    entries: ['worker.ts'],
  },
  { at: 'electron/jobs', rooms: nouns, packages: ['node:crypto'] },
  // The only one that listens, beside the simulator (listening.test.ts).
  {
    at: 'electron/receiver',
    rooms: ['electron/connectors/classmarker', 'shared/import-problems.ts', ...nouns],
    packages: ['node:events', 'node:http', 'node:net', 'node:timers'],
    doors: ['receiver.ts', 'loopback.ts'],
  },
  // Stands for somebody else's server.
  { at: 'electron/simulator', rooms: ['shared/model'], packages: ['entities', 'fast-xml-parser', 'node:*'] },
  { at: 'electron/connectors', rooms: nouns, packages: ['zod'] },
  {
    at: 'electron/connectors/classmarker',
    rooms: ['electron/connectors', ...nouns],
    packages: ['entities', 'zod', 'node:crypto'],
    doors: ['index.ts'],
  },
  {
    at: 'electron/connectors/assessments',
    rooms: ['electron/connectors', ...nouns],
    packages: ['zod'],
    doors: ['index.ts'],
  },
  { at: 'electron/analysis', rooms: ['shared/model'], packages: [] },
  {
    at: 'electron/store',
    rooms: ['electron/analysis', 'electron/plain-html.ts', ...nouns],
    packages: ['better-sqlite3', 'birpc', 'entities', 'kysely', 'zod', 'node:*'],
    doors: ['api.ts'],
    entries: ['writer.ts', 'reader.ts', 'snapshot-worker.ts'],
  },
]

const windowParts = ['renderer/ui', 'renderer/format', 'renderer/bounded-text', ...shared]

/** The window: no Node and no network. */
const renderer: readonly Room[] = [
  { at: 'renderer/index.html', rooms: [], packages: [], entries: ['.'] },
  { at: 'renderer/tsconfig.json', rooms: [], packages: [] },
  {
    at: 'renderer/main.tsx',
    rooms: ['renderer/shell', 'renderer/shell/words.ts', ...windowParts],
    packages: ['react', 'react-dom'],
  },
  {
    at: 'renderer/shell',
    rooms: ['renderer/features/*', 'renderer/app', 'renderer/list', 'renderer/api', ...windowParts],
    packages: ['lucide-react', 'react', 'react-aria-components', 'react-i18next', 'zustand'],
  },
  // Brings the words of all features together.
  {
    at: 'renderer/shell/words.ts',
    rooms: ['renderer/features/*', 'renderer/format', 'renderer/list', 'renderer/shell'],
    packages: ['i18next', 'react-i18next'],
  },
  {
    at: 'renderer/features/*',
    rooms: ['renderer/features/*', 'renderer/app', 'renderer/list', 'renderer/api', ...windowParts],
    packages: [
      '@visx/scale',
      '@visx/shape',
      'clsx',
      'dompurify',
      'es-toolkit',
      'lean-qr',
      'lucide-react',
      'papaparse',
      'react',
      'react-aria-components',
      'react-dom',
      'react-i18next',
      'zustand',
    ],
    doors: ['index.ts'],
    doorsFor: { 'renderer/shell/words.ts': ['words.en.ts'] },
  },
  {
    at: 'renderer/list',
    rooms: ['renderer/app', 'renderer/api', ...windowParts],
    packages: [
      '@internationalized/date',
      '@tanstack/react-virtual',
      'clsx',
      'es-toolkit',
      'lucide-react',
      'react',
      'react-aria-components',
      'zustand',
    ],
  },
  // What several features know: accounts, jobs, the clock, where one is, what is said at the foot and aloud.
  { at: 'renderer/app', rooms: ['renderer/api', ...windowParts], packages: ['es-toolkit', 'react', 'zustand'] },
  {
    at: 'renderer/ui',
    rooms: ['renderer/format', 'renderer/bounded-text', ...nouns],
    packages: [
      '@fontsource-variable/inter',
      '@visx/scale',
      '@visx/shape',
      'clsx',
      'lucide-react',
      'react',
      'react-aria-components',
      'react-dom',
    ],
  },
  { at: 'renderer/format', rooms: shared, packages: ['i18next', 'react-i18next'] },
  // The only user of window.gradekeep.
  { at: 'renderer/api', rooms: ['shared/ipc', ...nouns], packages: [] },
  { at: 'renderer/bounded-text', rooms: [], packages: ['react'] },
]

/** Compiles with neither a window nor Node, and knows nobody. */
const sharedRooms: readonly Room[] = [
  { at: 'shared/tsconfig.json', rooms: [], packages: [] },
  { at: 'shared/ipc', rooms: nouns, packages: ['zod'] },
  { at: 'shared/sentences.ts', rooms: ['shared/locales', ...nouns], packages: [] },
  {
    at: 'shared/gradebook-checks.ts',
    rooms: ['shared/sentences.ts', 'shared/translate.ts', 'shared/locales', ...nouns],
    packages: [],
  },
  { at: 'shared/import-problems.ts', rooms: ['shared/translate.ts', 'shared/locales', ...nouns], packages: [] },
  { at: 'shared/question-losses.ts', rooms: ['shared/locales', ...nouns], packages: [] },
  { at: 'shared/digest-page.ts', rooms: ['shared/sentences.ts', 'shared/locales', ...nouns], packages: [] },
  { at: 'shared/locales', rooms: ['shared/translate.ts', ...nouns], packages: [] },
  { at: 'shared/translate.ts', rooms: [], packages: ['i18next'] },
  { at: 'shared/model', rooms: ['shared/errors.ts'], packages: ['temporal-polyfill', 'zod'] },
  { at: 'shared/errors.ts', rooms: [], packages: [] },
]

/** Who may import whom. What is not in this table fails. */
export const house: House = {
  aliases: { '#bounded-text/': 'renderer/bounded-text/' },
  rooms: [
    ...electron,
    ...renderer,
    ...sharedRooms,
    { at: 'package.json', rooms: [], packages: [] },
    {
      at: 'electron.vite.config.ts',
      rooms: [
        ...['electron/main.ts', 'electron/cli.ts', 'electron/preload.ts', 'renderer/index.html'],
        ...['electron/store', 'electron/export', 'electron/import', 'electron/import/results'],
        'electron/questions/formats',
      ],
      packages: ['@vitejs/plugin-react', 'electron-vite', 'node:path', 'rolldown', 'vite'],
    },
    { at: 'test', rooms: ['*'], packages: ['*'] },
  ],
}
