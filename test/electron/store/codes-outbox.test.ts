import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, noon } from './laptop-database.ts'
import { accessCodes, codeRange, list, withList } from './outbox-list.ts'

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
