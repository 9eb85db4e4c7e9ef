/** Whether a file is more than what systems leave in folders and archives. */
export const isWorthReading = (path: string): boolean => {
  const parts = path.split('/')
  const name = parts.at(-1) ?? ''
  return name !== '' && !parts.includes('__MACOSX') && !/^(?:\.|Thumbs\.db$|desktop\.ini$)/i.test(name)
}
