import type {
  AccessCodeRow,
  AccessListSummary,
  CodeAction,
  CodeCall,
  CodePreview,
  PushSummary,
} from '../../shared/model/access-code.ts'
import type { Job } from '../../shared/model/job.ts'
import { unixSeconds } from '../../shared/model/time.ts'

export const list = { accountId: 'school', listId: 123456 }

export const accessList = (given: Partial<AccessListSummary> = {}): AccessListSummary => ({
  ...list,
  name: 'New York Staff',
  links: [{ linkId: 1, name: 'Night shift', linkUrlId: 'abc', visible: true }],
  knownHere: 1_190,
  pendingAdds: 0,
  pendingRemoves: 0,
  held: 0,
  serverTotal: 1_204,
  serverTotalAt: unixSeconds(1_700_000_000),
  difference: 14,
  ...given,
})

export const codeRow = (id: number, given: Partial<AccessCodeRow> = {}): AccessCodeRow => ({
  id,
  code: `EXAM-${id}`,
  name: null,
  state: 'on-list',
  uses: 0,
  lastUsedAt: null,
  usedBy: 0,
  addedAt: unixSeconds(1_700_000_000),
  refusal: null,
  ...given,
})

export const codePreview = (given: Partial<CodePreview> = {}): CodePreview => ({
  effective: [],
  forgotten: [],
  unknown: [],
  rejected: [],
  alike: [],
  knownAfter: 0,
  calls: 0,
  ...given,
})

/** Codes without a name. */
export const accessCodesOf = (...codes: readonly string[]) => codes.map((code) => ({ code, name: null }))

export const manyAccessCodes = (count: number) => accessCodesOf(...Array.from({ length: count }, (_, n) => `EXAM-${n}`))

export const codeAction = (given: Partial<CodeAction> = {}): CodeAction => ({
  id: 7,
  ...list,
  at: unixSeconds(1_700_000_000),
  change: 'add',
  origin: 'typed',
  held: 0,
  added: 12,
  removed: 0,
  pending: 0,
  undoneAt: null,
  sample: ['EXAM-1'],
  ...given,
})

export const codeCall = (given: Partial<CodeCall> = {}): CodeCall => ({
  id: 1,
  at: unixSeconds(1_700_000_000),
  operation: 'add',
  sent: 100,
  counted: 100,
  expected: 100,
  total: 1_204,
  outcome: 'ok',
  ...given,
})

export const pushSummary = (given: Partial<PushSummary> = {}): PushSummary => ({
  outcome: 'complete',
  added: 0,
  removed: 0,
  lists: [],
  calls: 1,
  pending: 0,
  refused: [],
  error: null,
  ...given,
})

export const pushDone = (given: Partial<PushSummary> = {}, id = 'push 1'): Job => ({
  id,
  kind: 'push',
  accountId: 'school',
  state: 'done',
  result: pushSummary(given),
})
