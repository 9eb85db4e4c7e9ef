import { join } from 'node:path'
import electronLog from 'electron-log/node.js'
import { internalReport, type OnInternalError } from '../internal-errors.ts'
import type { CallLog } from '../ipc/handlers.ts'
import type { OnSlowCall } from '../store/api.ts'

/** The desktop's log of refusals and failures. Lines never hold a full address, which may contain a key. */
export interface DesktopLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** The part of an address that may be logged: scheme and host. A path can name a person as well as a query can. */
export function loggableAddress(address: string): string {
  const url = URL.parse(address)
  if (url === null) return '(unreadable address)'
  return url.host === '' ? url.protocol : `${url.protocol}//${url.host}`
}

const slow = 40

/**
 * Writes to `logs/main.log` in the data folder (kept under a megabyte, one older file beside it).
 * @param given.console whether to write to the terminal too, which an installed app may outlive
 */
export function openLogFile(dataDir: string, given: { console: boolean }): DesktopLog {
  const log = electronLog.create({ logId: 'main' })
  log.transports.file.resolvePathFn = () => join(dataDir, 'logs', 'main.log')
  log.transports.console.level = given.console ? 'warn' : false
  return log
}

/**
 * Lets a window outlive the terminal or program that started it. Writing to what that closed fails (EPIPE, EIO), and
 * Electron would show each failure that nobody listens for in a dialog box.
 */
export function outliveTerminal({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  // Nobody is there to be told, and saying it would fail again.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
}

/** Logs where an unexpected failure happened, in more detail than the window may show. */
export const logInternalError =
  (log: DesktopLog): OnInternalError =>
  (thrown) =>
    log.error(`unforeseen: ${internalReport(thrown)}`)

/** Logs the calls to the database that took longer than 40 ms. */
export const logSlowCall =
  (log: DesktopLog): OnSlowCall =>
  ({ name, milliseconds }) =>
    log.info(`store ${name}: ${milliseconds} ms`)

/** Logs the calls that failed or took longer than 40 ms. */
export function logCalls(log: DesktopLog): CallLog {
  return ({ channel, milliseconds, error }) => {
    if (error !== null) log.warn(`${channel}: ${error} after ${milliseconds} ms`)
    else if (milliseconds > slow) log.info(`${channel}: ${milliseconds} ms`)
  }
}
