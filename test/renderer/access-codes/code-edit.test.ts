import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { CodePreview } from '../../../shared/model/access-code.ts'
import { accessCodesOf, codePreview, list } from '../made-codes.ts'
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
      effective: accessCodesOf('A', 'B'),
      rejected: [{ code: 'A', reason: 'duplicate' }],
      calls: 1,
    })
    const { edit, changes, fake } = await openedWith(preview)
    edit.getState().start(list, 'add')
    await edit.getState().look('pasted', { codes: accessCodesOf('A', 'B', 'A') })
    expect(edit.getState().edit?.preview).toEqual(preview)
    expect(fake.callsOf('codes', 'apply')).toEqual([])
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'add', origin: 'pasted', codes: accessCodesOf('A', 'B') },
    ])
    expect(edit.getState().edit).toBeNull()
    expect(changes.getState().last).toMatchObject({ kind: 'add', count: 2, actionId: 7 })
  })

  it('tells a full list whole, because what is missing from it is forgotten', async () => {
    const preview = codePreview({ effective: accessCodesOf('B'), forgotten: accessCodesOf('C', 'D') })
    const { edit, changes, fake } = await openedWith(preview)
    edit.getState().start(list, 'full-list')
    await edit.getState().look('pasted', { codes: accessCodesOf('A', 'B') })
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')[0]?.codes).toEqual(accessCodesOf('A', 'B'))
    expect(changes.getState().last?.count).toBe(3)
  })

  it('crosses to the main process once for its preview and once to be kept, also where codes are unknown', async () => {
    const preview = codePreview({ effective: accessCodesOf('A', 'X'), unknown: accessCodesOf('X') })
    const { edit, fake } = await openedWith(preview)
    edit.getState().start(list, 'remove')
    await edit.getState().look('typed', { codes: accessCodesOf('A', 'X') })
    expect(edit.getState().edit?.preview?.unknown).toEqual(accessCodesOf('X'))
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'preview')).toHaveLength(1)
    expect(fake.callsOf('codes', 'apply')).toHaveLength(1)
    expect(fake.callsOf('codes', 'accessCodes')).toEqual([])
  })

  it('has codes generated with its preview, and keeps those', async () => {
    const { edit, fake } = await openedWith(codePreview({ effective: accessCodesOf('K7', 'M4') }))
    const generate = { pattern: { pattern: '{code}', length: 6, alphabet: 'digits' }, count: 2, names: [] } as const
    edit.getState().start(list, 'add')
    await edit.getState().look('generated', { generate })
    expect(fake.callsOf('codes', 'preview')).toEqual([{ list, change: 'add', source: { generate } }])
    await edit.getState().confirm()
    expect(fake.callsOf('codes', 'apply')).toEqual([
      { list, change: 'add', origin: 'generated', codes: accessCodesOf('K7', 'M4') },
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
    const older = edit.getState().look('typed', { codes: accessCodesOf('A') })
    const newer = edit.getState().look('typed', { codes: accessCodesOf('B') })
    answers[1]?.(codePreview({ effective: accessCodesOf('B') }))
    answers[0]?.(codePreview({ effective: accessCodesOf('A') }))
    await Promise.all([older, newer])
    expect(edit.getState().edit?.preview?.effective).toEqual(accessCodesOf('B'))
    edit.getState().back()
    expect(edit.getState().edit?.preview).toBeNull()
  })

  it('stays open with its preview when it could not be kept', async () => {
    const { edit, fake } = await openedWith(codePreview({ effective: accessCodesOf('A') }))
    fake.handle('codes', 'apply', async () => {
      throw new AppError('codes/no-room')
    })
    edit.getState().start(list, 'add')
    await edit.getState().look('typed', { codes: accessCodesOf('A') })
    await edit.getState().confirm()
    expect(edit.getState()).toMatchObject({ busy: false, error: { code: 'codes/no-room' } })
    expect(edit.getState().edit?.preview).not.toBeNull()
  })

  it('opens at its preview where the codes are given, and has no source to go back to', async () => {
    const { edit } = await openedWith(codePreview({ effective: accessCodesOf('A') }))
    await edit.getState().startWith(list, 'add', 'selection', accessCodesOf('A'))
    expect(edit.getState().edit).toMatchObject({
      given: true,
      origin: 'selection',
      source: { codes: accessCodesOf('A') },
    })
  })
})
