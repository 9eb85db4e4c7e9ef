import { Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * The menu's content: the system's standard roles only, so that copy, paste, zoom and quit work as everywhere.
 * Keys for the app's own actions belong to the page. Reload and developer tools are for development.
 */
export function menuTemplate(given: {
  platform: NodeJS.Platform
  devTools: boolean
  openClassMarker: () => void
}): MenuItemConstructorOptions[] {
  const mac = given.platform === 'darwin'
  const developer: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ]
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu', submenu: [mac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(given.devTools ? developer : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'ClassMarker website', click: given.openClassMarker }] },
  ]
}

/** Sets the application's menu. */
export function installMenu(given: Parameters<typeof menuTemplate>[0]): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(given)))
}
