import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { app } from './app.ts'

/** An image that is a PNG file's content, or empty where the file cannot be read, as Electron's is. */
class NativeImage {
  readonly #png: Buffer

  constructor(png: Buffer) {
    this.#png = png
  }

  isEmpty = (): boolean => this.#png.length === 0
  toDataURL = (): string => `data:image/png;base64,${this.#png.toString('base64')}`
  addRepresentation(_representation: { scaleFactor?: number; dataURL?: string }): void {}
  setTemplateImage(_option: boolean): void {}
}

export const nativeImage = {
  createFromPath: (path: string) => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
}

/** Kept, never drawn: the tray is the system's. An image that is not there fails here, where Electron shows a gap. */
export class Tray extends EventEmitter {
  constructor(image: NativeImage) {
    super()
    app.requireReady('Tray')
    if (image.isEmpty()) throw new Error('the image of the tray icon is empty')
  }

  setToolTip(_words: string): void {}
  setContextMenu(_menu: object | null): void {}
  destroy(): void {}
}
