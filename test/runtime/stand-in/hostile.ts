/**
 * What a real machine does to the app and a kind one does not. Each is asked for by name in `STAND_IN_HOSTILE`, so
 * that a test can have one alone.
 */
export const hostilities = [
  /** `app.isPackaged`, and arguments that begin after the program. */
  'packaged',
  /** Chromium's own switches stand before and after the app's, as a desktop file or AppRun adds them. */
  'switches',
  /** User namespaces are blocked: AppRun says `--no-sandbox`, and a sandbox that is asked for all the same kills. */
  'no namespaces',
  /** Nobody reads what is printed: writing fails with EPIPE. */
  'closed output',
  /** There is no Documents folder. */
  'no documents',
  /** The save dialog returns the name without the ending of the chosen kind, as GTK's does. */
  'no extension',
  /** A second start comes as soon as Electron is ready, long before the app is. */
  'early second start',
  /** Pages hear no `afterprint`. */
  'no afterprint',
] as const

export type Hostility = (typeof hostilities)[number]

const variable = 'STAND_IN_HOSTILE'

/** Reads them from an environment. @throws for a name that is none of theirs */
export function hostilitiesIn(env: NodeJS.ProcessEnv): ReadonlySet<Hostility> {
  const names = (env[variable] ?? '').split(',').filter((name) => name !== '')
  if (names.includes('all')) return new Set(hostilities)
  return new Set(
    names.map((name) => {
      const known = hostilities.find((one) => one === name)
      if (known === undefined) throw new Error(`${variable} names no hostility '${name}'`)
      return known
    }),
  )
}

/** The environment that asks for them. */
export const hostileEnvironment = (wanted: Iterable<Hostility>): Record<string, string> => ({
  [variable]: [...wanted].join(','),
})

/** Switches that Chromium, AppRun, a desktop file or a first copy's restart put around the app's own arguments. */
export const chromiumSwitches = {
  before: ['--original-process-start-time=13390000000000000', '--ozone-platform-hint=auto'],
  after: ['--enable-features=UseOzonePlatform', '--gtk-version=4', '--no-first-run'],
} as const
