import { expect, it } from 'vitest'
import { keptWhileUnchanged } from '../../../electron/store/builder.ts'
import { opened, temporaryFile } from './laptop-database.ts'

/** Two programs with one database, the first of which keeps an answer. */
function twoPrograms() {
  const file = temporaryFile()
  const db = opened(file)
  const other = opened(file)
  let worked = 0
  const kept = keptWhileUnchanged(db, (name: string) => {
    worked++
    return db.prepare('SELECT count(*) FROM setting WHERE name LIKE ?').pluck().get(name)
  })
  const write = (by: typeof db, name: string) =>
    by.prepare('INSERT INTO setting (name, value) VALUES (?, ?)').run(name, '1')
  return { db, other, kept, write, worked: () => worked }
}

it('an answer is worked out once for each question while nobody writes', () => {
  const { kept, worked } = twoPrograms()
  expect([kept('a%'), kept('a%'), kept('b%'), kept('a%')]).toEqual([0, 0, 0, 0])
  expect(worked()).toBe(2)
})

it('an answer is worked out anew after this program wrote, and after another did', () => {
  const { db, other, kept, write } = twoPrograms()
  expect(kept('a%')).toBe(0)
  write(db, 'a1')
  expect(kept('a%')).toBe(1)
  write(other, 'a2')
  expect(kept('a%')).toBe(2)
  write(other, 'a3')
  write(db, 'a4')
  expect(kept('a%')).toBe(4)
})

it('an answer is not kept for more questions than a window asks', () => {
  const { kept, worked } = twoPrograms()
  for (let each = 0; each < 30; each++) kept(`${each}`)
  kept('29')
  expect(worked()).toBe(30)
  kept('0')
  expect(worked()).toBe(31)
})
