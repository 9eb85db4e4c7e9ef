import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accessList, codeAction, codeCall, codeRow, pushDone, pushSummary } from '../made-codes.ts'

const words = await import('../../../renderer/features/access-codes/code-words.ts')
const { jobEndWords, pushEndWords } = await import('../../../renderer/format/job-words.ts')
const { isRoutine, lineJob } = await import('../../../renderer/app/job-outcome.ts')
const { canBeRemoved, canBeTakenBack, stateWords } = await import(
  '../../../renderer/features/access-codes/code-columns.tsx'
)

const zone = 'Europe/London'

describe('an access list', () => {
  it('has ClassMarker’s name, or its links’ while that is not known', () => {
    expect(words.listName(accessList())).toBe('New York Staff · 123456')
    const links = [
      { linkId: 1, name: 'Night shift', linkUrlId: null, visible: true },
      { linkId: 2, name: 'Open day', linkUrlId: null, visible: false },
    ]
    expect(words.listName(accessList({ name: null, links }))).toBe('Night shift, Open day · 123456')
    expect(words.listName(accessList({ name: null, links: [] }))).toBe('Access list · 123456')
    expect(words.linksWords(links)).toBe('Used by Night shift, Open day (no longer seen by the key)')
    expect(words.linksWords([])).toBe('No link uses this list any more.')
  })
  it('says what it means that the numbers differ', () => {
    expect(words.differenceWords(null)).toBeNull()
    expect(words.differenceWords(0)).toBeNull()
    expect(words.differenceWords(14)).toMatch(/^14 codes on ClassMarker’s list are not known here/)
    expect(words.differenceWords(-1)).toMatch(/^1 code known here is no longer on ClassMarker’s list/)
  })
})

describe('the journal', () => {
  it('says what each action changed', () => {
    expect(words.actionWords(codeAction({ added: 1_230 }))).toBe('Added 1,230')
    expect(words.actionWords(codeAction({ added: 1_230, pending: 5 }))).toBe('Adding 1,230')
    expect(words.actionWords(codeAction({ change: 'remove', added: 0, removed: 3, held: 1 }))).toBe('Removing 3')
    expect(words.actionWords(codeAction({ change: 'remove', added: 0, removed: 3 }))).toBe('Removed 3')
    expect(words.actionWords(codeAction({ change: 'full-list', added: 14, removed: 2 }))).toBe(
      'Full list: 14 learned, 2 forgotten',
    )
    expect(words.actionWords(codeAction({ change: 'undo', added: 3, removed: 2 }))).toBe(
      'Undo: 3 put back, 2 taken off',
    )
    expect(words.actionWords(codeAction({ change: 'undo', added: 0 }))).toBe('Undo: nothing changed')
  })
  it('says where ClassMarker counted otherwise, and why', () => {
    expect(words.callWords(codeCall({ counted: 97 }))).toBe(
      'Sent 100 to add, ClassMarker added 97: 3 were on the list already.',
    )
    expect(words.callWords(codeCall({ operation: 'remove', sent: 2, counted: 1 }))).toBe(
      'Sent 2 to remove, ClassMarker removed 1: 1 was not on the list.',
    )
    expect(words.callWords(codeCall({ counted: null }))).toBe('Sent 100, and no answer came.')
  })
  it('is of one kind: not sent, without an answer, refused, or counted otherwise', () => {
    const kinds = ['network/offline', 'network/interrupted', 'api/rejected', 'codes/no-such-list', 'ok']
    expect(kinds.map((outcome) => words.callKind(codeCall({ outcome, counted: 97 })))).toEqual([
      'unsent',
      'failed',
      'refused',
      'refused',
      'differed',
    ])
    expect(words.callKind(codeCall())).toBeNull()
  })
  it('names no network only where there was none', () => {
    const title = (outcome: string, pendingAdds: number) =>
      words.callsWords('unsent', codeCall({ outcome }), { pendingAdds, pendingRemoves: 0, held: 0 }).title
    expect(title('network/offline', 2)).toBe('Not sent yet: no network')
    expect(title('network/proxy-refused', 2)).toBe('Not sent yet: ClassMarker not reached')
    expect(title('network/untrusted-certificate', 0)).toBe('Not sent at first: ClassMarker not reached')
  })
  it('says that what was refused is held back only while something is', () => {
    const text = (held: number) =>
      words.callsWords('refused', codeCall(), { pendingAdds: 0, pendingRemoves: 0, held }).text
    expect(text(1)).toBe('Those that were refused are held back, and sent again only when you say so.')
    expect(text(0)).toBe('ClassMarker refused these then. None of them is held back any more.')
  })
  it('tells what differs from what could not be foreseen', () => {
    expect(words.differs(codeCall())).toBe(false)
    expect(words.differs(codeCall({ counted: 97 }))).toBe(true)
    expect(words.isUnexpected(codeCall({ counted: 97, expected: 90 }))).toBe(false)
    expect(words.isUnexpected(codeCall({ counted: 97, expected: 100 }))).toBe(true)
    expect(words.isUnexpected(codeCall({ counted: 101 }))).toBe(true)
  })
})

describe('how sending ended', () => {
  it('says what ClassMarker counted, and what it refused', () => {
    expect(pushEndWords(pushSummary({ added: 228, removed: 1 }), zone)).toBe(
      'ClassMarker added 228 codes. ClassMarker removed 1 code.',
    )
    const refused = [{ code: 'A', reason: 'refused' }] as const
    expect(pushEndWords(pushSummary({ added: 2, refused }), zone)).toBe(
      'ClassMarker added 2 codes. It refused 1 change.',
    )
    expect(pushEndWords(pushSummary(), zone)).toBe('The changes were sent; ClassMarker’s list stayed as it was.')
  })
  it('says why it stopped, and what waits', () => {
    expect(pushEndWords(pushSummary({ outcome: 'offline', added: 100, pending: 14 }), zone)).toBe(
      'ClassMarker added 100 codes. There is no connection to ClassMarker. 14 waiting to be sent.',
    )
    const facts = { zone, now: unixSeconds(1_700_000_000), gaps: [] }
    expect(jobEndWords({ id: 'p', kind: 'push', accountId: 'school', state: 'cancelled' }, facts)).toBe(
      'Sending was cancelled.',
    )
  })
  it('is routine only when all went out and nothing was refused', () => {
    expect(isRoutine(pushDone({ added: 3 }), 0)).toBe(true)
    expect(isRoutine(pushDone({ refused: [{ code: 'A', reason: 'refused' }] }), 0)).toBe(false)
    expect(isRoutine(pushDone({ outcome: 'offline' }), 0)).toBe(false)
  })
  it('is spoken of until the account sends again', () => {
    const failed = pushDone({ outcome: 'failed', error: null }, 'first')
    const again = { id: 'second', kind: 'push', accountId: 'school', state: 'running', progress: null } as const
    expect(lineJob([failed], new Set())?.id).toBe('first')
    expect(lineJob([failed, again], new Set())).toBeUndefined()
    expect(lineJob([failed, { ...again, accountId: 'college' }], new Set())?.id).toBe('first')
  })
})

describe('the state of a code', () => {
  it('is silent for one that is simply on the list', () => {
    expect(stateWords(codeRow(1), zone)).toEqual({ short: '', more: null })
  })
  it('says why a change is held back', () => {
    expect(stateWords(codeRow(1, { state: 'held-add', refusal: 'api/bad-request' }), zone)).toEqual({
      short: 'Adding refused',
      more: 'ClassMarker did not take this change. Check the code, then take the change back or send it all the same.',
    })
    expect(stateWords(codeRow(1, { state: 'held-remove', refusal: 'codes/no-such-list' }), zone).short).toBe(
      'Removing refused',
    )
    expect(stateWords(codeRow(1, { state: 'held-remove' }), zone).more).toMatch(/restored copy/)
    expect(stateWords(codeRow(1, { state: 'held-add', refusal: 'of a later version' }), zone).more).toMatch(
      /^Something went wrong/,
    )
  })
  it('decides what can be done with it', () => {
    const doable = (['on-list', 'pending-add', 'pending-remove', 'held-add', 'held-remove'] as const).map((state) => [
      canBeRemoved({ state }),
      canBeTakenBack({ state }),
    ])
    expect(doable).toEqual([
      [true, false],
      [true, true],
      [false, true],
      [false, true],
      [false, true],
    ])
  })
})

describe('what was changed last', () => {
  it('is said to be done where it was done here', () => {
    expect(words.lastChangeWords({ kind: 'undone', count: 1, skipped: 0 }, 'network')).toBe(
      'Undone here: 1 code is as it was before.',
    )
    expect(words.lastChangeWords({ kind: 'full-list', count: 3, skipped: 0 }, 'later')).toBe(
      'The full list is known: 3 codes learned or forgotten.',
    )
  })
})
