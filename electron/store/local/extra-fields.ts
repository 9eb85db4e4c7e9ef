import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type ExtraField, type ExtraFieldRef, isSameExtraField } from '../../../shared/model/extra-field.ts'
import { accountGuard, freshId } from '../gradebook/owned.ts'
import { definitionQueries } from './definitions.ts'

/** Names that the teacher gives to a link's questions before the test: ClassMarker sends the answers alone. */
export function extraFieldQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const { followExtraField } = definitionQueries(db)
  const all = db.prepare<[], ExtraField>(
    `SELECT field.account_id AS account, link_id AS link, number, field.name,
       coalesce(source.name, 'Link ' || link_id) AS linkName
     FROM extra_field AS field
     LEFT JOIN source ON source.account_id = field.account_id AND feed = 'links' AND source_id = link_id
     ORDER BY field.account_id, link_id, number`,
  )
  const isLink = db.prepare<Omit<ExtraFieldRef, 'number'>, 1>(
    `SELECT 1 FROM source WHERE account_id = @account AND feed = 'links' AND source_id = @link
     UNION ALL SELECT 1 FROM result WHERE feed = 'links' AND source_id = @link AND account_id = @account LIMIT 1`,
  )
  const ofLink = db.prepare<Omit<ExtraFieldRef, 'number'>, Pick<ExtraField, 'number' | 'name'>>(
    'SELECT number, name FROM extra_field WHERE account_id = @account AND link_id = @link ORDER BY number',
  )
  const set = db.prepare<ExtraFieldRef & { id: number; name: string }>(
    `INSERT INTO extra_field (id, account_id, link_id, number, name) VALUES (@id, @account, @link, @number, @name)
     ON CONFLICT (account_id, link_id, number) DO UPDATE SET name = excluded.name`,
  )
  const remove = db.prepare<ExtraFieldRef>(
    'DELETE FROM extra_field WHERE account_id = @account AND link_id = @link AND number = @number',
  )

  return {
    /** The names of these accounts' fields, of all where none are named, by account, link and number. */
    extraFields: (accounts?: readonly string[]): ExtraField[] =>
      all.all().filter(({ account }) => accounts?.includes(account) ?? true),
    /**
     * Calls a link's question by a name, or by its number again where the name is ''. Views and gradebooks that ask for
     * it go on doing so.
     * @throws AppError `account/not-found`, `link/not-found`, `extra-field/exists`
     */
    nameExtraField: ({ account, link, number }: ExtraFieldRef, name: string): void => {
      db.transaction(() => {
        requireAccount(account)
        if (isLink.get({ account, link }) === undefined) throw new AppError('link/not-found')
        const fields = ofLink.all({ account, link })
        const before = fields.find((field) => field.number === number)?.name ?? ''
        const taken = fields.find((field) => field.number !== number && isSameExtraField(field.name, name))
        if (taken !== undefined) throw new AppError('extra-field/exists', { name: taken.name, number: taken.number })
        if (name === before) return
        if (name === '') remove.run({ account, link, number })
        else set.run({ id: freshId(), account, link, number, name })
        if (before !== '' && name !== '') followExtraField(account, before, name)
      }).immediate()
    },
  }
}
