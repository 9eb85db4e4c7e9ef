import { describe, expect, it } from 'vitest'
import { dataPlaceOf, type PlaceSystem } from '../../../electron/files/data-place.ts'

const computer = (said: Partial<PlaceSystem> = {}): PlaceSystem => ({
  platform: 'linux',
  env: { HOME: '/home/ada' },
  mounts: async () => [['/', 'ext4']],
  exists: () => false,
  realPath: (path) => path,
  ...said,
})

describe('a data folder that a cloud copies', () => {
  it.each<[string, string, NodeJS.Platform?]>([
    ['/home/ada/OneDrive/Gradekeep', 'OneDrive'],
    ['/home/ada/OneDrive - Northgate High/Gradekeep', 'OneDrive'],
    ['/Users/ada/Library/CloudStorage/OneDrive-Personal/g', 'OneDrive', 'darwin'],
    ['/home/ada/Dropbox/Gradekeep', 'Dropbox'],
    ['/home/ada/Dropbox (School)/Gradekeep', 'Dropbox'],
    ['/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/g', 'iCloud Drive', 'darwin'],
    ['C:\\Users\\ada\\iCloudDrive\\g', 'iCloud Drive', 'win32'],
    ['/home/ada/Google Drive/g', 'Google Drive'],
    ['G:\\My Drive\\g', 'Google Drive', 'win32'],
    ['/home/ada/Nextcloud/g', 'Nextcloud'],
    ['C:\\Users\\ada\\ownCloud\\g', 'ownCloud', 'win32'],
    ['/Users/ada/Library/CloudStorage/Something-ada/g', 'a cloud service', 'darwin'],
    ['/Users/ada/Library/CloudStorage/Dropbox/g', 'Dropbox', 'darwin'],
    ['/Users/ada/Library/CloudStorage/Box-Box/g', 'Box', 'darwin'],
    ['/home/ada/Box/Gradekeep', 'Box'],
    ['/home/ada/MEGA/Gradekeep', 'MEGA'],
    ['D:\\Dropbox\\Gradekeep', 'Dropbox', 'win32'],
    ['/media/ada/Stick/Nextcloud/g', 'Nextcloud'],
  ])('%s is one of %s', async (path, name, platform = 'linux') => {
    expect(await dataPlaceOf(path, computer({ platform }))).toEqual({ kind: 'cloud', name })
  })

  it('is seen through a link, and by what the service leaves in a folder of another name', async () => {
    const linked = computer({ realPath: () => '/home/ada/Dropbox/Gradekeep' })
    expect(await dataPlaceOf('/data', linked)).toMatchObject({ name: 'Dropbox' })
    const marked = computer({ exists: (path) => path === '/home/ada/School/.nextcloudsync.log' })
    expect(await dataPlaceOf('/home/ada/School/g', marked)).toMatchObject({ name: 'Nextcloud' })
  })

  it('is known by what Windows says of its OneDrive', async () => {
    const system = computer({ platform: 'win32', env: { OneDrive: 'D:\\Cloud' } })
    expect(await dataPlaceOf('D:\\Cloud\\g', system)).toEqual({ kind: 'cloud', name: 'OneDrive' })
    expect(await dataPlaceOf('D:\\Clouds\\g', system)).toBeNull()
  })
})

describe('a data folder on a share', () => {
  it.each([
    ['nfs4', 'nfs4'],
    ['cifs', 'cifs'],
    ['fuse.sshfs', 'sshfs'],
  ])('mounted as %s is reported', async (system, name) => {
    const mounts = async () =>
      [
        ['/', 'ext4'],
        ['/mnt/school', system],
        ['/mnt/school/local', 'ext4'],
      ] as const
    expect(await dataPlaceOf('/mnt/school/ada', computer({ mounts }))).toEqual({ kind: 'network', name })
    expect(await dataPlaceOf('/mnt/school/local/ada', computer({ mounts }))).toBeNull()
    expect(await dataPlaceOf('/mnt/schools', computer({ mounts }))).toBeNull()
  })

  it('is not claimed of a disk that a program reads on this computer', async () => {
    for (const system of ['macfuse', 'osxfuse', 'fuse.ntfs-3g', 'fuseblk']) {
      const mounts = async () => [['/Volumes/Stick', system]] as const
      expect(await dataPlaceOf('/Volumes/Stick/g', computer({ platform: 'darwin', mounts }))).toBeNull()
    }
  })

  it('is not claimed of a home that is called like a service', async () => {
    const env = { HOME: '/mnt/homes/MEGA', USERPROFILE: 'D:\\Box' }
    expect(await dataPlaceOf('/mnt/homes/MEGA/g', computer({ env }))).toBeNull()
    expect(await dataPlaceOf('D:\\Box\\g', computer({ env, platform: 'win32' }))).toBeNull()
  })

  it.each(['\\\\server\\home\\ada', '//server/home/ada', '\\\\?\\UNC\\server\\home'])(
    '%s of Windows is reported',
    async (path) => {
      expect(await dataPlaceOf(path, computer({ platform: 'win32' }))).toMatchObject({ kind: 'network' })
    },
  )

  it('behind a mapped drive is reported', async () => {
    const system = computer({ platform: 'win32', realPath: () => '\\\\server\\home\\ada' })
    expect(await dataPlaceOf('H:\\ada', system)).toMatchObject({ kind: 'network' })
  })
})

it.each<[string, NodeJS.Platform]>([
  ['/home/ada/.config/Gradekeep', 'linux'],
  ['/home/ada/box/Gradekeep', 'linux'],
  ['/home/ada/School/Box/Gradekeep', 'linux'],
  ['/home/mega/.config/Gradekeep', 'linux'],
  ['/home/Dropbox/.config/Gradekeep', 'linux'],
  ['C:\\Users\\Mega\\AppData\\Roaming\\Gradekeep', 'win32'],
  ['/srv/syncthing/x', 'linux'],
  ['/srv/nextcloud/x', 'linux'],
  ['/home/ada/cloudstorage/x', 'linux'],
  ['/home/ada/projects/My Drive/x', 'linux'],
  ['/home/ada/Boxes/dropboxes/my drives', 'linux'],
  ['C:\\Users\\ada\\AppData\\Roaming\\Gradekeep', 'win32'],
  ['\\\\?\\C:\\Users\\ada', 'win32'],
  ['/Users/ada/Library/Application Support/Gradekeep', 'darwin'],
])('nothing is reported of %s', async (path, platform) => {
  const exists = (mark: string) => mark === '/home/ada/.dropbox'
  expect(await dataPlaceOf(path, computer({ platform, exists }))).toBeNull()
})

it('this computer can be asked', async () => {
  expect(await dataPlaceOf('/nowhere/at/all')).toBeNull()
})
