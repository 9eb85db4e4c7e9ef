import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a text is among those that were added, in bytes. */
export interface TextPlace {
  readonly from: number
  readonly bytes: number
}

/** Places of many texts, in twelve bytes each. */
export class TextPlaces {
  #from = new Float64Array(64)
  #bytes = new Uint32Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  push({ from, bytes }: TextPlace): void {
    if (this.#length === this.#from.length) {
      const [places, sizes] = [this.#from, this.#bytes]
      this.#from = new Float64Array(2 * places.length)
      this.#from.set(places)
      this.#bytes = new Uint32Array(2 * sizes.length)
      this.#bytes.set(sizes)
    }
    this.#from[this.#length] = from
    this.#bytes[this.#length] = bytes
    this.#length++
  }

  /** Those from one number to before another, as of an array. */
  slice(begin: number, end: number): TextPlace[] {
    const range = this.#from.subarray(0, this.#length).subarray(begin, end)
    return Array.from(range, (from, at) => ({ from, bytes: this.#bytes[begin + at] ?? 0 }))
  }
}

const mostInMemory = 1024 * 1024

/** Name of a file of such texts; `Leftovers` removes what a killed process left. */
export const spilledName = /^\.preview-(\d+)-[0-9a-f-]{36}$/

/**
 * Texts that are read again by their place: the newest in memory, those before them in a file that only this user can
 * read. There is no file below a megabyte, and none where the folder cannot be written: then all of them stay in memory.
 */
export class SpilledTexts {
  readonly #path: string
  readonly #most: number
  #file: FileHandle | null = null
  /** Bytes in the file. */
  #spilled = 0
  #pending: Buffer[] = []
  #pendingBytes = 0
  #isRefused = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(folder: string, most = mostInMemory) {
    this.#path = join(folder, `.preview-${process.pid}-${randomUUID()}`)
    this.#most = most
  }

  add(text: string): TextPlace {
    const bytes = Buffer.from(text)
    const place = { from: this.#spilled + this.#pendingBytes, bytes: bytes.length }
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    return place
  }

  /** To be awaited now and then: writes what is too much for the memory. */
  settle(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#pendingBytes <= this.#most || this.#isRefused) return
      const written = Buffer.concat(this.#pending)
      const count = this.#pending.length
      try {
        this.#file ??= await open(this.#path, 'wx+', 0o600)
        await writeAll(this.#file, written, this.#spilled)
      } catch {
        this.#isRefused = true
        return
      }
      this.#pending.splice(0, count)
      this.#pendingBytes -= written.length
      this.#spilled += written.length
    })
  }

  /** @throws Error once it is closed */
  read(places: readonly TextPlace[]): Promise<string[]> {
    return this.#inTurn(async () => {
      const inMemory = places.some(({ from }) => from >= this.#spilled) ? Buffer.concat(this.#pending) : Buffer.alloc(0)
      const texts: string[] = []
      for (const { from, bytes } of places) {
        const at = from - this.#spilled
        texts.push(at >= 0 ? inMemory.toString('utf8', at, at + bytes) : await this.#fromFile(from, bytes))
      }
      return texts
    })
  }

  /** Removes the file. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#pending = []
      this.#isRefused = true
      if (this.#file === null) return
      await this.#file.close()
      this.#file = null
      await rm(this.#path, { force: true })
    })
  }

  async #fromFile(from: number, bytes: number): Promise<string> {
    if (this.#file === null) throw new Error('These texts are closed')
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(bytes), 0, bytes, from)
    if (bytesRead < bytes) throw new Error('These texts were cut off')
    return buffer.toString('utf8')
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}
