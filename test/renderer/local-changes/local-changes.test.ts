import { describe, expect, it } from 'vitest'
import { isShortcut } from '../../../renderer/ui/shortcuts.ts'
import type { LocalChange, LocalChangeKind } from '../../../shared/model/local-change.ts'
import { localChangeKinds } from '../../../shared/model/local-change.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { openWindow } from '../open-window.ts'

const changeOf = (id: number, kind: LocalChangeKind, subject: string, undone = false): LocalChange => ({
  ...{ id, kind, subject, canBeUndone: true, madeAt: unixSeconds(id) },
  undoneAt: undone ? unixSeconds(9) : null,
})

/** The window over a main process that keeps these steps, newest first. */
async function steps(...first: readonly LocalChange[]) {
  const { fake } = await openWindow()
  const main = { changes: [...first] }
  const take = (found: LocalChange | undefined) => {
    if (found === undefined) return null
    const change = { ...found, undoneAt: unixSeconds(9) }
    main.changes = main.changes.map((each) => (each === found ? change : each))
    return { change, outcome: 'done' } as const
  }
  const newest = () => main.changes.find(({ undoneAt }) => undoneAt === null)
  fake.handle('local', 'changes', async () => main.changes)
  fake.handle('local', 'undo', async () => take(newest()))
  fake.handle('local', 'undoOne', async ({ id }) => (newest()?.id === id ? take(newest()) : null))
  const local = await import('../../../renderer/features/local-changes/index.ts')
  const { useFeedback } = await import('../../../renderer/app/feedback.ts')
  const { useAnnouncer } = await import('../../../renderer/app/announcer.ts')
  return {
    ...{ fake, main, local },
    said: () => useFeedback.getState().current,
    aloud: () => useAnnouncer.getState().text,
  }
}

describe('undo by its key', () => {
  it('says at the foot and aloud what was undone, with a way to make it again', async () => {
    const { fake, local, said, aloud } = await steps(changeOf(1, 'class-removed', '10B'))
    await local.undo()
    expect(said()?.words).toBe('Undone: class “10B” removed.')
    expect(aloud()).toBe('Undone: class “10B” removed.')
    fake.handle('local', 'redo', async () => ({ change: changeOf(1, 'class-removed', '10B'), outcome: 'done' }))
    said()?.action?.run()
    await expect.poll(() => said()?.words).toBe('Done again: class “10B” removed.')
  })

  it('says when there is nothing to undo, and when something else changed the same since', async () => {
    const { fake, local, said } = await steps()
    await local.undo()
    expect(said()?.words).toBe('There is nothing to undo.')
    fake.handle('local', 'undo', async () => ({ change: changeOf(1, 'note-added', ''), outcome: 'changed-since' }))
    await local.undo()
    expect(said()?.words).toMatch(/^Not undone: note added\. It was changed since/)
  })

  it('says that what ClassMarker has, or may have, is not taken back', async () => {
    const { fake, local, said } = await steps()
    fake.handle('local', 'undo', async () => ({ change: changeOf(1, 'question-added', 'Why?'), outcome: 'sent' }))
    await local.undo()
    expect(said()?.words).toMatch(/^Not taken back: question “Why\?” added\. ClassMarker has it already/)
  })

  it('has a sentence for every kind of change, with and without a name', async () => {
    const { fake, local, said } = await steps()
    for (const kind of localChangeKinds)
      for (const subject of ['', 'Ada']) {
        fake.handle('local', 'undo', async () => ({ change: changeOf(1, kind, subject), outcome: 'done' }))
        await local.undo()
        expect(said()?.words).toMatch(/^Undone: [^{]+\.$/)
        expect(said()?.words).not.toContain('localChanges')
        expect(said()?.words.includes('Ada')).toBe(subject === 'Ada')
      }
  })

  it('is Ctrl and Z, with Shift to redo, and Ctrl and Y', () => {
    const stroke = { key: 'z', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false }
    const asked = (held: Partial<typeof stroke>) =>
      (['undo', 'redo'] as const).filter((way) => isShortcut({ ...stroke, ...held }, way))
    expect(asked({})).toEqual(['undo'])
    expect(asked({ key: 'Z', shiftKey: true })).toEqual(['redo'])
    expect(asked({ key: 'y' })).toEqual(['redo'])
    expect(asked({ altKey: true })).toEqual([])
    expect(asked({ ctrlKey: false })).toEqual([])
  })
})

describe('a change with a button of its own', () => {
  it('is taken back as the step that it is, and not a second time after the key', async () => {
    const { fake, main, local } = await steps(changeOf(1, 'class-added', '10A'))
    let others = 0
    const other = async () => {
      others += 1
    }
    const made = await local.madeChange(async () => main.changes.unshift(changeOf(2, 'class-removed', '10A')))
    await made.takeBack(other)
    expect(fake.callsOf('local', 'undoOne')).toEqual([{ id: 2 }])
    await made.takeBack(other)
    expect([others, main.changes[1]?.undoneAt]).toEqual([0, null])
  })

  it('is taken back in its own way once another change was made, or where it was no step', async () => {
    const { main, local } = await steps(changeOf(1, 'class-added', '10A'))
    const values: string[] = []
    const other = async (value: string) => values.push(value)
    const made = await local.madeChange(async () => {
      main.changes.unshift(changeOf(2, 'class-removed', '10A'))
      return 'overtaken'
    })
    main.changes.unshift(changeOf(3, 'note-added', ''))
    await made.takeBack(other)
    const nothing = await local.madeChange(async () => 'no step')
    await nothing.takeBack(other)
    expect(values).toEqual(['overtaken', 'no step'])
    expect(main.changes.every(({ undoneAt }) => undoneAt === null)).toBe(true)
  })
})
