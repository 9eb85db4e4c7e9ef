/**
 * Every way Gradekeep can fail, as a closed union. A code is made near the cause, travels as plain data over the
 * worker and IPC hops (both strip classes), and becomes a sentence only where somebody reads it.
 */
export const errorCodes = [
  'api/auth-failed',
  'api/no-such-key',
  'api/key-inactive',
  'api/no-permission',
  'api/not-upgraded',
  'api/clock',
  'api/rate-limited',
  'api/too-early',
  'api/maintenance',
  'api/internal',
  'api/bad-request',
  'api/rejected',
  'api/not-understood',
  'api/incomplete-answer',
  'network/offline',
  'network/timeout',
  'network/interrupted',
  'network/captive-portal',
  'network/redirected',
  'network/cut-off',
  'network/not-json',
  'network/too-large',
  'network/server-error',
  'network/untrusted-certificate',
  'network/proxy-refused',
  'network/proxy-unreachable',
  'network/proxy-address',
  'network/proxy-script',
  'keychain/unavailable',
  'keychain/locked',
  'keychain/failed',
  'keychain/missing',
  'account/exists',
  'account/same',
  'account/not-found',
  'account/incomplete',
  'print/failed',
  'login-start/refused',
  'store/from-the-future',
  'store/damaged',
  'store/empty',
  'store/missing',
  'store/foreign',
  'store/altered',
  'store/full',
  'store/read-only',
  'store/unreadable',
  'store/no-folder',
  'store/in-the-way',
  'store/busy',
  'store/held',
  'store/failed',
  'store/interrupted',
  'answer/gone',
  'sync/busy',
  'backup/not-found',
  'backup/not-a-backup',
  'backup/wrong-passphrase',
  'backup/unreadable',
  'backup/no-space',
  'backup/not-saved',
  'backup/no-room',
  'backup/packed',
  'export/file-busy',
  'export/no-space',
  'export/no-folder',
  'export/folder-refused',
  'export/is-folder',
  'export/not-a-file',
  'export/protected',
  'export/name-too-long',
  'export/own-data',
  'export/too-many-rows',
  'export/too-large-gradebook',
  'export/no-pseudonyms',
  'export/not-opened',
  'export/failed',
  'result/not-found',
  'test/not-found',
  'gap/not-found',
  'access-list/not-found',
  'access-code/not-found',
  'certificate/none',
  'certificate/not-a-pdf',
  'certificate/refused-address',
  'certificate/gone',
  'certificate/no-folder',
  'certificate/no-space',
  'certificate/not-saved',
  'certificate/file-missing',
  'picture/refused-address',
  'picture/not-a-picture',
  'picture/gone',
  'picture/not-allowed',
  'bank/values-refused',
  'bank/type-read-only',
  'bank/not-there',
  'bank/changed-there',
  'bank/refused',
  'bank/no-room',
  'codes/no-such-list',
  'codes/no-room',
  'codes/too-few-combinations',
  'codes/nothing-to-undo',
  'class/not-found',
  'class/exists',
  'gradebook/not-found',
  'gradebook/exists',
  'gradebook/not-readable',
  'student/not-found',
  'student/not-merged',
  'note/not-found',
  'label/not-found',
  'label/exists',
  'link/not-found',
  'extra-field/not-found',
  'extra-field/exists',
  'view/not-found',
  'view/exists',
  'gradebook/hand-in-not-readable',
  'question/not-found',
  'question/read-only',
  'question/changed',
  'category/not-found',
  'category/exists',
  'category/not-sent',
  'import/gone',
  'import/changed',
  'table/not-readable',
  'table/too-many-rows',
  'table/empty',
  'table/unclosed-quote',
  'questions/not-readable',
  'questions/unsafe',
  'questions/too-many',
  'questions/none-written',
  'job/cancelled',
  'job/already-running',
  'ipc/invalid-input',
  'ipc/untrusted-sender',
  'usage/invalid',
  'usage/api-url',
  'usage/which-column',
  'usage/which-question-columns',
  'usage/which-sheet',
  'usage/which-encoding',
  'usage/no-sheets',
  'output/lost',
  'usage/no-phrase',
  'usage/no-such-host',
  'receiver/port-taken',
  'webhook-source/not-found',
  'webhook-source/exists',
  'webhook-source/no-phrase',
  'simulator/port-taken',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Facts a sentence may need: numbers, times (Unix seconds), names of fields. Never a secret, signature or full URL. */
export type ErrorDetail = Readonly<Record<string, string | number>>

export interface SerialisedError {
  readonly code: ErrorCode
  readonly detail: ErrorDetail
}

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SerialisedError }

export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail

  constructor(code: ErrorCode, detail: ErrorDetail = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
  }
}

const isErrorCode = (value: unknown): value is ErrorCode => errorCodes.some((code) => code === value)

/** Turns any thrown value into plain data; anything but an AppError becomes `internal`, without its text. */
export function serialiseError(thrown: unknown): SerialisedError {
  return thrown instanceof AppError ? { code: thrown.code, detail: thrown.detail } : { code: 'internal', detail: {} }
}

/** Rebuilds an AppError from the plain data that a hop carried. */
export function rebuildError(error: SerialisedError): AppError {
  return new AppError(isErrorCode(error.code) ? error.code : 'internal', error.detail)
}

/** Runs `work` and returns its value or its error as plain data. Never throws. */
export async function toEnvelope<T>(work: () => T | Promise<T>): Promise<Envelope<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: serialiseError(thrown) }
  }
}

/**
 * Unwraps an envelope to its value.
 * @throws AppError the error it carries
 */
export function fromEnvelope<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value
  throw rebuildError(envelope.error)
}

/**
 * How to react to a failure: `retry` after a short while, `wait` until a time, `ask` somebody to put something right,
 * or `stop` because trying again cannot help.
 */
export type ErrorKind = 'retry' | 'wait' | 'ask' | 'stop'

export const errorKinds: Readonly<Record<ErrorCode, ErrorKind>> = {
  'api/auth-failed': 'ask',
  'api/no-such-key': 'ask',
  'api/key-inactive': 'ask',
  'api/no-permission': 'ask',
  'api/not-upgraded': 'ask',
  'api/clock': 'ask',
  'api/rate-limited': 'wait',
  'api/too-early': 'stop',
  'api/maintenance': 'wait',
  'api/internal': 'retry',
  'api/bad-request': 'stop',
  'api/rejected': 'stop',
  'api/not-understood': 'stop',
  'api/incomplete-answer': 'stop',
  'network/offline': 'wait',
  'network/timeout': 'retry',
  'network/interrupted': 'retry',
  'network/captive-portal': 'ask',
  'network/redirected': 'ask',
  'network/cut-off': 'retry',
  'network/not-json': 'ask',
  'network/too-large': 'stop',
  'network/server-error': 'retry',
  'network/untrusted-certificate': 'ask',
  'network/proxy-refused': 'ask',
  'network/proxy-unreachable': 'wait',
  'network/proxy-address': 'ask',
  'network/proxy-script': 'ask',
  'keychain/unavailable': 'ask',
  'keychain/locked': 'ask',
  'keychain/failed': 'ask',
  'keychain/missing': 'ask',
  'account/exists': 'stop',
  'account/same': 'stop',
  'account/incomplete': 'ask',
  'account/not-found': 'stop',
  'print/failed': 'ask',
  'login-start/refused': 'ask',
  'store/from-the-future': 'stop',
  'store/damaged': 'ask',
  'store/empty': 'ask',
  'store/missing': 'ask',
  'store/foreign': 'ask',
  'store/altered': 'ask',
  'store/full': 'ask',
  'store/read-only': 'ask',
  'store/unreadable': 'ask',
  'store/no-folder': 'ask',
  'store/in-the-way': 'ask',
  'store/busy': 'wait',
  'store/held': 'wait',
  'store/failed': 'stop',
  'store/interrupted': 'stop',
  'answer/gone': 'retry',
  'sync/busy': 'wait',
  'backup/not-found': 'ask',
  'backup/not-a-backup': 'ask',
  'backup/unreadable': 'ask',
  'backup/no-space': 'ask',
  'backup/not-saved': 'ask',
  'backup/no-room': 'ask',
  'backup/packed': 'ask',
  'backup/wrong-passphrase': 'ask',
  'export/file-busy': 'ask',
  'export/no-space': 'ask',
  'export/no-folder': 'ask',
  'export/folder-refused': 'ask',
  'export/is-folder': 'ask',
  'export/not-a-file': 'ask',
  'export/protected': 'ask',
  'export/name-too-long': 'ask',
  'export/own-data': 'ask',
  'export/too-many-rows': 'ask',
  'export/too-large-gradebook': 'ask',
  'export/no-pseudonyms': 'ask',
  'export/not-opened': 'ask',
  'export/failed': 'stop',
  'result/not-found': 'stop',
  'test/not-found': 'stop',
  'gap/not-found': 'stop',
  'access-list/not-found': 'stop',
  'access-code/not-found': 'stop',
  'certificate/none': 'stop',
  'certificate/not-a-pdf': 'stop',
  'certificate/refused-address': 'stop',
  'certificate/gone': 'stop',
  'certificate/no-folder': 'ask',
  'certificate/not-saved': 'ask',
  'certificate/no-space': 'ask',
  'certificate/file-missing': 'ask',
  'picture/refused-address': 'stop',
  'picture/not-a-picture': 'stop',
  'picture/gone': 'stop',
  'picture/not-allowed': 'stop',
  'bank/values-refused': 'ask',
  'bank/type-read-only': 'stop',
  'bank/not-there': 'ask',
  'bank/changed-there': 'ask',
  'bank/refused': 'ask',
  'bank/no-room': 'wait',
  'codes/no-such-list': 'stop',
  'codes/no-room': 'ask',
  'codes/too-few-combinations': 'ask',
  'codes/nothing-to-undo': 'stop',
  'class/not-found': 'stop',
  'class/exists': 'ask',
  'gradebook/not-found': 'stop',
  'gradebook/exists': 'ask',
  'gradebook/not-readable': 'ask',
  'student/not-found': 'stop',
  'note/not-found': 'stop',
  'label/not-found': 'stop',
  'label/exists': 'ask',
  'link/not-found': 'stop',
  'extra-field/not-found': 'stop',
  'extra-field/exists': 'ask',
  'view/not-found': 'stop',
  'view/exists': 'ask',
  'student/not-merged': 'stop',
  'gradebook/hand-in-not-readable': 'ask',
  'question/not-found': 'stop',
  'question/read-only': 'stop',
  'question/changed': 'ask',
  'category/not-found': 'stop',
  'category/exists': 'ask',
  'category/not-sent': 'wait',
  'import/gone': 'ask',
  'import/changed': 'ask',
  'table/not-readable': 'ask',
  'table/too-many-rows': 'ask',
  'table/empty': 'ask',
  'table/unclosed-quote': 'ask',
  'questions/not-readable': 'ask',
  'questions/unsafe': 'stop',
  'questions/too-many': 'ask',
  'questions/none-written': 'ask',
  'job/cancelled': 'stop',
  'job/already-running': 'wait',
  'ipc/invalid-input': 'stop',
  'ipc/untrusted-sender': 'stop',
  'usage/invalid': 'ask',
  'usage/api-url': 'ask',
  'usage/which-column': 'ask',
  'usage/which-question-columns': 'ask',
  'usage/which-sheet': 'ask',
  'usage/which-encoding': 'ask',
  'usage/no-sheets': 'ask',
  'output/lost': 'stop',
  'usage/no-phrase': 'ask',
  'usage/no-such-host': 'ask',
  'receiver/port-taken': 'ask',
  'webhook-source/not-found': 'ask',
  'webhook-source/exists': 'ask',
  'webhook-source/no-phrase': 'ask',
  'simulator/port-taken': 'ask',
  internal: 'stop',
}
/**
 * One failure in words: what happened, what it means for the data, what to do. `{{name}}` stands for a fact of the
 * error.
 */
export interface ErrorSentences {
  readonly what: string
  readonly data: string
  readonly todo: string
}
