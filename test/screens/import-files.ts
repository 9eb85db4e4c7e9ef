import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { FinishedThen, Store } from '../../electron/store/api.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { type Json, linkPayload } from '../electron/support/webhook-payloads.ts'

/** A folder for the files of one test. */
export function filesFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(folder, { recursive: true })
  return (name: string, content: unknown): string => {
    const path = join(folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
}

/** All results of an account, with the names they have. */
export async function resultsOf(store: Store, account: string): Promise<readonly FinishedThen[]> {
  const always = [{ from: unixSeconds(0), until: unixSeconds(4_000_000_000) }]
  return (await store.resultsFinishedIn(account, null, [always]))[0] ?? []
}

/** What ClassMarker's API said of a result, changed as given. */
export async function rawOf(store: Store, id: number, changed: Json = {}): Promise<Json> {
  const [{ raw } = { raw: '{}' }] = await store.importedRaws(null, [id])
  return { ...JSON.parse(raw), ...changed }
}

/** A payload of a student who is not here yet. */
export const newcomer = (at: number, result: Json = {}, rest: Json = {}): Json =>
  linkPayload(
    { link_result_id: 9_000_000 + at, first: `Nova ${at}`, last: 'Zwetschge', cm_user_id: `n${at}`, ...result },
    rest,
  )

const two = (value: number): string => String(value).padStart(2, '0')

/** A time of a results CSV: with names of months, or with two numbers whose order is open. */
export function csvTime(moment: number, zone: string, form: 'named' | 'open'): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hour12: false,
    },
  }).formatToParts(new Date(moment * 1_000))
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const clock = `${two(of('hour') % 24)}:${two(of('minute'))}`
  return form === 'named'
    ? `${of('day')} ${months[of('month') - 1]} ${of('year')} ${clock}`
    : `${two(of('day'))}/${two(of('month'))}/${of('year')} ${clock}`
}

const heading = 'First name,Last name,Email,Group name,Test name,Percentage,Date started,Date finished,,Q542,Q543'

/** ClassMarker's results CSV of these results, each changed as given. */
export function resultsCsv(
  results: readonly (FinishedThen & { readonly said?: Partial<FinishedThen> })[],
  zone: string,
  form: 'named' | 'open' = 'named',
): string {
  const rows = results.map((result) => {
    const { first, last, email, testName, sourceName, timeStarted, timeFinished } = { ...result, ...result.said }
    const times = [timeStarted, timeFinished].map((moment) => csvTime(moment, zone, form))
    const cells = [first, last, email ?? '', sourceName, testName, '59%', ...times, 'Points scored:', '1', '0']
    return cells.map((cell) => `"${cell}"`).join(',')
  })
  return [heading, ...rows].join('\r\n')
}
