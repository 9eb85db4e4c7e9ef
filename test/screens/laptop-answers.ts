import { afterAll, beforeAll } from 'vitest'
import { givenSecretStore, memoryStore } from '../../electron/accounts/secrets.ts'
import { createCore } from '../../electron/core.ts'
import { systemClock } from '../../electron/environment.ts'
import { createHandlers } from '../../electron/ipc/handlers.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import type { Clock } from '../../shared/model/time.ts'
import { copyFilled } from '../electron/support/filled-folders.ts'
import { workers } from '../electron/support/workers.ts'
import { dataFolder } from '../journeys/teacher-steps.ts'
import { createFakeBridge, type FakeBridge } from '../renderer/fake-bridge.ts'

/** No server except the sample account's own may be asked. */
const nowhere = 'http://127.0.0.1:9'
export const secret = 'the secret of every account'

/**
 * A bridge that answers calls as a laptop with this data folder would. A test may replace some answers. Nothing happens
 * by itself, and every system dialog is cancelled.
 */
async function answersFrom(dataDir: string, clock: Clock) {
  const fake = createFakeBridge()
  const core = await coreIn(dataDir, { emit: fake.emit, clock })
  const closed = async () => null
  let chosen: readonly string[] | null = null
  const prints = openDialogs()
  const desktop = {
    info: { version: '0.1.0', platform: 'linux' as const },
    chooseSaveFile: closed,
    chooseBackupTarget: closed,
    chooseBackupFile: closed,
    chooseTable: closed,
    chooseImports: async () => chosen,
    chooseQuestionFiles: async () => chosen,
    chooseStartLinksTarget: closed,
    chooseFolder: closed,
    openFile: async () => true,
    openCertificate: async () => undefined,
    showInFolder: () => undefined,
    openExternal: async () => undefined,
    copyText: () => undefined,
    kept: () => undefined,
    startAtLogin: async () => undefined,
    loginStart: async () => 'on' as const,
    print: prints.next,
  }
  fake.handleAll(createHandlers(core, desktop))
  // Each test begins at the first screen, wherever the one before it ended.
  fake.handle('views', 'lastPlace', async () => null)
  return {
    fake,
    prints,
    /** Answers the next dialogs that ask for files to import. */
    chooses: (paths: readonly string[] | null) => {
      chosen = paths
    },
    store: core.store,
    accounts: () => core.accounts.list(),
    settings: () => core.store.settings(),
    close: core.close,
  }
}

/** Print dialogs, each open until the test closes it. */
function openDialogs() {
  const open: ((isPrinted: boolean) => void)[] = []
  return {
    next: () => new Promise<boolean>((resolve) => void open.push(resolve)),
    isOpen: () => open.length > 0,
    close: () => open.shift()?.(true),
  }
}

/**
 * The window's answers on a data folder of its own, for the tests of one `describe`.
 * @param fill puts into the folder what it holds; without it, it is new
 * @param clock the laptop's; the computer's if not given
 */
export function givenAnswers(fill: (dataDir: string) => unknown = () => undefined, clock: Clock = systemClock) {
  const folder = dataFolder()
  let answers: Awaited<ReturnType<typeof answersFrom>> | undefined
  const opened = () => {
    if (answers === undefined) throw new Error('The laptop is not open')
    return answers
  }
  beforeAll(async () => {
    await fill(folder.path)
    answers = await answersFrom(folder.path, clock)
  })
  afterAll(async () => {
    await answers?.close()
    folder.remove()
  })
  return {
    get fake(): FakeBridge {
      return opened().fake
    },
    get prints() {
      return opened().prints
    },
    chooses: (paths: readonly string[] | null) => opened().chooses(paths),
    get store() {
      return opened().store
    },
    accounts: () => opened().accounts(),
    settings: () => opened().settings(),
  }
}

/** Puts the sample account into a data folder, as “Look around” does. */
export const copySample = (dataDir: string): Promise<void> =>
  copyFilled('sample', dataDir, async (folder) => {
    const core = await coreIn(folder)
    await core.jobs.result(core.syncs.startSample('classmarker'))
    await core.close()
  })

/** Creates a ClassMarker account in a data folder, with 300 fetched results. */
export const copySchool = (dataDir: string): Promise<void> =>
  copyFilled('school', dataDir, async (folder) => {
    const simulator = await startSimulator({ clock: systemClock, results: 300, requestsPerHour: null, secret })
    const core = await coreIn(folder, { apiUrl: simulator.url })
    const { account } = await core.accounts.connect({
      key: simulator.key,
      secret,
      name: 'Northgate High',
      signature: 'auto',
    })
    await core.jobs.result(core.syncs.start(account.id, 'when due'))
    await core.close()
    await simulator.close()
  })

interface CoreGiven {
  readonly emit?: FakeBridge['emit']
  readonly apiUrl?: string
  readonly clock?: Clock
}

/** Everything behind the window, on a data folder. Its accounts all have the same secret, and nothing happens by itself. */
export const coreIn = (
  dataDir: string,
  { emit = () => undefined, apiUrl = nowhere, clock = systemClock }: CoreGiven = {},
) =>
  createCore({
    dataDir,
    apiUrl,
    fetch: globalThis.fetch,
    clock,
    secrets: givenSecretStore(secret, memoryStore()),
    phrases: memoryStore(),
    workers,
    retry: { pause: async () => undefined, random: () => 0.5 },
    after: () => ({ stop: () => undefined }),
    emit,
  })
