/** Why a payload is not kept: the status that its sender gets, and one sentence for both sides. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence)
    this.status = status
    this.headers = headers
  }
}

/** The sender disconnected before its payload was complete. */
export class SenderLeft extends Error {}

/** A sender that is told so tries again. */
const later = { 'Retry-After': '30' }

export const refusals = {
  notPost: () =>
    new Refusal(405, 'Webhooks are sent with POST, and this was not, so nothing is kept.', { Allow: 'POST' }),
  fromPage: () => new Refusal(403, 'A web page sent this, and ClassMarker’s webhooks are none, so nothing is kept.'),
  packed: () =>
    new Refusal(
      415,
      'This is packed, and ClassMarker sends its webhooks as they are, so nothing is kept; check that the proxy does not pack them.',
    ),
  tooLarge: (megabytes: number) =>
    new Refusal(413, `This is larger than ${megabytes} MB, more than any webhook, so nothing is kept.`),
  unsigned: () =>
    new Refusal(
      401,
      'This has no signature, so nothing is kept; check that the webhook has a signing phrase at ClassMarker, and that the proxy passes the header X-Classmarker-Hmac-Sha256 on.',
    ),
  wrongSignature: () =>
    new Refusal(
      401,
      'The signature does not fit this payload and the signing phrase, so nothing is kept; check the phrase, and that the proxy passes the body on unchanged.',
    ),
  unreadable: (sentence: string) => new Refusal(400, sentence),
  notText: () => new Refusal(400, 'This is not text in UTF-8, so nothing is kept; have ClassMarker send it again.'),
  notJson: () => new Refusal(400, 'This is damaged or no JSON, so nothing is kept; have ClassMarker send it again.'),
  notPayload: () => new Refusal(400, 'This is no payload of ClassMarker’s webhooks, so nothing is kept.'),
  crowded: () =>
    new Refusal(503, 'Too many payloads come at once, so this one is not kept now; it is to be sent again.', later),
  stopping: () =>
    new Refusal(503, 'The receiver is being stopped, so this is not kept now; it is to be sent again.', later),
  notKept: (sentence: string) => new Refusal(503, sentence, later),
} as const
