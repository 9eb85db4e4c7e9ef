import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach } from 'vitest'
import { runningWindows } from './launcher.ts'
import { beginLending, endLending } from './stand-in/chromium.ts'

const folder = fileURLToPath(new URL('../.output/', import.meta.url))

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await mkdir(folder, { recursive: true })
  const name = task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80)
  let number = 0
  for (const { page } of runningWindows()) {
    const path = `${folder}${name}${number === 0 ? '' : `-${number}`}.png`
    number += 1
    // The window may be what failed.
    await page.screenshot({ path, timeout: 5000 }).catch(() => {})
  }
})

beginLending()
afterAll(endLending)
