/**
 * What the rest of the program may use of ClassMarker: an account's client, reading a feed, planning a recheck, and
 * what a refusal means. The other files are private to this folder.
 */

export { type Fields, isObject, parseJson } from '../values.ts'
export { AccountClient, type Connection, type Endpoint, type RequestEnded } from './account-client.ts'
export { type AccessListAnswer, type DiscoveryAnswer, readResult, readStored } from './answers.ts'
export { bankPageSize, type CategoryAnswer, type QuestionAnswer, readStoredQuestion } from './bank-answers.ts'
export type { Credentials } from './client.ts'
export { isBankRefusal, refusedOf } from './errors.ts'
export type { PulledPage, PullPorts } from './feed-pages.ts'
export { HistoryWindow } from './history-window.ts'
export { KnownAnswers } from './known-answers.ts'
export { beginOf, notBegun, planRecheck, priceOf, type RecheckPlan, type RecheckProgress } from './paging.ts'
export { pullFeed, readGap } from './pull-feed.ts'
export { isResultsCsv, type ResultsCsv, ResultsCsvSurvey, readResultsCsv } from './results-csv.ts'
export { isSavedAnswer, isSentResult, readSavedAnswer, readSentResult } from './saved-answer.ts'
export { isWebhook, type ReadPayload, readWebhook, signatureHeader, verifySignature } from './webhook.ts'
