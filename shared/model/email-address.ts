/** Whether a text is one e-mail address and nothing else. */
export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text)

/**
 * The one address in what mail programs and web pages write, "Ada Lovelace <ada@x.example>" or "mailto:ada@x.example";
 * any other text as it is, several addresses too.
 */
export function addressIn(text: string): string {
  const written = text.trim()
  const named = /^[^<>]*<([^<>]*)>$/.exec(written)?.[1] ?? written
  const address = named.trim().replace(/^mailto:/i, '')
  return isAddress(address) ? address : written
}
