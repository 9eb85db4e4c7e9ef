import { execFile } from 'node:child_process'
import { win32 } from 'node:path'
import { promisify } from 'node:util'

/** What this computer's settings say of a proxy for https: one address, a script that names it, or neither. */
export type SystemProxy = { readonly url: string; readonly around: readonly string[] } | 'script' | null

/** Runs a program and gives what it printed; rejects where it is not there. */
export type Ask = (program: string, words: readonly string[]) => Promise<string>

const ask: Ask = async (program, words) => (await promisify(execFile)(program, words, { timeout: 5_000 })).stdout

/** Where each system keeps its proxy, and how what it prints is read. */
const settings: Readonly<
  Partial<Record<NodeJS.Platform, { words: readonly string[]; read: (printed: string) => SystemProxy }>>
> = {
  win32: {
    // By its full path: Windows looks first in the folder where the command runs, and a school's share may hold another.
    words: [
      win32.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe'),
      'query',
      'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    ],
    read: readRegistry,
  },
  darwin: { words: ['/usr/sbin/scutil', '--proxy'], read: readScutil },
  linux: { words: ['gsettings', 'list-recursively', 'org.gnome.system.proxy'], read: readGnome },
}

/**
 * The proxy that the window uses as well, from the system's own settings; null where there is none, or where the system
 * cannot be asked, as in a nightly job without a desktop.
 */
export async function systemProxy(platform: NodeJS.Platform, asked: Ask = ask): Promise<SystemProxy> {
  const own = settings[platform]
  if (own === undefined) return null
  const [program = '', ...words] = own.words
  return asked(program, words).then(own.read, () => null)
}

function readRegistry(printed: string): SystemProxy {
  const value = (name: string) => new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(.+?)\\s*$`, 'm').exec(printed)?.[1]
  if (value('AutoConfigURL') !== undefined) return 'script'
  const servers = value('ProxyServer')?.split(';') ?? []
  // One address for all kinds, or one for each: `http=one:80;https=other:8080`.
  const server =
    servers.find((each) => each.startsWith('https='))?.slice(6) ?? servers.find((each) => !each.includes('='))
  return value('ProxyEnable') === '0x1' ? fixed(server, value('ProxyOverride')?.split(';')) : null
}

function readScutil(printed: string): SystemProxy {
  const value = (name: string) => new RegExp(`^\\s*${name} : (.+)$`, 'm').exec(printed)?.[1]
  if (value('ProxyAutoConfigEnable') === '1' || value('ProxyAutoDiscoveryEnable') === '1') return 'script'
  const around = /ExceptionsList : <array> \{(.*?)\}/s.exec(printed)?.[1] ?? ''
  const hosts = [...around.matchAll(/^\s*\d+ : (.+)$/gm)].map(([, host = '']) => host)
  return value('HTTPSEnable') === '1' ? fixed(`${value('HTTPSProxy')}:${value('HTTPSPort') ?? '443'}`, hosts) : null
}

function readGnome(printed: string): SystemProxy {
  const value = (name: string) => new RegExp(`^org\\.gnome\\.system\\.proxy${name} (.+)$`, 'm').exec(printed)?.[1]
  const unquoted = (text = '') => text.replace(/^'|'$/g, '')
  const mode = unquoted(value(' mode'))
  if (mode === 'auto') return 'script'
  const host = unquoted(value('\\.https host'))
  const around = [...(value(' ignore-hosts') ?? '').matchAll(/'([^']+)'/g)].map(([, name = '']) => name)
  return mode === 'manual' && host !== '' ? fixed(`${host}:${value('\\.https port')}`, around) : null
}

/** The systems name a host and a port; what is spoken to a proxy itself is http, unless an address says otherwise. */
function fixed(server: string | undefined, around: readonly string[] = []): SystemProxy {
  if (server === undefined) return null
  return {
    url: server.includes('://') ? server : `http://${server}`,
    around: around.filter((host) => host !== '<local>').flatMap(writtenOut),
  }
}

/** The host that commands ask. */
const apiHost = 'api.classmarker.com'

/** An exception as Node knows it: a star anywhere but before a point means nothing to it. */
function writtenOut(pattern: string): readonly string[] {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const isKnown = parts.length === 1 || /^\*(\.[^*]+)?$/.test(pattern)
  return !isKnown && new RegExp(`^${parts.join('.*')}$`, 'i').test(apiHost) ? [pattern, apiHost] : [pattern]
}
