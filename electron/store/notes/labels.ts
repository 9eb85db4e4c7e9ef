import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { Annotated, Label, LabelOn, LabelUse } from '../../../shared/model/note.ts'
import { accountGuard, freshId } from '../gradebook/owned.ts'
import { definitionQueries } from '../local/definitions.ts'
import { annotatedQueries, keysOfStudent } from './annotated.ts'

/** Reads and writes labels, and what they are put on. */
export function labelQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const { followRename } = definitionQueries(db)
  const { rootOf } = annotatedQueries(db)
  const columns = 'label.id, label.account_id AS account, label.name, label.colour'
  const byName = 'ORDER BY label.account_id, sort_key(label.name), label.name'
  const all = db.prepare<[], LabelUse>(
    `SELECT ${columns}, (SELECT count(DISTINCT coalesce(into_key, student_key)) FROM student_label
         LEFT JOIN student_merge ON student_merge.account_id = label.account_id AND key = student_key
         WHERE label_id = label.id) AS students,
       (SELECT count(*) FROM result_label WHERE label_id = label.id) AS results
     FROM label ${byName}`,
  )
  const one = db.prepare<[number], Label>(`SELECT ${columns} FROM label WHERE id = ?`)
  const named = db.prepare<[string, string], { id: number }>('SELECT id FROM label WHERE account_id = ? AND name = ?')
  const onResults = db.prepare<[string], LabelOn>(
    `SELECT ${columns}, count(*) AS count FROM json_each(?) JOIN result_label ON result_id = json_each.value
     JOIN label ON label.id = label_id GROUP BY label.id ${byName}`,
  )
  const onStudent = db.prepare<StudentRef, LabelOn>(
    `SELECT DISTINCT ${columns}, 1 AS count FROM student_label JOIN label ON label.id = label_id
     WHERE label.account_id = @account AND student_key IN (${keysOfStudent}) ${byName}`,
  )
  const insert = db.prepare('INSERT INTO label (id, account_id, name, colour) VALUES (@id, @account, @name, @colour)')
  const change = db.prepare('UPDATE label SET name = @name, colour = @colour WHERE id = @id')
  const remove = db.prepare('DELETE FROM label WHERE id = ?')
  // In this order: an index by account would have all results looked through, for each of those named.
  const putOnResults = db.prepare<[number, string, string]>(
    `INSERT INTO result_label (label_id, result_id) SELECT ?, result.id FROM json_each(?)
     CROSS JOIN result ON result.id = json_each.value WHERE +account_id = ? ON CONFLICT DO NOTHING`,
  )
  const takeOffResults = db.prepare<[number, string]>(
    'DELETE FROM result_label WHERE label_id = ? AND result_id IN (SELECT value FROM json_each(?))',
  )
  const putOnStudent = db.prepare(
    `INSERT INTO student_label (label_id, student_key) SELECT @id, @root
     WHERE NOT EXISTS (SELECT 1 FROM student_label WHERE label_id = @id AND student_key IN (${keysOfStudent}))`,
  )
  const takeOffStudent = db.prepare(
    `DELETE FROM student_label WHERE label_id = @id AND student_key IN (${keysOfStudent})`,
  )

  function required(id: number): Label {
    const label = one.get(id)
    if (label === undefined) throw new AppError('label/not-found')
    return label
  }
  function refuseTaken(account: string, name: string, id: number | null): void {
    const taken = named.get(account, name)
    if (taken !== undefined && taken.id !== id) throw new AppError('label/exists', { name })
  }
  function put({ id, account }: Pick<Label, 'id' | 'account'>, about: Annotated): number {
    if (about.kind === 'results') return putOnResults.run(id, JSON.stringify(about.ids), account).changes
    return about.students
      .filter((student) => student.account === account)
      .reduce((sum, student) => sum + putOnStudent.run({ ...student, id, root: rootOf(student) }).changes, 0)
  }
  function takeOff({ id, account }: Pick<Label, 'id' | 'account'>, about: Annotated): number {
    if (about.kind === 'results') return takeOffResults.run(id, JSON.stringify(about.ids)).changes
    // A merged student has it once, by whichever of the keys.
    return about.students
      .filter((student) => student.account === account)
      .filter((student) => takeOffStudent.run({ ...student, id }).changes > 0).length
  }

  return {
    /** The labels of these accounts, of all where none are named, by account and name. */
    listLabels: (accounts?: readonly string[]): LabelUse[] =>
      all.all().filter(({ account }) => accounts?.includes(account) ?? true),
    /** The labels that these students or results have, by name, and how many of them have each. */
    labelsOn: (about: Annotated): LabelOn[] => {
      if (about.kind === 'results') return onResults.all(JSON.stringify(about.ids))
      const found = Map.groupBy(
        about.students.flatMap((student) => onStudent.all({ account: student.account, key: student.key })),
        ({ id }) => id,
      )
      return [...found.values()].flatMap(([label, ...others]) =>
        label === undefined ? [] : [{ ...label, count: 1 + others.length }],
      )
    },
    /**
     * Makes a label, and puts it on those of its account.
     * @returns its id
     * @throws AppError `account/not-found`, `label/exists`
     */
    addLabel: ({ account, name, colour }: Omit<Label, 'id'>, about: Annotated | null): number =>
      db
        .transaction(() => {
          requireAccount(account)
          refuseTaken(account, name, null)
          const id = freshId()
          insert.run({ id, account, name, colour })
          if (about !== null) put({ id, account }, about)
          return id
        })
        .immediate(),
    /** Views and gradebooks that ask for it go on doing so. @throws AppError `label/not-found`, `label/exists` */
    changeLabel: ({ id, name, colour }: Omit<Label, 'account'>): void => {
      db.transaction(() => {
        const label = required(id)
        refuseTaken(label.account, name, id)
        if (label.name !== name || label.colour !== colour) change.run({ id, name, colour })
        if (label.name !== name) followRename('label', label.account, label.name, name)
      }).immediate()
    },
    /** Takes it off everything, too. @throws AppError `label/not-found` */
    removeLabel: (id: number): void => {
      db.transaction(() => {
        required(id)
        remove.run(id)
      }).immediate()
    },
    /**
     * Puts a label on those that have its account and not the label yet.
     * @returns how many those are
     * @throws AppError `label/not-found`
     */
    putLabel: (id: number, about: Annotated): number => db.transaction(() => put(required(id), about)).immediate(),
    /** @returns how many had it. @throws AppError `label/not-found` */
    takeLabelOff: (id: number, about: Annotated): number =>
      db.transaction(() => takeOff(required(id), about)).immediate(),
  }
}
