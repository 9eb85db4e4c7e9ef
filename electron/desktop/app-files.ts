import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** The only origin a page of the app ever has. */
export const appOrigin = 'app://gradekeep'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/**
 * What a page of the app may do: run and style itself from its own files, and nothing else. `connect-src 'none'` leaves
 * the page no network at all; results reach it through the preload bridge only.
 */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const headersFor = (contentType: string): Record<string, string> => ({
  'Content-Type': contentType,
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
})

const refuse = (status: number, text: string): Response =>
  new Response(text, { status, headers: headersFor('text/plain; charset=utf-8') })

/**
 * The path segments a request may read below the renderer folder, or null when the address is not one of ours or tries
 * to leave it. Each segment is decoded on its own and may then hold no separator, so neither `..`, `%2e%2e%2f`,
 * a backslash nor a doubly encoded form can climb out.
 */
function confinedSegments(address: string): string[] | null {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'app:' || url.host !== 'gradekeep' || url.username || url.password) return null
  const segments: string[] = []
  for (const raw of url.pathname.split('/').slice(1)) {
    let segment: string
    try {
      segment = decodeURIComponent(raw)
    } catch {
      // No percent-encoding: refused like any other address that is none of ours.
      return null
    }
    if (segment === '.' || segment === '..' || /[/\\:%\0]/.test(segment)) return null
    segments.push(segment)
  }
  return segments
}

/**
 * Answers one `app://gradekeep/…` request with a file of `rendererDir`, and nothing outside it.
 * 405 for anything but GET and HEAD, 403 for a foreign host or a path that climbs, 404 for what is not there.
 * Every answer, refusals included, carries the content security policy.
 */
export async function answerAppRequest(
  rendererDir: string,
  request: Pick<Request, 'method' | 'url'>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method not allowed')
  const segments = confinedSegments(request.url)
  if (segments === null) return refuse(403, 'Forbidden')
  const name = segments.join('/') || 'index.html'
  const contentType = contentTypes[extname(name).toLowerCase()]
  if (contentType === undefined) return refuse(404, 'Not found')
  try {
    const body = await readFile(join(rendererDir, name))
    const headers = headersFor(contentType)
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
  } catch {
    // The program's own files: one that cannot be read is as good as missing, and the page's log says which.
    return refuse(404, 'Not found')
  }
}
