import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

async function laptop() {
  const own = await syncedComputer(40)
  const rows = <Row>(sql: string): Row[] => {
    const db = openDatabase(join(own.dataDir, 'gradekeep.db'))
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  }
  const [student] = rows<{ key: string; n: number }>(
    `SELECT student AS key, count(*) AS n FROM result WHERE student LIKE 'user:%' GROUP BY student ORDER BY n DESC`,
  )
  if (student === undefined) throw new Error('nobody')
  const ask = (...words: string[]) => own.run(['people', 'erase', ...words, '--json', '--data-dir', own.dataDir])
  const results = () => rows<{ student: string }>('SELECT student FROM result').map((row) => row.student)
  return { ...own, student, ask, results }
}

describe('gradekeep people erase', () => {
  it('says what would go and changes nothing without --yes', async () => {
    const { ask, student, results } = await laptop()
    const before = results()
    const told = await ask(student.key)
    expect(told).toMatchObject({
      status: 2,
      json: { would_erase: { student_key: student.key, results: student.n } },
    })
    expect(told.err).toContain('Nothing was erased. Add --yes')
    expect(results()).toEqual(before)
  })

  it('erases with --yes, says what stays elsewhere, and knows the student no more', async () => {
    const { ask, student, results } = await laptop()
    const erased = await ask(student.key, '--yes')
    expect(erased).toMatchObject({
      status: 0,
      json: { erased: { student_key: student.key, results: student.n, files_left: [], clean: true } },
    })
    expect(erased.err).toContain('ClassMarker still hold')
    expect(results()).not.toContain(student.key)
    expect(await ask(student.key, '--yes')).toMatchObject({ status: 1 })
    expect(await ask(student.key, '--copies', 'burn')).toMatchObject({ status: 2 })
  })
})
