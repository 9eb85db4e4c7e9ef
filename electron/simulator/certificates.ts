import { decodeHTMLStrict } from 'entities'
import type { Answer } from './api.ts'
import type { SentResult } from './results.ts'
import type { World } from './world.ts'

/** Certificates are on ClassMarker's website, not in the API: they need no signature and no limit counts them. */
export const isCertificatePath = (pathname: string): boolean => pathname.startsWith('/pdf/certificate/')

/** The PDF at a `certificate_url`, or a page saying there is none. */
export function certificateAnswer(world: World, method: string, url: URL): Answer {
  const result = method === 'GET' ? world.resultWithCertificate(`${url.pathname}${url.search}`) : undefined
  if (result === undefined) {
    return { status: 404, contentType: 'text/html; charset=utf-8', text: page('Not found'), outcome: 'not found' }
  }
  return { contentType: 'application/pdf', text: certificatePdf(world, result), outcome: 'certificate' }
}

function certificatePdf(world: World, result: SentResult): string {
  const name = decodeHTMLStrict(`${result.first} ${result.last}`.trim())
  const test = world.test(Number(result.test_id))?.name ?? `Test ${result.test_id}`
  const day = new Date(Number(result.time_finished) * 1000).toISOString().slice(0, 10)
  return pdfOf(`Certificate ${result.certificate_serial}`, [
    { text: 'Certificate', x: 80, y: 460, size: 40 },
    { text: name, x: 80, y: 370, size: fitting(name, 32) },
    { text: test, x: 80, y: 310, size: fitting(test, 22) },
    { text: `${result.percentage}% on ${day}`, x: 80, y: 260, size: 16 },
    { text: `Serial ${result.certificate_serial}`, x: 80, y: 90, size: 12 },
  ])
}

/** The font size at which a line fits on the page: a Helvetica letter is about half as wide as high. */
const fitting = (text: string, size: number): number =>
  Math.min(size, Math.floor(680 / (0.6 * Math.max(1, [...text].length))))

/** A line of text on the page: points from the left and the bottom edge, and its size in points. */
export interface PdfLine {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
}

/** What Windows' Western code page has from 0x80 to 0x9F; a space where it has nothing. */
const windowsOnly = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

// Letters that do not decompose into a base letter and a mark.
const plain: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', ħ: 'h', Ħ: 'H' }

/** A PDF of one page in landscape A4, in Helvetica, written in ASCII throughout. */
function pdfOf(title: string, lines: readonly PdfLine[]): string {
  const drawn = lines.map(({ text, x, y, size }) => `BT /F1 ${size} Tf ${x} ${y} Td (${encoded(text)}) Tj ET`)
  const content = ['q 2 w 30 30 782 535 re S Q', ...drawn].join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Title (${encoded(title)}) >>`,
  ]
  return withCrossReferences(objects)
}

function withCrossReferences(objects: readonly string[]): string {
  let file = '%PDF-1.4\n'
  const offsets: number[] = []
  objects.forEach((object, at) => {
    offsets.push(file.length)
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  return (
    `${file}xref\n0 ${count}\n0000000000 65535 f \n${entries}` +
    `trailer\n<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  )
}

/** Text as a PDF string in WinAnsi. A character it lacks is written without its marks, or as a question mark. */
const encoded = (text: string): string => [...text.normalize('NFC')].map(encodedSign).join('')

function encodedSign(sign: string): string {
  const byte = byteOf(sign) ?? byteOf(plain[sign] ?? sign.normalize('NFKD').charAt(0)) ?? 0x3f
  const isPlain = byte >= 0x20 && byte < 0x7f && !'()\\'.includes(String.fromCharCode(byte))
  return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
}

function byteOf(sign: string): number | undefined {
  const code = sign.codePointAt(0) ?? 0
  const isLatin = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)
  if (isLatin) return code
  const at = sign === '' ? -1 : windowsOnly.indexOf(sign)
  return at === -1 ? undefined : 0x80 + at
}

/** An HTML page with one sentence. */
export const page = (title: string): string =>
  `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
