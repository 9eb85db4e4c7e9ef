import { expect, it, vi } from 'vitest'
import { QueryRunner, sqlite } from '../../../electron/store/builder.ts'
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
