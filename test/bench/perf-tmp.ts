import { existsSync } from 'node:fs'
import { openDatabase, openReadOnly } from '../../electron/store/open.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import { fillDatabase } from './fill.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
const size = Number(process.argv[2])
const file = `/tmp/results/million-${size}.db`
if (!existsSync(file)) {
  const t = performance.now(); fillDatabase(file, size); console.log('filled', performance.now() - t)
  const db = openDatabase(file); const { calls } = storeOn(db)
  const account = calls.listAccounts()[0]!.id
  const keys = db.prepare<[], string>('SELECT DISTINCT student FROM result LIMIT 3000').pluck().all()
  for (let c = 0; c < 40; c++) calls.addClass(account, `Class ${c}`, keys.slice(c * 30, c * 30 + 30).map((key) => ({ key, first: '', last: '', email: null, externalId: null, extraTime: null })), 1 as never)
  for (let l = 0; l < 10; l++) { const id = calls.addLabel({ account, name: `Label ${l}`, colour: 0 }, null); calls.putLabel(id, { kind: 'students', students: keys.slice(l * 50, l * 50 + 50).map((key) => ({ account, key })) }); calls.putLabel(id, { kind: 'results', ids: Array.from({ length: 500 }, (_, i) => l * 1000 + i + 1) }) }
  db.close()
}
const db = openReadOnly(file)
const { calls, columns } = storeOn(db)
let t = performance.now(); while (columns.hasWork) columns.work(50); console.log('columns', performance.now() - t)
const time = <T,>(what: string, f: () => T) => {
  const runs: number[] = []
  let out: T | undefined
  for (let i = 0; i < 5; i++) { const c = process.cpuUsage(); out = f(); const u = process.cpuUsage(c); runs.push((u.user + u.system) / 1000) }
  console.log(what.padEnd(40), runs.map((r) => r.toFixed(1)).join(' '), JSON.stringify(out)?.slice(0, 60))
}
const conds: Record<string, ResultsFilter> = {
  class: [{ field: 'class', op: 'in', value: ['Class 1', 'Class 2'] }],
  label: [{ field: 'label', op: 'in', value: ['Label 1'] }],
  points: [{ field: 'points', op: 'from', value: 5 }],
  duration: [{ field: 'duration', op: 'to', value: 600 }],
  changed: [{ field: 'changed', op: 'from', value: '2020-01-01' }],
  code: [{ field: 'accessCode', op: 'contains', value: 'a' }],
  info: [{ field: 'extraInfo', op: 'contains', value: 'a' }],
  type: [{ field: 'type', op: 'in', value: ['survey'] }],
  search: [{ field: 'search', op: 'contains', value: 'an' }],
}
for (const [name, filter] of Object.entries(conds)) time(`count ${name}`, () => db.transaction(() => calls.countResults(filter))())
for (const field of ['test', 'source', 'outcome', 'type', 'class', 'label'] as const) time(`choices ${field}`, () => db.transaction(() => calls.choiceCounts([], field))())
for (const field of ['test', 'class'] as const) time(`choices ${field} narrowed`, () => db.transaction(() => calls.choiceCounts([...conds.duration!, ...conds.search!], field))())
console.log(process.memoryUsage().rss / 1e6)
