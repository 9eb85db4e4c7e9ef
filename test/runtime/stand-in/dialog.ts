import type * as Electron from 'electron'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { host } from './host-link.ts'
import { hostilitiesIn } from './hostile.ts'
import { messageBoxRules, openDialogRules, refuseUnknown, saveDialogRules } from './options.ts'
import type { Doubles } from './real.ts'

type Given<Options> = [Options] | [Electron.BaseWindow, Options]

/** The options of a call that may name a window first. @throws where that window is closed, or the app is not ready */
function optionsOf<Options>(given: Given<Options>): Options {
  app.standIn.requireReady('dialog module')
  if (given.length === 1) return given[0]
  const [window, options] = given
  if (!(window instanceof BrowserWindow)) throw new TypeError('the first argument is no window')
  if (window.isDestroyed()) throw new TypeError('Object has been destroyed')
  return options
}

const withTitle = (title: string | undefined) => (title === undefined ? {} : { title })

/** As GTK's dialog returns what was typed: without the ending that the chosen filter stands for. */
function asTyped(path: string, filters: readonly Electron.FileFilter[]): string {
  if (!hostilitiesIn(process.env).has('no extension')) return path
  const ending = filters[0]?.extensions.find((one) => path.endsWith(`.${one}`))
  return ending === undefined ? path : path.slice(0, -ending.length - 1)
}

/** The button that stands for closing the box, as Electron finds it. */
function cancelButton({ buttons = [], cancelId, defaultId = -1 }: Electron.MessageBoxOptions): number {
  if (cancelId !== undefined) return cancelId
  const named = buttons.findIndex((button) => ['cancel', 'no'].includes(button.toLowerCase()))
  if (named >= 0) return named
  return defaultId === 0 && buttons.length > 1 ? 1 : 0
}

function refuseBox(call: string, options: Electron.MessageBoxOptions): void {
  refuseUnknown(call, options, messageBoxRules)
  if (options.checkboxChecked && !options.checkboxLabel)
    throw new Error('checkboxChecked requires that checkboxLabel also be passed')
}

class Dialog implements Doubles<Electron.Dialog, Dialog> {
  async showSaveDialog(...given: Given<Electron.SaveDialogOptions>): Promise<Electron.SaveDialogReturnValue> {
    const options = optionsOf(given)
    refuseUnknown('dialog.showSaveDialog', options, saveDialogRules)
    const { title, defaultPath, filters = [] } = options
    const path = await host.saveDialog({
      ...withTitle(title),
      ...(defaultPath === undefined ? {} : { defaultPath }),
    })
    return { canceled: path === null, filePath: path === null ? '' : asTyped(path, filters) }
  }

  async showOpenDialog(...given: Given<Electron.OpenDialogOptions>): Promise<Electron.OpenDialogReturnValue> {
    const options = optionsOf(given)
    refuseUnknown('dialog.showOpenDialog', options, openDialogRules)
    const extensions = (options.filters ?? []).flatMap((filter) => filter.extensions)
    const path = await host.openDialog({ ...withTitle(options.title), extensions })
    return { canceled: path === null, filePaths: path === null ? [] : [path] }
  }

  /** Nobody is there to answer, so it is as if the box was closed. */
  showMessageBoxSync(...given: Given<Electron.MessageBoxOptions>): number {
    const options = optionsOf(given)
    refuseBox('dialog.showMessageBoxSync', options)
    this.showErrorBox(options.message, options.detail ?? '')
    return cancelButton(options)
  }

  async showMessageBox(...given: Given<Electron.MessageBoxOptions>): Promise<Electron.MessageBoxReturnValue> {
    const options = optionsOf(given)
    refuseBox('dialog.showMessageBox', options)
    const { message, detail = '', buttons = ['OK'], signal } = options
    const cancelId = cancelButton(options)
    const closed = new Promise<number>((resolve) => {
      if (signal?.aborted) resolve(cancelId)
      signal?.addEventListener('abort', () => resolve(cancelId))
    })
    const pressed = host.messageBox({ message, detail, buttons: [...buttons], cancelId })
    return { response: await Promise.race([pressed, closed]), checkboxChecked: false }
  }

  /** May come before the app is ready. */
  showErrorBox(title: string, content: string): void {
    if (typeof title !== 'string' || typeof content !== 'string')
      throw new TypeError('Title and content must be strings')
    host.errorBox.asEvent(title, content)
    console.error(`${title}\n${content}`)
  }
}

export const dialog = new Dialog()
