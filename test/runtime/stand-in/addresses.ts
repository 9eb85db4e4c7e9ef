const appPrefix = 'app://gradekeep'
export const pageHost = 'gradekeep.localhost'
const pagePrefix = `http://${pageHost}`

/** Chromium cannot be taught a scheme from outside, so its pages live on a loopback name: a secure context as well. */
export const toPageAddress = (url: string): string =>
  url === appPrefix || url.startsWith(`${appPrefix}/`) ? pagePrefix + url.slice(appPrefix.length) : url

export const toAppAddress = (url: string): string =>
  url === pagePrefix || url.startsWith(`${pagePrefix}/`) ? appPrefix + url.slice(pagePrefix.length) : url
