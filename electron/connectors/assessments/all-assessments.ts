import { AppError } from '../../../shared/errors.ts'
import type { AssessmentsClient, ListOptions } from './client.ts'
import type { Assessment, AssessmentsPage, UnreadableAssessment } from './model.ts'

export interface AllAssessments {
  /** Each once. */
  readonly assessments: readonly Assessment[]
  readonly unreadable: readonly UnreadableAssessment[]
  /**
   * Whether the list is certainly whole. If not, what is missing here may still be there; nothing may be taken for
   * gone.
   */
  readonly complete: boolean
}

/** How often the list is read while it moves. */
const mostPasses = 4
/** How many pages a list may have; a service that never ends is left. */
const mostPages = 500
/** The least that services put on a page where they do not say how many (API document, "per_page"). */
const usualPage = 20

type Item = { readonly assessment: Assessment } | { readonly unreadable: UnreadableAssessment }
/** By id, or by their text where they have none. */
type Items = Map<string, Item>

/** The list, read once from its beginning to its end. */
interface Pass {
  readonly items: Items
  readonly total: number | null
  /** Whether it fits the service's own count from beginning to end, with nothing in it twice. */
  readonly fits: boolean
  /** Whether a single answer held all of it, so that nothing can have moved between two pages. */
  readonly atOnce: boolean
}

/**
 * Reads all pages. An assessment that is created or removed meanwhile moves others from page to page, so a list of
 * several pages counts as whole only when two readings in a row agree; it is read four times at most. Where the service's
 * count does not prove that page 1 is the first, page 0 is asked for too.
 * @throws AppError as `AssessmentsClient.assessments`
 */
export async function allAssessments(client: AssessmentsClient, options: ListOptions = {}): Promise<AllAssessments> {
  const seen: Items = new Map()
  let before: Pass | null = null
  let first: 0 | 1 | null = 1
  for (let passes = 0; passes < mostPasses; passes++) {
    const pass: Pass = await readOnce(client, first ?? 1, options)
    if (passes === 0 && (pass.total === null || pass.items.size < pass.total)) {
      first = await firstPage(client, pass.items, options)
      if (first === 0) continue
    }
    // A service that counts nothing and shows nothing proves nothing.
    const isProved = first !== null && pass.fits && (pass.total !== null || pass.items.size > 0)
    if (isProved && (pass.atOnce || (before?.fits && sameItems(before.items, pass.items)))) {
      return listOf(pass.items, options, true)
    }
    for (const [key, item] of pass.items) seen.set(key, item)
    before = pass
  }
  return listOf(seen, options, false)
}

/** 0 where page 0 holds something that the pages from 1 on do not; null where its answer tells neither. */
async function firstPage(client: AssessmentsClient, items: Items, options: ListOptions): Promise<0 | 1 | null> {
  try {
    const zero = await pageOrEnd(client, 0, options)
    return itemsOf(zero).some(([key]) => !items.has(key)) ? 0 : 1
  } catch (thrown) {
    if (thrown instanceof AppError && /^(network\/server-error|api\/not-understood)$/.test(thrown.code)) return null
    throw thrown
  }
}

async function readOnce(client: AssessmentsClient, firstPage: number, options: ListOptions): Promise<Pass> {
  const items: Items = new Map()
  let [returned, fits] = [0, true]
  let first: AssessmentsPage | null = null
  for (let page = firstPage; page < firstPage + mostPages; page++) {
    const read = page === firstPage ? await client.assessments(page, options) : await pageOrEnd(client, page, options)
    const here = read === null ? [] : itemsOf(read)
    const isNew = here.some(([key]) => !items.has(key))
    for (const [key, item] of here) items.set(key, item)
    returned += here.length
    first ??= read
    const total = first?.total ?? null
    fits &&= items.size === returned && (read === null ? total !== null : read.total === total)
    // A full page may be followed by another one, whatever the service counts: some count the page alone.
    const isFull = here.length >= (read?.perPage ?? usualPage)
    if (isNew && (total === null || returned < total || isFull)) continue
    const atOnce = total !== null && itemsOf(first).length === returned
    return { items, total, fits: fits && (total === null || returned === total), atOnce }
  }
  return { items, total: first?.total ?? null, fits: false, atOnce: false }
}

/** A page, or null where the service has no such page: the list may have ended before it meanwhile. */
async function pageOrEnd(
  client: AssessmentsClient,
  page: number,
  options: ListOptions,
): Promise<AssessmentsPage | null> {
  try {
    return await client.assessments(page, options)
  } catch (thrown) {
    if (thrown instanceof AppError && isNoPage(thrown)) return null
    throw thrown
  }
}

const isNoPage = ({ code, detail }: AppError): boolean =>
  code === 'assessments/not-found' ||
  code === 'assessments/invalid' ||
  code === 'api/rejected' ||
  // It answered with another page instead.
  (code === 'api/not-understood' && detail.page !== undefined)

function itemsOf(page: AssessmentsPage | null): [string, Item][] {
  const { assessments = [], unreadable = [] } = page ?? {}
  const nameless = new Map<string, number>()
  return [
    ...assessments.map((assessment): [string, Item] => [assessment.id, { assessment }]),
    ...unreadable.map((each): [string, Item] => {
      if (each.id !== null) return [each.id, { unreadable: each }]
      const alike = nameless.get(each.raw) ?? 0
      nameless.set(each.raw, alike + 1)
      return [`${alike} ${each.raw}`, { unreadable: each }]
    }),
  ]
}

const sameItems = (some: Items, others: Items): boolean =>
  some.size === others.size && [...some.keys()].every((key) => others.has(key))

function listOf(items: Items, { courseId }: ListOptions, complete: boolean): AllAssessments {
  const all = [...items.values()]
  const assessments = all.flatMap((item) => ('assessment' in item ? [item.assessment] : []))
  return {
    // A service that does not know the filter sends every course.
    assessments: assessments.filter((each) => courseId === undefined || each.courseId === courseId),
    unreadable: all.flatMap((item) => ('unreadable' in item ? [item.unreadable] : [])),
    complete,
  }
}
