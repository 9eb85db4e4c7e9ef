import { expect, it } from 'vitest'
import {
  changedLine,
  codesDocument,
  passedOverLine,
  standingLine,
  waitingLine,
} from '../../../electron/cli/codes/answer.ts'
import { rejections } from '../../../shared/model/access-code.ts'

const answer = { listId: 7, added: 2, removed: 1, pending: 3, knownHere: 1_190, serverTotal: 1_204, rejected: [] }

it('an answer has exactly the documented fields, in their order', () => {
  const rejected = [{ code: 'A', reason: 'refused', more: 'left away' } as const]
  expect(JSON.stringify(codesDocument({ ...answer, rejected }))).toBe(
    '{"listId":7,"added":2,"removed":1,"pending":3,"knownHere":1190,"serverTotal":1204,' +
      '"rejected":[{"code":"A","reason":"refused"}]}',
  )
})

it('in words it says what was changed, and what is known where', () => {
  expect(changedLine(answer)).toBe(
    '2 added, 1 removed at ClassMarker; 1190 known here, 1204 at ClassMarker, 3 waiting to be sent.\n',
  )
  expect(standingLine({ ...answer, serverTotal: null })).toBe(
    '1190 known here, an unknown number at ClassMarker, 3 waiting to be sent.\n',
  )
})

it('what waits is said as everywhere, and how it will be sent', () => {
  expect(waitingLine(1)).toMatch(/^1 waiting to be sent, .*\n$/)
  expect(waitingLine(250)).toMatch(/^250 waiting to be sent, .*\n$/)
})

it('codes that were passed over are counted by their reason, not named', () => {
  expect(passedOverLine([])).toBe('')
  const rejected = [
    { code: 'SECRET', reason: 'duplicate' },
    { code: '', reason: 'empty' },
    { code: 'SECRET', reason: 'duplicate' },
  ] as const
  expect(passedOverLine(rejected)).toBe('Passed over: 2 given more than once, 1 empty.\n')
  for (const reason of rejections)
    expect(passedOverLine([{ code: 'SECRET', reason }])).toMatch(/^Passed over: 1 .+\.\n$/)
})
