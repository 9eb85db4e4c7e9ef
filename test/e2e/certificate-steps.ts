import type { Page } from 'playwright'

/** Turns to another view of the certificates. */
export const tab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click()

export const desk = (page: Page) => page.getByRole('combobox', { name: 'Look up a certificate' })

/** The one certificate that the desk shows. */
export const card = (page: Page) => page.getByRole('article')

/** What it says of one thing, such as "Serial". */
export const fact = (page: Page, name: string) => card(page).locator(`dt:text-is("${name}") + dd`)

/** What selects a row of the list. */
export const box = (page: Page, row: number) => page.locator(`[data-row="${row}"] [data-select-box]`)
