import { z } from 'zod'
import type { Result } from '../../../shared/model/result.ts'
import { type Feed, type Tenths, toTenths } from '../../../shared/model/result-values.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { parseJson } from './transport.ts'
import { flag, idOrNull, integer, integerOrNull, numberOrNull, orNull, percentage, text, textOrNull } from './values.ts'

// No true percentage comes near this; a value beyond it is broken and becomes null.
const percentageOrNull = orNull(percentage.refine((value) => Math.abs(value) <= 1_000_000))
const moment = integer.refine((value) => value >= 0 && value <= 100_000_000_000)

/**
 * A result as ClassMarker's feeds send it (API page, "recent results"). Unknown fields are kept. Required is only what
 * identifies a result and places it in its feed: test, group or link, start and finish.
 */
const sentResult = z.looseObject({
  test_id: integer,
  group_id: integerOrNull,
  link_id: integerOrNull,
  link_result_id: idOrNull,
  user_id: idOrNull,
  cm_user_id: textOrNull,
  first: text,
  last: text,
  email: textOrNull,
  access_code: textOrNull,
  extra_info: textOrNull,
  extra_info2: textOrNull,
  extra_info3: textOrNull,
  extra_info4: textOrNull,
  extra_info5: textOrNull,
  percentage: percentageOrNull,
  points_scored: numberOrNull,
  points_available: numberOrNull,
  percentage_passmark: percentageOrNull,
  passed: flag,
  requires_grading: flag,
  status: textOrNull,
  test_type: textOrNull,
  time_started: moment,
  time_finished: moment,
  duration: textOrNull,
  give_certificate_only_when_passed: flag,
  certificate_serial: textOrNull,
  certificate_url: textOrNull,
  view_results_url: textOrNull,
  ip_address: textOrNull,
})

/**
 * Reads one result of a feed.
 * @returns the result, or why it cannot be read; its JSON is then kept instead
 */
export function readResult(feed: Feed, sent: unknown): { result: Result } | { problem: string } {
  const parsed = sentResult.safeParse(sent)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { problem: `${issue?.path.join('.') || 'result'}: ${issue?.message ?? 'unreadable'}` }
  }
  const sentFields = parsed.data
  const sourceId = feed === 'groups' ? sentFields.group_id : sentFields.link_id
  if (sourceId === null) return { problem: feed === 'groups' ? 'group_id: missing' : 'link_id: missing' }
  return {
    result: {
      feed,
      sourceId,
      testId: sentFields.test_id,
      linkResultId: sentFields.link_result_id,
      userId: sentFields.user_id,
      cmUserId: sentFields.cm_user_id,
      first: sentFields.first,
      last: sentFields.last,
      email: sentFields.email,
      accessCode: sentFields.access_code,
      extraInfo: [
        sentFields.extra_info,
        sentFields.extra_info2,
        sentFields.extra_info3,
        sentFields.extra_info4,
        sentFields.extra_info5,
      ],
      percentage: tenthsOrNull(sentFields.percentage),
      pointsScored: sentFields.points_scored,
      pointsAvailable: sentFields.points_available,
      passMark: tenthsOrNull(sentFields.percentage_passmark),
      passed: sentFields.passed,
      requiresGrading: sentFields.requires_grading,
      status: sentFields.status,
      testType: sentFields.test_type,
      timeStarted: unixSeconds(sentFields.time_started),
      timeFinished: unixSeconds(sentFields.time_finished),
      duration: sentFields.duration,
      durationSeconds: secondsOf(sentFields.duration),
      giveCertificateOnlyWhenPassed: sentFields.give_certificate_only_when_passed,
      certificateSerial: sentFields.certificate_serial,
      certificateUrl: sentFields.certificate_url,
      viewResultsUrl: sentFields.view_results_url,
      ipAddress: sentFields.ip_address,
    },
  }
}

const tenthsOrNull = (value: number | null): Tenths | null => (value === null ? null : toTenths(value))

/** When a result finished, even if nothing else of it can be read: it still places the result in its feed. */
export const finishOf = (sent: unknown): UnixSeconds | null => {
  const read = sentFinish.safeParse(sent).data
  return read === undefined ? null : unixSeconds(read.time_finished)
}
const sentFinish = z.looseObject({ time_finished: moment })

/** "00:50:08" → 3008. ClassMarker's XML sample begins a duration with a stray quotation mark. */
function secondsOf(duration: string | null): number | null {
  const match = duration?.match(/^"?(\d{1,6}):([0-5]?\d):([0-5]?\d)"?$/)
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null
}

/** As `readResult`, from the stored JSON. @throws SyntaxError if it is not JSON */
export const readStored = (feed: Feed, raw: string): { result: Result } | { problem: string } =>
  readResult(feed, parseJson(raw))
