import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type {
  GradebookDefinition,
  ListedGradebook,
  RemovedGradebook,
  SavedGradebook,
} from '../../../shared/model/gradebook.ts'
import { gradebookDefinition } from '../../../shared/model/gradebook-zod.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard, freshId } from './owned.ts'

type Row = Omit<SavedGradebook, 'definition'> & { readonly definition: string }

/** A gradebook to keep: a new one, or the next version of one that is kept. */
export type GradebookToSave = Omit<SavedGradebook, 'id'> & { readonly id: number | null }

// Made with the first question: a thread's start does not need it.
let readable: ReturnType<typeof gradebookDefinition> | null = null

/** Reads and keeps gradebooks under names. */
export function savedGradebookQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const all = db.prepare<[], Row>(
    `SELECT gradebook.id, account_id AS account, gradebook.name, definition
     FROM gradebook JOIN account ON account.id = account_id
     ORDER BY account.sample, account.created_at, account.id, sort_key(gradebook.name), gradebook.name`,
  )
  const one = db.prepare<[number], Row>(
    'SELECT id, account_id AS account, name, definition FROM gradebook WHERE id = ?',
  )
  const named = db.prepare<[string, string], { id: number }>(
    'SELECT id FROM gradebook WHERE account_id = ? AND name = ?',
  )
  const insert = db.prepare(
    'INSERT INTO gradebook (id, account_id, name, definition) VALUES (@id, @account, @name, @definition)',
  )
  const update = db.prepare('UPDATE gradebook SET name = @name, definition = @definition WHERE id = @id')
  const rename = db.prepare('UPDATE gradebook SET name = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM gradebook WHERE id = ?')
  const handIns = db.prepare<[number], { handedInAt: UnixSeconds; cells: string }>(
    'SELECT handed_in_at AS handedInAt, cells FROM hand_in WHERE gradebook_id = ? ORDER BY id',
  )
  const handIn = db.prepare('INSERT INTO hand_in (gradebook_id, handed_in_at, cells) VALUES (?, ?, ?)')

  function required(id: number): Row {
    const row = one.get(id)
    if (row === undefined) throw new AppError('gradebook/not-found')
    return row
  }
  function refuseTaken(account: string, name: string, id: number | null): void {
    const taken = named.get(account, name)
    if (taken !== undefined && taken.id !== id) throw new AppError('gradebook/exists', { name })
  }
  function add(row: Row): void {
    requireAccount(row.account)
    insert.run(row)
  }
  function definitionIn(text: string): GradebookDefinition | null {
    try {
      readable ??= gradebookDefinition()
      return readable.safeParse(JSON.parse(text)).data ?? null
    } catch {
      return null
    }
  }

  return {
    /** The gradebooks of these accounts, of all where none are named, by account and name. */
    listGradebooks: (accounts?: readonly string[]): ListedGradebook[] =>
      all
        .all()
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .map((row) => ({ ...row, definition: definitionIn(row.definition) })),
    /** @throws AppError `gradebook/not-found`, `gradebook/not-readable` where this version does not know all of it */
    savedGradebook: (id: number): SavedGradebook => {
      const row = required(id)
      const definition = definitionIn(row.definition)
      if (definition === null) throw new AppError('gradebook/not-readable', { name: row.name })
      return { ...row, definition }
    },
    /**
     * @returns its id
     * @throws AppError `account/not-found`, `gradebook/not-found`, `gradebook/exists` where another one has its name
     */
    saveGradebook: ({ id, account, name, definition }: GradebookToSave): number =>
      db
        .transaction(() => {
          const owner = id === null ? account : required(id).account
          refuseTaken(owner, name, id)
          const row = { id: id ?? freshId(), account: owner, name, definition: JSON.stringify(definition) }
          if (id === null) add(row)
          else update.run({ id, name, definition: row.definition })
          return row.id
        })
        .immediate(),
    /** @throws AppError `gradebook/not-found`, `gradebook/exists` */
    renameGradebook: (id: number, name: string): void => {
      db.transaction(() => {
        refuseTaken(required(id).account, name, id)
        rename.run(name, id)
      }).immediate()
    },
    /** @returns what `restoreGradebook` brings it back by. @throws AppError `gradebook/not-found` */
    removeGradebook: (id: number): RemovedGradebook =>
      db
        .transaction(() => {
          const removed = { ...required(id), handIns: handIns.all(id) }
          remove.run(id)
          return removed
        })
        .immediate(),
    /**
     * Brings a removed gradebook back under its former id.
     * @throws AppError `account/not-found`, `gradebook/exists`
     */
    restoreGradebook: ({ handIns: handedIn, ...row }: RemovedGradebook): void => {
      db.transaction(() => {
        refuseTaken(row.account, row.name, null)
        add(row)
        for (const { handedInAt, cells } of handedIn) handIn.run(row.id, handedInAt, cells)
      }).immediate()
    },
  }
}
