import { z } from 'zod'
import { type ExtraField, type ExtraFieldRef, extraFieldNumbers, longestExtraField } from '../model/extra-field.ts'
import { givenName } from '../model/text.ts'
import { type InputsOf, invoke } from './call.ts'
import { accounts, id } from './shapes.ts'

const field = () =>
  z.strictObject({
    account: id(),
    link: z.int(),
    number: z.literal(extraFieldNumbers),
  }) satisfies z.ZodType<ExtraFieldRef>

export const extraFieldsInputs = () => ({
  list: z.strictObject({ accounts: accounts() }),
  name: z.strictObject({ field: field(), name: z.string().overwrite(givenName).max(longestExtraField) }),
})
type ExtraFields = InputsOf<typeof extraFieldsInputs>

/** Names of a link's questions are kept on this computer only. `students.changed` says that they are others. */
export const extraFields = {
  list: invoke<ExtraFields['list'], readonly ExtraField[]>(),
  /** A name of '' has the question called by its number again. */
  name: invoke<ExtraFields['name'], void>(),
}
