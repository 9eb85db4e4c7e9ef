import { join } from 'node:path'
import type { LaunchOptions, RunningGradekeep } from './launcher.ts'
import { StandIn } from './stand-in/host.ts'

/** Starts the built app on the stand-in, headless. */
export async function launchStandIn(
  given: LaunchOptions & { root: string; env: Readonly<Record<string, string>> },
): Promise<RunningGradekeep> {
  const logs: string[] = []
  const saveAnswers: (string | null)[] = []
  const openAnswers: (string | null)[] = []
  const standIn = new StandIn({
    mainFile: join(given.root, 'out', 'main', 'main.js'),
    args: [`--user-data-dir=${given.dataDir}`, ...(given.args ?? [])],
    env: given.env,
    headless: true,
    onSaveDialog: () => saveAnswers.shift() ?? null,
    onOpenDialog: () => openAnswers.shift() ?? null,
    onLog: (line) => logs.push(line),
  })
  const page = await standIn.firstPage().catch((error: Error) => {
    throw new Error([error.message, ...logs].join('\n'))
  })
  return {
    kind: 'chromium',
    page,
    origin: 'http://gradekeep.localhost',
    logs,
    requests: standIn.requests,
    dialogs: {
      answerNextSave: async (path) => void saveAnswers.push(path),
      answerNextOpen: async (path) => void openAnswers.push(path),
    },
    outside: async () => structuredClone(standIn.outside),
    resize: (width, height) => standIn.resize(width, height),
    wake: async () => standIn.wake(),
    close: async () => void (await standIn.quit()),
    kill: () => standIn.kill(),
  }
}
