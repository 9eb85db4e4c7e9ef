import { AppError } from '../../../shared/errors.ts'
import type { AssessmentsClient, ListOptions } from './client.ts'
import type { Assessment, AssessmentsPage, UnreadableAssessment } from './model.ts'

export interface AllAssessments {
  /** Each once; those that were read now. */
  readonly assessments: readonly Assessment[]
  readonly unreadable: readonly UnreadableAssessment[]
  /** What a part of this reading brought that was cut short: ids of assessments, and how many could not be read. */
  readonly earlier: { readonly ids: readonly string[]; readonly unreadable: number }
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

/** The list as it is read once from its beginning to its end. */
interface Pass {
  readonly firstPage: number
  /** The one that is read next. */
  page: number
  readonly keys: Set<string>
  returned: number
  /** The service's own count on the first page. */
  total: number | null
  /** How many the first page held. */
  onFirst: number
  /** Whether it fits the service's count from beginning to end, with nothing in it twice. */
  fits: boolean
  isThrough: boolean
}

/** How far a list was read, as plain data. Keys are ids, or the text of what has none. */
interface ListReading {
  /** How often it was read to its end. */
  readonly passes: number
  readonly first: 0 | 1 | null
  readonly unreadable: readonly string[]
  readonly pass: Omit<Pass, 'keys'> & { readonly keys: readonly string[] }
  /** What the last whole reading brought. */
  readonly before: { readonly keys: readonly string[]; readonly fits: boolean } | null
}

/** What was kept of a reading; null of one that another version kept in another form. */
function readingIn(text: string | null): ListReading | null {
  try {
    const reading: Partial<ListReading> | null = text === null ? null : JSON.parse(text)
    const isWhole = Array.isArray(reading?.unreadable) && Array.isArray(reading.pass?.keys)
    return isWhole ? (reading as ListReading) : null
  } catch {
    return null
  }
}

const passFrom = (firstPage: number): Pass => ({
  ...{ firstPage, page: firstPage, keys: new Set(), returned: 0 },
  ...{ total: null, onFirst: 0, fits: true, isThrough: false },
})

/**
 * A list of assessments, read page by page. A reading that was cut short goes on with the page at which it stopped, also
 * in another process; what moved meanwhile shows as any other move does.
 *
 * An assessment that is created or removed moves others from page to page, so a list of several pages counts as whole only
 * when two readings in a row agree; it is read four times at most. Where the service's count does not prove that page 1 is
 * the first, page 0 is asked for too.
 */
export class AssessmentList {
  readonly #courseId: string | undefined
  /** What was read here, in any pass. */
  readonly #seen: Items = new Map()
  /** Keys of what could not be read, in an earlier part too. */
  readonly #unreadable: Set<string>
  #passes: number
  #first: 0 | 1 | null
  #pass: Pass
  #before: Pick<Pass, 'keys' | 'fits'> | null

  /** @param kept what `reading` was of one that was cut short */
  constructor({ courseId }: Pick<ListOptions, 'courseId'> = {}, kept: string | null = null) {
    const from = readingIn(kept)
    this.#courseId = courseId
    this.#unreadable = new Set(from?.unreadable)
    this.#passes = from?.passes ?? 0
    this.#first = from?.first === undefined ? 1 : from.first
    this.#pass = from === null ? passFrom(1) : { ...from.pass, keys: new Set(from.pass.keys) }
    this.#before = from?.before ? { ...from.before, keys: new Set(from.before.keys) } : null
  }

  /** How far it came, to go on with later; null where it brought nothing yet. */
  get reading(): string | null {
    const [pass, before] = [this.#pass, this.#before]
    if (pass.page === pass.firstPage && this.#passes === 0) return null
    const reading: ListReading = {
      ...{ passes: this.#passes, first: this.#first, unreadable: [...this.#unreadable] },
      pass: { ...pass, keys: [...pass.keys] },
      before: before && { fits: before.fits, keys: [...before.keys] },
    }
    return JSON.stringify(reading)
  }

  /** What was read here so far, of which nobody knows whether it is all. */
  get soFar(): AllAssessments {
    return this.#listed(null)
  }

  /**
   * Reads on to the end.
   * @throws AppError as `AssessmentsClient.assessments`; it goes on from there when it is called again
   */
  async readOn(client: AssessmentsClient, signal?: AbortSignal): Promise<AllAssessments> {
    const options = { courseId: this.#courseId, signal }
    for (;;) {
      while (!this.#pass.isThrough) await this.#readPage(client, options)
      const pass = this.#pass
      if (this.#passes === 0 && (pass.total === null || pass.keys.size < pass.total)) {
        this.#first = await firstPage(client, pass.keys, options)
      }
      // A service that counts nothing and shows nothing proves nothing.
      const isProved = this.#first !== null && pass.fits && (pass.total !== null || pass.keys.size > 0)
      const isAtOnce = pass.total !== null && pass.onFirst === pass.returned
      const isFromFirst = pass.firstPage === (this.#first ?? 1)
      const { keys: before, fits = false } = this.#before ?? {}
      const agrees = fits && before !== undefined && sameKeys(before, pass.keys)
      if (isProved && isFromFirst && (isAtOnce || agrees)) return this.#listed(pass.keys)
      this.#before = isFromFirst ? pass : null
      if (++this.#passes === mostPasses) return this.#listed(null)
      this.#pass = passFrom(this.#first ?? 1)
    }
  }

  async #readPage(client: AssessmentsClient, options: ListOptions): Promise<void> {
    const pass = this.#pass
    const isFirst = pass.page === pass.firstPage
    const read = isFirst ? await client.assessments(pass.page, options) : await pageOrEnd(client, pass.page, options)
    const here = itemsOf(read)
    const isNew = here.some(([key]) => !pass.keys.has(key))
    for (const [key, item] of here) this.#note(key, item)
    pass.returned += here.length
    if (isFirst) Object.assign(pass, { total: read?.total ?? null, onFirst: here.length })
    pass.fits &&= pass.keys.size === pass.returned && (read === null ? pass.total !== null : read.total === pass.total)
    pass.page++
    // A full page may be followed by another one, whatever the service counts: some count the page alone.
    const isFull = here.length >= (read?.perPage ?? usualPage)
    const goesOn = isNew && (pass.total === null || pass.returned < pass.total || isFull)
    if (goesOn && pass.page < pass.firstPage + mostPages) return
    pass.fits &&= !goesOn && (pass.total === null || pass.returned === pass.total)
    pass.isThrough = true
  }

  #note(key: string, item: Item): void {
    this.#pass.keys.add(key)
    this.#seen.set(key, item)
    if ('unreadable' in item) this.#unreadable.add(key)
    else this.#unreadable.delete(key)
  }

  /** @param keys of the whole list; null where that is not known */
  #listed(keys: ReadonlySet<string> | null): AllAssessments {
    const all = [...this.#seen].filter(([key]) => keys === null || keys.has(key)).map(([, item]) => item)
    const assessments = all.flatMap((item) => ('assessment' in item ? [item.assessment] : []))
    const isEarlier = (key: string) => !this.#seen.has(key)
    const unreadable = [...this.#unreadable].filter((key) => isEarlier(key) && (keys?.has(key) ?? true))
    return {
      // A service that does not know the filter sends every course.
      assessments: assessments.filter((each) => this.#courseId === undefined || each.courseId === this.#courseId),
      unreadable: all.flatMap((item) => ('unreadable' in item ? [item.unreadable] : [])),
      earlier: { ids: [...(keys ?? [])].filter(isEarlier), unreadable: unreadable.length },
      complete: keys !== null,
    }
  }
}

/** 0 where page 0 holds something that the pages from 1 on do not; null where its answer tells neither. */
async function firstPage(
  client: AssessmentsClient,
  keys: ReadonlySet<string>,
  options: ListOptions,
): Promise<0 | 1 | null> {
  try {
    const zero = await pageOrEnd(client, 0, options)
    return itemsOf(zero).some(([key]) => !keys.has(key)) ? 0 : 1
  } catch (thrown) {
    if (thrown instanceof AppError && /^(network\/server-error|api\/not-understood)$/.test(thrown.code)) return null
    throw thrown
  }
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

const sameKeys = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  some.size === others.size && [...some].every((key) => others.has(key))
