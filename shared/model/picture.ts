/** Whether a picture lies at one of ClassMarker's own hosts: https, the standard port, no user name. */
export function isPictureAddress(address: string): boolean {
  // Neither a window nor Node is known here, so what a URL is stands in these rules.
  const parts = /^https:\/\/([a-z0-9.-]+)(?=[/?#]|$)[^\s\\]*$/i.exec(address)
  const host = parts?.[1]?.toLowerCase()
  return host === 'classmarker.com' || host?.endsWith('.classmarker.com') === true
}
