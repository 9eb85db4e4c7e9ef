import { z } from 'zod'
import { accountColours } from '../model/account.ts'
import { sortFields } from '../model/query.ts'
import { unixSeconds } from '../model/time.ts'
import { isCalendarDay, isTimeZone } from '../model/zone.ts'
import type { Contract, Group, InputOf } from './contract.ts'

const nothing = z.undefined()
const text = (max: number) => z.string().max(max)
const id = z.string().min(1).max(64)
const calendarDay = z.string().refine(isCalendarDay)
const percentage = z.number().min(-1000).max(1000)

export const filterSchema = z.strictObject({
  accounts: z.array(id).max(100).optional(),
  tests: z.array(z.int()).max(10_000).optional(),
  sources: z
    .array(z.strictObject({ feed: z.enum(['groups', 'links']), id: z.int() }))
    .max(10_000)
    .optional(),
  from: calendarDay.optional(),
  to: calendarDay.optional(),
  minPercentage: percentage.optional(),
  maxPercentage: percentage.optional(),
  outcomes: z
    .array(z.enum(['passed', 'not-passed']))
    .max(2)
    .optional(),
  needsGrading: z.boolean().optional(),
  certificate: z.boolean().optional(),
  search: text(500).optional(),
})

const querySchema = z.strictObject({
  filter: filterSchema,
  sort: z.strictObject({ field: z.enum(sortFields), direction: z.enum(['asc', 'desc']) }),
})

const passphrase = z.string().min(1).max(1_000)
const moment = z.int().min(0).transform(unixSeconds)
const gap = z.strictObject({
  feed: z.enum(['groups', 'links']),
  from: moment,
  to: moment,
  reason: z.enum(['too-old', 'crowded-second']),
})

const signatureSetting = z.enum(['auto', 'sha256', 'md5'])

type Schemas = {
  [G in Group]: {
    [C in keyof Contract[G] as Contract[G][C] extends { kind: 'invoke' } ? C : never]: z.ZodType<
      InputOf<Contract[G][C]>
    >
  }
}

/** The shape each call's input must have before its handler sees it. A page is at most 500 rows: pages, never dumps. */
export const schemas: Schemas = {
  app: {
    info: nothing,
    openExternal: z.strictObject({ url: text(2_000) }),
    copyText: z.strictObject({ text: text(100_000) }),
  },
  accounts: {
    list: nothing,
    status: nothing,
    connect: z.strictObject({ key: text(200), secret: text(200), name: text(100), signature: signatureSetting }),
    replaceSecret: z.strictObject({ id, secret: text(200) }),
    change: z.strictObject({
      id,
      name: z.string().trim().min(1).max(100),
      timeZone: z.string().refine(isTimeZone),
      colour: z
        .int()
        .min(0)
        .max(accountColours - 1),
      signatureSetting,
    }),
    remove: z.strictObject({ id, keepResults: z.boolean() }),
    addSample: nothing,
  },
  sync: {
    start: z.strictObject({ accountId: id, recheck: z.boolean() }),
    recheckPrice: z.strictObject({ accountId: id }),
    fetchGap: z.strictObject({ accountId: id, gap }),
  },
  results: {
    page: querySchema.extend({ offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    count: z.strictObject({ filter: filterSchema }),
    detail: z.strictObject({ id: z.int().positive() }),
    changes: z.strictObject({ id: z.int().positive() }),
    facets: z.strictObject({ accounts: z.array(id).max(100).optional() }),
  },
  export: { start: querySchema, show: z.strictObject({ jobId: id }) },
  jobs: { list: nothing, cancel: z.strictObject({ jobId: id }) },
  activity: { log: nothing },
  backups: {
    list: nothing,
    preview: z.strictObject({ name: text(200) }),
    restore: z.strictObject({ name: text(200) }),
    save: z.strictObject({ passphrase: passphrase.nullable() }),
    open: nothing,
    previewFile: z.strictObject({ id, passphrase: passphrase.nullable() }),
    restoreFile: z.strictObject({ id }),
  },
  settings: {
    get: nothing,
    set: z.strictObject({
      theme: z.enum(['system', 'light', 'dark']).optional(),
      density: z.enum(['compact', 'normal', 'comfortable']).optional(),
      autoSync: z.boolean().optional(),
      startAtLogin: z.boolean().optional(),
      hiddenColumns: z.array(text(50)).max(50).optional(),
    }),
  },
}
