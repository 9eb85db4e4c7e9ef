import { commandNames, globalOptions } from '../cli/commands.ts'

/**
 * The command line's words in the arguments of a started app (`gradekeep sync --json` → `['sync', '--json']`), or null
 * when a window is wanted: other switches alone are Chromium's, and a path or an address comes from a file manager.
 * A word that stands where a command would is taken for one, so that a mistyped command is answered and opens nothing.
 * @param argv `process.argv`; outside a packaged app its second entry is the app's folder.
 */
export function commandWords(argv: readonly string[], packaged: boolean): string[] | null {
  const words = argv.slice(packaged ? 1 : 2)
  const [first] = words.filter((word) => !word.startsWith('-'))
  return words.some(isOurs) || (first !== undefined && /^[\p{L}\d_]+$/u.test(first)) ? words : null
}

const switches = new Set(Object.keys(globalOptions).flatMap((flags) => flags.match(/-[a-z-]+/g) ?? []))

const isOurs = (word: string): boolean =>
  commandNames.some((name) => name === word) || switches.has(word.split('=')[0] ?? '')
