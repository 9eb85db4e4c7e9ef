/**
 * What a page of the app may do: run and style itself from its own files, and nothing else. `connect-src 'none'` leaves
 * the page no network at all; results reach it through the preload bridge only.
 */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
