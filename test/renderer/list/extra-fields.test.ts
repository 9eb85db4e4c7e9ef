import { describe, expect, it } from 'vitest'
import type { ExtraField } from '../../../shared/model/extra-field.ts'
import { openWindow } from '../open-window.ts'

const field = (name: string, link: number): ExtraField => ({
  ...{ account: 'school', link, number: 1, name, linkName: `Link ${link}` },
})

/** The window over a main process that keeps these names. */
async function opened(...first: readonly ExtraField[]) {
  const { fake, startStores } = await openWindow()
  const main = { fields: first, isReadable: true }
  fake.handle('extraFields', 'list', async () => {
    if (!main.isReadable) throw new Error('not now')
    return main.fields
  })
  const { useExtraFields } = await import('../../../renderer/list/extra-fields.ts')
  await startStores()
  return { fake, main, names: () => useExtraFields.getState().fields.map(({ name }) => name) }
}

describe('the names of extra fields', () => {
  it('are there once the window is, and again after every local change', async () => {
    const { fake, main, names } = await opened(field('Ward', 1), field('Year', 2))
    await expect.poll(names).toEqual(['Ward', 'Year'])
    main.fields = [field('Unit', 1)]
    fake.emit('students', 'changed', undefined)
    await expect.poll(names).toEqual(['Unit'])
  })

  it('stay as they were while they cannot be read', async () => {
    const { fake, main, names } = await opened(field('Ward', 1))
    await expect.poll(names).toEqual(['Ward'])
    main.isReadable = false
    fake.emit('students', 'changed', undefined)
    await expect.poll(() => fake.callsOf('extraFields', 'list').length).toBe(2)
    expect(names()).toEqual(['Ward'])
    main.isReadable = true
    main.fields = []
    fake.emit('students', 'changed', undefined)
    await expect.poll(names).toEqual([])
  })
})
