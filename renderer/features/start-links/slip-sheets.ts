import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'
import type { StartLink, StartPerson } from '../../../shared/model/start-link.ts'
import { startLinkOf } from './start-links.ts'

export const slipsPerSheet = 8

export interface Slip extends StartLink {
  readonly qr: QrOutline | null
}

export interface SlipSheet {
  /** Counted from 1. */
  readonly page: number
  readonly slips: readonly Slip[]
}

/** Milliseconds of drawing before a pause: with React's share, the window then answers within 50. */
const drawingTime = 12

/**
 * Draws the pages of slips, `drawingTime` milliseconds at a time. Each step yields the pages completed in it, often none,
 * since eight pictures can take longer. The last page may have fewer slips.
 * @param now returns milliseconds, by any clock
 */
export function* sheetsInSteps(
  people: readonly StartPerson[],
  linkUrlId: string,
  now: () => number = () => performance.now(),
): Generator<readonly SlipSheet[]> {
  let sheets: SlipSheet[] = []
  let slips: Slip[] = []
  let page = 1
  let began = now()
  for (const [index, person] of people.entries()) {
    const link = startLinkOf(person, linkUrlId)
    slips.push({ ...link, qr: qrOutline(link.url) })
    if (slips.length === slipsPerSheet || index === people.length - 1) {
      sheets.push({ page, slips })
      slips = []
      page++
    }
    if (now() - began < drawingTime) continue
    yield sheets
    sheets = []
    began = now()
  }
  if (sheets.length > 0) yield sheets
}

/** The light border that readers need around a QR code, in modules (ISO/IEC 18004). */
export const quietZone = 4

export interface QrOutline {
  /** Modules in one row. */
  readonly size: number
  /** The outline of the dark modules for an SVG `path`; one unit is one module. */
  readonly path: string
}

/**
 * The QR code of an address, with error correction M, or better where the size stays the same. Null when the address is
 * too long for any QR code.
 */
export function qrOutline(url: string): QrOutline | null {
  try {
    const code = generate(url, { minCorrectionLevel: correction.M })
    return { size: code.size, path: toSvgPath(code) }
  } catch {
    return null
  }
}
