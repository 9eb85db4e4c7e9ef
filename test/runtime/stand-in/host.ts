import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { chromiumFor, type LentChromium } from './chromium.ts'
import { HostWindows } from './host-windows.ts'
import { chromiumSwitches, type Hostility, hostilitiesIn } from './hostile.ts'
import {
  connectMain,
  type HostSide,
  type MenuPlace,
  type MessageFacts,
  type OpenDialogFacts,
  type Outside,
  type SaveDialogFacts,
  type WindowFacts,
} from './wire.ts'

const register = new URL('./register.ts', import.meta.url).href
const boot = fileURLToPath(new URL('./boot.ts', import.meta.url))

export interface StandInOptions {
  /** The built `out/main/main.js`. */
  mainFile: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  headless: boolean
  /** Answers a save dialog with a path, or null for cancel. */
  onSaveDialog: (options: SaveDialogFacts) => string | null
  /** Answers a dialog that asks for a file, in the same way. */
  onOpenDialog: (options: OpenDialogFacts) => string | null
  /** Answers a box with a question by the place of a button. */
  onMessage?: (box: MessageFacts) => number | Promise<number>
  /** Answers the print dialog with why nothing was printed, or with nothing. */
  onPrint?: () => Promise<string>
  /** A box of the app's that only tells something. */
  onErrorBox?: (title: string, content: string) => void
  onLog: (line: string) => void
  onOutside?: (kind: keyof Outside, value: string) => void
}

type NetworkFacts = Pick<WindowFacts, 'webRtcPolicy' | 'proxy'>

/** The built app running in a process of its own, with Chromium pages for windows. */
export class StandIn {
  readonly outside: Outside = { opened: [], shown: [], copied: [] }
  readonly #options: StandInOptions
  readonly #hostile: ReadonlySet<Hostility>
  readonly #child: ChildProcess
  readonly #main: ReturnType<typeof connectMain>
  readonly #firstPage = Promise.withResolvers<Page>()
  /** Settles with the exit code, or the signal's name, once the process and its windows are gone. */
  readonly exited: Promise<number | NodeJS.Signals>
  #windows: Promise<HostWindows> | null = null
  /** The window that is being opened, or was last. */
  #opening: Promise<unknown> | null = null
  #chromium: LentChromium | null = null
  #requests: readonly string[] = []

  constructor(options: StandInOptions) {
    this.#options = options
    this.#hostile = hostilitiesIn(options.env)
    this.#child = spawn(process.execPath, ['--import', register, boot, options.mainFile, ...this.#args()], {
      env: options.env,
      // Standard input is at its end, as for a program that was started by a desktop.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    this.#readLines()
    this.#main = connectMain(this.#child, this.#hostSide())
    this.exited = this.#untilExit()
    // Only a caller that waits for a window hears of an early exit.
    this.#firstPage.promise.catch(() => {})
  }

  /** The first window's page, once it has loaded. Rejects when the process ends without opening one. */
  firstPage = (): Promise<Page> => this.#firstPage.promise

  /** Every address the pages asked for, in the app's own form. */
  get requests(): readonly string[] {
    return this.#requests
  }

  async resize(width: number, height: number): Promise<void> {
    const windows = await this.#opened()
    await windows.resize(windows.current, width, height)
  }

  /** The page of the window that was opened last, as it is now: another one once the page before it has crashed. */
  async windowPage(): Promise<Page> {
    const windows = await this.#opened()
    return windows.page(windows.current)
  }

  /** Lets the window's page crash, or the system kill it. */
  async crash(reason?: 'crashed' | 'killed'): Promise<void> {
    const windows = await this.#opened()
    await windows.crash(windows.current, reason)
  }

  /** Lets the window's page stop answering. */
  async hang(): Promise<void> {
    this.#main.pageHangs((await this.#opened()).current)
  }

  /** Clicks an item of a menu, as `MainSide` says. */
  press = (place: MenuPlace, labels: readonly string[]): Promise<void> =>
    this.#answered(this.#main.press(place, labels))

  /** Lets the computer wake from sleep. */
  wake = (): void => void this.#main.wake()

  /**
   * Tells of a shutdown, as Linux and macOS do, and kills the app at once; an app that asks for time has some seconds.
   * Resolves as `exited`.
   */
  async shutDown(): Promise<number | NodeJS.Signals> {
    void Promise.resolve(this.#main.shutDown()).catch(() => {})
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 5000)
    const code = await this.exited
    clearTimeout(patience)
    return code
  }

  /** Asks whether the session may end, as Windows does. @returns whether the app refuses it */
  askSessionEnd = (): Promise<boolean> => this.#answered(this.#main.askSessionEnd())

  /** Ends the session: the app is told, and stopped. Resolves as `exited`. */
  endSession(): Promise<number | NodeJS.Signals> {
    void this.#main.endSession()
    return this.exited
  }

  /** Takes the computer's network away, or gives it back: main process and pages hear of it. */
  async setOnline(isOnline: boolean): Promise<void> {
    await this.#answered(this.#main.setOnline(isOnline))
    await (await this.#windows)?.setOnline(isOnline)
  }

  /** Quits as the menu would. A process that does not leave within `limit` milliseconds is killed. */
  async quit(limit = 10_000): Promise<number | NodeJS.Signals> {
    void this.#main.quit()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), limit)
    const code = await this.exited
    clearTimeout(timer)
    return code
  }

  /** Ends the process at once, as a crash or a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exited
  }

  /** What the main process answers; one that has ended answers nothing any more. */
  async #answered<T>(answer: T | Promise<T>): Promise<T> {
    const ended = this.exited.then((code): never => {
      throw new Error(`the app has ended (${code})`)
    })
    return Promise.race([answer, ended])
  }

  async #opened(): Promise<HostWindows> {
    await this.#opening
    if (this.#windows === null) throw new Error('no window was opened')
    return this.#windows
  }

  #args(): readonly string[] {
    const { args } = this.#options
    const withSwitches = this.#hostile.has('switches')
      ? [...chromiumSwitches.before, ...args, ...chromiumSwitches.after]
      : args
    return this.#hostile.has('no namespaces') ? ['--no-sandbox', ...withSwitches] : withSwitches
  }

  #readLines(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (this.#hostile.has('closed output')) stream?.destroy()
      else if (stream !== null) createInterface(stream).on('line', this.#options.onLog)
    }
  }

  async #untilExit(): Promise<number | NodeJS.Signals> {
    const [code, signal] = await once(this.#child, 'close')
    this.#main.$rejectPendingCalls()
    this.#firstPage.reject(new Error(`the app ended (${code ?? signal}) before it had a window`))
    await this.#windows?.catch(() => {})
    await this.#chromium?.end()
    return code ?? signal
  }

  async #start({ webRtcPolicy, proxy }: NetworkFacts): Promise<HostWindows> {
    this.#chromium = await chromiumFor(this.#options.headless, [
      // The second is the name that Chromium's headless shell has for it.
      ...(webRtcPolicy === null
        ? []
        : ['webrtc', 'force-webrtc'].map((name) => `--${name}-ip-handling-policy=${webRtcPolicy}`)),
      ...(proxy?.proxyRules === undefined ? [] : [`--proxy-server=${proxy.proxyRules}`]),
      ...(proxy?.proxyBypassRules === undefined ? [] : [`--proxy-bypass-list=${proxy.proxyBypassRules}`]),
    ])
    const windows = new HostWindows(this.#chromium, () => this.#main, this.#options.onLog, this.#hostile)
    this.#requests = windows.requests
    return windows
  }

  /** Without a Chromium there will be no window: the app, which waits for one, is ended and the reason said. */
  readonly #failed = (thrown: unknown): never => {
    const reason = thrown instanceof Error ? thrown : new Error(String(thrown))
    this.#options.onLog(reason.message)
    this.#firstPage.reject(reason)
    this.#child.kill('SIGKILL')
    throw reason
  }

  #hostSide(): HostSide {
    const windows = async (network: NetworkFacts = { webRtcPolicy: null, proxy: null }): Promise<HostWindows> => {
      this.#windows ??= this.#start(network).catch(this.#failed)
      return this.#windows
    }
    return {
      openWindow: async (id, window) => {
        this.#opening = windows(window).then((all) => all.open(id, window))
        await this.#opening
      },
      load: async (id, url) => {
        const all = await windows()
        await all.load(id, url)
        this.#firstPage.resolve(all.page(id))
      },
      send: async (id, channel, args) => (await windows()).send(id, channel, args),
      resize: async (id, width, height) => (await windows()).resize(id, width, height),
      focus: async (id) => (await windows()).focus(id),
      crashPage: async (id) => (await windows()).crash(id),
      closeWindow: async (id) => (await windows()).close(id),
      setColorScheme: async (scheme) => (await this.#windows)?.setColorScheme(scheme),
      saveDialog: async (options) => this.#options.onSaveDialog(options),
      openDialog: async (options) => this.#options.onOpenDialog(options),
      messageBox: async (box) => {
        this.#options.onLog(`asked: ${box.message}`)
        return this.#options.onMessage?.(box) ?? box.cancelId
      },
      print: async () => {
        this.#options.onLog('printing')
        return this.#options.onPrint?.() ?? 'Print job canceled'
      },
      errorBox: (title, content) => this.#options.onErrorBox?.(title, content),
      outside: (kind, value) => {
        this.outside[kind].push(value)
        this.#options.onOutside?.(kind, value)
      },
    }
  }
}
