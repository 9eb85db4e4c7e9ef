import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import type * as Electron from 'electron'
import { hostilitiesIn } from './hostile.ts'
import { takeInstanceLock } from './instance-lock.ts'
import { loginItemRules, refuseUnknown } from './options.ts'
import { emitPreventable } from './prevented.ts'
import type { Doubles } from './real.ts'

function findAppPath(): string {
  let folder = dirname(process.argv[1] ?? process.cwd())
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

interface PackageFacts {
  name: string
  productName?: string
  version: string
}

const switchValue = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)

function configFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  if (process.platform === 'win32') return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
}

type PathName = Parameters<Electron.App['getPath']>[0]

/** Electron's `app`: life cycle, paths and the single-instance lock of one process. */
export class App extends EventEmitter implements Doubles<Electron.App, App, 'standIn' | 'commandLine'> {
  readonly #hostile = hostilitiesIn(process.env)
  readonly isPackaged = this.#hostile.has('packaged')
  readonly #appPath = findAppPath()
  readonly #package: PackageFacts = JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8'))
  readonly #paths = new Map<string, string>()
  #loginItem: Electron.Settings = {}
  #ready = false
  #quitting = false
  #sandboxed = false
  #windows: () => readonly Closable[] = () => []

  readonly #whenReady = Promise.withResolvers<void>()

  /** What Electron's app has not. */
  readonly standIn = {
    /** The entry has been loaded to its end: a turn later the app is ready. */
    entryLoaded: (): void => {
      setImmediate(() => {
        this.#ready = true
        mkdirSync(this.getPath('userData'), { recursive: true })
        this.emit('ready', {}, {})
        this.#whenReady.resolve()
      })
    },
    /** Which windows there are for quitting to close. */
    windows: (given: () => readonly Closable[]): void => {
      this.#windows = given
    },
    /** Fails as Electron does for what may only be used when the app is ready. */
    requireReady: (what: string): void => {
      if (!this.#ready) throw new Error(`${what} can only be used when app is ready`)
    },
    requireNotReady: (what: string): void => {
      if (this.#ready) throw new Error(`${what} should be called before app is ready`)
    },
    /** Whether `enableSandbox` was called in time. */
    isSandboxed: (): boolean => this.#sandboxed,
    /** The last window is gone: the app hears of it, unless it is quitting and this was the last thing to wait for. */
    allClosed: (): void => {
      if (this.#quitting) this.#end()
      else this.emit('window-all-closed')
    },
    /** A window refused to close, and the app stays. */
    closingRefused: (): void => {
      this.#quitting = false
    },
  }

  get name(): string {
    return this.#package.productName ?? this.#package.name
  }

  getName = (): string => this.name
  getVersion = (): string => this.#package.version
  getAppPath = (): string => this.#appPath
  getLocale = (): string => 'en-US'
  isReady = (): boolean => this.#ready
  whenReady = (): Promise<void> => this.#whenReady.promise

  getPath(name: PathName): string {
    if (name === 'documents' && this.#hostile.has('no documents')) throw new Error(`Failed to get '${name}' path`)
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    if (name === 'userData') return switchValue('user-data-dir') ?? join(configFolder(), this.name)
    if (name === 'sessionData') return this.getPath('userData')
    if (name === 'home') return homedir()
    if (name === 'documents') return join(homedir(), 'Documents')
    if (name === 'downloads') return join(homedir(), 'Downloads')
    if (name === 'logs') return join(this.getPath('userData'), 'logs')
    throw new Error(`Failed to get '${name}' path`)
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute')
    this.#paths.set(name, path)
  }

  enableSandbox(): void {
    if (this.#ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    // Takes `--no-sandbox` back, and Chromium then ends itself where it can have no sandbox.
    if (this.#hostile.has('no namespaces')) {
      console.error('FATAL:zygote_host_impl_linux.cc No usable sandbox!')
      process.kill(process.pid, 'SIGTRAP')
    }
    this.#sandboxed = true
  }

  disableHardwareAcceleration(): void {
    if (this.#ready) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
  }

  /** The switches of this process, as Chromium reads them. */
  readonly commandLine = {
    hasSwitch: (name: string): boolean =>
      process.argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
  } satisfies Partial<Electron.CommandLine>

  setAppUserModelId(id: string): void {
    if (typeof id !== 'string') throw new TypeError('the id must be a string')
  }

  /** Of macOS and Windows only: on Linux it does nothing, and reads as never set. */
  setLoginItemSettings(settings: Electron.Settings): void {
    refuseUnknown('app.setLoginItemSettings', settings, loginItemRules)
    if (process.platform !== 'linux') this.#loginItem = settings
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    const { openAtLogin = false } = this.#loginItem
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      status: openAtLogin ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
    }
  }

  /** Other copies are heard of after `ready`, and as Chromium puts their arguments: switches first. */
  requestSingleInstanceLock(): boolean {
    mkdirSync(this.getPath('userData'), { recursive: true })
    const tell = (argv: string[], cwd: string) =>
      void this.#whenReady.promise.then(() => this.emit('second-instance', {}, switchesFirst(argv), cwd, null))
    if (!takeInstanceLock(this.getPath('userData'), tell)) return false
    if (this.#hostile.has('early second start')) tell([process.execPath], process.cwd())
    return true
  }

  releaseSingleInstanceLock(): void {}

  /** There is no second program to start here; what called it ends as it would have. */
  relaunch(): void {
    console.error('relaunch')
  }

  quit(): void {
    if (this.#quitting || emitPreventable(this, 'before-quit')) return
    this.#quitting = true
    const windows = this.#windows()
    if (windows.length === 0) this.#end()
    for (const window of windows) window.close()
  }

  exit(code = 0): void {
    this.emit('quit', {}, code)
    process.exit(code)
  }

  #end(): void {
    if (emitPreventable(this, 'will-quit')) this.#quitting = false
    else this.exit(0)
  }
}

interface Closable {
  close(): void
}

const switchesFirst = ([program = '', ...words]: readonly string[]): string[] => [
  program,
  ...words.filter((word) => word.startsWith('-')),
  '--allow-file-access-from-files',
  ...words.filter((word) => !word.startsWith('-')),
]

export const app = new App()
