import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { app } from './app.ts'
import { Menu } from './menu.ts'
import { refuseUnknown, representationRules } from './options.ts'
import type { Doubles } from './real.ts'

/** An image that is a PNG file's content, or empty where the file cannot be read, as Electron's is. */
class NativeImage implements Doubles<Electron.NativeImage, NativeImage> {
  readonly #png: Buffer

  constructor(png: Buffer) {
    this.#png = png
  }

  isEmpty = (): boolean => this.#png.length === 0
  toDataURL = (): string => `data:image/png;base64,${this.#png.toString('base64')}`
  addRepresentation(representation: Electron.AddRepresentationOptions): void {
    refuseUnknown('nativeImage.addRepresentation', representation, representationRules)
  }
  setTemplateImage(_option: boolean): void {}
}

export const nativeImage = {
  createFromPath: (path: string) => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
} satisfies Partial<Record<keyof typeof Electron.nativeImage, unknown>>

/** Kept, never drawn: the tray is the system's. An image that is not there fails here, where Electron shows a gap. */
export class Tray extends EventEmitter implements Doubles<Electron.Tray, Tray, 'press'> {
  static readonly #shown = new Set<Tray>()
  #menu: Menu | null = null

  constructor(image: unknown) {
    super()
    app.standIn.requireReady('Tray')
    if (!(image instanceof NativeImage) || image.isEmpty()) throw new Error('the image of the tray icon is empty')
    Tray.#shown.add(this)
  }

  /** Stand-in only: the icon that is shown. @throws where there is none */
  static shown(): Tray {
    const [tray] = Tray.#shown
    if (tray === undefined) throw new Error('there is no icon in the tray')
    return tray
  }

  setToolTip(words: string): void {
    this.#requireShown()
    if (typeof words !== 'string') throw new TypeError('the tool tip must be a string')
  }

  setContextMenu(menu: unknown): void {
    this.#requireShown()
    if (menu !== null && !(menu instanceof Menu)) throw new TypeError('Invalid menu')
    this.#menu = menu
  }

  isDestroyed = (): boolean => !Tray.#shown.has(this)

  destroy(): void {
    Tray.#shown.delete(this)
  }

  /** Stand-in only: a click on the icon, or on an item of its menu. */
  press(labels: readonly string[]): void {
    if (labels.length === 0) this.emit('click', {}, { x: 0, y: 0, width: 16, height: 16 }, { x: 8, y: 8 })
    else if (this.#menu === null) throw new Error('the icon in the tray has no menu')
    else this.#menu.press(labels)
  }

  #requireShown(): void {
    if (this.isDestroyed()) throw new TypeError('Tray is destroyed')
  }
}
