import { z } from 'zod'
import type { SettingsZod } from './settings.ts'

/**
 * The parts of zod that the settings' types are made of. Handing on `z` itself would bundle all of zod, with its messages
 * in fifty languages: 440 of the 1,480 kB that each thread of the store reads at its start. A function, so that the
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
