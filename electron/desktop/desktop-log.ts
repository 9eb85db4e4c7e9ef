/** Where the desktop writes what it refused and what went wrong. Lines never hold a full address: it may carry a key. */
export interface DesktopLog {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** An address as it may be logged: scheme and host alone. A path may name a person as well as a query can. */
export function loggableAddress(address: string): string {
  const url = URL.parse(address)
  if (url === null) return '(unreadable address)'
  return url.host === '' ? url.protocol : `${url.protocol}//${url.host}`
}
