import { join } from 'node:path'
import { openStore, readAtOneMoment, type Store } from '../../electron/store/api.ts'
import type { AccessCode, CodesFilter, CodesSort } from '../../shared/model/access-code.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { figure, firstPage, median, milliseconds, percentile, timed, timedRuns, watchMainThread } from './measure.ts'
import { untilInEveryOrder } from './questions/standing.ts'

const runs = 25
const wholeRuns = 5
const size = 20_000
const pageRows = 100
const at = unixSeconds(1_795_176_000)
const byCode: CodesSort = { field: 'code', direction: 'asc' }

/** For a whole access list: how long its screen waits, and how long the main thread is blocked meanwhile. */
export async function benchCodes(): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const store = await openStore(join(folder, 'gradekeep.db'), workers)
    await store.addAccount(benchAccount)
    for (const page of madePages(benchAccount.id, 100_000, 5_000)) await store.applyPage(page)
    await untilInEveryOrder(store, 100_000)
    const { listId, accessCodes } = await listOfResults(store, join(folder, 'gradekeep.db'))
    console.log(`\n${size.toLocaleString('en')} codes of one list, ${(100_000).toLocaleString('en')} results`)
    const list = { accountId: benchAccount.id, listId }
    const thread = watchMainThread()
    const whole = async (what: string, work: () => unknown) =>
      figure(`  ${what}, median of ${wholeRuns}`, milliseconds(median(await timedRuns(wholeRuns, work))))
    const edit = { list, origin: 'file', codes: accessCodes, at } as const
    await whole('preview of an import', () => store.previewCodes(list, 'add', accessCodes))
    const taken: { add: number[]; undo: number[]; remove: number[] } = { add: [], undo: [], remove: [] }
    const apply = (change: 'add' | 'remove') => store.applyCodes({ ...edit, change })
    for (let run = 0; run < wholeRuns; run++) {
      taken.add.push(await timed(() => apply('add')))
      taken.remove.push(await timed(() => apply('remove')))
      const { actionId } = await apply('add')
      if (actionId === null) throw new Error('Nothing was added')
      taken.undo.push(await timed(() => store.undoCodes(actionId, at)))
    }
    figure(`  import, median of ${wholeRuns}`, milliseconds(median(taken.add)))
    figure(`  removal of all, median of ${wholeRuns}`, milliseconds(median(taken.remove)))
    figure(`  undo of an import, median of ${wholeRuns}`, milliseconds(median(taken.undo)))
    await apply('add')
    const page = async (what: string, filter: CodesFilter, sort: CodesSort = byCode, offset = 0) => {
      const query = { list, filter, sort }
      const { answer } = await store.answers.open('codes', query, pageRows)
      const taken = await timedRuns(runs, () =>
        offset === 0
          ? firstPage(store, 'codes', query, pageRows)
          : store.answers.rows('codes', answer, offset, offset + pageRows),
      )
      figure(
        `  ${what}`,
        `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}`,
        'goal < 20 ms',
      )
    }
    const several = async (what: string, goal: string, work: () => unknown) =>
      figure(`  ${what}`, milliseconds(median(await timedRuns(runs, work))), goal)
    let renamed = 0
    /** Times the first call after a write, when no part of the answer is cached. */
    const afterWrite = async (what: string, work: () => unknown) => {
      const taken: number[] = []
      for (let run = 0; run < wholeRuns; run++) {
        await store.renameCode(list, accessCodes[0]?.code ?? '', `Ada ${renamed++}`)
        taken.push(await timed(work))
      }
      figure(`  ${what}`, milliseconds(median(taken)))
    }
    await page('first page, by code', {})
    await page('page in the middle', {}, byCode, size / 2)
    await page('first page of a search', { search: 'lovelace 42' })
    await page('first page, by name', {}, { field: 'name', direction: 'asc' })
    await page('first page, by uses', {}, { field: 'uses', direction: 'desc' })
    await page('first page of the unused', { use: 'unused' })
    const count = async (filter: CodesFilter) => {
      const { answer } = await store.answers.open('codes', { list, filter, sort: byCode }, 1)
      return store.answers.count(answer)
    }
    await several('count of all', 'goal < 20 ms', () => count({}))
    await several('count of a search', 'goal < 20 ms', () => count({ search: 'lovelace' }))
    await several('count of the unused', 'goal < 20 ms', () => count({ use: 'unused' }))
    await several('the lists', '', () => store.accessLists())
    await afterWrite('findings, after a change', () => store.codeFindings(list))
    await several('findings, again', '', () => store.codeFindings(list))
    await several('journal', '', () => store.codesJournal(list))
    await several('all codes, for the clipboard', '', () => store.accessCodes(list, {}))
    await several('collisions of 20,000 new codes', '', () =>
      store.takenCodes(accessCodes.map(({ code }) => `new ${code}`)),
    )
    const { work, late } = await thread.stop()
    figure('  longest work of the main thread without a break', milliseconds(work), 'goal ≤ 50 ms')
    figure('  longest it came late, other processes included', milliseconds(late))
    await store.close()
  })
}

/** A list whose links are those of the results, with the codes used and as many new ones as fit. */
async function listOfResults(store: Store, file: string): Promise<{ listId: number; accessCodes: AccessCode[] }> {
  const listId = 900
  const query = { filter: [], sort: { field: 'finished', direction: 'desc' }, offset: 0, limit: 20_000 } as const
  const rows = await readAtOneMoment(file, async (reading) => [...reading.results(query).rows])
  const links = new Map(rows.filter(({ feed }) => feed === 'links').map((row) => [row.source_id, row.source_name]))
  await store.saveDiscovery(
    benchAccount.id,
    {
      tests: [],
      sources: [...links].map(([id, name]) => ({
        feed: 'links',
        id,
        name: name ?? '',
        linkUrlId: null,
        accessListId: listId,
        testIds: [],
      })),
    },
    at,
  )
  const used = [...new Set(rows.map((row) => row.access_code).filter((code) => code !== null))]
  const made = Array.from({ length: size }, (_, number) => `code-${String(number).padStart(6, '0')}`)
  const codes = [...used.slice(0, size / 2), ...made].slice(0, size)
  return { listId, accessCodes: codes.map((code, number) => ({ code, name: `Ada Lovelace ${number}` })) }
}

if (import.meta.main) await benchCodes()
