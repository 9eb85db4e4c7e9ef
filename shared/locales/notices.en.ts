import type { DataPlace } from '../model/backup.ts'
import type { Missing } from '../model/sync.ts'
import { translator } from '../translate.ts'

export const notComplete = 'These results are not complete'

const stopped = {
  offline: 'the last sync stopped without a connection',
  failed: 'the last sync failed',
  cancelled: 'the last sync was cancelled',
} as const

const counted = translator({
  gaps_one: '{{count, number}} time range could not be fetched',
  gaps_other: '{{count, number}} time ranges could not be fetched',
  unreadable_one: '{{count, number}} result could not be read',
  unreadable_other: '{{count, number}} results could not be read',
})

/** In shared/, because window, workbook and command line must say the same. */
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
    case 'unreadable':
      return counted(missing.kind, { count: missing.count })
  }
}

/** The warning at the start, in the window and on the command line, about a data folder in a dangerous place. */
export function placeSentence({ kind, name }: DataPlace): string {
  return kind === 'cloud'
    ? `Gradekeep’s data folder lies in a folder that ${name} copies to a cloud. Copying it while Gradekeep writes can damage the results. Move the data folder to a place on this computer that is not copied; for the cloud, save everything to one file.`
    : `Gradekeep’s data folder lies on a network share (${name}). A lost connection or a second computer can damage the results there. Move the data folder to this computer’s own disk, and save everything to one file for the share.`
}
