import type { SubmissionRef } from '../../../shared/model/assessment.ts'
import { api } from '../../api/client.ts'
import { type SendingState, startSending } from '../../app/sending-jobs.ts'
import { clockTime } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'

export const publishNow = (account: string): Promise<void> =>
  startSending('assessments-push', account, () => api.assessments.push({ account }))

/**
 * Notes the ids and fetches each; without any, what was noted before.
 * @param attempt the one that the only id may settle
 */
export const collectNow = (
  account: string,
  submissions: readonly SubmissionRef[] = [],
  attempt?: number,
): Promise<void> =>
  startSending('assessments-collect', account, () =>
    api.assessments.collect({ account, submissions: submissions.map((each) => ({ ...each })), attempt }),
  )

/** Why publishing or collecting does not go on; null where nothing keeps it. */
export function reasonWords(state: SendingState, zone: string): string | null {
  switch (state.kind) {
    case 'waiting':
      return t('assessments.push.waitingUntil', { time: clockTime(state.until, zone) })
    case 'secret-missing':
      return t('assessments.why.secretMissing')
    case 'offline':
      return t(state.computer ? 'assessments.why.computerOffline' : 'assessments.why.unreachable')
    case 'cancelled':
      return t('assessments.why.cancelled')
    case 'failed': {
      const { what, todo } = errorWords(state.error, zone)
      return `${what} ${todo}`
    }
    default:
      return null
  }
}
