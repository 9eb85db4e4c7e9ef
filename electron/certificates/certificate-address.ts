import { AppError } from '../../shared/errors.ts'

/** Where certificates are: this host at the standard port of https, and nowhere else. */
export const classMarkerOrigin = 'https://www.classmarker.com'

/** How often an address may lead on to another one. */
export const mostRedirects = 5

/**
 * The address a certificate is fetched from.
 * @param address `certificate_url` as ClassMarker sent it
 * @param origin `classMarkerOrigin`, or the server on this computer that stands in its place for the sample account
 * @throws AppError `certificate/refused-address` where it leads anywhere but to ClassMarker
 */
export function certificateAddress(address: string, origin: string): URL {
  const url = withinOrigin(URL.parse(address), classMarkerOrigin)
  return origin === classMarkerOrigin ? url : new URL(`${url.pathname}${url.search}`, origin)
}

/** Where a redirect leads. @throws AppError `certificate/refused-address` where that is outside the origin */
export const redirectedAddress = (location: string | null, from: URL): URL =>
  withinOrigin(location === null ? null : URL.parse(location, from.href), from.origin)

function withinOrigin(url: URL | null, origin: string): URL {
  if (url === null || url.origin !== origin || url.username !== '' || url.password !== '') {
    throw new AppError('certificate/refused-address')
  }
  return url
}
