import { ApiError } from './api-error.ts'
import type { JsonObject } from './json.ts'
import type { World } from './world.ts'

/** API page, "Add Access codes". */
export const mostCodesPerCall = 100
export const longestCode = 255
export const mostCodesPerList = 20_000

/**
 * Adds the codes of a JSON array to an access list (POST) or takes them off it (DELETE). Codes already there, or not
 * there any more, are passed over and not counted. Throws an ApiError: incorrectUrlId, invalidJson,
 * payloadValidationError; the list is then as it was.
 */
export function changeAccessList(world: World, id: number, method: string, body: string): JsonObject {
  const list = world.accessList(id)
  if (!list) throw new ApiError('incorrectUrlId')
  const codes = codesFrom(body)
  const counted =
    method === 'DELETE' ? { num_codes_deleted: remove(list.codes, codes) } : { num_codes_added: add(list.codes, codes) }
  return {
    status: 'ok',
    access_lists: {
      access_list: {
        access_list_id: list.id,
        access_list_name: list.name,
        ...counted,
        num_codes_total: list.codes.size,
      },
    },
  }
}

function add(codes: Set<string>, wanted: ReadonlySet<string>): number {
  const missing = [...wanted].filter((code) => !codes.has(code))
  if (codes.size + missing.length > mostCodesPerList) {
    throw new ApiError('payloadValidationError', { message: `An access list holds ${mostCodesPerList} codes at most.` })
  }
  for (const code of missing) codes.add(code)
  return missing.length
}

const remove = (codes: Set<string>, unwanted: ReadonlySet<string>): number =>
  [...unwanted].filter((code) => codes.delete(code)).length

function codesFrom(body: string): ReadonlySet<string> {
  const payload = parsed(body)
  const isCode = (code: unknown): code is string =>
    typeof code === 'string' && code !== '' && [...code].length <= longestCode
  if (!Array.isArray(payload) || payload.length === 0 || payload.length > mostCodesPerCall || !payload.every(isCode)) {
    throw new ApiError('payloadValidationError', {
      message: `Send an array of 1 to ${mostCodesPerCall} codes, each of 1 to ${longestCode} characters.`,
    })
  }
  return new Set(payload)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new ApiError('invalidJson')
  }
}
