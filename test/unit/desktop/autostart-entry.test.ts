import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  autostartEntry,
  autostartFile,
  autostartProgram,
  refreshAutostart,
} from '../../../electron/desktop/autostart-entry.ts'

describe('the autostart entry', () => {
  it('starts the program hidden', () => {
    expect(autostartEntry('/opt/Gradekeep/gradekeep').split('\n')).toEqual([
      '[Desktop Entry]',
      'Type=Application',
      'Name=Gradekeep',
      'Comment=Keeps ClassMarker exam results up to date',
      'Exec="/opt/Gradekeep/gradekeep" --hidden',
      'TryExec=/opt/Gradekeep/gradekeep',
      'Icon=gradekeep',
      'Terminal=false',
      'StartupNotify=false',
      '',
    ])
  })

  it.each([
    ['/home/ada/My apps/Gradekeep.AppImage', '"/home/ada/My apps/Gradekeep.AppImage"'],
    ['/home/ada/100%/app', '"/home/ada/100%%/app"'],
    ['/home/ada/$HOME/app', String.raw`"/home/ada/\\$HOME/app"`],
    ['/home/ada/a"b`c', '"/home/ada/a\\\\"b\\\\`c"'],
    [String.raw`/home/ada/a\b`, String.raw`"/home/ada/a\\\\b"`],
    ['/home/ada/two\nlines', String.raw`"/home/ada/two\nlines"`],
  ])('names %j so that no desktop reads anything else into it', (program, exec) => {
    expect(autostartEntry(program)).toContain(`\nExec=${exec} --hidden\n`)
  })

  it('belongs to the folder that XDG_CONFIG_HOME names, where that is a full path', () => {
    const inHome = '/home/ada/.config/autostart/gradekeep.desktop'
    expect(autostartFile({ XDG_CONFIG_HOME: '/cfg' }, '/home/ada')).toBe('/cfg/autostart/gradekeep.desktop')
    for (const env of [{}, { XDG_CONFIG_HOME: '' }, { XDG_CONFIG_HOME: 'cfg' }]) {
      expect(autostartFile(env, '/home/ada')).toBe(inHome)
    }
  })

  it('starts an AppImage by its own file, not by the folder it runs from for a while', () => {
    expect(autostartProgram({ APPIMAGE: '/home/ada/Gradekeep.AppImage' }, '/tmp/.mount_x/gradekeep')).toBe(
      '/home/ada/Gradekeep.AppImage',
    )
    expect(autostartProgram({}, '/opt/Gradekeep/gradekeep')).toBe('/opt/Gradekeep/gradekeep')
  })
})

describe('an entry that is there already', () => {
  function file(): string {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-autostart-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return join(folder, 'gradekeep.desktop')
  }

  it('follows a program that was moved', async () => {
    const entry = file()
    writeFileSync(entry, autostartEntry('/old'))
    await refreshAutostart(entry, '/new')
    expect(readFileSync(entry, 'utf8')).toBe(autostartEntry('/new'))
  })

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('stays switched off by %s', async (line) => {
    const entry = file()
    const switchedOff = `${autostartEntry('/old')}${line}\n`
    writeFileSync(entry, switchedOff)
    await refreshAutostart(entry, '/new')
    expect(readFileSync(entry, 'utf8')).toBe(switchedOff)
  })

  it('stays removed', async () => {
    const entry = file()
    await refreshAutostart(entry, '/new')
    expect(() => readFileSync(entry)).toThrow('ENOENT')
  })
})
