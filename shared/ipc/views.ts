import { z } from 'zod'
import type { LastPlace, SavedView } from '../model/saved-view.ts'
import { lastPlace, viewDefinition, viewName } from '../model/saved-view-zod.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { nothing } from './shapes.ts'

const number = () => z.int().positive()

export const viewsInputs = () => ({
  list: nothing(),
  add: z.strictObject({ name: viewName(), definition: viewDefinition() }),
  rename: z.strictObject({ id: number(), name: viewName() }),
  change: z.strictObject({ id: number(), definition: viewDefinition() }),
  move: z.strictObject({ id: number(), by: z.union([z.literal(-1), z.literal(1)]) }),
  remove: z.strictObject({ id: number() }),
  lastPlace: nothing(),
  rememberPlace: z.strictObject({ place: lastPlace() }),
})
type Views = InputsOf<typeof viewsInputs>

/** Views are kept on this computer only, each change of them one step of undo. */
export const views = {
  /** In the order of the sidebar. */
  list: invoke<Views['list'], readonly SavedView[]>(),
  /** Answers its id. */
  add: invoke<Views['add'], number>(),
  rename: invoke<Views['rename'], void>(),
  /** Keeps other filters, another order and other columns under its name. */
  change: invoke<Views['change'], void>(),
  /** One place up or down in the sidebar; at its end it stays. */
  move: invoke<Views['move'], void>(),
  remove: invoke<Views['remove'], void>(),
  /** Where the window was last, as far as that is still here; null where nothing is known. */
  lastPlace: invoke<Views['lastPlace'], LastPlace | null>(),
  rememberPlace: invoke<Views['rememberPlace'], void>(),
  changed: event<undefined>(),
}
