import { z } from 'zod'
import type { SettingsZod } from './settings.ts'

/**
 * What the settings' types are made of. `z` handed on as a whole brings all of zod into a bundle, with its messages in
 * fifty languages: 440 kB of the 1,480 of a store's thread, of which the tests start hundreds. A function, so that the
 * window, which never calls it, leaves zod out.
 */
export const settingsZod = (): SettingsZod => ({
  array: z.array,
  boolean: z.boolean,
  enum: z.enum,
  int: z.int,
  object: z.object,
  record: z.record,
  strictObject: z.strictObject,
  string: z.string,
})
