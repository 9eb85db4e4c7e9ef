import { describe, expect, it } from 'vitest'
import type { AccessCodeBatch } from '../../../electron/store/codes/sending.ts'
import type { AccessCode, CodeChange } from '../../../shared/model/access-code.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon } from './laptop-database.ts'

const list = { accountId: 'a', listId: 900 }
const accessCodes = (...codes: string[]): AccessCode[] => codes.map((code) => ({ code, name: null }))

function withList() {
  const { calls, db } = database()
  db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('a', 900)`)
  const apply = (change: CodeChange, ...codes: string[]) =>
    calls.applyCodes({ list, change, origin: 'typed', codes: accessCodes(...codes), at: noon })
  const waiting = () =>
    db
      .prepare<[], { code: string; operation: string; before: string }>(
        'SELECT code, operation, before FROM outbox ORDER BY code',
      )
      .all()
      .map(({ code, operation, before }) => `${operation} ${code}: ${before}`)
  const known = () => calls.accessCodes(list, {}).map(({ code }) => code)
  const claimed = (): AccessCodeBatch => {
    const batch = calls.claimAccessCodeBatch('a', noon)
    if (batch === null) throw new Error('Nothing waits')
    return batch
  }
  const confirm = (batch: AccessCodeBatch, counted: number | null = batch.codes.length, total: number | null = null) =>
    calls.confirmAccessCodeBatch(batch, { listName: 'Staff', counted, total, at: noon })
  const refuse = (): void => {
    const batch = claimed()
    calls.failAccessCodeBatch(batch, 'api/rejected', false)
    calls.refuseCodes(batch, 'api/rejected')
  }
  const summary = () => calls.accessLists()[0]
  return { calls, db, apply, waiting, known, claimed, confirm, refuse, summary }
}

const codeRange = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `c${String(from + at).padStart(5, '0')}`)

describe('what an edit leaves to be sent', () => {
  it('a new code waits to be added', () => {
    const { apply, waiting, known } = withList()
    expect(apply('add', 'x')).toEqual({ actionId: 1, effective: 1, rejected: [], alike: [], pending: 1 })
    expect(waiting()).toEqual(['add x: not-on-list'])
    expect(known()).toEqual(['x'])
  })

  it('an add that was not sent and its removal cancel out', () => {
    const { apply, waiting, known } = withList()
    apply('add', 'x')
    expect(apply('remove', 'x')).toMatchObject({ effective: 1, pending: 0 })
    expect([waiting(), known()]).toEqual([[], []])
  })

  it('a code keeps its name when it is put back without one', () => {
    const { apply, calls } = withList()
    calls.applyCodes({
      list,
      change: 'full-list',
      origin: 'typed',
      codes: [{ code: 'x', name: 'Ben' }],
      at: noon,
    })
    apply('remove', 'x')
    apply('add', 'x')
    expect(calls.accessCodes(list, {})).toEqual([{ code: 'x', name: 'Ben' }])
  })

  it('a removal that was not sent and an add of the same code cancel out', () => {
    const { apply, waiting, known } = withList()
    apply('full-list', 'x')
    apply('remove', 'x')
    expect([waiting(), known()]).toEqual([['remove x: on-list'], []])
    apply('add', 'x')
    expect([waiting(), known()]).toEqual([[], ['x']])
  })

  it('an add that may have arrived is answered by a removal, and that again by an add', () => {
    const { apply, waiting, claimed } = withList()
    apply('add', 'x')
    claimed()
    apply('remove', 'x')
    expect(waiting()).toEqual(['remove x: unknown'])
    apply('add', 'x')
    expect(waiting()).toEqual(['add x: unknown'])
  })

  it('the undo of a removal that nobody could know leaves a later removal of the same code waiting', () => {
    const { calls, apply, waiting, claimed, confirm } = withList()
    const { actionId: removal } = apply('remove', 'x')
    const { actionId: add } = apply('add', 'x')
    confirm(claimed())
    calls.undoCodes(add ?? 0, noon)
    expect(waiting()).toEqual(['remove x: on-list'])
    expect(() => calls.undoCodes(removal ?? 0, noon)).toThrow('codes/nothing-to-undo')
    expect(waiting()).toEqual(['remove x: on-list'])
  })

  it('a code that is not known here is taken off all the same, once', () => {
    const { apply, waiting, calls, db } = withList()
    expect(calls.previewCodes(list, 'remove', accessCodes('x'))).toMatchObject({
      unknown: accessCodes('x'),
      rejected: [],
      calls: 1,
    })
    expect(apply('remove', 'x')).toMatchObject({ effective: 1, pending: 1 })
    expect(apply('remove', 'x')).toMatchObject({ actionId: null, effective: 0, pending: 1 })
    expect(waiting()).toEqual(['remove x: unknown'])
    expect(db.prepare('SELECT change FROM code_action_change').pluck().all()).toEqual(['remove-unknown'])
    apply('add', 'x')
    expect(waiting()).toEqual(['add x: unknown'])
  })

  it('a code that is known already is passed over', () => {
    const { apply } = withList()
    apply('add', 'x')
    expect(apply('add', 'x', 'y')).toMatchObject({
      effective: 1,
      rejected: [{ code: 'x', reason: 'already-known' }],
    })
  })
})

describe('a preview', () => {
  it('takes codes as they are meant, and says where the others stand', () => {
    const { calls } = withList()
    const given = [
      { code: 'K7\u200b-1', name: null, line: 2 },
      { code: '1.23E+15', name: null, line: 3 },
      { code: 'TRUE', name: null, line: 4, flaw: 'truth-value' },
      { code: 'caf\u00e9', name: null, line: 5 },
      { code: 'cafe\u0301', name: null, line: 6 },
    ] as const
    expect(calls.previewCodes(list, 'add', given)).toMatchObject({
      effective: accessCodes('K7-1', 'caf\u00e9'),
      rejected: [
        { code: '1.23E+15', reason: 'spoilt-number', line: 3 },
        { code: 'TRUE', reason: 'truth-value', line: 4 },
        { code: 'caf\u00e9', reason: 'duplicate', line: 6 },
      ],
    })
  })

  it('points at codes that differ in nothing but case, from each other or from the list', () => {
    const { calls, apply } = withList()
    apply('add', 'known')
    expect(calls.previewCodes(list, 'add', accessCodes('abc', 'ABC', 'KNOWN', 'x')).alike).toEqual([
      'abc',
      'ABC',
      'KNOWN',
    ])
    expect(calls.previewCodes(list, 'remove', accessCodes('abc', 'ABC')).alike).toEqual([])
  })

  it('finds a code that stands on the list as it could not be put there today', () => {
    const { calls, apply, known, db } = withList()
    apply('add', 'x')
    db.prepare("UPDATE access_code SET code = '1.23E+15'").run()
    expect(calls.previewCodes(list, 'remove', accessCodes('1.23E+15'))).toMatchObject({ unknown: [], rejected: [] })
    db.prepare("UPDATE access_code SET code = 'cafe\u0301'").run()
    expect(calls.previewCodes(list, 'add', accessCodes('caf\u00e9')).rejected).toEqual([
      { code: 'cafe\u0301', reason: 'already-known' },
    ])
    expect(calls.previewCodes(list, 'remove', accessCodes('caf\u00e9')).effective).toEqual(accessCodes('cafe\u0301'))
    expect(known()).toEqual(['cafe\u0301'])
  })

  it('trims, and passes over what is empty, too long or there twice', () => {
    const { calls, apply } = withList()
    const long = '😀'.repeat(255)
    const given = [' a ', 'a', '   ', `${long}x`, long]
    const preview = calls.previewCodes(list, 'add', [...accessCodes(...given), { code: 'b', name: ' Ada ' }])
    expect(preview).toEqual({
      effective: [...accessCodes('a', long), { code: 'b', name: 'Ada' }],
      forgotten: [],
      unknown: [],
      rejected: [
        { code: 'a', reason: 'duplicate' },
        { code: '', reason: 'empty' },
        { code: `${long}x`, reason: 'too-long' },
      ],
      alike: [],
      knownAfter: 3,
      calls: 1,
    })
    expect(apply('add', ...given)).toMatchObject({ effective: 2, rejected: preview.rejected })
  })

  it('stops at 20,000 codes, by what is known here', () => {
    const { calls, apply } = withList()
    apply('full-list', ...codeRange(19_998))
    const preview = calls.previewCodes(list, 'add', accessCodes('x', 'y', 'z'))
    expect(preview).toMatchObject({ knownAfter: 20_000, rejected: [{ code: 'z', reason: 'list-full' }], calls: 1 })
    expect(apply('add', 'x', 'y', 'z')).toMatchObject({ effective: 2 })
  })

  it('stops at 20,000 codes, by what ClassMarker said last and what waits', () => {
    const { calls, apply, claimed, confirm } = withList()
    apply('add', 'x')
    confirm(claimed(), 1, 19_997)
    apply('add', 'y')
    expect(calls.previewCodes(list, 'add', accessCodes('p', 'q', 'r'))).toMatchObject({
      effective: accessCodes('p', 'q'),
      rejected: [{ code: 'r', reason: 'list-full' }],
    })
  })

  it('counts the requests of what has to be sent', () => {
    const { calls, apply } = withList()
    expect(calls.previewCodes(list, 'add', accessCodes(...codeRange(250))).calls).toBe(3)
    apply('full-list', ...codeRange(101))
    expect(calls.previewCodes(list, 'remove', accessCodes(...codeRange(101))).calls).toBe(2)
    apply('add', 'x')
    expect(calls.previewCodes(list, 'remove', accessCodes('x')).calls).toBe(0)
  })

  it('keeps nothing', () => {
    const { calls, known, waiting } = withList()
    calls.previewCodes(list, 'add', accessCodes('x'))
    calls.previewCodes(list, 'full-list', accessCodes('y'))
    expect([known(), waiting(), calls.codesJournal(list).actions]).toEqual([[], [], []])
  })
})

describe('the full list, pasted', () => {
  it('teaches what is on it and what is not, without sending anything', () => {
    const { apply, known, waiting, calls, summary } = withList()
    apply('full-list', 'a', 'b')
    const preview = calls.previewCodes(list, 'full-list', accessCodes('b', 'c'))
    expect(preview).toMatchObject({ effective: accessCodes('c'), forgotten: accessCodes('a'), knownAfter: 2, calls: 0 })
    expect(apply('full-list', 'b', 'c')).toMatchObject({ effective: 2, pending: 0 })
    expect([known(), waiting()]).toEqual([['b', 'c'], []])
    expect(summary()).toMatchObject({ serverTotal: 2, serverTotalAt: noon, difference: 0 })
  })

  it('says of what waits where it stands, and has it sent all the same', () => {
    const { apply, known, waiting, claimed, calls, summary } = withList()
    apply('full-list', 'gone', 'there')
    apply('add', 'arrived', 'missing')
    apply('remove', 'gone', 'there')
    for (let each = 0; each < 2; each++) calls.failAccessCodeBatch(claimed(), 'network/timeout', true)
    expect(waiting().every((change) => change.endsWith('unknown'))).toBe(false)
    apply('full-list', 'there', 'arrived')
    expect(waiting()).toEqual([
      'add arrived: on-list',
      'remove gone: not-on-list',
      'add missing: not-on-list',
      'remove there: on-list',
    ])
    expect(known()).toEqual(['arrived', 'missing'])
    expect(summary()).toMatchObject({ knownHere: 2, difference: 0 })
    const taken = claimed()
    expect(taken).toMatchObject({ operation: 'remove', expected: 1, codes: [{ code: 'gone' }, { code: 'there' }] })
    calls.failAccessCodeBatch(taken, 'network/offline', false)
    expect(waiting()).toHaveLength(4)
  })

  it('of another list, pasted by mistake and undone, loses no change', () => {
    const { apply, calls, known, waiting } = withList()
    apply('full-list', 'gone')
    apply('add', 'new')
    apply('remove', 'gone')
    const { actionId } = apply('full-list', 'new', 'of another list')
    calls.undoCodes(actionId ?? 0, noon)
    expect(known()).toEqual(['new'])
    expect(waiting().map((change) => change.split(':')[0])).toEqual(['remove gone', 'add new'])
  })

  it('says nothing of what is under way', () => {
    const { apply, waiting, claimed, confirm, known } = withList()
    apply('add', 'x')
    const batch = claimed()
    apply('full-list')
    expect(waiting()).toEqual(['add x: unknown'])
    apply('remove', 'x')
    expect(waiting()).toEqual(['remove x: unknown'])
    confirm(batch)
    expect([waiting(), known()]).toEqual([['remove x: on-list'], []])
  })
})

describe('what ClassMarker says', () => {
  it('empties the outbox of what was sent, but not of what was turned round meanwhile', () => {
    const { apply, waiting, claimed, confirm, known } = withList()
    apply('add', 'x', 'y')
    const batch = claimed()
    expect(waiting()).toEqual(['add x: unknown', 'add y: unknown'])
    apply('remove', 'y')
    confirm(batch)
    expect([waiting(), known()]).toEqual([['remove y: on-list'], ['x']])
  })

  it('of a request that never left: everything is as it was before', () => {
    const { apply, waiting, claimed, calls } = withList()
    apply('add', 'x', 'y')
    const batch = claimed()
    apply('remove', 'y')
    calls.failAccessCodeBatch(batch, 'network/offline', false)
    expect(waiting()).toEqual(['add x: not-on-list'])
    apply('remove', 'x')
    expect(waiting()).toEqual([])
  })

  it('of a request without an answer: it may have arrived', () => {
    const { apply, waiting, claimed, calls } = withList()
    apply('add', 'x')
    calls.failAccessCodeBatch(claimed(), 'network/interrupted', true)
    calls.failAccessCodeBatch(claimed(), 'network/offline', false)
    expect(waiting()).toEqual(['add x: unknown'])
  })

  it('is compared with what was expected', () => {
    const { apply, claimed, confirm, calls, summary } = withList()
    apply('add', 'x', 'y')
    const batch = claimed()
    expect(batch).toMatchObject({ listId: 900, operation: 'add', expected: 2 })
    expect(summary()).toMatchObject({ serverTotal: null, difference: null })
    confirm(batch, 1, 3)
    expect(calls.codesJournal(list).calls).toEqual([
      { id: 1, at: noon, operation: 'add', sent: 2, counted: 1, expected: 2, total: 3, outcome: 'ok' },
    ])
    // Somebody had added x and another code at ClassMarker.
    expect(summary()).toMatchObject({ name: 'Staff', knownHere: 2, serverTotal: 3, difference: 1 })
    apply('add', 'z')
    apply('remove', 'x')
    expect(summary()).toMatchObject({ knownHere: 2, pendingAdds: 1, pendingRemoves: 1, difference: 1 })
    claimed()
    expect(summary()?.difference).toBeNull()
  })
})

describe('what leaves first', () => {
  it('250 new codes are three batches, in order', () => {
    const { apply, claimed, confirm, calls } = withList()
    apply('add', ...codeRange(250))
    const sizes: number[] = []
    const codes: string[] = []
    for (let each = 0; each < 3; each++) {
      const batch = claimed()
      sizes.push(batch.codes.length)
      codes.push(...batch.codes.map(({ code }) => code))
      confirm(batch)
    }
    expect(sizes).toEqual([100, 100, 50])
    expect(codes).toEqual(codeRange(250))
    expect(calls.claimAccessCodeBatch('a', noon)).toBeNull()
  })

  it('of a list what is taken off, because it makes room; of the lists the one that waits longest', () => {
    const { db, apply, claimed, confirm, calls } = withList()
    db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('a', 800)`)
    apply('full-list', 'old')
    apply('add', 'new')
    calls.applyCodes({
      list: { ...list, listId: 800 },
      change: 'add',
      origin: 'typed',
      codes: accessCodes('other'),
      at: noon,
    })
    apply('remove', 'old')
    const order: string[] = []
    for (let each = 0; each < 3; each++) {
      const batch = claimed()
      order.push(`${batch.operation} ${batch.listId}`)
      confirm(batch)
    }
    expect(order).toEqual(['remove 900', 'add 900', 'add 800'])
  })

  it('nothing that is held, until somebody says so', () => {
    const { apply, claimed, calls, summary } = withList()
    apply('add', 'x')
    const batch = claimed()
    calls.failAccessCodeBatch(batch, 'api/rejected', false)
    calls.refuseCodes(batch, 'api/rejected')
    expect(calls.claimAccessCodeBatch('a', noon)).toBeNull()
    expect([calls.pendingCodes('a'), calls.heldCodes('a'), summary()?.held]).toEqual([0, 1, 1])
    const query = { list, filter: {}, sort: { field: 'code', direction: 'asc' }, offset: 0, limit: 10 } as const
    expect(calls.codesPage(query)).toMatchObject([{ code: 'x', state: 'held-add', refusal: 'api/rejected' }])
    calls.releaseHeldCodes('a')
    expect(claimed().codes).toMatchObject([{ code: 'x' }])
  })

  it('what is held again where somebody asks for it once more, and an undo takes that back', () => {
    const { apply, claimed, refuse, calls, summary, known, waiting } = withList()
    apply('full-list', 'old')
    apply('add', 'x')
    apply('remove', 'old')
    refuse()
    refuse()
    expect(calls.previewCodes(list, 'add', accessCodes('x'))).toMatchObject({
      effective: accessCodes('x'),
      knownAfter: 2,
    })
    expect(calls.previewCodes(list, 'remove', accessCodes('old'))).toMatchObject({
      unknown: [],
      knownAfter: 0,
      calls: 1,
    })
    const { actionId, rejected } = apply('add', 'x')
    expect([rejected, calls.heldCodes('a')]).toEqual([[], 1])
    apply('remove', 'old')
    expect(summary()).toMatchObject({ held: 0, pendingAdds: 1, pendingRemoves: 1 })
    expect(claimed().codes).toMatchObject([{ code: 'old' }])
    calls.undoCodes(actionId ?? 0, noon)
    expect([known(), waiting()]).toEqual([[], ['remove old: unknown']])
  })
})

describe('what is known here', () => {
  it('is the list once what waits is sent: without what is not to be added, with what is not to be taken off', () => {
    const { apply, refuse, calls, summary } = withList()
    apply('full-list', 'a', 'b', 'c')
    apply('add', 'x')
    apply('remove', 'a')
    expect(summary()).toMatchObject({ knownHere: 3, difference: 0 })
    refuse()
    refuse()
    expect(summary()).toMatchObject({ knownHere: 3, held: 2, difference: 0 })
    apply('add', 'y')
    apply('remove', 'b')
    expect(summary()).toMatchObject({ knownHere: 3, held: 2, pendingAdds: 1, pendingRemoves: 1, difference: 0 })
    expect(calls.codeFindings(list)).toMatchObject({ used: 0, unused: 3 })
    expect(calls.previewCodes(list, 'add', accessCodes('z'))).toMatchObject({ knownAfter: 4 })
    // x stays held and b is removed; a is known to be on the list, and y still waits to be added.
    expect(calls.previewCodes(list, 'full-list', accessCodes('a', 'b', 'c'))).toMatchObject({ knownAfter: 3 })
    apply('full-list', 'a', 'b', 'c')
    expect(summary()).toMatchObject({ knownHere: 3, held: 2, difference: 0 })
    apply('full-list', 'b', 'c', 'x')
    expect(summary()).toMatchObject({ knownHere: 3, held: 0, pendingAdds: 1, pendingRemoves: 1, difference: 0 })
  })

  it('leaves the room of what is held to others', () => {
    const { apply, refuse } = withList()
    apply('full-list', ...codeRange(19_998))
    apply('add', 'refused', 'too')
    refuse()
    expect(apply('add', 'z', 'y', 'x').rejected).toEqual([{ code: 'x', reason: 'list-full' }])
  })
})

describe('an undo', () => {
  it('takes back exactly what its edit changed', () => {
    const { apply, calls, known, waiting } = withList()
    apply('add', 'a')
    const { actionId } = apply('add', 'a', 'b', 'c')
    expect(calls.undoCodes(actionId ?? 0, noon)).toEqual({ list, actionId: 3, undone: 2, skipped: 0 })
    expect([known(), waiting()]).toEqual([['a'], ['add a: not-on-list']])
    expect(calls.codesJournal(list).actions).toMatchObject([
      { id: 3, change: 'undo', added: 0, removed: 2, undoneAt: null },
      { id: 2, added: 2, undoneAt: noon, sample: ['b', 'c'] },
      { id: 1, added: 1, pending: 1, undoneAt: null },
    ])
    expect(() => calls.undoCodes(actionId ?? 0, noon)).toThrow('codes/nothing-to-undo')
  })

  it('puts removed codes back with their names', () => {
    const { apply, calls, claimed, confirm, waiting } = withList()
    calls.applyCodes({ list, change: 'add', origin: 'typed', codes: [{ code: 'x', name: 'Ada' }], at: noon })
    confirm(claimed())
    const { actionId } = apply('remove', 'x')
    confirm(claimed())
    calls.undoCodes(actionId ?? 0, noon)
    expect(calls.accessCodes(list, {})).toEqual([{ code: 'x', name: 'Ada' }])
    expect(waiting()).toEqual(['add x: not-on-list'])
  })

  it('leaves alone what was changed again since', () => {
    const { apply, calls, known } = withList()
    const first = apply('add', 'x', 'y')
    apply('remove', 'x')
    apply('add', 'x')
    expect(calls.undoCodes(first.actionId ?? 0, noon)).toMatchObject({ undone: 1, skipped: 1 })
    expect(known()).toEqual(['x'])
  })

  it('of an edit whose later change was itself taken back is whole', () => {
    const { apply, calls, known } = withList()
    const first = apply('add', 'x', 'y')
    const second = apply('remove', 'x')
    calls.undoCodes(second.actionId ?? 0, noon)
    expect(calls.undoCodes(first.actionId ?? 0, noon)).toMatchObject({ undone: 2, skipped: 0 })
    expect(known()).toEqual([])
  })

  it('can be undone, and undone again', () => {
    const { apply, calls, known } = withList()
    let last = apply('add', 'x').actionId ?? 0
    const holding = () =>
      calls
        .codesJournal(list)
        .actions.filter(({ undoneAt }) => undoneAt === null)
        .map(({ id }) => id)
    const seen: unknown[] = []
    for (let each = 0; each < 3; each++) {
      last = calls.undoCodes(last, noon).actionId
      seen.push([known(), holding()])
    }
    expect(seen).toEqual([
      [[], [2]],
      [['x'], [3, 1]],
      [[], [4, 2]],
    ])
  })

  it('drops the removal of an unknown code while it waits, and skips it once it may have been sent', () => {
    const { apply, calls, waiting, claimed } = withList()
    const waits = apply('remove', 'x')
    expect(calls.undoCodes(waits.actionId ?? 0, noon)).toMatchObject({ undone: 1, skipped: 0 })
    expect(waiting()).toEqual([])
    const sent = apply('remove', 'y')
    claimed()
    expect(() => calls.undoCodes(sent.actionId ?? 0, noon)).toThrow('codes/nothing-to-undo')
    expect(waiting()).toEqual(['remove y: unknown'])
  })

  it('of a full list forgets the codes it recorded, and restores those it forgot; nothing is sent', () => {
    const { apply, calls, known, waiting } = withList()
    apply('full-list', 'a', 'b')
    const { actionId } = apply('full-list', 'b', 'c')
    const undo = calls.undoCodes(actionId ?? 0, noon)
    expect([undo.undone, known(), waiting()]).toEqual([2, ['a', 'b'], []])
    calls.undoCodes(undo.actionId, noon)
    expect([known(), waiting()]).toEqual([['b', 'c'], []])
  })

  it('of nothing is refused', () => {
    const { calls } = withList()
    expect(() => calls.undoCodes(7, noon)).toThrow('codes/nothing-to-undo')
  })
})

describe('an undo of codes that ClassMarker had before', () => {
  it('leaves all of them where it added none', () => {
    const { apply, calls, claimed, confirm, known, waiting } = withList()
    const { actionId } = apply('add', 'x', 'y')
    confirm(claimed(), 0, 40)
    expect(() => calls.undoCodes(actionId ?? 0, noon)).toThrow('codes/nothing-to-undo')
    expect([known(), waiting()]).toEqual([['x', 'y'], []])
  })

  it('leaves alone what was sent with one of them, and takes off the rest', () => {
    const { apply, calls, claimed, confirm, known, waiting } = withList()
    const { actionId } = apply('add', ...codeRange(150))
    confirm(claimed(), 99)
    confirm(claimed(), 50)
    expect(calls.undoCodes(actionId ?? 0, noon)).toMatchObject({ undone: 50, skipped: 100 })
    expect(known()).toEqual(codeRange(100))
    expect(waiting()).toHaveLength(50)
  })

  it('takes off what was added once they had been taken off', () => {
    const { apply, calls, claimed, confirm, known } = withList()
    apply('add', 'x')
    confirm(claimed(), 0)
    apply('remove', 'x')
    confirm(claimed())
    const { actionId } = apply('add', 'x')
    confirm(claimed())
    expect(calls.undoCodes(actionId ?? 0, noon)).toMatchObject({ undone: 1, skipped: 0 })
    expect(known()).toEqual([])
  })

  it('puts back what it removed, though not all of it was there', () => {
    const { apply, calls, claimed, confirm, known } = withList()
    apply('full-list', 'x', 'y')
    const { actionId } = apply('remove', 'x', 'y')
    confirm(claimed(), 1)
    calls.undoCodes(actionId ?? 0, noon)
    expect(known()).toEqual(['x', 'y'])
  })
})

describe('taking back what waits', () => {
  it('leaves the list as it is at ClassMarker', () => {
    const { apply, calls, known, waiting } = withList()
    apply('full-list', 'old')
    apply('remove', 'old', 'unknown')
    apply('add', 'new')
    expect(calls.takeBackCodes(list, ['old', 'new', 'unknown', 'never'], noon)).toMatchObject({ undone: 3, skipped: 1 })
    expect([known(), waiting()]).toEqual([['old'], []])
    expect(() => calls.takeBackCodes(list, ['old'], noon)).toThrow('codes/nothing-to-undo')
  })

  it('of the removal of an unknown code adds nothing, though the full list was pasted since', () => {
    const { apply, calls, known, waiting } = withList()
    const { actionId } = apply('remove', 'x', 'y')
    apply('full-list', 'a')
    calls.takeBackCodes(list, ['x'], noon)
    expect(waiting()).toEqual(['remove y: not-on-list'])
    calls.undoCodes(actionId ?? 0, noon)
    expect([known(), waiting()]).toEqual([['a'], []])
  })

  it('of a refused code leaves nothing to be sent', () => {
    const { apply, calls, claimed, known, waiting } = withList()
    apply('add', 'x')
    const batch = claimed()
    calls.failAccessCodeBatch(batch, 'api/rejected', false)
    calls.refuseCodes(batch, 'api/rejected')
    calls.takeBackCodes(list, ['x'], noon)
    expect([known(), waiting()]).toEqual([[], []])
  })
})

it('codes and changes go with their account', () => {
  const { apply, calls, db, claimed } = withList()
  apply('add', 'x')
  const { actionId } = apply('add', 'y')
  calls.undoCodes(actionId ?? 0, unixSeconds(noon + 1))
  claimed()
  calls.removeAccount('a')
  for (const table of ['access_list', 'access_code', 'outbox', 'code_action', 'code_action_change', 'code_call']) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  }
})

it('how codes look goes with the last account that had them', () => {
  const { apply, calls, db } = withList()
  calls.addAccount(accountNamed('b'))
  db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('b', 900)`)
  const { actionId } = apply('add', 'x', 'shared')
  calls.undoCodes(actionId ?? 0, noon)
  const theirs = { list: { ...list, accountId: 'b' }, change: 'remove', origin: 'typed', at: noon } as const
  calls.applyCodes({ ...theirs, codes: accessCodes('shared', 'theirs') })
  expect(calls.takenCodes(['x', 'shared', 'theirs'])).toEqual(['x', 'shared', 'theirs'])
  calls.removeAccount('a')
  expect(calls.takenCodes(['x', 'shared', 'theirs'])).toEqual(['shared', 'theirs'])
})

describe('a request that failed', () => {
  it('and changed nothing leaves the removal of an unknown code as unsent as it was', () => {
    const { apply, claimed, calls, waiting } = withList()
    const { actionId } = apply('remove', 'z')
    calls.failAccessCodeBatch(claimed(), 'api/maintenance', false)
    expect(calls.undoCodes(actionId ?? 0, noon)).toMatchObject({ undone: 1, skipped: 0 })
    expect(waiting()).toEqual([])
  })

  it('and may have arrived holds nothing of what was turned round meanwhile', () => {
    const { apply, claimed, calls, waiting } = withList()
    apply('add', 'x')
    const batch = claimed()
    apply('remove', 'x')
    calls.failAccessCodeBatch(batch, 'api/rejected', true)
    calls.refuseCodes(batch, 'api/rejected')
    expect(waiting()).toEqual(['remove x: unknown'])
    expect([calls.pendingCodes('a'), calls.heldCodes('a')]).toEqual([1, 0])
  })

  it('for a list that is not known holds what waits, and does not report what was held before', () => {
    const { apply, calls, refuse, db } = withList()
    apply('add', 'x')
    refuse()
    apply('add', 'y')
    expect(calls.refuseList('a', list.listId, 'codes/no-such-list')).toEqual(['y'])
    const refusals = db.prepare('SELECT refusal FROM outbox ORDER BY code').pluck().all()
    expect(refusals).toEqual(['api/rejected', 'codes/no-such-list'])
  })
})

it('codes whose own try may have arrived are not what ClassMarker had before', () => {
  const { apply, claimed, calls, confirm, known } = withList()
  const first = apply('add', 'x')
  calls.failAccessCodeBatch(claimed(), 'network/interrupted', true)
  const second = apply('add', 'y')
  // Of x and y, only y is certain to be new; a count of none says something about y alone.
  confirm(claimed(), 0)
  expect(() => calls.undoCodes(second.actionId ?? 0, noon)).toThrow('codes/nothing-to-undo')
  expect(calls.undoCodes(first.actionId ?? 0, noon)).toMatchObject({ undone: 1 })
  expect(known()).toEqual(['y'])
})

describe('what waits to be sent', () => {
  it('is counted over all lists, of some accounts or of all, without what is held', () => {
    const { apply, calls, refuse } = withList()
    calls.addAccount(accountNamed('b'))
    apply('add', 'x')
    refuse()
    apply('add', 'y', 'z')
    expect([calls.waitingCodes(undefined), calls.waitingCodes(['a']), calls.waitingCodes(['b'])]).toEqual([2, 2, 0])
    const { actions } = calls.codesJournal(list)
    expect(actions.map(({ pending, held }) => [pending, held])).toEqual([
      [2, 0],
      [0, 1],
    ])
  })

  it('leaves out what a disconnected account keeps, which nothing sends', () => {
    const { apply, calls } = withList()
    apply('add', 'x')
    calls.changeAccount('a', { archived: true })
    expect([calls.waitingCodes(undefined), calls.waitingCodes(['a'])]).toEqual([0, 0])
    calls.changeAccount('a', { archived: false })
    expect(calls.waitingCodes(undefined)).toBe(1)
  })
})

describe('a list that is not there', () => {
  const unknown = { accountId: 'a', listId: 999_999 }
  const nowhere = { accountId: 'gone', listId: 900 }
  const edit = { change: 'add', origin: 'typed', codes: accessCodes('x'), at: noon } as const

  it('is refused by its name, and does not spring into being by being edited', () => {
    const { calls } = withList()
    const before = calls.accessLists()
    for (const change of ['add', 'remove', 'full-list'] as const) {
      expect(() => calls.applyCodes({ ...edit, change, list: unknown })).toThrow('access-list/not-found')
      expect(() => calls.previewCodes(unknown, change, accessCodes('x'))).toThrow('access-list/not-found')
    }
    expect(() => calls.takeBackCodes(unknown, ['x'], noon)).toThrow('access-list/not-found')
    expect(() => calls.renameCode(unknown, 'x', 'Ada')).toThrow('access-list/not-found')
    expect(calls.accessLists()).toEqual(before)
  })

  it('is its account’s where that is not there, or is disconnected', () => {
    const { calls, apply } = withList()
    expect(() => calls.applyCodes({ ...edit, list: nowhere })).toThrow('account/not-found')
    const { actionId } = apply('add', 'x')
    calls.changeAccount('a', { archived: true })
    expect(() => calls.applyCodes({ ...edit, list })).toThrow('account/not-found')
    expect(() => calls.undoCodes(actionId ?? 0, noon)).toThrow('account/not-found')
    expect(calls.pendingCodes('a')).toBe(1)
  })

  it('is no reason to refuse one whose link is gone, or that is known by its codes only', () => {
    const { db, apply, known } = withList()
    apply('full-list', 'a')
    db.exec('DELETE FROM access_list')
    apply('add', 'x')
    expect(known()).toEqual(['a', 'x'])
  })

  it('has no code to be named, and neither has one that lacks that code', () => {
    const { calls, apply, waiting } = withList()
    apply('add', 'x')
    expect(() => calls.renameCode(list, 'y', 'Ada')).toThrow('access-code/not-found')
    calls.renameCode(list, 'x', 'Ada')
    expect(calls.accessCodes(list, {})).toEqual([{ code: 'x', name: 'Ada' }])
    expect(waiting()).toEqual(['add x: not-on-list'])
  })
})
