import { z } from 'zod'
import { type OpenedFiles, type PastImport, type PreviewRow, previewBuckets } from '../model/import-preview.ts'
import { dayOrders } from '../model/imported.ts'
import { classMarkerFeeds } from '../model/result-values.ts'
import { gapReasons } from '../model/sync.ts'
import { unixSeconds } from '../model/time.ts'
import type { KeptSource } from '../model/webhook-source.ts'
import { isTimeZone } from '../model/zone.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { accounts, id, text } from './shapes.ts'

const mostPaths = 10_000
const mostConfirmed = 50_000
/** Of a part of a list, as the window draws it. */
const mostRows = 500

export const importsInputs = () => {
  const dates = z.strictObject({
    dayOrder: z.enum(dayOrders).nullable(),
    timeZone: z.string().max(100).refine(isTimeZone),
  })
  const asked = { id: id(), account: id(), dates: dates.nullable() }
  const place = z.strictObject({ file: z.string(), line: z.int().positive().nullable() })
  const moment = z.int().transform(unixSeconds)
  const confirmedAbout = z.strictObject({ first: z.string(), last: z.string(), testName: z.string(), finished: moment })
  const gap = z.strictObject({
    feed: z.enum(classMarkerFeeds),
    from: moment,
    to: moment,
    reason: z.enum(gapReasons),
  })
  return {
    choose: z.strictObject({ what: z.enum(['files', 'folder']) }),
    // Put together by the preload, which alone learns where a dropped file is.
    drop: z.strictObject({ paths: z.array(z.string().max(32_000)).min(1).max(mostPaths) }),
    preview: z.strictObject(asked),
    rows: z
      .strictObject({
        id: id(),
        bucket: z.enum(previewBuckets),
        from: z.int().min(0),
        to: z.int().min(0),
      })
      .refine(({ from, to }) => to - from <= mostRows),
    import: z.strictObject({
      ...asked,
      confirmed: z
        .array(z.strictObject({ place, about: confirmedAbout, result: z.int().positive() }))
        .max(mostConfirmed),
      fills: z.array(gap).max(1_000),
    }),
    forget: z.undefined(),
    past: z.strictObject({ accounts: accounts() }),
  }
}
type Imports = InputsOf<typeof importsInputs>

export const imports = {
  /** Asks for files or a folder; null when the dialog was closed. */
  choose: invoke<Imports['choose'], OpenedFiles | null>(),
  /** Takes files that were dropped on the window; null where none of them is a file of this computer. */
  drop: invoke<Imports['drop'], OpenedFiles | null>(),
  /** Starts to read them, and to say what an import would come to. Keeps nothing. */
  preview: invoke<Imports['preview'], { jobId: string }>(),
  rows: invoke<Imports['rows'], readonly PreviewRow[]>(),
  import: invoke<Imports['import'], { jobId: string }>(),
  /** Lets go of the files. */
  forget: invoke<Imports['forget'], void>(),
  past: invoke<Imports['past'], readonly PastImport[]>(),
  /** What is shown of opened files is to be forgotten: somebody was erased whom they may name, for example. */
  forgotten: event<undefined>(),
}

/** A signing phrase goes to the keychain; no call returns one. */
const phrase = () => text(1_000).min(1)
const name = () => text(200).trim().min(1)
const sourceId = () => z.int().positive()

export const webhookSourcesInputs = () => ({
  list: z.strictObject({ accounts: accounts() }),
  add: z.strictObject({ account: id(), name: name(), phrase: phrase() }),
  rename: z.strictObject({ id: sourceId(), name: name() }),
  changePhrase: z.strictObject({ id: sourceId(), phrase: phrase() }),
  remove: z.strictObject({ id: sourceId() }),
})
type Sources = InputsOf<typeof webhookSourcesInputs>

/** Webhooks at ClassMarker under the teacher's own names. */
export const webhookSources = {
  list: invoke<Sources['list'], readonly KeptSource[]>(),
  add: invoke<Sources['add'], void>(),
  rename: invoke<Sources['rename'], void>(),
  changePhrase: invoke<Sources['changePhrase'], void>(),
  remove: invoke<Sources['remove'], void>(),
}
