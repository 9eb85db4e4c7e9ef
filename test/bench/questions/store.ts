import type { Store } from '../../../electron/store/api.ts'
import { newestFirst, type ResultsFilter, type ResultsQuery, type ResultsSort } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { benchAccount } from '../laptop.ts'
import { madePages, newest } from '../made-results.ts'
import { firstPage, timed, timedRuns } from '../measure.ts'
import { filterKinds, orders, pairsOf, shared, typed } from './asked.ts'
import { untilInEveryOrder } from './standing.ts'
import type { RowName } from './table.ts'

const pageRows = 100

/** Milliseconds of every question to a store of made results, as the main process asks it for the window. */
export type Measured = Map<RowName, readonly number[]>

/** Asks the store every kind of question of the table. */
export async function measureStore(store: Store, size: number): Promise<Measured> {
  await untilInEveryOrder(store, size)
  const measured: Measured = new Map()
  await measurePairs(store, size, measured)
  await measurePlaces(store, measured)
  await measureCounts(store, size, measured)
  measured.set('letter', await letters(store))
  measured.set('arrival', await arrivals(store, size))
  return measured
}

const ask = (store: Store, filter: ResultsFilter, sort: ResultsSort) =>
  timed(() => firstPage(store, 'results', { filter, sort }, pageRows))

async function measurePairs(store: Store, size: number, measured: Measured): Promise<void> {
  const filters = filterKinds(size)
  // Each condition once: what can be kept of it is kept from here on.
  for (const filter of filters) await whole(store, { filter: filter(shared), sort: newestFirst })
  const pairs = pairsOf(filters)
  const seen: number[] = []
  for (const { filter, sort } of pairs) seen.push(await ask(store, filter(shared), sort))
  measured.set('seen', seen)
  const fresh: number[] = []
  for (const { filter, sort, own } of pairs) fresh.push(await ask(store, filter(own), sort))
  measured.set('fresh', fresh)
}

/** Asks a question and waits for its whole order. */
async function whole(store: Store, query: ResultsQuery): Promise<number> {
  const { answer, count } = await store.answers.open('results', query, pageRows)
  const counted = count ?? (await store.answers.count(answer))
  store.answers.close(answer)
  return counted
}

async function measurePlaces(store: Store, measured: Measured): Promise<void> {
  const middle: number[] = []
  const place: number[] = []
  for (const sort of orders) {
    const { answer } = await store.answers.open('results', { filter: [], sort }, pageRows)
    const count = await store.answers.count(answer)
    for (const share of [0.3, 0.5, 0.9]) {
      const from = Math.floor(count * share)
      middle.push(await timed(() => store.answers.rows('results', answer, from, from + pageRows)))
      const [id = 1] = await store.answers.ids(answer, from, from + 1)
      place.push(await timed(() => store.answers.placeOf(answer, id)))
    }
    store.answers.close(answer)
  }
  measured.set('middle', middle)
  measured.set('place', place)
}

async function measureCounts(store: Store, size: number, measured: Measured): Promise<void> {
  const counts: number[] = []
  for (const variant of [30, 31]) {
    for (const filter of filterKinds(size)) counts.push(await timed(() => store.countResults(filter(variant))))
  }
  measured.set('count', counts)
  measured.set('choices', await timedRuns(20, () => store.facets(undefined)))
}

/** Every letter typed into the search, as the list asks for it: first page and count, the one before let go of. */
async function letters(store: Store): Promise<readonly number[]> {
  const taken: number[] = []
  for (const text of typed) {
    for (let length = 1; length <= text.length; length++) {
      const value = text.slice(0, length)
      // A space at the end asks nothing new.
      if (value.trim() !== value) continue
      taken.push(await ask(store, [{ field: 'search', op: 'contains', value }], newestFirst))
    }
  }
  return taken
}

const arrivingPages = 10
const perPage = 200

/** From the commit of a page of new results to a first page and a count that show them. */
async function arrivals(store: Store, size: number): Promise<readonly number[]> {
  const pages = [...madePages(benchAccount.id, size + arrivingPages * perPage, perPage)].slice(-arrivingPages)
  const taken: number[] = []
  let held = await store.countResults([])
  for (const [turn, page] of pages.entries()) {
    // Newer than all before, so that they stand at the top.
    const results = page.results.map(({ result, raw }, place) => {
      const timeFinished = unixSeconds(newest + 1 + turn * perPage + place)
      const timeStarted = unixSeconds(timeFinished - 600)
      const taker = { feed: 'groups' as const, linkResultId: null, userId: 900_000 + place }
      return { result: { ...result, ...taker, timeStarted, timeFinished }, raw }
    })
    const { added } = await store.applyPage({ ...page, feed: 'groups', results, covered: null })
    if (added !== perPage) throw new Error(`Of ${perPage} new results ${added} were added`)
    held += added
    taken.push(
      await timed(async () => {
        const counted = await whole(store, { filter: [], sort: newestFirst })
        if (counted !== held) throw new Error(`${counted} results are seen where ${held} are held`)
      }),
    )
  }
  return taken
}
