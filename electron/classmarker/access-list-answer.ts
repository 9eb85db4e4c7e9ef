import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { openEnvelope } from './envelope.ts'
import { integerOrNull, textOrNull, wrapped } from './values.ts'

/** What ClassMarker says of a list after a change (API page, "Add Access codes"). Absent values are null. */
export interface AccessListAnswer {
  readonly serverTime: UnixSeconds | null
  readonly listName: string | null
  /** Codes that were really added or deleted: those already there, or not there, are passed over. */
  readonly counted: number | null
  /** Codes the list holds now. */
  readonly total: number | null
}

const sentAnswer = z.looseObject({ access_lists: wrapped('access_list') })
const count = integerOrNull.transform((value) => (value === null || value < 0 ? null : value))
const sentList = z.looseObject({
  access_list_id: integerOrNull,
  access_list_name: textOrNull,
  num_codes_added: count,
  num_codes_deleted: count,
  num_codes_total: count,
})

/**
 * Reads the answer to a change of a list.
 * @throws AppError `api/*`; `api/not-understood` also for an answer that speaks of another list, or of none
 */
export function readAccessList(listId: number, body: unknown): AccessListAnswer {
  const { server_timestamp, status } = openEnvelope(body)
  const [sent] = sentAnswer.safeParse(body).data?.access_lists ?? []
  const list = sentList.safeParse(sent).data
  const isOther = list?.access_list_id != null && list.access_list_id !== listId
  if (status !== 'ok' || list === undefined || isOther) throw new AppError('api/not-understood')
  return {
    serverTime: server_timestamp === null ? null : unixSeconds(server_timestamp),
    listName: list.access_list_name,
    counted: list.num_codes_added ?? list.num_codes_deleted,
    total: list.num_codes_total,
  }
}
