import { describe, expect, it } from 'vitest'
import { noon } from './laptop-database.ts'
import { accessCodes, codeRange, list, withList } from './outbox-list.ts'

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
