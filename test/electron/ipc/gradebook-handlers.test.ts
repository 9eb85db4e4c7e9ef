import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { gradebookHandlers } from '../../../electron/ipc/gradebook.ts'
import { changeOf } from '../../../shared/model/class-file.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { connected, temporaryFolder } from '../support/laptop.ts'

it('a class is made of a file: previewed, applied, undone, removed and restored', async () => {
  const { core, account } = await connected()
  const { classes, gradebooks } = gradebookHandlers(core)
  const file = join(temporaryFolder(), 'class.csv')
  writeFileSync(file, 'Number,Surname,First name,Extra\nS1,Lovelace,Ada,25\nS2,Li,Bo,\n')
  const { id: tableId } = await core.tables.open(file)
  const table = { id: tableId, withFirstRow: false, columns: { last: 1, first: 2, externalId: 0, extraTime: 3 } }
  const id = await classes.add({ account: account.id, name: '10B', members: [] })
  const diff = await classes.preview({ account: account.id, classId: id, table })
  expect(
    diff.new.map(({ member: { first, last, externalId, extraTime } }) => [first, last, externalId, extraTime]),
  ).toEqual([
    ['Ada', 'Lovelace', 'S1', 25],
    ['Bo', 'Li', 'S2', null],
  ])
  const undo = await classes.apply({ id, change: changeOf(diff, true) })
  expect(await classes.list({})).toMatchObject([{ id, students: 2 }])
  expect(
    await gradebooks.summary({ gradebook: { ...usualGradebook, students: { by: 'class', classId: id } } }),
  ).toMatchObject({
    students: 2,
  })
  const members = await classes.members({ id })
  await classes.apply({ id, change: undo })
  expect(await classes.members({ id })).toEqual([])
  await classes.apply({ id, change: changeOf(diff, true) })
  await classes.restore(await classes.remove({ id }))
  expect(await classes.members({ id })).toEqual(members)
})
