import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { SubmissionRef } from '../../shared/model/assessment.ts'
import { headerWords } from '../../shared/model/column-words.ts'
import { whyUnreadable } from './table-content.ts'
import type { Table, Tables } from './tables.ts'

/** What a list holds of ids of submissions. */
export interface ListedSubmissions {
  /** Each once, in the order of the list. */
  readonly submissions: readonly SubmissionRef[]
  /** Lines that hold no id, with their numbers from 1. */
  readonly unreadable: readonly { readonly line: number; readonly text: string }[]
}

interface Line {
  readonly line: number
  readonly text: string
  readonly ref: SubmissionRef | null
}

/**
 * Reads ids of submissions: out of columns by their headings, out of lines with an id of each kind or a web address, or out
 * of submissions as JSON.
 * @param read reads the same bytes as a table
 * @throws AppError `table/*` for what is neither
 */
export async function listedSubmissions(bytes: Buffer, read: () => Promise<Table>): Promise<ListedSubmissions> {
  const json = jsonIn(bytes)
  return json === undefined ? summed(linesOf(await read())) : summed(linesOfJson(json))
}

/** As `listedSubmissions`, of a file. */
export async function submissionsInFile(file: string, tables: Pick<Tables, 'readTable'>): Promise<ListedSubmissions> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw whyUnreadable(cause, basename(file))
  })
  return listedSubmissions(bytes, () => tables.readTable(file))
}

/** As `listedSubmissions`, of a text that was typed or pasted. */
export async function pastedSubmissions(text: string, tables: Pick<Tables, 'readBytes'>): Promise<ListedSubmissions> {
  if (text.trim() === '') return { submissions: [], unreadable: [] }
  const bytes = Buffer.from(text)
  try {
    return await listedSubmissions(bytes, () => tables.readBytes('pasted', bytes, { encoding: 'utf-8' }))
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code.startsWith('table/'))) throw thrown
    return summed(text.split(/\r?\n/).map((each, at) => ({ line: at + 1, text: each, ref: refIn(each) })))
  }
}

/** The JSON in a file that begins like an object or a list; undefined for anything else. */
function jsonIn(bytes: Buffer): unknown {
  if (!/^\uFEFF?\s*[{[]/.test(bytes.toString('utf8', 0, 1_000))) return undefined
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function linesOfJson(json: unknown): Line[] {
  const found = Array.isArray(json)
    ? json
    : isObject(json)
      ? (named(json, ['data', 'submissions', 'items']) ?? json)
      : json
  if (isObject(found) && found !== json && !('id' in found)) return linesOfJson(found)
  return [found].flat().map((each, at) => ({ line: at + 1, text: JSON.stringify(each), ref: refInJson(each) }))
}

function refInJson(value: unknown): SubmissionRef | null {
  if (typeof value === 'string') return refIn(value)
  if (!isObject(value)) return null
  const submissionId = idOf(named(value, ['submission_id', 'submissionId', 'id']))
  const assessmentId = idOf(named(value, ['assessment_id', 'assessmentId']))
  return submissionId === null ? null : { assessmentId, submissionId }
}

function linesOf({ header, rows, allRows }: Table): Line[] {
  const headings = (header ?? []).map(headerWords)
  const at = headings.findIndex((words) => submissionWords.has(words))
  if (at < 0) return allRows.map(({ line, cells }) => lineOf(line, cells, refIn(cells.join(' '))))
  const beside = headings.findIndex((words) => assessmentWords.has(words))
  return rows.map(({ line, cells }) => {
    const submissionId = idOf(cells[at])
    const ref = submissionId === null ? null : { submissionId, assessmentId: idOf(cells[beside]) }
    return lineOf(line, cells, ref === null ? null : (refIn(ref.submissionId, ref.assessmentId) ?? ref))
  })
}

const lineOf = (line: number, cells: readonly string[], ref: SubmissionRef | null): Line => ({
  line,
  text: cells.filter((cell) => cell !== '').join(' '),
  ref,
})

const submissionWords = new Set(['submission id', 'submission', 'submissions', 'submission ids'])
const assessmentWords = new Set(['assessment id', 'assessment', 'test id'])

const address = /\/assessments\/([^/\s?#]+)\/submissions\/([^/\s?#"']+)/
const assessmentToken = /^asmnt_\w+$/
const submissionToken = /^sub_\w+$/
const anyToken = /^(?=\w*\d)[\w-]{4,200}$/

/** The id of a submission in a line, with that of its assessment where it says it. */
function refIn(text: string, assessment: string | null = null): SubmissionRef | null {
  const [, ofAddress, inAddress] = address.exec(text) ?? []
  if (ofAddress !== undefined && inAddress !== undefined) {
    return { assessmentId: decoded(ofAddress), submissionId: decoded(inAddress) }
  }
  const tokens = text.split(/[\s,;|"']+/).filter((token) => token !== '')
  const assessmentId = tokens.find((token) => assessmentToken.test(token)) ?? assessment
  const own = tokens.filter((token) => submissionToken.test(token))
  const [submissionId, another] = own.length > 0 ? own : tokens.filter((each) => isAnyId(each))
  return submissionId === undefined || another !== undefined ? null : { assessmentId, submissionId }
}

const isAnyId = (token: string): boolean => anyToken.test(token) && !assessmentToken.test(token)

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function summed(lines: readonly Line[]): ListedSubmissions {
  const submissions = new Map<string, SubmissionRef>()
  for (const { ref } of lines) {
    if (ref === null) continue
    const known = submissions.get(ref.submissionId)
    if (known === undefined || known.assessmentId === null) submissions.set(ref.submissionId, ref)
  }
  const isLeft = ({ text, ref, line }: Line) => ref === null && text.trim() !== '' && !isHeadings(text, line)
  return {
    submissions: [...submissions.values()],
    unreadable: lines.filter(isLeft).map(({ line, text }) => ({ line, text: text.slice(0, 200) })),
  }
}

/** Headings above lines that were read without them. */
const isHeadings = (text: string, line: number): boolean =>
  line === 1 &&
  /^[\s,;|"']*(assessment|submission)([ _-]?ids?)?([\s,;|"']+(assessment|submission)([ _-]?ids?)?)*[\s"']*$/i.test(text)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function named(sent: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  const name = names.find((each) => sent[each] !== undefined && sent[each] !== null)
  return name === undefined ? undefined : sent[name]
}

function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^[^\s\p{C}]{1,200}$/u.test(text.trim()) ? text.trim() : null
}
