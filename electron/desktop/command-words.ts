const commands: ReadonlySet<string> = new Set([
  'certificates',
  'codes',
  'connect',
  'export',
  'help',
  'results',
  'simulator',
  'status',
  'sync',
])

/**
 * The command line's words in the arguments of a started app (`gradekeep sync --json` → `['sync', '--json']`), or null
 * when a window is wanted: switches alone are Chromium's, and a path or an address comes from a file manager.
 * @param argv `process.argv`; outside a packaged app its second entry is the app's folder.
 */
export function commandWords(argv: readonly string[], packaged: boolean): string[] | null {
  const words = argv.slice(packaged ? 1 : 2)
  return words.some((word) => commands.has(word) || word === '--help' || word === '--version') ? words : null
}
