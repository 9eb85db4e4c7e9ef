import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, type PlatformPath as PathRules, posix, win32 } from 'node:path'
import { promisify } from 'node:util'
import type { DataPlace } from '../../shared/model/backup.ts'

/** Folder names that only the service itself uses, anywhere on the disk. */
const unmistakable: readonly (readonly [RegExp, string])[] = [
  [/^onedrive( - .+|-.+)$/i, 'OneDrive'],
  [/^dropbox( \(.+\)|-.+)$/i, 'Dropbox'],
  [/^(mobile documents|icloud ?drive|com~apple~clouddocs)$/i, 'iCloud Drive'],
  [/^(google ?drive-.+|drivefs)$/i, 'Google Drive'],
  [/^box-box$/i, 'Box'],
  [/^protondrive-.+$/i, 'Proton Drive'],
]

/**
 * Folder names that people use too: they count only in the service's spelling and in a folder where the service creates
 * its own.
 */
const ordinary: readonly (readonly [RegExp, string])[] = [
  [/^OneDrive$/, 'OneDrive'],
  [/^Dropbox$/, 'Dropbox'],
  [/^(Google ?Drive|My Drive)$/, 'Google Drive'],
  [/^Nextcloud\d*$/, 'Nextcloud'],
  [/^ownCloud\d*$/, 'ownCloud'],
  [/^(pCloud ?Drive|pCloud Sync)$/, 'pCloud'],
  [/^Box( Sync)?$/, 'Box'],
  [/^(MEGA|MEGAsync)$/, 'MEGA'],
  [/^Proton ?Drive$/, 'Proton Drive'],
  [/^(Seafile|SeaDrive)$/, 'Seafile'],
  [/^Syncthing$/, 'Syncthing'],
  [/^(Tresorit|Tresorit Drive|Yandex\.Disk|HiDrive|MagentaCLOUD|Koofr|Synology ?Drive)$/, 'a cloud service'],
]

/** Where the services create their folders: homes and roots of disks; on macOS the folder that holds all of them. */
const usualParent =
  /^(\/|\/root|\/(home|Users|Volumes|mnt|media)\/[^/]+|\/mnt|(\/run)?\/media\/[^/]+\/[^/]+|[a-z]:\\?|[a-z]:[\\/]users[\\/][^\\/]+|.+\/Library\/CloudStorage)$/i

/** Files that the services leave in a folder they copy, whatever its name. */
const cloudMarks: readonly (readonly [string, string])[] = [
  ['.dropbox', 'Dropbox'],
  ['.dropbox.cache', 'Dropbox'],
  ['.nextcloudsync.log', 'Nextcloud'],
  ['.owncloudsync.log', 'ownCloud'],
  ['.tmp.drivedownload', 'Google Drive'],
  ['.tmp.driveupload', 'Google Drive'],
  ['.stfolder', 'Syncthing'],
  ['.849C9593-D756-4E56-8D6E-42412F2A707B', 'OneDrive'],
]

/** File systems on another computer, by the kernel's names. */
const networkSystems: ReadonlySet<string> = new Set(
  ['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'afpfs', 'webdav', 'ncpfs', 'afs', '9p', 'ceph', 'lustre', 'glusterfs']
    .concat(['vboxsf', 'prl_fs', 'davfs', 'fuse.sshfs', 'fuse.rclone', 'fuse.davfs2', 'fuse.davfs', 'fuse.s3fs'])
    .concat(['fuse.gvfsd-fuse', 'fuse.glusterfs', 'fuse.smbnetfs', 'fuse.vmhgfs-fuse', 'fuse.curlftpfs']),
)

/** What must be known of the computer. */
export interface PlaceSystem {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** Mount points with the name of their file system. */
  readonly mounts: () => Promise<readonly (readonly [point: string, system: string])[]>
  readonly exists: (path: string) => boolean
  /** The path with links and mapped drives resolved, as far as it exists. */
  readonly realPath: (path: string) => string
}

const thisComputer: PlaceSystem = {
  platform: process.platform,
  env: process.env,
  // Only a warning depends on this.
  mounts: () => mountsOf(process.platform).catch(() => []),
  exists: existsSync,
  realPath: realPathOf,
}

/** Whether the data folder is in a cloud service's folder or on a network share; null if neither was detected. */
export async function dataPlaceOf(dataDir: string, system: PlaceSystem = thisComputer): Promise<DataPlace | null> {
  const paths = [...new Set([dataDir, system.realPath(dataDir)])]
  for (const path of paths) {
    const name = cloudOf(path, system)
    if (name !== null) return { kind: 'cloud', name }
  }
  if (system.platform === 'win32') {
    return paths.some((path) => /^(\\\\|\/\/)(?![?.][\\/])|^\\\\\?\\UNC\\/i.test(path))
      ? { kind: 'network', name: 'Windows share' }
      : null
  }
  const real = paths.at(-1) ?? dataDir
  const [, fileSystem] = (await system.mounts())
    .filter(([point]) => isBelow(real, point))
    .reduce((deepest, each) => (each[0].length >= deepest[0].length ? each : deepest), ['', ''])
  return networkSystems.has(fileSystem) ? { kind: 'network', name: fileSystem.replace(/^fuse\./, '') } : null
}

function cloudOf(path: string, { platform, env, exists }: PlaceSystem): string | null {
  const rules = platform === 'win32' ? win32 : posix
  const folders = [...upwards(path, rules)].filter((folder) => !isHome(folder, env))
  // The service's own folder name first, because macOS puts all of them into one CloudStorage.
  const named = folders.map((folder) => serviceOf(folder, rules, env)).find((name) => name !== null)
  if (named !== undefined) return named
  const oneDrives = [env.OneDrive, env.OneDriveCommercial, env.OneDriveConsumer].filter((root) => root !== undefined)
  if (
    platform === 'win32' &&
    oneDrives.some((root) => root !== '' && isBelow(path.toLowerCase(), root.toLowerCase()))
  ) {
    return 'OneDrive'
  }
  const marks = folders.flatMap((folder) => cloudMarks.filter(([name]) => exists(rules.join(folder, name))))
  return marks[0]?.[1] ?? null
}

/** A folder and all its parents. */
function* upwards(path: string, rules: PathRules): Generator<string> {
  for (let folder = path; ; folder = rules.dirname(folder)) {
    yield folder
    if (rules.dirname(folder) === folder) return
  }
}

/** The service a folder is named after. */
function serviceOf(folder: string, rules: PathRules, env: NodeJS.ProcessEnv): string | null {
  const [name, parent] = [rules.basename(folder), rules.dirname(folder)]
  const isUsual = isHome(parent, env) || usualParent.test(parent)
  const known = [...unmistakable, ...(isUsual ? ordinary : [])].find(([pattern]) => pattern.test(name))
  if (known !== undefined) return known[1]
  return /\/Library\/CloudStorage$/.test(parent) ? 'a cloud service' : null
}

// Dropbox keeps its settings in the home folder under the same name, and a user may be called Mega.
const isHome = (folder: string, { HOME, USERPROFILE }: NodeJS.ProcessEnv): boolean =>
  folder === HOME || folder === USERPROFILE

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(/[\\/]$/.test(folder) ? folder : `${folder}${folder.includes('\\') ? '\\' : '/'}`)

// The native function also resolves mapped drives of Windows to the share behind them.
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    // Not there yet: resolve the part above it that exists.
    const parent = dirname(path)
    return parent === path ? path : join(realPathOf(parent), basename(path))
  }
}

async function mountsOf(platform: NodeJS.Platform): Promise<(readonly [string, string])[]> {
  if (platform === 'darwin') {
    const { stdout } = await promisify(execFile)('/sbin/mount', [], { timeout: 2_000 })
    return [...stdout.matchAll(/^.* on (\/.*) \((\w+)[,)]/gm)].map(([, point = '', type = '']) => [point, type])
  }
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return table
    .split('\n')
    .map((line) => line.split(' - '))
    .map(([mount = '', source = '']) => [unescaped(mount.split(' ')[4] ?? ''), source.split(' ')[0] ?? ''] as const)
    .filter(([point]) => point !== '')
}

/** The kernel writes a space in a mount point as `\040` (proc_pid_mountinfo(5)). */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
