import { createHmac } from 'node:crypto'
import { type Agent, request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type Kept, type ReceivedLine, type ReceiverPorts, startReceiver } from '../../../electron/receiver/receiver.ts'
import type { SentAttempt } from '../../../shared/model/imported.ts'

export const phrase = 'a phrase of the school'

export const signed = (body: string | Buffer, with_ = phrase): string =>
  createHmac('sha256', with_).update(body).digest('base64')

export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: NodeJS.Dict<string | string[]>
}

export interface Sending {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly agent?: Agent
}

/** Posts a body, signed unless `headers` says otherwise. */
export function post(url: string, body: string | Buffer, { method = 'POST', headers, agent }: Sending = {}) {
  const usual = { 'X-Classmarker-Hmac-Sha256': signed(body), 'Content-Type': 'application/json' }
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(url, { method, headers: headers ?? usual, ...(agent && { agent }) }, (response) => {
      const { statusCode = 0, headers: received } = response
      text(response).then((said) => resolve({ status: statusCode, text: said, headers: received }), reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** Writes bytes to a port as they are, and collects what comes back until the other side closes. */
export function raw(url: string, ...pieces: readonly (string | Buffer)[]) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  const said = new Promise<string>((resolve) => {
    socket.on('error', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
  })
  for (const piece of pieces) socket.write(piece)
  return { socket, said }
}

const asAdded: Kept = { outcome: 'added', answers: true, problem: null }

/** A receiver that keeps attempts in a list. */
export async function receiving(ports: Partial<ReceiverPorts> = {}) {
  const kept: SentAttempt[] = []
  const lines: ReceivedLine[] = []
  const samples: string[] = []
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    phrase,
    keep: async (attempt) => {
      kept.push(attempt)
      return asAdded
    },
    countSample: async () => void samples.push('sample'),
    tell: (line) => lines.push(line),
    explain: String,
    ...ports,
  })
  onTestFinished(() => receiver.close())
  return { ...receiver, kept, lines, samples }
}
