import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, stdio?: import('node:child_process').StdioOptions, shell?: boolean }} RunOptions */

/**
 * Runs a program to its end, with what it prints going to standard error unless `stdio` says otherwise.
 * Being interrupted is passed on to it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit status; 128 + n when signal n ended it, 127 when it could not be started
 */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 2, 2], ...options })
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal's interrupt reaches the child by itself; a second one would mean "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve) => {
    /** @param {number} status */
    const end = (status) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(status)
    }
    child.once('error', () => end(127))
    child.once('close', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}
