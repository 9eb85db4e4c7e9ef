import { z } from 'zod'
import type { Found } from '../model/found.ts'
import { longestSearch } from '../model/text.ts'
import { type InputsOf, invoke } from './call.ts'
import { accounts, text } from './shapes.ts'

export const findInputs = () => ({ ask: z.strictObject({ text: text(longestSearch), accounts: accounts() }) })
type Find = InputsOf<typeof findInputs>

export const find = {
  /** Students, tests, certificates and access codes that a text finds, by the rules of every search. */
  ask: invoke<Find['ask'], Found>(),
}
