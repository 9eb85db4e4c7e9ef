import type { DownloadQueue } from '../../shared/model/certificate.ts'
import type { Job } from '../../shared/model/job.ts'
import { t } from '../i18n.ts'

/**
 * How many certificates wait, and why.
 * @param last how the last downloads stand; undefined where there were none since the app began
 */
export function waitingWords(
  { waiting: count, paused }: Pick<DownloadQueue, 'waiting' | 'paused'>,
  online: boolean,
  last: Job['state'] | undefined,
): string {
  if (paused) return t('certificates.download.paused', { count })
  if (!online) return t('certificates.download.offline', { count })
  // Downloads that ended and left some waiting met no network.
  return t(last === 'done' ? 'certificates.download.unreached' : 'certificates.download.stopped', { count })
}
