import { expect } from 'vitest'
import type { RunningGradekeep } from '../runtime/launcher.ts'

/** Narrower than the smallest window, which is what a window of 900 pixels is worth at a zoom of 140 %. */
const widths = [1280, 900, 640] as const

/** Makes the window narrower and narrower: nothing of the page may come to lie beside it. */
export async function liesWithinTheWindow(app: RunningGradekeep, what: string): Promise<void> {
  const beside: string[] = []
  for (const width of widths) {
    await app.resize(width, 800)
    const pixels = await app.page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return document.documentElement.scrollWidth - document.documentElement.clientWidth
    })
    if (pixels > 0) beside.push(`${what} at ${width}: ${pixels} pixels lie beside the window`)
  }
  await app.resize(1280, 800)
  expect(beside).toEqual([])
}
