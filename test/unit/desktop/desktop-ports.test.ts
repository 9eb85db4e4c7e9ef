import type { App } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { createDesktopPorts } from '../../../electron/desktop/desktop-ports.ts'
import { quietLog } from './fake-electron.ts'

const electron = vi.hoisted(() => ({
  clipboard: { writeText: vi.fn(async () => {}) },
  dialog: { showSaveDialog: vi.fn() },
  nativeTheme: { themeSource: 'system' },
  shell: { openExternal: vi.fn(async () => {}), showItemInFolder: vi.fn() },
}))
vi.mock('electron', () => electron)

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

it('rejects an address that is not allowed, without opening it', async () => {
  await expect(ports().openExternal('https://evil.example/')).rejects.toMatchObject({ code: 'ipc/invalid-input' })
  expect(electron.shell.openExternal).not.toHaveBeenCalled()
  await ports().openExternal('https://www.classmarker.com/')
  expect(electron.shell.openExternal).toHaveBeenCalledWith('https://www.classmarker.com/')
})

it('copies text and follows the chosen theme', () => {
  ports().copyText('ABC-123')
  ports().applyTheme('dark')
  expect(electron.clipboard.writeText).toHaveBeenCalledWith('ABC-123')
  expect(electron.nativeTheme.themeSource).toBe('dark')
})
