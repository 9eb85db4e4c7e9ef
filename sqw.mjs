import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

const db = new Database(workerData.file)
db.function('twice', (x) => x * 2)
db.exec('create table t (a)')
const s = Array.from({ length: 40 }, (_, i) => db.prepare(`insert into t values (twice(${i}) + @a)`))
for (const x of s) x.run({ a: 1 })
db.prepare('select * from t').all()
parentPort.once('message', () => {
  db.close()
  parentPort.close()
})
parentPort.postMessage('open')
