import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, BrowserWindow, MenuItemConstructorOptions } from 'electron'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDesktopPorts } from '../../../electron/desktop/dialogs.ts'
import { menuTemplate } from '../../../electron/desktop/startup.ts'
import { applyTheme } from '../../../electron/desktop/window.ts'
import { quietLog } from './fake-electron.ts'

const electron = vi.hoisted(() => ({
  Menu: {},
  clipboard: { writeText: vi.fn(async () => {}), write: vi.fn(async () => {}) },
  ClipboardItem: class {
    readonly items: object
    constructor(items: object) {
      this.items = items
    }
  },
  dialog: { showSaveDialog: vi.fn(), showOpenDialog: vi.fn(), showMessageBox: vi.fn() },
  nativeTheme: { themeSource: 'system' },
  shell: { openExternal: vi.fn(async () => {}), showItemInFolder: vi.fn(), openPath: vi.fn(async () => '') },
}))
vi.mock('electron', () => electron)

describe('what the window asks of the system', () => {
  const app = { getVersion: () => '1.2.3', getPath: (name: string) => `/home/t/${name}` } as unknown as App
  const ports = () => createDesktopPorts(app, () => null, quietLog())

  beforeEach(() => vi.clearAllMocks())

  it('proposes a workbook in the documents folder, and gives the path the teacher chose', async () => {
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/media/usb/Mine.xlsx' })
    expect(await ports().chooseSaveFile('Results.xlsx')).toBe('/media/usb/Mine.xlsx')
    expect(electron.dialog.showSaveDialog).toHaveBeenCalledWith(
      expect.objectContaining({
        defaultPath: '/home/t/documents/Results.xlsx',
        filters: [{ name: 'Excel workbook', extensions: ['xlsx'] }],
      }),
    )
  })

  it('gives null when the teacher cancelled', async () => {
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' })
    expect(await ports().chooseSaveFile('Results.xlsx')).toBeNull()
  })

  it.each([
    ['xlsx', { name: 'Excel workbook', extensions: ['xlsx'] }],
    ['csv', { name: 'CSV for mail merge', extensions: ['csv'] }],
  ] as const)('proposes the form of file that start links are to have: %s', async (format, filter) => {
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: `/media/usb/Links.${format}` })
    expect(await ports().chooseStartLinksTarget(`Links.${format}`, format)).toBe(`/media/usb/Links.${format}`)
    expect(electron.dialog.showSaveDialog).toHaveBeenCalledWith(expect.objectContaining({ filters: [filter] }))
  })

  it('asks for a list as CSV or Excel, and gives null when the teacher cancelled', async () => {
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/media/usb/People.csv'] })
    expect(await ports().chooseTable()).toBe('/media/usb/People.csv')
    const [options] = electron.dialog.showOpenDialog.mock.calls[0] ?? []
    expect(options.filters[0].extensions).toEqual(expect.arrayContaining(['csv', 'txt', 'xlsx']))
    expect(options.properties).toEqual(['openFile'])
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] })
    expect(await ports().chooseTable()).toBeNull()
  })

  describe('a name without its ending, as the Linux dialog returns what was typed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-save-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    const typed = (name: string) =>
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, name) })

    it.each([
      ['Marks', 'Results.xlsx', 'Marks.xlsx'],
      ['Marks 10.B', 'Results.csv', 'Marks 10.B.csv'],
      ['Marks.XLSX', 'Results.xlsx', 'Marks.XLSX'],
    ])('%s for %s is saved as %s', async (name, proposed, saved) => {
      typed(name)
      expect(await ports().chooseSaveFile(proposed)).toBe(join(folder, saved))
      expect(electron.dialog.showMessageBox).not.toHaveBeenCalled()
    })

    it.each([
      [0, 'Taken.gradekeep'],
      [1, null],
    ])('asks before it replaces the file of that name (button %s)', async (response, saved) => {
      writeFileSync(join(folder, 'Taken.gradekeep'), 'an older backup')
      typed('Taken')
      electron.dialog.showMessageBox.mockResolvedValueOnce({ response })
      expect(await ports().chooseBackupTarget('B.gradekeep')).toBe(saved === null ? null : join(folder, saved))
      expect(electron.dialog.showMessageBox.mock.calls[0]?.[0].message).toContain('“Taken.gradekeep”')
    })

    it('does not ask again about what the dialog asked about', async () => {
      writeFileSync(join(folder, 'Asked.xlsx'), 'x')
      typed('Asked.xlsx')
      expect(await ports().chooseSaveFile('Results.xlsx')).toBe(join(folder, 'Asked.xlsx'))
      expect(electron.dialog.showMessageBox).not.toHaveBeenCalled()
    })
  })

  describe('printing', () => {
    type Told = (isPrinted: boolean, reason: string) => void

    function printing(told: (call: Told) => void) {
      const print = vi.fn((_options: object, call: Told) => told(call))
      const window = { webContents: { print } } as unknown as BrowserWindow
      const log = quietLog()
      return { print, log, printed: createDesktopPorts(app, () => window, log).print() }
    }

    it('has gone to a printer when Electron says so, on that printer’s own paper', async () => {
      const { print, printed } = printing((call) => call(true, ''))
      expect(await printed).toBe(true)
      expect(print.mock.calls[0]?.[0]).toEqual({ usePrinterDefaultPageSize: true })
    })

    it('has not where the dialog was cancelled, which is no failure', async () => {
      const { printed, log } = printing((call) => call(false, 'Print job canceled'))
      expect(await printed).toBe(false)
      expect(log.warn).not.toHaveBeenCalled()
    })

    it('says so where the system cannot print', async () => {
      const { printed, log } = printing((call) => call(false, 'No valid printers available'))
      await expect(printed).rejects.toMatchObject({ code: 'print/failed' })
      expect(log.warn).toHaveBeenCalledOnce()
    })

    it('says so where there is no window, or Electron refuses', async () => {
      await expect(ports().print()).rejects.toMatchObject({ code: 'print/failed' })
      const { printed } = printing(() => {
        throw new TypeError('Invalid print settings')
      })
      await expect(printed).rejects.toThrow()
    })
  })

  it('rejects an address that is not allowed, without opening it', async () => {
    await expect(ports().openExternal('https://evil.example/')).rejects.toMatchObject({ code: 'ipc/invalid-input' })
    expect(electron.shell.openExternal).not.toHaveBeenCalled()
    await ports().openExternal('https://www.classmarker.com/')
    expect(electron.shell.openExternal).toHaveBeenCalledWith('https://www.classmarker.com/')
  })

  it('copies text and follows the chosen theme', () => {
    ports().copyText('ABC-123')
    applyTheme('dark')
    expect(electron.clipboard.writeText).toHaveBeenCalledWith('ABC-123')
    expect(electron.nativeTheme.themeSource).toBe('dark')
  })

  it('copies a table as text and as HTML in one', () => {
    ports().copyText('a\tb', '<table></table>')
    expect(electron.clipboard.write).toHaveBeenCalledWith([
      expect.objectContaining({ items: { 'text/plain': 'a\tb', 'text/html': '<table></table>' } }),
    ])
  })

  it('asks for a folder, and for a new one to be made', async () => {
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/home/t/Certificates'] })
    expect(await ports().chooseFolder()).toBe('/home/t/Certificates')
    expect(electron.dialog.showOpenDialog).toHaveBeenCalledWith(
      expect.objectContaining({ properties: ['openDirectory', 'createDirectory'] }),
    )
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] })
    expect(await ports().chooseFolder()).toBeNull()
  })

  it('opens a file in the program for its kind, and says where the system could not', async () => {
    expect(await ports().openFile('/home/t/A.pdf')).toBe(true)
    expect(electron.shell.openPath).toHaveBeenCalledWith('/home/t/A.pdf')
    electron.shell.openPath.mockResolvedValueOnce('No application is known')
    expect(await ports().openFile('/home/t/A.pdf')).toBe(false)
  })

  it('opens a certificate at ClassMarker or at the sample account’s server, and nowhere else', async () => {
    await ports().openCertificate('https://www.classmarker.com/pdf/certificate/C.pdf', null)
    await ports().openCertificate('http://127.0.0.1:4000/pdf/certificate/C.pdf', 'http://127.0.0.1:4000')
    expect(electron.shell.openExternal).toHaveBeenCalledTimes(2)
    await expect(ports().openCertificate('http://127.0.0.1:4000/x', null)).rejects.toMatchObject({
      code: 'certificate/refused-address',
      detail: {},
    })
    expect(electron.shell.openExternal).toHaveBeenCalledTimes(2)
  })
})

describe('the menu', () => {
  const rolesOf = (items: readonly MenuItemConstructorOptions[]): string[] =>
    items.flatMap((item) => [
      ...(item.role === undefined ? [] : [item.role]),
      ...(Array.isArray(item.submenu) ? rolesOf(item.submenu) : []),
    ])

  const template = (platform: NodeJS.Platform, devTools: boolean) =>
    menuTemplate({ platform, devTools, openClassMarker: () => {}, ask: () => {} })

  it('offers developer tools and reload only where they exist', () => {
    expect(rolesOf(template('linux', true))).toEqual(expect.arrayContaining(['toggleDevTools', 'reload']))
    expect(rolesOf(template('linux', false))).not.toEqual(expect.arrayContaining(['toggleDevTools']))
    expect(rolesOf(template('linux', false))).not.toEqual(expect.arrayContaining(['reload']))
  })

  it('has copy and paste, zoom and quit on every system', () => {
    for (const platform of ['linux', 'win32'] as const) {
      expect(rolesOf(template(platform, false))).toEqual(expect.arrayContaining(['editMenu', 'zoomIn', 'quit']))
    }
    expect(rolesOf(template('darwin', false))).toEqual(
      expect.arrayContaining(['appMenu', 'editMenu', 'zoomIn', 'close']),
    )
  })
})
