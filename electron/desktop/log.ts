import { join } from 'node:path'
import electronLog from 'electron-log/node.js'
import { internalReport, type OnInternalError } from '../internal-errors.ts'
import type { CallLog } from '../ipc/register.ts'
import type { OnSlowCall } from '../store/api.ts'

/** Where the desktop writes what it refused and what went wrong. Lines never hold a full address: it may carry a key. */
export interface DesktopLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** An address as it may be logged: scheme and host alone. A path may name a person as well as a query can. */
export function loggableAddress(address: string): string {
  const url = URL.parse(address)
  if (url === null) return '(unreadable address)'
  return url.host === '' ? url.protocol : `${url.protocol}//${url.host}`
}

const slow = 40

/** Writes to `logs/main.log` in the data folder (kept under a megabyte, one older file beside it) and to the console. */
export function openLogFile(dataDir: string): DesktopLog {
  const log = electronLog.create({ logId: 'main' })
  log.transports.file.resolvePathFn = () => join(dataDir, 'logs', 'main.log')
  log.transports.console.level = 'warn'
  return log
}

/** Notes where something nobody foresaw went wrong, so that the log says more than the window can. */
export const logInternalError =
  (log: DesktopLog): OnInternalError =>
  (thrown) =>
    log.error(`unforeseen: ${internalReport(thrown)}`)

/** Notes the calls to the database that took longer than 40 ms. */
export const logSlowCall =
  (log: DesktopLog): OnSlowCall =>
  ({ name, milliseconds }) =>
    log.info(`store ${name}: ${milliseconds} ms`)

/** Notes the calls worth reading about: those that failed, and those slower than 40 ms. */
export function logCalls(log: DesktopLog): CallLog {
  return ({ channel, milliseconds, error }) => {
    if (error !== null) log.warn(`${channel}: ${error} after ${milliseconds} ms`)
    else if (milliseconds > slow) log.info(`${channel}: ${milliseconds} ms`)
  }
}
