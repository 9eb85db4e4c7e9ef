import { describe, expect, it } from 'vitest'
import { noon } from './laptop-database.ts'
import { codeRange, list, withList } from './outbox-list.ts'

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
