/// <reference types="electron-vite/node" />
import { Menu, type NativeImage, nativeImage, Tray } from 'electron'
import colour2x from './icons/tray@2x.png?asset'
import colour from './icons/tray.png?asset'
import template2x from './icons/trayTemplate@2x.png?asset'
import template from './icons/trayTemplate.png?asset'
import { type SyncedAccount, trayTemplate } from './tray-menu.ts'

export interface TrayIcon {
  show(): void
  hide(): void
  /** Reads again what the menu says. */
  refresh(): void
}

/** The icon beside the clock, which opens the window. */
export function createTrayIcon(given: {
  platform: NodeJS.Platform
  accounts: () => Promise<readonly SyncedAccount[]>
  open: () => void
  syncNow: () => void
  quit: () => void
}): TrayIcon {
  let icon: Tray | null = null

  async function refresh(): Promise<void> {
    if (icon === null) return
    const accounts = await given.accounts()
    icon?.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...given, accounts })))
  }
  // What cannot be read now is told as a change later.
  const refreshLater = () => void refresh().catch(() => undefined)

  return {
    show() {
      if (icon !== null) return
      icon = new Tray(trayImage(given.platform))
      icon.setToolTip('Gradekeep')
      icon.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...given, accounts: [] })))
      // On a Mac a click opens the menu, as everywhere in the menu bar.
      if (given.platform !== 'darwin') icon.on('click', given.open)
      refreshLater()
    },
    hide() {
      icon?.destroy()
      icon = null
    },
    refresh: refreshLater,
  }
}

/** 16 pixels, and 32 for dense screens. A Linux panel may be of any height, and scales the larger one down. */
function trayImage(platform: NodeJS.Platform): NativeImage {
  if (platform === 'linux') return nativeImage.createFromPath(colour2x)
  const [small, large] = platform === 'darwin' ? [template, template2x] : [colour, colour2x]
  const image = nativeImage.createFromPath(small)
  image.addRepresentation({ scaleFactor: 2, dataURL: nativeImage.createFromPath(large).toDataURL() })
  image.setTemplateImage(platform === 'darwin')
  return image
}
