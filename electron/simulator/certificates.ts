import { decodeHTMLStrict } from 'entities'
import type { Answer } from './api.ts'
import { page } from './page.ts'
import { pdfOf } from './pdf.ts'
import type { SentResult } from './results.ts'
import type { World } from './world.ts'

/** Certificates are not the API's: they are at ClassMarker's website, need no signature and count against no hour. */
export const isCertificatePath = (pathname: string): boolean => pathname.startsWith('/pdf/certificate/')

/** The PDF at a `certificate_url`, or a page that says that there is none. */
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

/** A size at which a line stays on the page: a letter of Helvetica is about half as wide as it is high. */
const fitting = (text: string, size: number): number =>
  Math.min(size, Math.floor(680 / (0.6 * Math.max(1, [...text].length))))
