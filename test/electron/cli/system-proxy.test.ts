import { describe, expect, it } from 'vitest'
import { type SystemProxy, systemProxy } from '../../../electron/cli/system-proxy.ts'

/** As `reg query` prints the Internet settings of a user. */
const registry = (...lines: readonly string[]) =>
  `\r\nHKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\r\n${lines
    .map((line) => `    ${line.replace(/ (REG_\w+) /, '    $1    ')}\r\n`)
    .join('')}\r\n`

const scutil = (...lines: readonly string[]) => `<dictionary> {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`

const gnome = (mode: string, host = '') => `org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '*.school.example']
org.gnome.system.proxy mode '${mode}'
org.gnome.system.proxy.http host 'other'
org.gnome.system.proxy.https host '${host}'
org.gnome.system.proxy.https port 3128
`
const proxy = 'http://proxy.school.example:3128'

describe('the proxy of the system’s settings', () => {
  it.each<[string, NodeJS.Platform, string, SystemProxy]>([
    [
      'is one address for all kinds on Windows',
      'win32',
      registry(
        'ProxyEnable REG_DWORD 0x1',
        'ProxyServer REG_SZ proxy.school.example:3128',
        'ProxyOverride REG_SZ *.school.example;10.*;<local>',
      ),
      { url: proxy, around: ['*.school.example', '10.*'] },
    ],
    [
      'is not for what an exception with a star anywhere means',
      'win32',
      registry(
        'ProxyEnable REG_DWORD 0x1',
        'ProxyServer REG_SZ proxy.school.example:3128',
        'ProxyOverride REG_SZ *classmarker.com;api.*;*.classmarker.com;*school*;*',
      ),
      {
        url: proxy,
        around: [
          ...['*classmarker.com', 'api.classmarker.com', 'api.*', 'api.classmarker.com', '*.classmarker.com'],
          ...['*school*', '*'],
        ],
      },
    ],
    [
      'is the one for https on Windows',
      'win32',
      registry('ProxyEnable REG_DWORD 0x1', 'ProxyServer REG_SZ http=other:80;https=proxy.school.example:3128'),
      { url: proxy, around: [] },
    ],
    [
      'is none on Windows where it is switched off',
      'win32',
      registry('ProxyEnable REG_DWORD 0x0', 'ProxyServer REG_SZ proxy.school.example:3128'),
      null,
    ],
    [
      'is none on Windows where only http has one',
      'win32',
      registry('ProxyEnable REG_DWORD 0x1', 'ProxyServer REG_SZ http=other:80'),
      null,
    ],
    [
      'is named by a script on Windows',
      'win32',
      registry('ProxyEnable REG_DWORD 0x0', 'AutoConfigURL REG_SZ http://wpad/wpad.dat'),
      'script',
    ],
    [
      'is that of a Mac',
      'darwin',
      scutil(
        'ExceptionsList : <array> {\n    0 : *.local\n    1 : 169.254/16\n  }',
        'HTTPSEnable : 1',
        'HTTPSPort : 3128',
        'HTTPSProxy : proxy.school.example',
      ),
      { url: proxy, around: ['*.local', '169.254/16'] },
    ],
    ['is none on a Mac where it is switched off', 'darwin', scutil('HTTPSEnable : 0', 'HTTPSProxy : old'), null],
    ['is named by a script on a Mac', 'darwin', scutil('ProxyAutoConfigEnable : 1'), 'script'],
    ['is found by itself on a Mac', 'darwin', scutil('ProxyAutoDiscoveryEnable : 1'), 'script'],
    [
      'is that of GNOME',
      'linux',
      gnome('manual', 'proxy.school.example'),
      { url: proxy, around: ['localhost', '127.0.0.0/8', '*.school.example'] },
    ],
    ['is none in GNOME where it is switched off', 'linux', gnome('none', 'proxy.school.example'), null],
    ['is none in GNOME where https has none', 'linux', gnome('manual'), null],
    ['is named by a script in GNOME', 'linux', gnome('auto'), 'script'],
    ['is none on another system', 'freebsd', '', null],
  ])('%s', async (_, platform, printed, found) => {
    expect(await systemProxy(platform, async () => printed)).toEqual(found)
  })

  it('is asked of Windows’ own program, not of one that lies where the command runs', async () => {
    const asked: string[] = []
    await systemProxy('win32', async (program) => {
      asked.push(program)
      return ''
    })
    expect(asked).toEqual([expect.stringMatching(/^[A-Z]:\\.+\\System32\\reg\.exe$/i)])
  })

  it('is none where nobody can be asked', async () => {
    const missing = () => Promise.reject(new Error('ENOENT'))
    for (const platform of ['win32', 'darwin', 'linux'] as const)
      expect(await systemProxy(platform, missing)).toBeNull()
  })
})
