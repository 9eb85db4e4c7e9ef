import type { IncomingMessage } from 'node:http'
import { refusals, SenderLeft } from './refusals.ts'

const megabyte = 1024 * 1024

export interface BodyLimits {
  /** Bytes of one body. */
  readonly body: number
  /** Bytes of all bodies that are in memory at a time. */
  readonly allBodies: number
}

/** Reads bodies, as many bytes at a time as the limits allow. */
export class Bodies {
  readonly #limits: BodyLimits
  #held = 0

  constructor(limits: BodyLimits) {
    this.#limits = limits
  }

  /** Refuses a body by what its head says of it, before any of it is read. @throws Refusal */
  refuseLong({ headers }: IncomingMessage): void {
    if (Number(headers['content-length'] ?? 0) > this.#limits.body) throw this.#tooLarge()
  }

  /**
   * Gives a request's body to `work`, and holds it until that is done.
   * @throws Refusal, SenderLeft
   */
  async read<Value>(request: IncomingMessage, work: (body: Buffer) => Promise<Value>): Promise<Value> {
    const pieces: Buffer[] = []
    let length = 0
    try {
      await new Promise<void>((resolve, reject) => {
        request.on('data', (piece: Buffer) => {
          length += piece.length
          this.#held += piece.length
          if (length > this.#limits.body) reject(this.#tooLarge())
          else if (this.#held > this.#limits.allBodies) reject(refusals.crowded())
          else pieces.push(piece)
        })
        request.on('end', resolve)
        request.on('error', () => reject(new SenderLeft()))
        request.on('close', () => reject(new SenderLeft()))
      })
      return await work(Buffer.concat(pieces))
    } finally {
      request.removeAllListeners('data')
      this.#held -= length
    }
  }

  #tooLarge() {
    return refusals.tooLarge(Math.floor(this.#limits.body / megabyte))
  }
}

/**
 * Lets the rest of a refused body pass by, so that its sender reads the answer; ends the connection of one that goes on
 * and on.
 */
export function passBy(request: IncomingMessage, most: number): void {
  if (request.complete) return
  let passed = 0
  request.on('error', () => undefined)
  request.on('data', (piece: Buffer) => {
    passed += piece.length
    if (passed > most) request.destroy()
  })
  request.resume()
}
