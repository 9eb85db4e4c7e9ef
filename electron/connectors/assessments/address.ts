const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** The API's own part of a path, however often it stands there. */
const api = /(\/+api(\/+v1\/.*|\/+v1)?)*\/*$/i

/**
 * The base address of a service as it is kept and compared: without a slash at its end, and without `/api` or `/api/v1`
 * and what follows it. Null for anything but https (http is taken on this computer alone), and for one with a name,
 * password, query or fragment in it.
 */
export function normalAddress(text: string): string | null {
  const url = URL.parse(text.trim())
  if (url === null || url.hostname === '') return null
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
  const isBare = url.username === '' && url.password === '' && !/[?#]/.test(text)
  if (!isSafe || !isBare) return null
  return `${url.origin}${url.pathname.replace(api, '')}`.replace(/\/+$/, '')
}
