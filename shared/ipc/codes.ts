import { z } from 'zod'
import {
  type AccessCode,
  type AccessCodeRow,
  type AccessListSummary,
  type CodeChange,
  type CodeEdit,
  type CodeFindings,
  type CodePreview,
  type CodeSource,
  type CodesFilter,
  type CodesJournal,
  type CodesQuery,
  codesSortFields,
  type ListRef,
  longestCode,
  mostCodesPerList,
  type UncheckedAccessCode,
  type UndoOutcome,
  type WantedCodes,
} from '../model/access-code.ts'
import { type CodeFact, codeFacts } from '../model/results-view.ts'
import { cellFlaws } from '../model/table.ts'
import { longestSearch } from '../model/text.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, factsAmong, id, text } from './shapes.ts'

const list = () => z.strictObject({ accountId: id(), listId: z.int().positive() }) satisfies z.ZodType<ListRef>

const codesFilter = () =>
  z.strictObject({
    search: text(longestSearch).optional(),
    use: z.enum(['used', 'unused']).optional(),
    pending: z.boolean().optional(),
  }) satisfies z.ZodType<CodesFilter>

const codeChange = () => z.enum(['add', 'remove', 'full-list']) satisfies z.ZodType<CodeChange>

const uncheckedAccessCodes = () =>
  z
    .array(
      z.strictObject({
        // What is typed may be too long or too much; the preview says so, code by code.
        code: text(10 * longestCode),
        name: text(500).nullable(),
        line: z.int().positive().optional(),
        flaw: z.enum(cellFlaws).optional(),
      }),
    )
    .max(5 * mostCodesPerList) satisfies z.ZodType<readonly UncheckedAccessCode[]>

const wantedCodes = () =>
  z.strictObject({
    pattern: z.strictObject({
      pattern: text(longestCode),
      length: z.int().min(4).max(64),
      alphabet: z.enum(['letters-and-digits', 'letters', 'digits']),
    }),
    count: z.int().min(1).max(mostCodesPerList),
    names: z.array(text(500)).max(mostCodesPerList),
  }) satisfies z.ZodType<WantedCodes>

const codeSource = () =>
  z.union([
    z.strictObject({ codes: uncheckedAccessCodes() }),
    z.strictObject({ generate: wantedCodes() }),
  ]) satisfies z.ZodType<CodeSource>

const codeEdit = (): z.ZodType<CodeEdit> =>
  z.strictObject({
    list: list(),
    change: codeChange(),
    // Not all there are: the others are made here, not asked for by the window.
    origin: z.enum(['typed', 'pasted', 'file', 'generated', 'selection']),
    codes: uncheckedAccessCodes(),
  })

export const codesInputs = () => ({
  lists: z.strictObject({ accounts: accounts() }),
  waiting: z.strictObject({ accounts: accounts() }),
  alike: z.strictObject({ list: list(), filter: codesFilter(), facts: factsAmong(codeFacts) }),
  preview: z.strictObject({ list: list(), change: codeChange(), source: codeSource() }),
  apply: codeEdit(),
  rename: z.strictObject({ list: list(), code: text(longestCode), name: text(500).nullable() }),
  undo: z.strictObject({ actionId: z.int().positive() }),
  takeBack: z.strictObject({ list: list(), codes: z.array(text(longestCode)).max(mostCodesPerList) }),
  push: z.strictObject({ accountId: id(), held: z.boolean() }),
  journal: z.strictObject({ list: list() }),
  findings: z.strictObject({ list: list() }),
  accessCodes: z.strictObject({ list: list(), filter: codesFilter() }),
})
type Codes = InputsOf<typeof codesInputs>

export const codes = {
  lists: invoke<Codes['lists'], readonly AccessListSummary[]>(),
  /** Changes of all lists that wait to be sent. */
  waiting: invoke<Codes['waiting'], number>(),
  alike: invoke<Codes['alike'], readonly CodeFact[]>(),
  /** What an edit would do, with codes that are given, or new ones that collide with nothing known. Keeps nothing. */
  preview: invoke<Codes['preview'], CodePreview>(),
  /** Keeps an edit and starts sending it; null where nothing changed. */
  apply: invoke<Codes['apply'], { actionId: number; jobId: string | null } | null>(),
  /** Names the person a code is for; it is kept here only. */
  rename: invoke<Codes['rename'], void>(),
  undo: invoke<Codes['undo'], UndoOutcome>(),
  /** Takes back single changes that wait or are held. */
  takeBack: invoke<Codes['takeBack'], UndoOutcome>(),
  /** Sends what waits, and with `held` also what was refused or came with a restored copy. */
  push: invoke<Codes['push'], { jobId: string }>(),
  journal: invoke<Codes['journal'], CodesJournal>(),
  findings: invoke<Codes['findings'], CodeFindings>(),
  /** All codes of a filter, for the clipboard and for start links; at most a whole list. */
  accessCodes: invoke<Codes['accessCodes'], readonly AccessCode[]>(),
  changed: event<undefined>(),
}

export const codeListInputs = () =>
  longListInputs<CodesQuery>(
    z.strictObject({
      list: list(),
      filter: codesFilter(),
      sort: z.strictObject({ field: z.enum(codesSortFields), direction: direction() }),
    }),
  )

/** The codes of one access list. */
export const codeList = longList<CodesQuery, AccessCodeRow>()
