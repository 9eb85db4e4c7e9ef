import { AppError, type SerialisedError } from '../../shared/errors.ts'
import type { SyncOutcome } from '../../shared/model/account.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import { sentenceFor, wordsFor } from '../../shared/sentences.ts'
import { internalReport, isInternal } from '../internal-errors.ts'
import { plainText, type Terminal, write } from './terminal.ts'

export const exitStatus = { done: 0, failed: 1, wrongUsage: 2, rateLimited: 3, offline: 4 } as const

/** A failure in one line for a terminal. The command line keeps no log, so the line says where to see more instead. */
export function cliSentence(error: SerialisedError): string {
  if (error.code !== 'internal') return plainText(sentenceFor(error))
  const { what, data } = wordsFor(error)
  return `${what} ${data} Run it again with GRADEKEEP_DEBUG=1 to see where.`
}

/** Writes where an unexpected failure happened, if GRADEKEEP_DEBUG is set. */
export function debugReporter(env: NodeJS.ProcessEnv, { err }: Terminal): (thrown: unknown) => void {
  const isAsked = Boolean(env.GRADEKEEP_DEBUG)
  return (thrown) => {
    if (isAsked && isInternal(thrown)) void write(err, `${internalReport(thrown)}\n`)
  }
}

export function statusOfOutcome(outcome: SyncOutcome): number {
  if (outcome === 'complete') return exitStatus.done
  if (outcome === 'rate-limited') return exitStatus.rateLimited
  return outcome === 'offline' ? exitStatus.offline : exitStatus.failed
}

export function statusOf(thrown: unknown): number {
  if (!(thrown instanceof AppError)) return exitStatus.failed
  const isUsage = thrown.code.startsWith('usage/') || thrown.code === 'keychain/whose'
  return isUsage ? exitStatus.wrongUsage : statusOfOutcome(outcomeOf(thrown.code))
}
