import type { Missing } from '../model/completeness.ts'

export const notComplete = 'These results are not complete'

const stopped = {
  offline: 'the last sync stopped without a connection',
  failed: 'the last sync failed',
  cancelled: 'the last sync was cancelled',
} as const

/** The words stand in shared/ because window, workbook and command line must say the same. */
export function missingWords(missing: Missing): string {
  switch (missing.kind) {
    case 'first-fetch':
      return 'the first fetch is not finished'
    case 'limit':
      return 'ClassMarker’s hourly limit was reached before everything was fetched'
    case 'stopped':
      return stopped[missing.outcome]
    case 'feed':
      return `results of ${missing.feed} were never fetched`
    case 'gaps':
      return missing.count === 1
        ? '1 stretch of time could not be fetched'
        : `${missing.count} stretches of time could not be fetched`
    case 'unreadable':
      return missing.count === 1 ? '1 result could not be read' : `${missing.count} results could not be read`
  }
}
