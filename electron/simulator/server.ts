import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** A server on 127.0.0.1, whatever it stands for. */
export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Stops listening and destroys the open connections. */
  close(): Promise<void>
}

/**
 * Listens on loopback; a request whose answer fails is cut off.
 * @param port 0 for any free one
 * Rejects with the system's error if the port is taken.
 */
export async function listen(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The longest body that is read; a hundred codes of 255 characters need far less. */
const longestBody = 1024 * 1024

/** The body as text; a longer one than any payload ends the connection. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    length += piece.length
    if (length > longestBody) throw new RangeError('The body is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** A request that came in. */
export interface RequestSeen {
  readonly method: string
  /** `/v1/groups/recent_results.json`, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  /** The server's time when it came in. */
  readonly time: UnixSeconds
  /**
   * `ok`, or a word or code of the answer; `fault: …` if a fault replaced it; `pending` before that; `left` if the
   * client disconnected first.
   */
  readonly outcome: string
}

type Writable<Entry> = { -readonly [Field in keyof Entry]: Entry[Field] }

/** How many requests are remembered: a sample account may run for days. */
const remembered = 10_000

/** The requests that came in, oldest first. */
export class RequestLog<Entry extends RequestSeen> {
  readonly #requests: Entry[] = []

  get requests(): readonly Entry[] {
    return this.#requests
  }

  /** Records a request. Returns its entry, to set how it ended. */
  note(entry: Entry): Writable<Entry> {
    this.#requests.push(entry)
    if (this.#requests.length > remembered) this.#requests.shift()
    return entry
  }
}
