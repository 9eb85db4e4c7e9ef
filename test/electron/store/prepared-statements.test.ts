import { expect, it, vi } from 'vitest'
import { preparingLate, QueryRunner, sqlite } from '../../../electron/store/builder.ts'
import { database } from './laptop-database.ts'

it('the statements used last stay prepared, the one not used for longest goes first', () => {
  const { db } = database()
  const prepare = vi.spyOn(db, 'prepare')
  const run = new QueryRunner(db)
  // Each is another text: the list of ids is part of it.
  const ask = (ids: number) => {
    const list = Array.from({ length: ids }, (_, at) => at)
    run.all(sqlite.selectFrom('result').select('id').where('id', 'in', list).compile())
  }
  for (let each = 1; each <= 100; each++) ask(each)
  ask(1)
  expect(prepare).toHaveBeenCalledTimes(100)
  ask(101)
  ask(1)
  expect(prepare).toHaveBeenCalledTimes(101)
  ask(2)
  expect(prepare).toHaveBeenCalledTimes(102)
})

it('a statement is prepared once, when it is first used, and answers in its form', () => {
  const { db } = database()
  const prepare = vi.spyOn(db, 'prepare')
  const late = preparingLate(db)
  const whole = late.prepare('SELECT 1 AS one, ? AS other')
  const [plucked, raw] = [late.prepare('SELECT ?').pluck(), late.prepare('SELECT 1, ?').raw()]
  expect(prepare).not.toHaveBeenCalled()
  const answers = () => [whole.get(2), plucked.all(3), raw.get(4)]
  expect([answers(), answers()]).toEqual(Array(2).fill([{ one: 1, other: 2 }, [3], [1, 4]]))
  expect(prepare).toHaveBeenCalledTimes(3)
  expect(() => late.prepare('SELECT unknown_column').get()).toThrow('no such column')
})
