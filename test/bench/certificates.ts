import { join } from 'node:path'
import { openStore, type Store } from '../../electron/store/api.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { fillDatabase, tests } from './fill.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { figure, firstPage, median, milliseconds, percentile, timed, timedRuns } from './measure.ts'
import { untilInEveryOrder } from './questions/standing.ts'

const newestFirst = { field: 'finished', direction: 'desc' } as const

/** Times the desk and the lists over it as the main process sees them, including the worker's answer. */
export async function benchCertificates(size = 1_000_000): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    const filling = await timed(() => fillDatabase(file, size))
    const store = await openStore(file, workers)
    const certificates = await store.countCertificates([])
    const held = `${certificates.toLocaleString('en')} certificates among ${size.toLocaleString('en')} results`
    console.log(`\n${held} (filled in ${Math.round(filling / 1000)} s)`)
    await untilInEveryOrder(store, size)
    await benchDesk(store, Math.floor(certificates / 2))
    await benchLists(store)
    await store.close()
  })
}

async function someCertificates(store: Store, from: number) {
  const { answer } = await store.answers.open('certificates', { filter: [], sort: newestFirst }, 1)
  return store.answers.rows('certificates', answer, from, from + 3)
}

/** What somebody types at the desk in a day, letter by letter: each is a question. */
async function benchDesk(store: Store, from: number): Promise<void> {
  const some = await someCertificates(store, from)
  const phoned = some.map(({ certificateSerial }) => certificateSerial.toLowerCase().replaceAll('-', ''))
  const kinds: Readonly<Record<string, readonly string[]>> = {
    'a serial from its beginning': phoned,
    'nine characters from the middle of a serial': phoned.map((serial) => serial.slice(11, 20)),
    'a name': ['lindqvist', 'Priya Lindqvist', 'o’neill zoë', 'lindqvist moreau', 'li pri', 'nobody at all'],
    'an e-mail address': some.map(({ email }) => email ?? ''),
    'a test': ['health and safety', 'safety', 'first aid at work', 'forklift lindqvist'],
  }
  const all: number[] = []
  for (const [kind, texts] of Object.entries(kinds)) {
    const taken: number[] = []
    for (const text of texts) {
      for (let typed = 1; typed <= text.length; typed++) {
        taken.push(await timed(() => store.lookUpCertificates(text.slice(0, typed), undefined)))
      }
    }
    all.push(...taken)
    figure(`  lookup of ${kind}`, spread(taken))
  }
  figure('  lookup, every letter of all', spread(all), 'goal p95 ≤ 16 ms')
}

const spread = (taken: readonly number[]): string =>
  `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}, max ${milliseconds(Math.max(...taken))}`

async function benchLists(store: Store): Promise<void> {
  const query = { filter: [], sort: newestFirst }
  const listed = await timedRuns(25, () => firstPage(store, 'certificates', query, 100))
  figure('  first page of the list', spread(listed))
  const counted = await timedRuns(5, () => store.countCertificates([]))
  figure('  count of the list', milliseconds(median(counted)))
  // About 100,000 certificates, in a third of the tests.
  for (const { id } of tests.slice(0, 4)) await store.setValidity(benchAccount.id, id, 24)
  const now = unixSeconds(1_795_176_000)
  const worked = await timedRuns(5, async (run) => {
    await store.setValidity(benchAccount.id, 64_770, 24 + run)
    await store.countRenewals({ results: [], states: [] }, now)
  })
  figure('  renewals worked out after a change, median of 5', milliseconds(median(worked)))
  const behind = await timedRuns(5, async (run) => {
    await store.setValidity(benchAccount.id, 64_770, 36 + run)
    const counted = store.countRenewals({ results: [], states: [] }, now)
    const looked = store.lookUpCertificates('lindqvist', undefined)
    await looked
    await counted
  })
  figure('  a lookup that waits behind that, median of 5', milliseconds(median(behind)))
  const { answer } = await store.answers.open('renewals', { filter: { results: [], states: [] }, now }, 100)
  const turned = await timedRuns(25, (run) => store.answers.rows('renewals', answer, run * 100, run * 100 + 100))
  figure('  page of renewals', spread(turned))
}

if (import.meta.main) await benchCertificates()
