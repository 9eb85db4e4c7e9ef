/**
 * The command line's words in the arguments of a started app (`gradekeep sync --json` → `['sync', '--json']`), or null
 * when a window is wanted. A command is a first argument that is a bare word: switches such as `--user-data-dir=…` are
 * Chromium's, and a path or an address is what a file manager or a browser would hand over.
 * @param argv `process.argv`; outside a packaged app its second entry is the app's folder.
 */
export function commandWords(argv: readonly string[], packaged: boolean): string[] | null {
  const words = argv.slice(packaged ? 1 : 2)
  const first = words.find((word) => !word.startsWith('-'))
  if (first === undefined || !/^[a-z]+$/.test(first)) return null
  return words
}
