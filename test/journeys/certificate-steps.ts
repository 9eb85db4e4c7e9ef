import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import { defineFunctions } from '../../electron/store/open.ts'

/** Opens another tab of the certificates. */
export const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click()

export const desk = (page: Page) => page.getByRole('combobox', { name: 'Look up a certificate' })

/** The single certificate that the desk shows. */
export const card = (page: Page) => page.getByRole('article')

/** Its value for one fact, such as "Serial". */
export const fact = (page: Page, name: string) => card(page).locator(`dt:text-is("${name}") + dd`)

/** The box that selects a row of the list. */
export const box = (page: Page, row: number) => page.locator(`[data-row="${row}"] [data-select-box]`)

/** A student with a certificate. */
export interface Holder {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly test: string
  readonly serial: string
}

/** The holders of the newest certificates, in the list's order. */
export function holdersIn(dataDir: string): readonly Holder[] {
  return withDatabase(dataDir, (database) =>
    database
      .prepare<[], Holder>(
        `SELECT result.id, first, last, test.name AS test, certificate_serial AS serial FROM result
         JOIN test USING (account_id, test_id) WHERE certificate_key IS NOT NULL
         ORDER BY time_finished DESC, result.id DESC LIMIT 8`,
      )
      .all(),
  )
}

/** The file name of the PDF. */
export const fileNameOf = (holder: Holder | undefined): string =>
  holder === undefined ? '' : `${holder.last}, ${holder.first} – ${holder.test} – ${holder.serial}.pdf`

/** The address that ClassMarker gave for the PDF. */
export const addressOf = (dataDir: string, holder: Holder | undefined): string =>
  withDatabase(
    dataDir,
    (database) =>
      database
        .prepare<[number], { url: string }>('SELECT certificate_url AS url FROM result WHERE id = ?')
        .get(holder?.id ?? 0)?.url ?? '',
  )

/** Changes a certificate's address, as if ClassMarker had sent another one. */
export function giveAddress(dataDir: string, holder: Holder | undefined, address: string): void {
  withDatabase(dataDir, (database) => {
    const { changes } = database
      .prepare<[string, number]>('UPDATE result SET certificate_url = ? WHERE id = ?')
      .run(address, holder?.id ?? 0)
    expect(changes).toBe(1)
  })
}

function withDatabase<T>(dataDir: string, work: (database: Database.Database) => T): T {
  const database = new Database(join(dataDir, 'gradekeep.db'), { timeout: 5_000 })
  try {
    defineFunctions(database)
    return work(database)
  } finally {
    database.close()
  }
}
