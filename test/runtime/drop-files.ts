import type { Page } from 'playwright'

/** Drops files or folders onto the middle of a page, as a person would drag them out of a file manager. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const [x, y] = await page.evaluate(() => [innerWidth / 2, innerHeight / 2] as const)
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  await session.detach()
}
