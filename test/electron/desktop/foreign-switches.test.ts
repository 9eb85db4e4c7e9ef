import { describe, expect, it, vi } from 'vitest'
import { createProgram, readArguments } from '../../../electron/cli/arguments.ts'
import { loadCommands } from '../../../electron/cli/commands.ts'
import { foreign, valued } from '../../../electron/cli/foreign-switches.ts'
import { leavesOf } from '../../../electron/cli/help.ts'
import { commandWords } from '../../../electron/desktop/startup.ts'

vi.mock('electron', () => ({}))

const commands = await loadCommands()
const read = (words: readonly string[]) => readArguments(words, commands)

/** What AppRun, Electron, a desktop file, Finder, Chromium or a person at the terminal puts on the command line. */
const added: readonly (readonly string[])[] = [
  ['--no-sandbox'],
  ['--headless'],
  ['--headless=new'],
  ['--disable-gpu'],
  ['--ozone-platform', 'wayland'],
  ['--ozone-platform', 'x11'],
  ['--ozone-platform=headless'],
  ['--ozone-platform-hint=auto'],
  ['--ozone-platform-hint', 'auto'],
  ['--enable-features=UseOzonePlatform,WaylandWindowDecorations'],
  ['--disable-features=Vulkan'],
  ['--enable-wayland-ime'],
  ['--gtk-version=4'],
  ['--password-store=basic'],
  ['--force-device-scale-factor=2'],
  ['--lang=de'],
  ['--original-process-start-time=13412345678901234'],
  ['--allow-file-access-from-files'],
  ['--enable-avfoundation'],
  ['--type=renderer'],
  ['--inspect'],
  ['--inspect=127.0.0.1:9229'],
  ['--remote-debugging-port=9222'],
  ['--enable-logging', '--v=1'],
  ['--js-flags=--max-old-space-size=512'],
  ['-psn_0_12345'],
  ['--hidden'],
  ['--no-sandbox', '--headless', '--disable-gpu', '--ozone-platform', 'headless'],
]
const line = ['--data-dir', '/tmp/x', 'status', '--json']
const asked = { dataDir: '/tmp/x', json: true, command: { kind: 'command', name: 'status' } }

describe('switches that are not ours', () => {
  it.each(added.map((words) => [words.join(' '), words] as const))('change no command: %s', (_, words) => {
    const among = [...line.slice(0, 2), ...words, ...line.slice(2)]
    for (const given of [[...words, ...line], among, [...line, ...words]]) {
      expect(read(given)).toMatchObject(asked)
      expect(read(commandWords(['/opt/Gradekeep/gradekeep', ...given], true) ?? [])).toMatchObject(asked)
    }
  })

  it.each(added.map((words) => [words.join(' '), words] as const))('alone open a window: %s', (_, words) => {
    expect(commandWords(['/opt/Gradekeep/gradekeep', ...words], true)).toBeNull()
    expect(commandWords(['/opt/Gradekeep/gradekeep', ...words, 'file:///home/t/Results.xlsx'], true)).toBeNull()
  })

  /** Each switch that has a value, with one as a word of its own. */
  const separate = [...valued].map(
    (name) => [`--${name}`, ['de', '2', '/tmp/log', 'a=1'][name.length % 4] ?? ''] as const,
  )

  it.each(separate)('may have their value as a word of its own before the command: %s %s', (name, value) => {
    const among = [...line.slice(0, 2), name, value, ...line.slice(2)]
    for (const given of [[name, value, ...line], [name, ...line], among]) {
      expect(read(given)).toMatchObject(asked)
      expect(read(commandWords(['/opt/Gradekeep/gradekeep', ...given], true) ?? [])).toMatchObject(asked)
    }
    expect(commandWords(['/opt/Gradekeep/gradekeep', name, value], true)).toBeNull()
  })

  it('take no argument of a command for their value', () => {
    expect(read(['codes', 'add', '7', '--lang', 'de']).command).toMatchObject({ asked: { codes: ['de'] } })
  })

  it('that have a value are all known', () => {
    expect([...valued].filter((name) => !foreign.has(name))).toEqual([])
  })

  it('carry no name of an option of ours', () => {
    const program = createProgram(commands)
    const ours = [program, ...leavesOf(program)].flatMap(({ options }) => options.map(({ long }) => long?.slice(2)))
    expect(ours.length).toBeGreaterThan(40)
    expect(ours.filter((name) => foreign.has(name ?? ''))).toEqual([])
  })

  it('that carry a value of ours are left where they are', () => {
    const refused = (words: readonly string[], problem: string) =>
      expect(() => read(words)).toThrow(expect.objectContaining({ code: 'usage/invalid', detail: { problem } }))
    refused(['results', '--search', '--headless'], '--search needs a value, and “--headless” is an option.')
    refused(['--data-dir', '--no-sandbox', 'status'], '--data-dir needs a value, and “--no-sandbox” is an option.')
    expect(read(['results', '--search=--headless']).command).toMatchObject({
      asked: { filter: [{ field: 'search', op: 'contains', value: '--headless' }] },
    })
    expect(read(['codes', 'add', '7', '--', '--headless']).command).toMatchObject({ asked: { codes: ['--headless'] } })
    expect(read(['classes', 'add', 'wayland', 'x11', '--ozone-platform', 'x11']).command).toMatchObject({
      asked: { className: 'wayland', keys: ['x11'] },
    })
  })
})

describe('a word that nobody knows', () => {
  it.each(['--no-sandboxes', '--jsn', '--headles', '-x', '--no_sandbox'])('is refused by its name: %s', (word) => {
    for (const given of [
      [word, 'status'],
      ['status', word],
      ['--no-sandbox', word, 'status'],
    ])
      expect(() => read(given)).toThrow(
        expect.objectContaining({ code: 'usage/invalid', detail: { problem: expect.stringContaining(word) } }),
      )
  })
})

it('a launcher’s leading “--” is no word of the command', () => {
  expect(read(['--', ...line])).toMatchObject(asked)
  expect(read(['--no-sandbox', '--', ...line])).toMatchObject(asked)
  expect(commandWords(['Gradekeep.exe', '--', 'snyc'], true)).toEqual(['snyc'])
  expect(commandWords(['Gradekeep.exe', '--'], true)).toBeNull()
  expect(read(['--', 'codes', 'add', '7', '--', '-A']).command).toMatchObject({ asked: { codes: ['-A'] } })
})

describe('the folder of a window that was moved', () => {
  it('is that of a command that names none itself', () => {
    expect(read(['--user-data-dir=/media/usb', 'status']).dataDir).toBe('/media/usb')
    for (const given of [
      ['--user-data-dir=/media/usb', 'status', '--data-dir', '/tmp/x'],
      ['--data-dir=/tmp/x', 'status', '--user-data-dir=/media/usb'],
    ])
      expect(read(given).dataDir).toBe('/tmp/x')
  })

  it('opens a window where no command is given', () => {
    expect(commandWords(['gradekeep', '--user-data-dir=/media/usb'], true)).toBeNull()
  })
})
