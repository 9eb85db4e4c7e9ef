import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createPackage } from '@electron/asar'

const root = resolve(import.meta.dirname, '../../..')

/** The mark before the fuses in Electron's program, then version 1 and nine fuses, all on. */
export const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const unsetFuses = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, 9]), Buffer.from('111111111')])

/** Runs the main process that GRADEKEEP_MAIN names on the stand-in for Electron, and says first how it was called. */
const program = `#!/bin/sh
[ -z "$GRADEKEEP_CALLS" ] || printf '%s\\n' "$*" >> "$GRADEKEEP_CALLS"
exec '${join(root, 'node_modules/node/bin/node')}' --import '${join(root, 'test/runtime/stand-in/register.ts')}' "$GRADEKEEP_MAIN" "$@"
exit
`

/** A folder that the packer takes for Electron: every file it checks, with a script for its program. */
export async function placeholderElectron(folder: string): Promise<string> {
  const electron = join(folder, 'electron')
  mkdirSync(join(electron, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'default-app'))
  writeFileSync(join(folder, 'default-app', 'main.js'), '')
  await createPackage(join(folder, 'default-app'), join(electron, 'resources', 'default_app.asar'))
  const manifest = readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')
  writeFileSync(join(electron, 'version'), JSON.parse(manifest).version)
  writeExecutable(join(electron, 'electron'), Buffer.concat([Buffer.from(program), unsetFuses]))
  return electron
}

export interface PackingTools {
  /** What makes the packer use these tools instead of those it would download. */
  readonly env: Readonly<Record<string, string>>
  /** The tree an AppImage mounts. */
  readonly appDir: string
  /** What the deb was made of: fpm's words, its desktop file, and the scripts of installing and removing. */
  readonly deb: string
}

/** Stand-ins for the programs that make an AppImage and a deb: they keep what they were given. */
export function packingTools(folder: string): PackingTools {
  const [tools, appDir, deb] = ['tools', 'app-dir', 'deb'].map((name) => join(folder, name)) as [string, string, string]
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  for (const made of [appDir, deb, join(tools, 'runtimes'), join(tools, 'lib', arch)])
    mkdirSync(made, { recursive: true })
  writeFileSync(join(tools, 'runtimes', `runtime-${arch}`), 'runtime')
  writeExecutable(join(tools, 'desktop-file-validate'), '#!/bin/sh\n')
  writeExecutable(join(tools, 'mksquashfs'), `#!/bin/sh\ncp -a "$1/." '${appDir}' && echo image > "$2"\n`)
  writeExecutable(
    join(tools, 'fpm'),
    `#!/bin/sh
printf '%s\\n' "$@" > '${deb}/words'
while [ $# -gt 0 ]; do
  case "$1" in
    --after-install) cp "$2" '${deb}/postinst' ;;
    --after-remove) cp "$2" '${deb}/postrm' ;;
    --package) echo deb > "$2" ;;
    *=/usr/share/applications/*) cp "\${1%%=*}" "${deb}/\${1##*/}" ;;
  esac
  shift
done
`,
  )
  return { env: { APPIMAGE_TOOLS_PATH: tools, CUSTOM_FPM_PATH: join(tools, 'fpm') }, appDir, deb }
}

export function writeExecutable(file: string, content: string | Buffer): void {
  writeFileSync(file, content)
  chmodSync(file, 0o755)
}
