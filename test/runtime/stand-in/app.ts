import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { takeInstanceLock } from './instance-lock.ts'
import { emitPreventable } from './prevented.ts'

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

/** Electron's `app`: life cycle, paths and the single-instance lock of one process. */
export class App extends EventEmitter {
  readonly isPackaged = false
  readonly #appPath = findAppPath()
  readonly #package: PackageFacts = JSON.parse(readFileSync(join(this.#appPath, 'package.json'), 'utf8'))
  readonly #paths = new Map<string, string>()
  #ready = false
  #quitting = false
  #sandboxed = false
  #closeWindows: () => boolean = () => true

  readonly #whenReady = new Promise<void>((resolve) => {
    setImmediate(() => {
      this.#ready = true
      mkdirSync(this.getPath('userData'), { recursive: true })
      this.emit('ready')
      resolve()
    })
  })

  /** Stand-in only: how quitting closes the windows. @param close returns false when a window refused. */
  onCloseWindows(close: () => boolean): void {
    this.#closeWindows = close
  }

  /** Stand-in only: fails as Electron does for what may only be used when the app is ready. */
  requireReady(what: string): void {
    if (!this.#ready) throw new Error(`${what} can only be used when app is ready`)
  }

  requireNotReady(what: string): void {
    if (this.#ready) throw new Error(`${what} should be called before app is ready`)
  }

  get name(): string {
    return this.#package.productName ?? this.#package.name
  }

  getName = (): string => this.name
  getVersion = (): string => this.#package.version
  getAppPath = (): string => this.#appPath
  getLocale = (): string => 'en-US'
  isReady = (): boolean => this.#ready
  whenReady = (): Promise<void> => this.#whenReady

  getPath(name: string): string {
    const set = this.#paths.get(name)
    if (set !== undefined) return set
    if (name === 'userData') return switchValue('user-data-dir') ?? join(configFolder(), this.name)
    if (name === 'home') return homedir()
    if (name === 'documents') return join(homedir(), 'Documents')
    if (name === 'downloads') return join(homedir(), 'Downloads')
    if (name === 'logs') return join(this.getPath('userData'), 'logs')
    throw new Error(`Failed to get '${name}' path`)
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path)
  }

  enableSandbox(): void {
    this.requireNotReady('app.enableSandbox()')
    this.#sandboxed = true
  }

  /** Stand-in only: whether `enableSandbox` was called in time. */
  isSandboxEnabled = (): boolean => this.#sandboxed

  disableHardwareAcceleration(): void {
    this.requireNotReady('app.disableHardwareAcceleration()')
  }

  /** The switches of this process, as Chromium reads them. */
  readonly commandLine = { hasSwitch: (name: string): boolean => process.argv.includes(`--${name}`) }

  setAppUserModelId(_id: string): void {}
  setLoginItemSettings(_settings: { openAtLogin?: boolean; args?: string[] }): void {}
  getLoginItemSettings = () => ({ openAtLogin: false, wasOpenedAtLogin: false })
  relaunch(): void {}
  releaseSingleInstanceLock(): void {}

  requestSingleInstanceLock(): boolean {
    mkdirSync(this.getPath('userData'), { recursive: true })
    return takeInstanceLock(this.getPath('userData'), (argv, cwd) => this.emit('second-instance', {}, argv, cwd))
  }

  quit(): void {
    if (this.#quitting || emitPreventable(this, 'before-quit')) return
    if (!this.#closeWindows()) return
    this.#quitting = true
    if (emitPreventable(this, 'will-quit')) {
      this.#quitting = false
      return
    }
    this.exit(0)
  }

  exit(code = 0): void {
    this.emit('quit', {}, code)
    process.exit(code)
  }
}

export const app = new App()
