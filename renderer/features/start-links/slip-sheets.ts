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

/** Milliseconds of drawing at a stretch, so that with React's share of it the window answers within 50. */
const stretch = 12

/**
 * The pages of slips, in stretches of time: each ends with the pages that became full in it, often none, because eight
 * pictures can take longer. The last page may have fewer slips.
 * @param now milliseconds, of any clock
 */
export function* sheetsInStretches(
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
    if (now() - began < stretch) continue
    yield sheets
    sheets = []
    began = now()
  }
  if (sheets.length > 0) yield sheets
}

/** The light border every reader needs around a code, in modules (ISO/IEC 18004). */
export const quietZone = 4

export interface QrOutline {
  /** Modules in a row. */
  readonly size: number
  /** The outline of the dark modules, for a `path`: one unit is one module. */
  readonly path: string
}

/**
 * The QR code of an address, error correction M or better at the same size. Null where the address is longer than any
 * code can hold.
 */
export function qrOutline(url: string): QrOutline | null {
  try {
    const code = generate(url, { minCorrectionLevel: correction.M })
    return { size: code.size, path: toSvgPath(code) }
  } catch {
    return null
  }
}
