import { correction, generate } from 'lean-qr'
import { toSvgPath } from 'lean-qr/extras/svg'

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
