import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { DataPlace } from '../shared/model/data-place.ts'

/** Folders as the services name them, wherever they are in a path. */
const cloudFolders: readonly (readonly [RegExp, string])[] = [
  [/^onedrive( - .+|-.+)?$/i, 'OneDrive'],
  [/^dropbox( \(.+\)|-.+)?$/i, 'Dropbox'],
  [/^(mobile documents|icloud ?drive|com~apple~clouddocs)$/i, 'iCloud Drive'],
  [/^(google ?drive(-.+|[ _]stream)?|drivefs|my drive)$/i, 'Google Drive'],
  [/^nextcloud\d*$/i, 'Nextcloud'],
  [/^owncloud\d*$/i, 'ownCloud'],
  [/^pcloud ?(drive|sync)$/i, 'pCloud'],
  [/^box([ -]sync|-box)?$/i, 'Box'],
  [/^mega(sync)?$/i, 'MEGA'],
  [/^proton ?drive(-.+)?$/i, 'Proton Drive'],
  [/^(seafile|seadrive)$/i, 'Seafile'],
  [/^(syncthing)$/i, 'Syncthing'],
  [/^(tresorit( drive)?|yandex\.?disk|hidrive|magentacloud|koofr|synologydrive|synology drive)$/i, 'a cloud service'],
  [/^cloudstorage$/i, 'a cloud service'],
]

/** What the services leave in the folder they copy, whatever it is called. */
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

/** File systems whose files are elsewhere, as the kernel names them. */
const networkSystems: ReadonlySet<string> = new Set(
  ['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'afpfs', 'webdav', 'ncpfs', 'afs', '9p', 'ceph', 'lustre', 'glusterfs']
    .concat(['vboxsf', 'prl_fs', 'davfs', 'fuse.sshfs', 'fuse.rclone', 'fuse.davfs2', 'fuse.davfs', 'fuse.s3fs'])
    .concat([
      'fuse.gvfsd-fuse',
      'fuse.glusterfs',
      'fuse.smbnetfs',
      'fuse.vmhgfs-fuse',
      'macfuse',
      'osxfuse',
      'fuse.curlftpfs',
    ]),
)

/** What is asked of the computer. */
export interface PlaceSystem {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  /** Mount points with the name of their file system. */
  readonly mounts: () => Promise<readonly (readonly [point: string, system: string])[]>
  readonly exists: (path: string) => boolean
  /** The path without links and mapped drives, of what there is of it. */
  readonly realPath: (path: string) => string
}

const thisComputer: PlaceSystem = {
  platform: process.platform,
  env: process.env,
  // A warning is all that depends on it.
  mounts: () => mountsOf(process.platform).catch(() => []),
  exists: existsSync,
  realPath: realPathOf,
}

/** Tells of a data folder in a cloud's folder or on a share; null where it lies well, as far as can be seen. */
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
  for (const segment of path.split(platform === 'win32' ? /[\\/]/ : '/')) {
    const known = cloudFolders.find(([pattern]) => pattern.test(segment))
    if (known !== undefined) return known[1]
  }
  const oneDrives = [env.OneDrive, env.OneDriveCommercial, env.OneDriveConsumer].filter((root) => root !== undefined)
  if (
    platform === 'win32' &&
    oneDrives.some((root) => root !== '' && isBelow(path.toLowerCase(), root.toLowerCase()))
  ) {
    return 'OneDrive'
  }
  for (let folder = path; ; folder = dirname(folder)) {
    const mark = cloudMarks.find(([name]) => exists(join(folder, name)))
    if (mark !== undefined && !isHome(folder, env)) return mark[1]
    if (dirname(folder) === folder) return null
  }
}

// Dropbox keeps its settings in the home folder under the same name.
const isHome = (folder: string, { HOME, USERPROFILE }: NodeJS.ProcessEnv): boolean =>
  folder === HOME || folder === USERPROFILE

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(/[\\/]$/.test(folder) ? folder : `${folder}${folder.includes('\\') ? '\\' : '/'}`)

// The native one resolves mapped drives of Windows to the share behind them.
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    // Not there yet: what there is of it above counts.
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

/** The kernel writes a blank in a mount point as `\040` (proc_pid_mountinfo(5)). */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
