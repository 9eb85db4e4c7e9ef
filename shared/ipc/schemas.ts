import { z } from 'zod'
import { longestCode, mostCodesPerList } from '../model/access-code.ts'
import { accountColours } from '../model/account.ts'
import { longestValidity, renewalStates } from '../model/certificate.ts'
import { sortFields } from '../model/result-fields.ts'
import { certificateFacts, codeFacts, renewalFacts, resultFacts } from '../model/results-view.ts'
import { settingsChange } from '../model/settings.ts'
import { gapReasons } from '../model/sync.ts'
import { cellFlaws, mostTableColumns } from '../model/table.ts'
import { unixSeconds } from '../model/time.ts'
import { isTimeZone } from '../model/zone.ts'
import type { Contract, Group, InputOf } from './contract.ts'
import { filterSchema } from './filter-schema.ts'

const nothing = z.undefined()
const text = (max: number) => z.string().max(max)
const id = z.string().min(1).max(64)
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
  reason: z.enum(gapReasons),
})

const signatureSetting = z.enum(['auto', 'sha256', 'md5'])

const accounts = z.array(id).max(100).optional()
const direction = z.enum(['asc', 'desc'])

const certificatesQuery = {
  filter: filterSchema,
  sort: z.strictObject({ field: z.enum(['finished', 'name', 'test', 'percentage', 'certificate']), direction }),
}
const renewalsFilter = z.strictObject({
  results: filterSchema,
  states: z.array(z.enum(renewalStates)).max(renewalStates.length),
})

// What is typed may be too long or too much; the preview says so, code by code.
const typedCode = text(10 * longestCode)
const givenCodes = z
  .array(
    z.strictObject({
      code: typedCode,
      name: text(500).nullable(),
      line: z.int().positive().optional(),
      flaw: z.enum(cellFlaws).optional(),
    }),
  )
  .max(5 * mostCodesPerList)
const wantedCodes = z.strictObject({
  pattern: z.strictObject({
    pattern: text(longestCode),
    length: z.int().min(4).max(64),
    alphabet: z.enum(['letters-and-digits', 'letters', 'digits']),
  }),
  count: z.int().min(1).max(mostCodesPerList),
  names: z.array(text(500)).max(mostCodesPerList),
})
const codeSource = z.union([z.strictObject({ codes: givenCodes }), z.strictObject({ generate: wantedCodes })])
const list = z.strictObject({ accountId: id, listId: z.int().positive() })
const codeChange = z.enum(['add', 'remove', 'full-list'])
const codesFilter = z.strictObject({
  search: text(500).optional(),
  use: z.enum(['used', 'unused']).optional(),
  pending: z.boolean().optional(),
})
const codesQuery = z.strictObject({
  list,
  filter: codesFilter,
  sort: z.strictObject({ field: z.enum(['code', 'name', 'uses', 'lastUsed', 'added']), direction }),
})
const factsAmong = <const Facts extends readonly [string, ...string[]]>(facts: Facts) =>
  z.array(z.enum(facts)).max(facts.length)
const startPart = text(1_000).nullable()

const answer = z.int().positive()
const place = z.int().min(0)
const mostRows = 500
const longList = <Query>(query: z.ZodType<Query>) => ({
  open: z.strictObject({ query, first: z.int().min(1).max(mostRows), place: text(100).optional() }),
  count: z.strictObject({ answer }),
  rows: z.strictObject({ answer, from: place, to: place }).refine(({ from, to }) => to - from <= mostRows),
  placeOf: z.strictObject({ answer, id: z.int() }),
  ids: z.strictObject({ answer, from: place.optional(), to: place.optional() }),
  close: z.strictObject({ answer }),
})

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
    copyText: z.strictObject({ text: text(20_000_000) }),
  },
  accounts: {
    list: nothing,
    status: nothing,
    connect: z.strictObject({
      key: text(200),
      secret: text(200),
      name: text(100),
      signature: signatureSetting,
      sameAccount: z.enum(['take-over', 'separate', 'ask']).optional(),
    }),
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
    alike: z.strictObject({ filter: filterSchema, facts: factsAmong(resultFacts) }),
    longestNames: z.strictObject({ accounts }),
    detail: z.strictObject({ id: z.int().positive() }),
    changes: z.strictObject({ id: z.int().positive() }),
    facets: z.strictObject({ accounts: z.array(id).max(100).optional() }),
  },
  resultList: longList(querySchema),
  certificates: {
    lookup: z.strictObject({ text: text(500), accounts }),
    alike: z.strictObject({ filter: filterSchema, facts: factsAmong(certificateFacts) }),
    export: z.strictObject(certificatesQuery),
    open: z.strictObject({ resultId: z.int().positive() }),
    show: z.strictObject({ resultId: z.int().positive() }),
    queue: nothing,
    download: z.strictObject({ ...certificatesQuery, anotherFolder: z.boolean() }),
    pause: nothing,
    resume: nothing,
    retryFailed: nothing,
    clearQueue: nothing,
    validities: z.strictObject({ accounts }),
    setValidity: z.strictObject({
      accountId: id,
      testId: z.int(),
      months: z.int().min(1).max(longestValidity).nullable(),
    }),
    renewalsAlike: z.strictObject({ filter: renewalsFilter, facts: factsAmong(renewalFacts) }),
    exportRenewals: z.strictObject({ filter: renewalsFilter }),
    renewalEmails: z.strictObject({ filter: renewalsFilter }),
    countRenewals: z.strictObject({ filter: renewalsFilter }),
  },
  certificateList: longList(z.strictObject(certificatesQuery)),
  renewalList: longList(z.strictObject({ filter: renewalsFilter })),
  codes: {
    lists: z.strictObject({ accounts }),
    waiting: z.strictObject({ accounts }),
    alike: z.strictObject({ list, filter: codesFilter, facts: factsAmong(codeFacts) }),
    preview: z.strictObject({ list, change: codeChange, source: codeSource }),
    apply: z.strictObject({
      list,
      change: codeChange,
      origin: z.enum(['typed', 'pasted', 'file', 'generated', 'selection']),
      codes: givenCodes,
    }),
    rename: z.strictObject({ list, code: text(longestCode), name: text(500).nullable() }),
    undo: z.strictObject({ actionId: z.int().positive() }),
    takeBack: z.strictObject({ list, codes: z.array(text(longestCode)).max(mostCodesPerList) }),
    push: z.strictObject({ accountId: id, held: z.boolean() }),
    journal: z.strictObject({ list }),
    findings: z.strictObject({ list }),
    entries: z.strictObject({ list, filter: codesFilter }),
  },
  codeList: longList(codesQuery),
  tables: {
    open: nothing,
    reopen: z.strictObject({ id, sheet: text(1_000).optional(), encoding: text(50).optional() }),
    columns: z.strictObject({
      id,
      columns: z
        .array(
          z
            .int()
            .min(0)
            .max(mostTableColumns - 1),
        )
        .min(1)
        .max(20),
      withFirstRow: z.boolean(),
    }),
  },
  startLinks: {
    links: z.strictObject({ accounts }),
    save: z.strictObject({
      format: z.enum(['xlsx', 'csv']),
      linkName: text(1_000),
      people: z
        .array(
          z.strictObject({
            first: startPart,
            last: startPart,
            email: startPart,
            userId: startPart,
            accessCode: startPart,
            url: text(10_000),
          }),
        )
        .max(mostCodesPerList),
    }),
    show: nothing,
  },
  export: { start: querySchema, show: z.strictObject({ jobId: id }) },
  jobs: { list: nothing, cancel: z.strictObject({ jobId: id }) },
  activity: { log: nothing },
  backups: {
    list: nothing,
    present: nothing,
    preview: z.strictObject({ name: text(200) }),
    restore: z.strictObject({ name: text(200) }),
    save: z.strictObject({ passphrase: passphrase.nullable() }),
    show: nothing,
    open: nothing,
    previewFile: z.strictObject({ id, passphrase: passphrase.nullable() }),
    restoreFile: z.strictObject({ id }),
  },
  settings: {
    get: nothing,
    set: settingsChange(z),
  },
}
