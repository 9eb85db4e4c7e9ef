import { commandNames } from './commands.ts'

/**
 * Switches of Chromium, Electron and Node that start scripts, desktop files and the system put on a program's command
 * line: AppRun's `no-sandbox`, a display's `--ozone-platform`, Finder's `-psn_…`. None has a meaning for a command.
 */
export const foreign: ReadonlySet<string> = new Set([
  // What starts a sandboxed or displayless Chromium.
  ...['no-sandbox', 'disable-setuid-sandbox', 'disable-gpu-sandbox', 'no-zygote', 'disable-dev-shm-usage'],
  ...['headless', 'disable-gpu', 'disable-software-rasterizer', 'in-process-gpu', 'use-gl', 'use-angle', 'hidden'],
  // What a desktop chooses.
  ...['ozone-platform', 'ozone-platform-hint', 'enable-features', 'disable-features', 'enable-wayland-ime'],
  ...['wayland-text-input-version', 'force-device-scale-factor', 'high-dpi-support', 'gtk-version', 'password-store'],
  ...['lang', 'xdg-portal-required-version', 'force-dark-mode', 'no-first-run', 'no-default-browser-check'],
  // What Chromium adds to its own command line, and to that of a second start.
  ...['original-process-start-time', 'allow-file-access-from-files', 'enable-avfoundation', 'enable-sandbox', 'type'],
  ...['prefetch', 'profile-directory', 'enable-logging', 'log-level', 'log-file', 'v', 'vmodule', 'js-flags'],
  // What somebody who looks for a fault adds.
  ...['enable-crash-reporter', 'disable-breakpad', 'trace-warnings', 'trace-deprecation', 'no-deprecation'],
  ...['inspect', 'inspect-brk', 'inspect-port', 'remote-debugging-port', 'remote-debugging-pipe', 'no-stdio-init'],
])

/** Switches that have a value, which people and desktop files also write as a word of its own. */
export const valued: ReadonlySet<string> = new Set([
  ...['ozone-platform', 'ozone-platform-hint', 'enable-features', 'disable-features', 'use-gl', 'use-angle', 'lang'],
  ...['wayland-text-input-version', 'force-device-scale-factor', 'high-dpi-support', 'gtk-version', 'password-store'],
  ...['xdg-portal-required-version', 'original-process-start-time', 'type', 'profile-directory', 'log-level'],
  ...['log-file', 'v', 'vmodule', 'js-flags', 'inspect-port', 'remote-debugging-port'],
])

/** Values that are taken for such a word behind the command too, where any other may be an argument of it. */
const knownValues: Readonly<Record<string, ReadonlySet<string>>> = {
  '--ozone-platform': new Set(['wayland', 'x11', 'headless']),
  '--ozone-platform-hint': new Set(['auto', 'wayland', 'x11']),
}

const serialNumber = /^-psn_\d+_\d+$/

/** A word's name as a switch, without dashes and value: `no-sandbox`; null for any other word. */
const nameOf = (word: string): string | null => /^--([a-z][a-z-]*)(=|$)/s.exec(word)?.[1] ?? null

/** Whether `next` is the value of the switch before it, and no word of the command. */
function isValueOf(word: string, next: string | undefined, isBeforeCommand: boolean): boolean {
  if (next === undefined || knownValues[word]?.has(next)) return next !== undefined
  const isAnyValue = isBeforeCommand && !word.includes('=') && valued.has(nameOf(word) ?? '')
  return isAnyValue && !next.startsWith('-') && !commandNames.includes(next)
}

const isForeign = (word: string): boolean => serialNumber.test(word) || foreign.has(nameOf(word) ?? '')

/**
 * A line of words without the switches of Chromium and its like, and without a `--` that leads it, which a launcher
 * sets so that Electron takes nothing behind it for its own. An option of ours is never taken away, nor is its value,
 * nor what stands behind a later `--`; what is unknown stays, so that it is refused by name.
 * @param takesValue whether a word is an option of ours whose value is the next word
 */
export function ownWordsOf(words: readonly string[], takesValue: (word: string) => boolean): readonly string[] {
  const own: string[] = []
  let isBeforeCommand = true
  for (let at = 0; at < words.length; at++) {
    const [word = '', next] = words.slice(at, at + 2)
    if (word === '--' && own.length > 0) return [...own, ...words.slice(at)]
    if (word === '--') continue
    if (isForeign(word)) {
      if (isValueOf(word, next, isBeforeCommand)) at++
      continue
    }
    own.push(word)
    if (takesValue(word) && next !== undefined) own.push(words[++at] ?? '')
    else if (!word.startsWith('-')) isBeforeCommand = false
  }
  return own
}

/** Reads `--user-data-dir=…`, which moves the window's data, as the folder of a command that names none itself. */
export function dataMovedAsWindow(words: readonly string[]): readonly string[] {
  const moved = /^--user-data-dir(?==.)/
  return words.some((word) => /^--data-dir(=|$)/.test(word))
    ? words.filter((word) => !moved.test(word))
    : words.map((word) => word.replace(moved, '--data-dir'))
}
