import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import type { Page } from 'playwright'
import { PNG } from 'pngjs'

/*
 * Pictures of the window, kept beside the tests at half their size, and what differs from them.
 */

const kept = fileURLToPath(new URL('pictures/', import.meta.url))
/** Where the three pictures of a difference land. */
const output = fileURLToPath(new URL('../.output/', import.meta.url))
const noteFile = `${kept}chromium.json`

/** Whether this run keeps its pictures in the place of those it would compare with. */
export const isKeeping = process.env.GRADEKEEP_KEEP_PICTURES === '1'

/** In pixels of the kept size. */
const square = 16
/**
 * How many pixels of any square may differ by how much, where 1 is from black to white. What moved by 4 pixels, is gone
 * or is a word of another colour differs by 0.05 in 30 and more of them; a pale chip of another colour by 0.02 in 90.
 * The edges of letters drawn a tenth of a pixel bolder or aside, as another FreeType may, come to 24 and 57.
 */
const bounds = [
  { threshold: 0.05, most: 27 },
  { threshold: 0.02, most: 64 },
] as const

/** Colours are kept in steps of so much, which no eye sees: it halves what a picture takes. */
const step = 4

/** Half the width and height, each pixel the mean of four: small to keep, and edges of letters count for less. */
function halved({ width, height, data }: PNG): PNG {
  const half = new PNG({ width: width >> 1, height: height >> 1 })
  for (let y = 0; y < half.height; y++)
    for (let x = 0; x < half.width; x++)
      for (let channel = 0; channel < 4; channel++) {
        const at = (2 * y * width + 2 * x) * 4 + channel
        const below = at + width * 4
        const sum = (data[at] ?? 0) + (data[at + 4] ?? 0) + (data[below] ?? 0) + (data[below + 4] ?? 0)
        half.data[(y * half.width + x) * 4 + channel] = Math.min(255, Math.round(sum / 4 / step) * step)
      }
  return half
}

const written = (picture: PNG): Buffer =>
  PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 })

/** What the window shows now, at the kept size. */
export async function pictureOf(page: Page): Promise<PNG> {
  return halved(PNG.sync.read(await page.screenshot({ animations: 'disabled' })))
}

interface Difference {
  readonly picture: PNG
  /** What differs by more than is let through, in the square where most does; null where nothing does. */
  readonly found: string | null
}

/** What differs between two pictures of one size. */
export function difference(before: PNG, now: PNG): Difference {
  const { width, height } = before
  const picture = new PNG({ width, height })
  for (const { threshold, most } of bounds) {
    const options = { threshold, windowSize: square }
    const pixels = pixelmatch(before.data, now.data, picture.data, width, height, options)
    if (pixels > most) return { picture, found: `${pixels} pixels of ${square} × ${square} differ` }
  }
  return { picture, found: null }
}

const file = (name: string): string => `${kept}${name}.png`

const keptPicture = (name: string): PNG => PNG.sync.read(readFileSync(file(name)))

/** The names of all kept pictures. */
export const keptNames = (): readonly string[] =>
  existsSync(kept)
    ? readdirSync(kept).flatMap((each) => (each.endsWith('.png') ? [each.slice(0, -'.png'.length)] : []))
    : []

/** Takes pictures until several are alike, and keeps that one. */
async function keep(page: Page, name: string): Promise<void> {
  let alike = 0
  let last = written(await pictureOf(page))
  while (alike < 4) {
    const next = written(await pictureOf(page))
    alike = next.equals(last) ? alike + 1 : 0
    last = next
  }
  mkdirSync(kept, { recursive: true })
  writeFileSync(file(name), last)
  // As lint would write it.
  writeFileSync(noteFile, `{ "chromium": "${versionOf(page)}" }\n`)
}

/** Takes away kept pictures of what is no longer shown. */
export function forgetOthers(names: readonly string[]): void {
  for (const name of keptNames()) if (!names.includes(name)) rmSync(file(name))
}

const versionOf = (page: Page): string => page.context().browser()?.version() ?? ''

/** How often the window is looked at before it counts as different: rows and figures may still be on their way. */
const looks = 12

/**
 * Compares the window with the picture kept under a name, or keeps it.
 * @param folder where the three pictures land if they differ
 * @returns what is wrong; null where nothing is
 */
export async function unlikeKept(page: Page, name: string, folder = output): Promise<string | null> {
  if (isKeeping) {
    await keep(page, name)
    return null
  }
  if (!existsSync(file(name))) return `There is no picture of ${name} yet. ${renewing}`
  const before = keptPicture(name)
  for (let look = 1; ; look++) {
    const now = await pictureOf(page)
    const { found, picture: between } = difference(before, now)
    if (found === null) return null
    if (look < looks) continue
    mkdirSync(folder, { recursive: true })
    const pictures = { kept: before, now, difference: between }
    for (const [which, picture] of Object.entries(pictures))
      writeFileSync(`${folder}${name}-${which}.png`, written(picture))
    return `${name} looks otherwise: ${found}, see ${folder}${name}-difference.png. ${otherChromium(versionOf(page))}${renewing}`
  }
}

const renewing = 'If that is meant, look at them and renew them: GRADEKEEP_KEEP_PICTURES=1 npm test -- pictures'

/** Another Chromium draws letters and controls in its own way: whoever reads of a difference has to know of it. */
function otherChromium(here: string): string {
  const { chromium }: { readonly chromium: string } = JSON.parse(readFileSync(noteFile, 'utf8'))
  const major = (version: string): string => version.split('.')[0] ?? ''
  if (major(chromium) === major(here)) return ''
  return `The pictures were taken with Chromium ${major(chromium)} and this is ${major(here)}, which may be the whole difference. `
}
