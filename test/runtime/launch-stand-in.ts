import { basename, join } from 'node:path'
import { dropFiles } from './drop-files.ts'
import type { LaunchOptions, RunningGradekeep } from './launcher.ts'
import { StandIn } from './stand-in/host.ts'
import { droppedName } from './stand-in/page-bridge.ts'

/** Starts the built app on the stand-in, headless. */
export async function launchStandIn(
  given: LaunchOptions & { root: string; env: Readonly<Record<string, string>> },
): Promise<RunningGradekeep> {
  const logs: string[] = []
  const saveAnswers: (string | null)[] = []
  const openAnswers: (string | null)[] = []
  const messageAnswers = answersInTurn<number>()
  const printAnswers = answersInTurn<string>()
  const standIn = new StandIn({
    mainFile: join(given.root, 'out', 'main', 'main.js'),
    args: [`--user-data-dir=${given.dataDir}`, ...(given.args ?? [])],
    env: given.env,
    headless: true,
    onSaveDialog: ({ defaultPath }) => {
      logs.push(`asked where: ${defaultPath}`)
      return saveAnswers.shift() ?? null
    },
    onOpenDialog: () => openAnswers.shift() ?? null,
    onMessage: () => messageAnswers.next(),
    onPrint: () => printAnswers.next(),
    onErrorBox: (title, content) => logs.push(`told: ${title}`, ...content.split('\n')),
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
      answerNextMessage: async (button) => messageAnswers.give(button),
      answerNextPrint: async (reason) => printAnswers.give(reason),
    },
    async drop(paths) {
      const shown = await standIn.windowPage()
      for (const path of paths) {
        await shown.evaluate(([noted, name, at]) => Reflect.get(globalThis, noted)(name, at), [
          droppedName,
          basename(path),
          path,
        ] as const)
      }
      await dropFiles(shown, paths)
    },
    outside: async () => structuredClone(standIn.outside),
    resize: (width, height) => standIn.resize(width, height),
    windowPage: () => standIn.windowPage(),
    crash: (reason) => standIn.crash(reason),
    hang: () => standIn.hang(),
    press: standIn.press,
    wake: async () => standIn.wake(),
    shutDown: () => standIn.shutDown(),
    askSessionEnd: standIn.askSessionEnd,
    endSession: async () => void (await standIn.endSession()),
    setOnline: (isOnline) => standIn.setOnline(isOnline),
    exited: standIn.exited,
    close: async () => void (await standIn.quit()),
    kill: () => standIn.kill(),
  }
}

/** Answers that may be given before or after they are asked for. */
function answersInTurn<T>(): { give(answer: T): void; next(): Promise<T> } {
  const given: T[] = []
  const waiting: ((answer: T) => void)[] = []
  return {
    give(answer) {
      const ask = waiting.shift()
      if (ask === undefined) given.push(answer)
      else ask(answer)
    },
    next: () =>
      new Promise((resolve) => {
        const answer = given.shift()
        if (answer === undefined) waiting.push(resolve)
        else resolve(answer)
      }),
  }
}
