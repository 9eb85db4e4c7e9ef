import { z } from 'zod'
import type { SettingsZod } from './settings.ts'

/**
 * What the settings' types are made of. `z` handed on as a whole would bring all of zod, with its messages in fifty
 * languages, into every thread's file: 440 kB of 1,480 that each start of a thread reads.
 */
export const settingsZod: SettingsZod = {
  array: z.array,
  boolean: z.boolean,
  enum: z.enum,
  int: z.int,
  object: z.object,
  record: z.record,
  strictObject: z.strictObject,
  string: z.string,
}
