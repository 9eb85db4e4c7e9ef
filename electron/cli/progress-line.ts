import type { PushProgress } from '../../shared/model/access-code.ts'
import type { ExportProgress } from '../../shared/model/job.ts'
import type { SyncProgress } from '../../shared/model/sync.ts'
import type { Terminal } from './terminal.ts'

const barWidth = 24

/** A bar on the line of standard error where it is a terminal; silent elsewhere. */
export function progressLine({ err }: Terminal): { show(share: number, words: string): void; clear(): void } {
  if (!err.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show: (share, words) => {
      const bar = '█'.repeat(Math.round(Math.min(1, share) * barWidth)).padEnd(barWidth, '·')
      err.write(`\r\x1b[K${bar} ${words}`)
    },
    clear: () => {
      err.write('\r\x1b[K')
    },
  }
}

export function syncProgress({ phase, received, available, requests }: SyncProgress): [share: number, words: string] {
  const count = available === null ? String(received) : `${received} of ${available}`
  return [available ? received / available : 0, `${phase}: ${count} results, ${requests} requests`]
}

export const exportProgress = ({ written, total }: ExportProgress): [share: number, words: string] => [
  total > 0 ? written / total : 0,
  `${written} of ${total} attempts`,
]

export const pushProgress = ({ sent, total }: PushProgress): [share: number, words: string] => [
  total > 0 ? sent / total : 0,
  `${sent} of ${total} codes`,
]
