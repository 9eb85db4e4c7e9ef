import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { CodePreview } from '../../../shared/model/access-code.ts'
import { codePreview, entriesOf, list } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

async function openedWith(preview: CodePreview) {
  const window = await openCodes()
  window.fake.handle('codes', 'preview', async () => preview)
  window.fake.handle('codes', 'apply', async () => ({ actionId: 7, jobId: 'push 1' }))
  return window
}

describe('an edit of a list', () => {
  it('keeps nothing before its preview is confirmed, and then only what has an effect', async () => {
    const preview = codePreview({
      effective: entriesOf('A', 'B'),
      rejected: [{ code: 'A', reason: 'duplicate' }],
      calls: 1,
    })
    const { edit, changes, fake } = await openedWith(preview)
    edit.getState().start(list, 'add')
    await edit.getState().look('pasted', { codes: entriesOf('A', 'B', 'A') })
    expect(edit.getState().edit?.preview).toEqual(preview)
    expect(fake.callsOf('codes', 'apply')).toEqual([])
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'add', origin: 'pasted', codes: entriesOf('A', 'B') },
    ])
    expect(edit.getState().edit).toBeNull()
    expect(changes.getState().last).toMatchObject({ kind: 'add', count: 2, actionId: 7 })
  })

  it('tells a full list whole, because what is missing from it is forgotten', async () => {
    const preview = codePreview({ effective: entriesOf('B'), forgotten: entriesOf('C', 'D') })
    const { edit, changes, fake } = await openedWith(preview)
    edit.getState().start(list, 'full-list')
    await edit.getState().look('pasted', { codes: entriesOf('A', 'B') })
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')[0]?.codes).toEqual(entriesOf('A', 'B'))
    expect(changes.getState().last?.count).toBe(3)
  })

  it('crosses to the main process once for its preview and once to be kept, also where codes are unknown', async () => {
    const preview = codePreview({ effective: entriesOf('A', 'X'), unknown: entriesOf('X') })
    const { edit, fake } = await openedWith(preview)
    edit.getState().start(list, 'remove')
    await edit.getState().look('typed', { codes: entriesOf('A', 'X') })
    expect(edit.getState().edit?.preview?.unknown).toEqual(entriesOf('X'))
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'preview')).toHaveLength(1)
    expect(fake.callsOf('codes', 'apply')).toHaveLength(1)
    expect(fake.callsOf('codes', 'entries')).toEqual([])
  })

  it('has codes generated with its preview, and keeps those', async () => {
    const { edit, fake } = await openedWith(codePreview({ effective: entriesOf('K7', 'M4') }))
    const generate = { pattern: { pattern: '{code}', length: 6, alphabet: 'digits' }, count: 2, names: [] } as const
    edit.getState().start(list, 'add')
    await edit.getState().look('generated', { generate })
    expect(fake.callsOf('codes', 'preview')).toEqual([{ list, change: 'add', source: { generate } }])
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'add', origin: 'generated', codes: entriesOf('K7', 'M4') },
    ])
  })

  it('goes back to its source, and the older preview cannot overtake the next', async () => {
    const { edit, fake } = await openedWith(codePreview())
    const answers: ((preview: CodePreview) => void)[] = []
    fake.handle('codes', 'preview', () => {
      const { promise, resolve } = Promise.withResolvers<CodePreview>()
      answers.push(resolve)
      return promise
    })
    edit.getState().start(list, 'add')
    const older = edit.getState().look('typed', { codes: entriesOf('A') })
    const newer = edit.getState().look('typed', { codes: entriesOf('B') })
    answers[1]?.(codePreview({ effective: entriesOf('B') }))
    answers[0]?.(codePreview({ effective: entriesOf('A') }))
    await Promise.all([older, newer])
    expect(edit.getState().edit?.preview?.effective).toEqual(entriesOf('B'))
    edit.getState().back()
    expect(edit.getState().edit?.preview).toBeNull()
  })

  it('stays open with its preview when it could not be kept', async () => {
    const { edit, fake } = await openedWith(codePreview({ effective: entriesOf('A') }))
    fake.handle('codes', 'apply', async () => {
      throw new AppError('codes/no-room')
    })
    edit.getState().start(list, 'add')
    await edit.getState().look('typed', { codes: entriesOf('A') })
    await edit.getState().confirm()
    expect(edit.getState()).toMatchObject({ busy: false, error: { code: 'codes/no-room' } })
    expect(edit.getState().edit?.preview).not.toBeNull()
  })

  it('opens at its preview where the codes are given, and has no source to go back to', async () => {
    const { edit } = await openedWith(codePreview({ effective: entriesOf('A') }))
    await edit.getState().startWith(list, 'add', 'selection', entriesOf('A'))
    expect(edit.getState().edit).toMatchObject({ given: true, origin: 'selection', source: { codes: entriesOf('A') } })
  })
})
