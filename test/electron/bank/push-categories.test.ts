import { describe, expect, it } from 'vitest'
import { banked, choiceOf } from './banked.ts'

describe('sending edits of categories', () => {
  it('changes a category at the other path where the usual one is unknown', async () => {
    const { push, bank, store, category, clock } = await banked()
    bank.manners.categoryPath = 'category'
    await store.renameBankCategory(category ?? 0, 'First aid at work', clock())
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, requests: 3 })
    expect(bank.categories.find(({ id }) => id === 5402)?.name).toBe('First aid at work')
  })

  describe.each([true, false])('a category that was changed on the web, too (read in between: %s)', (isRead) => {
    async function clashed() {
      const own = await banked()
      const { push, pull, bank, store, account, category, clock } = own
      const id = category ?? 0
      const there = () => bank.categories.find((each) => each.id === 5402)
      const here = async () => (await store.bankCategories([account.id])).find((each) => each.id === id)
      await store.renameBankCategory(id, 'First aid at work', clock())
      bank.changeCategory(5402, { name: 'First aid at school' })
      if (isRead) await pull()
      expect(await push()).toMatchObject({ outcome: 'complete', sent: 0, refused: [], conflicts: isRead ? 0 : 1 })
      return { ...own, id, there, here }
    }

    it('is a conflict, and shows both', async () => {
      const { edits, there, here } = await clashed()
      expect(there()?.name).toBe('First aid at school')
      expect(await edits()).toEqual(['change-category conflict'])
      const own = await here()
      expect(own).toMatchObject({
        ...{ name: 'First aid at work', state: 'conflict' },
        atService: { name: 'First aid at school', parent: own?.parent, twin: null },
      })
    })

    it('is sent by nothing but a choice', async () => {
      const { push, store, account, id, clock, there, edits } = await clashed()
      await store.renameBankCategory(id, 'First aid at home', clock())
      await store.sendBankEditsAgain((await store.bankEdits([account.id])).map((each) => each.id))
      expect(await push()).toMatchObject({ sent: 0, pending: 0 })
      expect(await edits()).toEqual(['change-category conflict'])
      expect(there()?.name).toBe('First aid at school')
    })

    it('becomes what is chosen', async () => {
      const { push, store, id, clock, there, here, edits } = await clashed()
      const shown = (await here())?.atService?.version ?? ''
      await expect(store.resolveCategoryConflict(id, 'mine', clock(), 'another')).rejects.toThrow('category/changed')
      await store.resolveCategoryConflict(id, 'mine', clock(), shown)
      expect(await push()).toMatchObject({ sent: 1, refused: [] })
      expect(there()?.name).toBe('First aid at work')
      expect(await edits()).toEqual([])
    })

    it('is as it is there again where that is chosen, and undone is a conflict again', async () => {
      const { push, store, id, clock, there, here, edits } = await clashed()
      await store.resolveCategoryConflict(id, 'theirs', clock())
      expect(await here()).toMatchObject({ name: 'First aid at school', state: 'kept', atService: null })
      expect(await edits()).toEqual([])
      expect(await store.undoLocalChange(clock())).toMatchObject({ change: { kind: 'category-resolved' } })
      expect(await here()).toMatchObject({ name: 'First aid at work', state: 'conflict' })
      expect(await push()).toMatchObject({ sent: 0 })
      expect(there()?.name).toBe('First aid at school')
    })
  })

  describe('a new category of a name that ClassMarker has in that place', () => {
    /** One with a question, and where it stands after it was tried. */
    async function doubled(isRead: boolean) {
      const own = await banked()
      const { push, pull, bank, store, account, category, clock } = own
      bank.manners.sameNames = 'refused'
      const all = await store.bankCategories([account.id])
      const parent = all.find(({ id }) => id === category)?.parent ?? 0
      const { id } = await store.addBankCategory(account.id, 'Burns and scalds', parent, clock())
      const question = choiceOf('How long is a burn cooled?')
      await store.saveBankQuestion(account.id, null, { ...question, category: id }, clock())
      const there = bank.addCategory(all.find((each) => each.id === parent)?.serviceId ?? 0, 'Burns and Scalds')
      if (isRead) await pull()
      expect(await push()).toMatchObject({ outcome: 'complete', sent: 0, refused: [], conflicts: isRead ? 0 : 1 })
      const named = () => bank.categories.filter(({ name }) => name.startsWith('Burns and'))
      return { ...own, id, there, named, question }
    }

    it.each([true, false])('is held with what is in it, and shows both (read in between: %s)', async (isRead) => {
      const { store, account, edits, id, named } = await doubled(isRead)
      expect(await edits()).toEqual(['add-category conflict', 'add-question held'])
      const here = await store.bankCategories([account.id])
      const twin = here.find(({ name }) => name === 'Burns and Scalds')
      expect(here.find((each) => each.id === id)).toMatchObject({
        state: 'conflict',
        atService: { name: 'Burns and Scalds', parent: twin?.parent, twin: twin?.id },
      })
      expect(named()).toHaveLength(1)
    })

    it('becomes the one that is there', async () => {
      const { push, store, bank, clock, id, there, named, question, edits } = await doubled(true)
      await store.resolveCategoryConflict(id, 'theirs', clock())
      expect(await edits()).toEqual(['add-question waiting'])
      expect(await push()).toMatchObject({ sent: 1, pending: 0 })
      expect(named()).toHaveLength(1)
      expect(bank.questions.find((each) => each.question === question.question)?.categoryId).toBe(there.id)
    })

    it('goes on under another name', async () => {
      const { push, store, clock, id, named } = await doubled(false)
      await expect(store.resolveCategoryConflict(id, 'mine', clock())).rejects.toThrow('category/exists')
      await store.renameBankCategory(id, 'Burns and blisters', clock())
      expect(await push()).toMatchObject({ sent: 2, pending: 0 })
      expect(named().map(({ name }) => name)).toEqual(['Burns and Scalds', 'Burns and blisters'])
    })

    it('goes on by itself once the name is free there', async () => {
      const { pull, bank, there, edits } = await doubled(true)
      bank.changeCategory(there.id, { name: 'Wounds' })
      await pull()
      expect(await edits()).toEqual(['add-category waiting', 'add-question waiting'])
    })
  })

  it('says of a name that is taken that it is', async () => {
    const { push, bank, store, category, clock } = await banked()
    bank.manners.sameNames = 'refused'
    const { parentId = 0 } = bank.categories.find(({ id }) => id === 5402) ?? {}
    bank.addCategory(parentId, 'First aid at work')
    await store.renameBankCategory(category ?? 0, 'First aid at work', clock())
    expect(await push()).toMatchObject({ sent: 0, refused: [{ reason: 'bank/name-taken' }] })
  })

  it.each([true, false])(
    'a renamed category stays where it was moved on the web (read in between: %s)',
    async (isRead) => {
      const { push, pull, bank, store, account, category, clock, edits } = await banked()
      await store.renameBankCategory(category ?? 0, 'First aid at work', clock())
      const { id: parentId } = bank.addParent('Health')
      bank.changeCategory(5402, { parentId })
      if (isRead) await pull()
      expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, refused: [] })
      expect(bank.categories.find(({ id }) => id === 5402)).toMatchObject({ name: 'First aid at work', parentId })
      expect(await edits()).toEqual([])
      await pull()
      const here = await store.bankCategories([account.id])
      const own = here.find(({ id }) => id === category)
      expect(here.find(({ id }) => id === own?.parent)?.name).toBe('Health')
    },
  )

  it('a parent that was renamed on the web keeps its name', async () => {
    const { push, bank, store, account, clock } = await banked()
    const [parent] = await store.bankCategories([account.id])
    await store.renameBankCategory(parent?.id ?? 0, 'Ours', clock())
    bank.renameParent(parent?.serviceId ?? 0, 'Theirs')
    expect(await push()).toMatchObject({ sent: 0, refused: [], conflicts: 1 })
    expect(bank.parents.find(({ id }) => id === parent?.serviceId)?.name).toBe('Theirs')
  })

  it('says of a category that is not there any more that it is not, and changes none', async () => {
    const { push, store, category, clock, simulator } = await banked()
    await store.renameBankCategory(category ?? 0, 'First aid at work', clock())
    simulator.faults.next(
      { kind: 'edited', edit: (answer) => ({ ...answer, data: { parent_categories: [] } }) },
      { path: '/v1/categories.json' },
    )
    expect(await push()).toMatchObject({ sent: 0, requests: 1, refused: [{ reason: 'bank/not-there' }] })
  })
})
