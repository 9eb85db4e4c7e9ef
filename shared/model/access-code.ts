import { holdsControlSign, isErrorValue, isSpoiltNumber } from './spreadsheet-text.ts'
import { type CellFlaw, cellFlaws } from './table.ts'
import type { UnixSeconds } from './time.ts'

/** Most codes of an access list in one request (API page, "Add Access codes"). */
export const mostCodesPerCall = 100
/** Most characters of a code. */
export const longestCode = 255
/** Most codes of a list. */
export const mostCodesPerList = 20_000
/** Removing more codes than this needs confirming. */
export const askedAbove = 20

/** One access list of one account. */
export interface ListRef {
  readonly accountId: string
  readonly listId: number
}

/** A list as the screen shows it. */
export interface AccessListSummary extends ListRef {
  /** ClassMarker's name for it; null before the first change sent from here. */
  readonly name: string | null
  readonly links: readonly LinkOfList[]
  /** Codes on the list once every waiting change is sent; held changes count as not made. */
  readonly knownHere: number
  readonly pendingAdds: number
  readonly pendingRemoves: number
  /** Changes that ClassMarker refused, or that came with a restored copy: they are sent only on request. */
  readonly held: number
  /**
   * How many codes were on the list when ClassMarker last said so, and when; null before the first change sent from
   * here.
   */
  readonly serverTotal: number | null
  readonly serverTotalAt: UnixSeconds | null
  /** `serverTotal` minus the number of codes known here to be on ClassMarker's list; null while either is unknown. */
  readonly difference: number | null
}

export interface LinkOfList {
  readonly linkId: number
  readonly name: string
  readonly linkUrlId: string | null
  /** Whether the key still sees the link with this list. */
  readonly visible: boolean
}

/** An access code with the person it is for, if one was named. */
export interface AccessCode {
  readonly code: string
  readonly name: string | null
}

/** An access code as typed, pasted, read from a file or generated, before it is checked. */
export interface UncheckedAccessCode extends AccessCode {
  /** Its line in the file it came from. */
  readonly line?: number | undefined
  /** The flaw of the cell it was read from. */
  readonly flaw?: CellFlaw | undefined
}

export type CodeState =
  /** On ClassMarker's list, as far as known here. */
  | 'on-list'
  | 'pending-add'
  | 'pending-remove'
  /** Held: ClassMarker refused the change, or it came with a restored copy. */
  | 'held-add'
  | 'held-remove'

export interface AccessCodeRow {
  readonly id: number
  readonly code: string
  readonly name: string | null
  readonly state: CodeState
  /** How many results used it, through the links of this list. */
  readonly uses: number
  readonly lastUsedAt: UnixSeconds | null
  /** How many different names those results have. */
  readonly usedBy: number
  readonly addedAt: UnixSeconds
  /** Why ClassMarker refused the change, as a code of shared/errors; null if it did not. */
  readonly refusal: string | null
}

export interface CodesFilter {
  readonly search?: string | undefined
  readonly use?: 'used' | 'unused' | undefined
  /** Only changes that wait or are held. */
  readonly pending?: boolean | undefined
}

export const codesSortFields = ['code', 'name', 'uses', 'lastUsed', 'added'] as const
export type CodesSortField = (typeof codesSortFields)[number]

export interface CodesSort {
  readonly field: CodesSortField
  readonly direction: 'asc' | 'desc'
}

export interface CodesQuery {
  readonly list: ListRef
  readonly filter: CodesFilter
  readonly sort: CodesSort
}

/**
 * The kind of edit. `add` and `remove` are sent to ClassMarker; `full-list` only tells Gradekeep which codes are on the
 * list there, because the API cannot read codes back.
 */
export type CodeChange = 'add' | 'remove' | 'full-list'

/** An edit of a list on its way from the dialog to the outbox: its kind and its codes. */
export interface CodeEdit {
  readonly list: ListRef
  readonly change: CodeChange
  readonly origin: CodeOrigin
  readonly codes: readonly UncheckedAccessCode[]
}

/** The codes of a preview: given ones, or ones to generate. */
export type CodeSource = { readonly codes: readonly UncheckedAccessCode[] } | { readonly generate: WantedCodes }

/** The source of an edit's codes. */
export type CodeOrigin = 'typed' | 'pasted' | 'file' | 'generated' | 'selection' | 'command-line' | 'undo'

export const rejections = [
  'empty',
  'too-long',
  ...cellFlaws,
  'spoilt-number',
  'line-break',
  'control-sign',
  'duplicate',
  'already-known',
  'not-known',
  'list-full',
  'refused',
] as const

/**
 * Why a code is left out. `spoilt-number`: a spreadsheet overwrote it with a number such as 1.23E+15. `not-known`: the
 * code to remove is not known here (it is sent all the same, because it may be on ClassMarker's list). `refused`:
 * ClassMarker refused it.
 */
export type Rejection = (typeof rejections)[number]

export interface RejectedAccessCode {
  readonly code: string
  readonly reason: Rejection
  /** Its line in the file it came from; absent for codes from elsewhere. */
  readonly line?: number | undefined
}

/** A code in the form sent to ClassMarker, or the reason why it cannot be sent. */
export interface NormalisedAccessCode {
  readonly code: string
  readonly rejection: Rejection | null
}

// Characters nobody sees: zero-width, direction marks, soft hyphens, byte order marks, variation selectors.
const invisible = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb\u{13430}-\u{1345f}]/gu
const spaces = /\p{Zs}/gu
const lineBreak = /[\n\r\v\f\u0085\u2028\u2029]/
// The formula by which a spreadsheet keeps a number's zeros in CSV.
const literal = /^="((?:[^"]|"")*)"$/
// A fast test for codes of characters on every keyboard, which most are; a list of 20,000 is checked several times.
const keyed = /^[!-<>-~][!-~]*$/

const oddity = (code: string): Rejection | null =>
  isSpoiltNumber(code) ? 'spoilt-number' : isErrorValue(code) ? 'error-value' : null

/**
 * Normalises a code: composed letters, plain spaces, none at its ends, without invisible characters and without the
 * formula a spreadsheet keeps zeros by. Upper and lower case stay, because it is unknown whether ClassMarker tells them
 * apart.
 */
export function normalisedAccessCode(given: string): NormalisedAccessCode {
  if (keyed.test(given) && given.length <= longestCode) return { code: given, rejection: oddity(given) }
  const inside = literal.exec(given.trim())?.[1]?.replaceAll('""', '"') ?? given
  const broken = lineBreak.test(inside.trim())
  const code = inside.replace(invisible, '').replace(spaces, ' ').normalize('NFC').trim()
  if (code === '') return { code, rejection: 'empty' }
  if (broken) return { code, rejection: 'line-break' }
  if (holdsControlSign(code)) return { code, rejection: 'control-sign' }
  const odd = oddity(code)
  if (odd !== null) return { code, rejection: odd }
  if (code.length > longestCode && [...code].length > longestCode) return { code, rejection: 'too-long' }
  return { code, rejection: null }
}

/** What an edit would do, before anything is saved or sent. */
export interface CodePreview {
  /** Codes that would be added, removed, or recorded as being on the list. */
  readonly effective: readonly AccessCode[]
  /** For `full-list`: codes known here that are not on ClassMarker's list. */
  readonly forgotten: readonly AccessCode[]
  /** For `remove`: codes of `effective` that are not known here. They are sent with the others. */
  readonly unknown: readonly AccessCode[]
  readonly rejected: readonly RejectedAccessCode[]
  /** Codes of `effective` that differ from another code, in the edit or on the list, only in upper and lower case. */
  readonly alike: readonly string[]
  /** How many codes the list would then hold, as known here. */
  readonly knownAfter: number
  /** How many requests sending it takes. */
  readonly calls: number
}

export interface CodeAction {
  readonly id: number
  readonly listId: number
  readonly accountId: string
  readonly at: UnixSeconds
  readonly change: CodeChange | 'undo'
  readonly origin: CodeOrigin
  readonly added: number
  readonly removed: number
  /** How many of its changes wait to be sent. */
  readonly pending: number
  /** How many of its changes are sent only on request. */
  readonly held: number
  /** When it was taken back; null if it was not. */
  readonly undoneAt: UnixSeconds | null
  /** Its first codes, to recognise it by. */
  readonly sample: readonly string[]
}

/** One request about an access list, and its outcome. */
export interface CodeCall {
  readonly id: number
  readonly at: UnixSeconds
  readonly operation: 'add' | 'remove'
  readonly sent: number
  /** `num_codes_added` or `num_codes_deleted`; null when there was no answer. */
  readonly counted: number | null
  /** The lowest count to expect: the codes that the request was certain to change. */
  readonly expected: number
  readonly total: number | null
  /** `ok`, or its error as a code of shared/errors. */
  readonly outcome: string
}

export interface CodesJournal {
  readonly actions: readonly CodeAction[]
  readonly calls: readonly CodeCall[]
}

/** The result of an undo. */
export interface UndoOutcome {
  /** The list whose edit was taken back. */
  readonly list: ListRef
  readonly actionId: number
  /** How many codes were put back or removed again. */
  readonly undone: number
  /**
   * How many codes were left alone: changed again since, not known before, or added in a request of which ClassMarker
   * had some codes before without saying which.
   */
  readonly skipped: number
}

/** The results' findings about the codes of a list. */
export interface CodeFindings {
  /** Codes used under more than one name. */
  readonly shared: readonly SharedCode[]
  /** Codes used through this list's links that are not known here. */
  readonly unknown: readonly UnknownCode[]
  readonly used: number
  readonly unused: number
}

export interface SharedCode {
  readonly code: string
  readonly names: readonly string[]
  readonly results: number
  readonly lastUsedAt: UnixSeconds
}

export interface UnknownCode {
  readonly code: string
  readonly results: number
  readonly lastName: string
  readonly lastUsedAt: UnixSeconds
}

export interface PushProgress {
  readonly sent: number
  readonly total: number
}

export type PushOutcome = 'complete' | 'offline' | 'rate-limited' | 'failed' | 'cancelled'

/** The part of a push that concerns one list. */
export interface PushedList {
  readonly listId: number
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  readonly refused: readonly RejectedAccessCode[]
}

/** The result of sending the changes of an account. */
export interface PushSummary {
  readonly outcome: PushOutcome
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  /** The lists that changes were sent to, each with its part of these totals. */
  readonly lists: readonly PushedList[]
  readonly calls: number
  /** How many changes still wait. */
  readonly pending: number
  readonly refused: readonly RejectedAccessCode[]
  /** A code of shared/errors with its facts; null when complete. */
  readonly error: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> } | null
}

/** The pattern by which codes are generated. */
export interface CodePattern {
  /** The text around the random part: `{code}` stands for it; without `{code}` the random part comes last. */
  readonly pattern: string
  /** Number of characters in the random part. */
  readonly length: number
  readonly alphabet: 'letters-and-digits' | 'letters' | 'digits'
}

/** Codes to be generated. */
export interface WantedCodes {
  readonly pattern: CodePattern
  /** How many codes; used when no names are given. */
  readonly count: number
  /** The people the codes are for, one code each; blank names are ignored. */
  readonly names: readonly string[]
}

/** The characters of the random part, without look-alikes: no 0 O o Q, 1 I l L, 2 Z, 5 S, 8 B, U V. */
export const alphabets: Readonly<Record<CodePattern['alphabet'], string>> = {
  'letters-and-digits': 'ACDEFGHJKMNPRTWXY34679',
  letters: 'ACDEFGHJKMNPRTWXY',
  digits: '0123456789',
}
