import { type CellFlaw, cellFlaws } from './table.ts'
import type { UnixSeconds } from './time.ts'

/** Codes of an access list in one request (API page, "Add Access codes"). */
export const mostCodesPerCall = 100
/** Characters of a code. */
export const longestCode = 255
/** Codes of a list. */
export const mostCodesPerList = 20_000
/** Removing more than this is asked about once. */
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
  /** Codes that are on the list once what waits is sent: without those whose adding is held, with those whose removal is. */
  readonly knownHere: number
  readonly pendingAdds: number
  readonly pendingRemoves: number
  /** Changes ClassMarker refused, or that a restored copy brought back: they are sent only when somebody says so. */
  readonly held: number
  /** Codes on the list as ClassMarker last said, and when; null before the first change sent from here. */
  readonly serverTotal: number | null
  readonly serverTotalAt: UnixSeconds | null
  /** `serverTotal` less what is known here of ClassMarker's list; null while either is unknown. */
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

/** An access code as it was typed, pasted, read from a file or generated, before anybody knows whether it can be one. */
export interface GivenCode extends AccessCode {
  /** Where it stands in the file it came from. */
  readonly line?: number | undefined
  /** What is wrong with the cell it stands in. */
  readonly flaw?: CellFlaw | undefined
}

export type CodeState =
  /** On ClassMarker's list, as far as is known here. */
  | 'on-list'
  | 'pending-add'
  | 'pending-remove'
  /** ClassMarker refused the change, or it came with a restored copy. */
  | 'held-add'
  | 'held-remove'

export interface AccessCodeRow {
  readonly id: number
  readonly code: string
  readonly name: string | null
  readonly state: CodeState
  /** Results that used it, through the links of this list. */
  readonly uses: number
  readonly lastUsedAt: UnixSeconds | null
  /** Different names among those results. */
  readonly usedBy: number
  readonly addedAt: UnixSeconds
  /** Why ClassMarker refused the change; a code of shared/errors, null unless it did. */
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
 * What an edit does. `add` and `remove` are sent to ClassMarker; `full-list` only tells Gradekeep what is on the list
 * there, because the API cannot read codes back.
 */
export type CodeChange = 'add' | 'remove' | 'full-list'

/** An edit of a list, from the dialog to the outbox: what it does, and with which codes. */
export interface CodeEdit {
  readonly list: ListRef
  readonly change: CodeChange
  readonly origin: CodeOrigin
  readonly codes: readonly GivenCode[]
}

/** What an edit is previewed from: codes that are given, or codes to be generated. */
export type CodeSource = { readonly codes: readonly GivenCode[] } | { readonly generate: WantedCodes }

/** Where the codes of an edit came from. */
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
 * Why a code is left out. `spoilt-number`: a spreadsheet wrote 1.23E+15 over what it was. `not-known`: the code to be
 * removed is not known here (it is sent all the same, because it may be on ClassMarker's list). `refused`: ClassMarker
 * refused it.
 */
export type Rejection = (typeof rejections)[number]

export interface RejectedCode {
  readonly code: string
  readonly reason: Rejection
  /** Where it stands in the file it came from; absent for what came from none. */
  readonly line?: number | undefined
}

/** A code as ClassMarker would be sent it, and why it cannot be one. */
export interface ValidCode {
  readonly code: string
  readonly rejection: Rejection | null
}

// Signs that nobody sees: of no width, of direction, soft hyphens, marks of a text's beginning, variation selectors.
const invisible = /[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb\u{13430}-\u{1345f}]/gu
const spaces = /\p{Zs}/gu
const lineBreak = /[\n\r\v\f\u0085\u2028\u2029]/
// Neither shown nor typed; U+FFFD stands where a letter was lost.
const control = /[\p{Cc}\p{Cs}\ufffd\ufffe\uffff]/u
// How a spreadsheet keeps a number's zeros in CSV.
const literal = /^="((?:[^"]|"")*)"$/
// How spreadsheets write a number of more digits than they show: one before the point, always a sign after the E. Codes
// such as 219E01BE and 12E5 are not of this form.
const spoilt = /^[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}$/i
// What they show in place of a value, in English, German, French and Spanish.
const errorValue =
  /^#(?:N\/[AV]|NV|REF!|BEZUG!|VALUE!|VALOR!|VALEUR!|WERT!|DIV\/0!|NAME\?|NOMBRE\?|NOM\?|NUM!|NUMERO!|NOMBRE!|ZAHL!|NULL!|NUL!|SPILL!|CALC!|#+)$/i

// Most codes are of signs that every keyboard has; a list of 20,000 is looked at several times over.
const keyed = /^[!-<>-~][!-~]*$/

const oddity = (code: string): Rejection | null =>
  spoilt.test(code) ? 'spoilt-number' : errorValue.test(code) ? 'error-value' : null

/**
 * A code as it is meant: composed letters, plain blanks, none at its ends, without signs that nobody sees and without
 * the formula that a spreadsheet keeps its zeros by. Upper and lower case stay: whether ClassMarker tells them apart is
 * not known.
 */
export function validCode(given: string): ValidCode {
  if (keyed.test(given) && given.length <= longestCode) return { code: given, rejection: oddity(given) }
  const inside = literal.exec(given.trim())?.[1]?.replaceAll('""', '"') ?? given
  const broken = lineBreak.test(inside.trim())
  const code = inside.replace(invisible, '').replace(spaces, ' ').normalize('NFC').trim()
  if (code === '') return { code, rejection: 'empty' }
  if (broken) return { code, rejection: 'line-break' }
  if (control.test(code)) return { code, rejection: 'control-sign' }
  const odd = oddity(code)
  if (odd !== null) return { code, rejection: odd }
  if (code.length > longestCode && [...code].length > longestCode) return { code, rejection: 'too-long' }
  return { code, rejection: null }
}

/** What an edit would do, before anything is kept or sent. */
export interface CodePreview {
  /** Codes that would be added to, taken off, or learned to be on the list. */
  readonly effective: readonly AccessCode[]
  /** With `full-list`: codes known here that ClassMarker's list does not hold. */
  readonly forgotten: readonly AccessCode[]
  /** With `remove`: codes of `effective` that are not known here. They are sent with the others. */
  readonly unknown: readonly AccessCode[]
  readonly rejected: readonly RejectedCode[]
  /** Codes of `effective` that differ from another, of them or of the list, in nothing but upper and lower case. */
  readonly alike: readonly string[]
  /** Codes the list would then hold, as known here. */
  readonly knownAfter: number
  /** Requests it takes to send. */
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
  /** Of its changes, those that wait to be sent. */
  readonly pending: number
  /** Of its changes, those that are sent only when somebody says so. */
  readonly held: number
  /** When it was taken back; null while it holds. */
  readonly undoneAt: UnixSeconds | null
  /** The first codes of it, to recognise it by. */
  readonly sample: readonly string[]
}

/** One request to an access list and what came of it. */
export interface CodeCall {
  readonly id: number
  readonly at: UnixSeconds
  readonly operation: 'add' | 'remove'
  readonly sent: number
  /** `num_codes_added` or `num_codes_deleted`; null when there was no answer. */
  readonly counted: number | null
  /** The least that could be expected: codes of which it was certain that the request would change them. */
  readonly expected: number
  readonly total: number | null
  /** `ok`, or the code of its error. */
  readonly outcome: string
}

export interface CodesJournal {
  readonly actions: readonly CodeAction[]
  readonly calls: readonly CodeCall[]
}

/** What an undo did. */
export interface UndoOutcome {
  /** The list whose edit it took back. */
  readonly list: ListRef
  readonly actionId: number
  /** Codes put back or taken off again. */
  readonly undone: number
  /**
   * Codes left alone: changed again since, not known before, or added together with codes that ClassMarker had before,
   * where it does not say which.
   */
  readonly skipped: number
}

/** What the results say about the codes of a list. */
export interface CodeFindings {
  /** Codes with results of more than one name. */
  readonly shared: readonly SharedCode[]
  /** Codes in results of this list's links that are not known here. */
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

/** What was sent of one list's changes. */
export interface PushedList {
  readonly listId: number
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  readonly refused: readonly RejectedCode[]
}

/** How sending the changes of an account ended. */
export interface PushSummary {
  readonly outcome: PushOutcome
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  /** The lists something was sent to, each with its part of what is summed up here. */
  readonly lists: readonly PushedList[]
  readonly calls: number
  /** Changes that still wait. */
  readonly pending: number
  readonly refused: readonly RejectedCode[]
  /** A code of shared/errors with its facts, unless complete. */
  readonly error: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> } | null
}

/** How codes are made. */
export interface CodePattern {
  /** What stands around the random part: `{code}` is replaced by it; without it, the random part comes last. */
  readonly pattern: string
  /** Characters of the random part. */
  readonly length: number
  readonly alphabet: 'letters-and-digits' | 'letters' | 'digits'
}

/** Codes to be generated. */
export interface WantedCodes {
  readonly pattern: CodePattern
  /** How many, where no names are given. */
  readonly count: number
  /** Who the codes are for, one each; blank ones are nobody. */
  readonly names: readonly string[]
}

/** Without look-alikes: no 0 O o Q, 1 I l L, 2 Z, 5 S, 8 B, U V. */
export const alphabets: Readonly<Record<CodePattern['alphabet'], string>> = {
  'letters-and-digits': 'ACDEFGHJKMNPRTWXY34679',
  letters: 'ACDEFGHJKMNPRTWXY',
  digits: '0123456789',
}
