import { describe, expect, it } from 'vitest'
import { holdBankEdits } from '../../../electron/store/bank/sending.ts'
import type { BankEditToSend } from '../../../shared/model/bank-sent.ts'
import { categoryNamed, contentOf, draftOf, idOf, pull, sentQuestion, tree } from './bank-rows.ts'
import { database, noon } from './laptop-database.ts'

/** An account whose bank has a question 7, "What is heat?", in Physics. */
function withBank() {
  const { calls, db } = database()
  calls.keepBankCategories('a', tree)
  const heat = sentQuestion(7, contentOf('What is heat?'))
  pull(calls, [heat])
  const physics = categoryNamed(calls, 'Physics')
  const id = idOf(db, 7)
  const edit = (question: string, over = {}) =>
    calls.saveBankQuestion('a', id, draftOf(contentOf(question, over), physics), noon)
  const add = (question: string, over = {}) =>
    calls.saveBankQuestion('a', null, draftOf(contentOf(question, over), physics), noon)
  const claim = (): BankEditToSend => {
    const claimed = calls.claimBankEdit('a')
    if (claimed === null) throw new Error('Nothing waits')
    return claimed
  }
  const edits = () => calls.bankEdits(['a']).map(({ kind, state, name }) => `${kind} ${state}: ${name}`)
  const undo = () => calls.undoLocalChange(noon)?.outcome
  return { calls, db, heat, physics, id, edit, add, claim, edits, undo }
}

describe('what an edit of the bank leaves to be sent', () => {
  it('is a change upon the question as it was read', () => {
    const { edit, claim, heat } = withBank()
    expect(edit('What is warmth?').flaws).toEqual([])
    expect(claim()).toMatchObject({
      kind: 'change-question',
      questionId: '7',
      categoryId: 2,
      body: { question: 'What is warmth?' },
      base: { lastUpdated: heat.lastUpdated, content: heat.content, categoryId: heat.categoryId },
      inDoubt: false,
    })
  })

  it('is one edit, however often it is edited', () => {
    const { edit, edits } = withBank()
    edit('What is warmth?')
    edit('What is cold?')
    expect(edits()).toEqual(['change-question waiting: What is cold?'])
  })

  it('is nothing where it is as ClassMarker has it again', () => {
    const { edit, edits } = withBank()
    edit('What is warmth?')
    edit('What is heat?')
    expect(edits()).toEqual([])
  })

  it('is nothing while it has flaws, which are told', () => {
    const { add, edits } = withBank()
    expect(add('What is light?', { correct: [] }).flaws).toEqual([{ field: 'correct', flaw: 'one-correct' }])
    expect(edits()).toEqual([])
  })

  it('waits for its new category, and is held while that is refused', () => {
    const { calls, claim, edits } = withBank()
    const { id: optics } = calls.addBankCategory('a', 'Optics', categoryNamed(calls, 'Science'), noon)
    calls.saveBankQuestion('a', null, draftOf(contentOf('What is light?'), optics), noon)
    const category = claim()
    expect(category).toMatchObject({ kind: 'add-category', body: { name: 'Optics', parentId: 1 } })
    expect(calls.claimBankEdit('a')).toBeNull()
    calls.refuseBankEdit(category, 'api/rejected')
    expect(edits()).toEqual(['add-category refused: Optics', 'add-question held: What is light?'])
    expect(calls.bankWaiting(['a'])).toMatchObject({ questions: 0, stopped: 2, requests: 0 })
    calls.sendBankEditsAgain([category.id])
    const again = claim()
    calls.confirmBankEdit(again, { parentId: 1, id: 40, name: 'Optics' }, noon)
    expect(claim()).toMatchObject({ kind: 'add-question', categoryId: 40 })
  })

  it('is not sent of a type that ClassMarker’s API does not write', () => {
    const { calls, db, physics } = withBank()
    const grammar = sentQuestion(
      8,
      contentOf('We was here.', { type: 'grammar', options: [], correct: ['We were here.'] }),
    )
    pull(calls, [grammar])
    expect(() =>
      calls.saveBankQuestion('a', idOf(db, 8), draftOf(contentOf('We is here.', { type: 'grammar' }), physics), noon),
    ).toThrow('question/read-only')
  })

  it('says how long sending takes', () => {
    const { add, edit, calls } = withBank()
    edit('What is warmth?')
    add('What is light?')
    expect(calls.bankWaiting(['a'])).toEqual({ questions: 2, categories: 0, stopped: 0, requests: 3, minutes: 6 })
  })
})

describe('a request', () => {
  it('that is carried out leaves nothing waiting', () => {
    const { add, claim, calls, db, edits } = withBank()
    const { id } = add('What is light?')
    const edit = claim()
    calls.confirmBankEdit(edit, sentQuestion(50, contentOf('What is light?')), noon)
    expect(edits()).toEqual([])
    expect(idOf(db, 50)).toBe(id)
  })

  it('during which the question was edited again leaves a change of what was created', () => {
    const { calls, add, claim, physics } = withBank()
    const { id } = add('What is light?')
    const edit = claim()
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is a photon?'), physics), noon)
    calls.confirmBankEdit(edit, sentQuestion(50, contentOf('What is light?')), noon)
    expect(claim()).toMatchObject({
      kind: 'change-question',
      questionId: '50',
      body: { question: 'What is a photon?' },
      base: { content: { question: 'What is light?' } },
    })
  })

  it('that may have arrived is looked for as it was sent, whatever was edited since', () => {
    const { calls, add, claim, physics } = withBank()
    const { id } = add('What is light?')
    calls.failBankEdit(claim(), true)
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is a photon?'), physics), noon)
    expect(claim()).toMatchObject({ kind: 'add-question', inDoubt: true, body: { question: 'What is light?' } })
  })

  it('that may have arrived is found in a pull, and creates nothing twice', () => {
    const { calls, db, add, claim, edits, heat } = withBank()
    const { id } = add('What is light?')
    calls.failBankEdit(claim(), true)
    expect(pull(calls, [heat, sentQuestion(50, contentOf('What is light?'))])).toMatchObject({ added: 1, gone: 0 })
    expect(idOf(db, 50)).toBe(id)
    expect(edits()).toEqual([])
  })

  it('that a crash cut off may have arrived', () => {
    const { calls, add, claim } = withBank()
    add('What is light?')
    claim()
    expect(calls.claimBankEdit('a')).toBeNull()
    expect(calls.accountsWithBankEdits()).toEqual(['a'])
    calls.closeInterruptedBankEdits('a')
    expect(claim().inDoubt).toBe(true)
  })

  it('whose question a pull brought in between is one question', () => {
    const { calls, db, add, claim, heat } = withBank()
    const { id } = add('What is light?')
    const edit = claim()
    const light = sentQuestion(50, contentOf('What is light?'))
    pull(calls, [heat, light])
    calls.confirmBankEdit(edit, light, noon)
    expect(db.prepare('SELECT count(*) FROM bank_question').pluck().get()).toBe(2)
    expect(idOf(db, 50)).toBe(id)
  })

  it('is not taken back while it may have arrived', () => {
    const { calls, add, claim } = withBank()
    add('What is light?')
    const edit = claim()
    expect(calls.takeBackBankEdits([edit.id], noon)).toEqual({ undone: 0, skipped: 1 })
    calls.failBankEdit(edit, true)
    expect(calls.takeBackBankEdits([edit.id], noon)).toEqual({ undone: 0, skipped: 1 })
  })
})

describe('a question that was edited on the web', () => {
  it('stops the edit here, and nothing is overwritten', () => {
    const { calls, edit, edits } = withBank()
    edit('What is warmth?')
    pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
    expect(edits()).toEqual(['change-question conflict: What is warmth?'])
    expect(calls.claimBankEdit('a')).toBeNull()
  })

  it('is no conflict where it says the same there', () => {
    const { calls, edit, edits } = withBank()
    edit('What is warmth?')
    pull(calls, [sentQuestion(7, contentOf('What is warmth?'))])
    expect(edits()).toEqual([])
  })

  it('is overwritten where mine is chosen, and left where theirs is', () => {
    for (const keep of ['mine', 'theirs'] as const) {
      const { calls, edit, id, claim, edits } = withBank()
      edit('What is warmth?')
      const theirs = sentQuestion(7, contentOf('What is temperature?'))
      calls.conflictBankEdit(claim(), theirs, noon)
      calls.resolveBankConflict(id, keep, noon)
      expect(edits()).toEqual(keep === 'mine' ? ['change-question waiting: What is warmth?'] : [])
      if (keep === 'mine')
        expect(claim().base).toMatchObject({ lastUpdated: theirs.lastUpdated, content: theirs.content })
    }
  })
})

describe('a question that was changed at ClassMarker while its editor was open', () => {
  it('is a conflict when it is saved, and nothing is overwritten', () => {
    const { calls, id, physics, edits } = withBank()
    const { opened } = calls.bankQuestion(id)
    pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is warmth?'), physics), noon, opened)
    expect(edits()).toEqual(['change-question conflict: What is warmth?'])
    expect(calls.claimBankEdit('a')).toBeNull()
    calls.resolveBankConflict(id, 'mine', noon)
    expect(edits()).toEqual(['change-question waiting: What is warmth?'])
  })

  it('is one where it was moved to another category there', () => {
    const { calls, id, physics, edits } = withBank()
    const { opened } = calls.bankQuestion(id)
    pull(calls, [sentQuestion(7, contentOf('What is heat?'), { categoryId: 3 })])
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is warmth?'), physics), noon, opened)
    expect(edits()).toEqual(['change-question conflict: What is warmth?'])
  })

  it('is one where what was here only is sent after the reading', () => {
    const { edit, calls, edits } = withBank()
    edit('What is warmth?', { correct: [] })
    pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
    edit('What is warmth?')
    expect(edits()).toEqual(['change-question conflict: What is warmth?'])
  })

  it('is none where nothing was changed there, or what was shown was sent meanwhile', () => {
    const { calls, id, physics, edit, claim, edits } = withBank()
    const save = (question: string, opened: string) =>
      calls.saveBankQuestion('a', id, draftOf(contentOf(question), physics), noon, opened)
    const { opened: first } = calls.bankQuestion(id)
    pull(calls, [sentQuestion(7, contentOf('What is heat?'), { lastUpdated: noon })])
    save('What is warmth?', first)
    expect(edits()).toEqual(['change-question waiting: What is warmth?'])
    edit('What is cold?')
    const { opened } = calls.bankQuestion(id)
    calls.confirmBankEdit(claim(), sentQuestion(7, contentOf('What is cold?')), noon)
    save('What is ice?', opened)
    expect(claim()).toMatchObject({
      body: { question: 'What is ice?' },
      base: { content: { question: 'What is cold?' } },
    })
  })

  it('is chosen beside what was shown, and not beside what came since', () => {
    const { calls, edit, id, edits } = withBank()
    edit('What is warmth?')
    pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
    const shown = calls.bankQuestion(id).atService?.version ?? ''
    pull(calls, [sentQuestion(7, contentOf('What is energy?'))])
    for (const keep of ['mine', 'theirs'] as const)
      expect(() => calls.resolveBankConflict(id, keep, noon, shown)).toThrow('question/changed')
    expect(edits()).toEqual(['change-question conflict: What is warmth?'])
    calls.resolveBankConflict(id, 'mine', noon, calls.bankQuestion(id).atService?.version)
    expect(edits()).toEqual(['change-question waiting: What is warmth?'])
  })
})

describe('importing', () => {
  it('changes of a question only what the file says', () => {
    const { calls, db, physics } = withBank()
    const whole = contentOf('What is mass?', { correctFeedback: 'Right.', points: 25, randomAnswers: true })
    pull(calls, [sentQuestion(8, whole)])
    const id = idOf(db, 8)
    const chemistry = categoryNamed(calls, 'Chemistry')
    const blank = { points: null, randomAnswers: null, correctFeedback: null }
    const read = { content: contentOf('What is weight?', blank), categoryPath: [], questionId: '8' }
    calls.addBankQuestions(
      'a',
      [{ ...read, line: 1, file: null, losses: [] }],
      { add: [], change: [{ index: 0, id }], category: chemistry, send: true, subject: 'bank.csv' },
      noon,
    )
    expect(calls.bankQuestion(id)).toMatchObject({
      state: 'waiting-change',
      category: physics,
      content: { ...whole, question: 'What is weight?' },
    })
  })
})

describe('a restored copy', () => {
  it('sends no new category by itself whose name ClassMarker had, once it has that no more', () => {
    const { calls, db } = withBank()
    const science = categoryNamed(calls, 'Science')
    calls.addBankCategory('a', 'Optics', science, noon)
    const named = (name: string) => [...tree, { parentId: 1, id: 9, name }]
    calls.keepBankCategories('a', named('optics'))
    const states = () => calls.bankEdits(['a']).map(({ state }) => state)
    expect(states()).toEqual(['conflict'])
    holdBankEdits(db)
    calls.keepBankCategories('a', named('Light'))
    expect(states()).toEqual(['held'])
    expect(calls.claimBankEdit('a')).toBeNull()
  })
})

describe('a category that ClassMarker has no more', () => {
  it('leaves its name to another one', () => {
    const { calls } = withBank()
    calls.keepBankCategories('a', tree.slice(0, 2))
    const { id } = calls.addBankCategory('a', 'chemistry', categoryNamed(calls, 'Science'), noon)
    expect(calls.bankCategories(['a']).filter(({ name }) => name.toLowerCase() === 'chemistry')).toMatchObject([
      { state: 'gone' },
      { id, state: 'waiting-add' },
    ])
  })
})

describe('a pull', () => {
  it('says what is new, changed and gone', () => {
    const { calls, db, heat } = withBank()
    expect(pull(calls, [heat])).toEqual({ added: 0, changed: 0, unchanged: 1, unreadable: 0, again: 0, gone: 0 })
    const other = sentQuestion(9, contentOf('What is mass?'))
    expect(pull(calls, [other])).toMatchObject({ added: 1, gone: 1 })
    expect(pull(calls, [heat, { ...other, content: contentOf('What is weight?') }])).toMatchObject({
      changed: 2,
      gone: 0,
    })
    expect(calls.bankStatus(['a'])).toEqual([
      { account: 'a', questions: 2, pulledAt: noon, isPartial: false, added: 0, changed: 2, gone: 0 },
    ])
    // The list shows no archived ones.
    calls.archiveBankQuestions([idOf(db, 9)], true, noon)
    expect(calls.bankStatus(['a'])).toMatchObject([{ questions: 1 }])
  })

  it('names what it has not brought by the digits of its number, however many', () => {
    const { calls } = withBank()
    pull(calls, [sentQuestion(7, contentOf('What is heat?'), { questionId: '9007199254740993' })])
    const id = calls.beginBankPull('a', noon)
    expect(calls.unseenInPull('a', id)).toEqual(['9007199254740993'])
  })

  it('that was cut short calls nothing gone, and says so', () => {
    const { calls } = withBank()
    const id = calls.beginBankPull('a', noon)
    calls.keepBankPage('a', id, [sentQuestion(9, contentOf('What is mass?'))], noon)
    expect(calls.unseenInPull('a', id)).toEqual(['7'])
    expect(calls.bankState('a')).toEqual({ pulledAt: noon, isPartial: true, categories: 2, questions: 2 })
  })

  it('follows the tree of categories, but not over a name that waits', () => {
    const { calls } = withBank()
    calls.renameBankCategory(categoryNamed(calls, 'Physics'), 'Mechanics', noon)
    const changed = [
      { parentId: null, id: 1, name: 'Sciences' },
      { parentId: 1, id: 2, name: 'Physics I' },
    ]
    expect(calls.keepBankCategories('a', changed)).toEqual({ added: 0, changed: 2, gone: 1 })
    expect(calls.bankCategories(['a']).map(({ name, state }) => [name, state])).toEqual([
      ['Sciences', 'kept'],
      ['Chemistry', 'gone'],
      ['Mechanics', 'conflict'],
    ])
  })
})

describe('undoing', () => {
  it('takes an edit back as long as it waits', () => {
    const { edit, undo, edits } = withBank()
    edit('What is warmth?')
    expect(undo()).toBe('done')
    expect(edits()).toEqual([])
  })

  it('is possible again after a request that certainly did not arrive', () => {
    const { calls, add, claim, undo, edits } = withBank()
    add('What is light?')
    calls.failBankEdit(claim(), false)
    expect(undo()).toBe('done')
    expect(edits()).toEqual([])
  })

  it('is refused with a reason once it was sent', () => {
    const { calls, add, claim, undo } = withBank()
    add('What is light?')
    const edit = claim()
    expect(undo()).toBe('sent')
    calls.confirmBankEdit(edit, sentQuestion(50, contentOf('What is light?')), noon)
    expect(undo()).toBeUndefined()
  })

  it('takes an edit back that a reading stopped or a restored copy holds', () => {
    for (const stopped of ['conflict', 'read again', 'refused', 'held'] as const) {
      const { calls, db, edit, claim, undo, edits } = withBank()
      edit('What is warmth?')
      if (stopped === 'conflict') pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
      else if (stopped === 'read again')
        pull(calls, [sentQuestion(7, contentOf('What is heat?'), { lastUpdated: noon })])
      else if (stopped === 'refused') calls.refuseBankEdit(claim(), 'api/rejected')
      else holdBankEdits(db)
      expect(undo()).toBe('done')
      expect(edits()).toEqual([])
    }
  })

  it('says so where the second of two edits of a question was sent', () => {
    const { calls, edit, claim, undo } = withBank()
    edit('What is warmth?')
    edit('What is cold?')
    calls.confirmBankEdit(claim(), sentQuestion(7, contentOf('What is cold?')), noon)
    expect(undo()).toBe('sent')
  })

  it('takes back what was taken back', () => {
    const { calls, edit, undo, edits } = withBank()
    edit('What is warmth?')
    calls.takeBackBankEdits(
      calls.bankEdits(['a']).map(({ id }) => id),
      noon,
    )
    expect(edits()).toEqual([])
    expect(undo()).toBe('done')
    expect(edits()).toEqual(['change-question waiting: What is warmth?'])
  })

  it('takes an import with its categories back in one step', () => {
    const { calls, undo, edits } = withBank()
    const read = (question: string, categoryPath: readonly string[]) => ({
      ...{ content: contentOf(question), categoryPath, questionId: null, line: 1, file: null, losses: [] },
    })
    const reads = [read('What is light?', ['Science', 'Optics']), read('What is a lens?', ['science', 'OPTICS'])]
    const choices = { add: [0, 1], change: [], category: null, send: true, subject: 'optics.txt' }
    expect(calls.addBankQuestions('a', reads, choices, noon)).toEqual({ added: 2, changed: 0, waiting: 2 })
    expect(edits()).toEqual([
      'add-category waiting: Optics',
      'add-question waiting: What is light?',
      'add-question waiting: What is a lens?',
    ])
    expect(undo()).toBe('done')
    expect(edits()).toEqual([])
    expect(categoryNamed(calls, 'Optics')).toBe(0)
  })
})

describe('a restored copy', () => {
  it('holds its edits, because they may have been sent since', () => {
    const { calls, db, add, edits } = withBank()
    add('What is light?')
    holdBankEdits(db)
    expect(edits()).toEqual(['add-question held: What is light?'])
    expect(calls.claimBankEdit('a')).toBeNull()
    expect(
      calls.takeBackBankEdits(
        calls.bankEdits(['a']).map(({ id }) => id),
        noon,
      ),
    ).toEqual({ undone: 1, skipped: 0 })
  })

  it('finds in a pull what was sent after it was made, and creates nothing twice', () => {
    const { calls, db, add, edits, heat } = withBank()
    const { id } = add('What is light?')
    holdBankEdits(db)
    pull(calls, [heat, sentQuestion(50, contentOf('What is light?'))])
    expect(idOf(db, 50)).toBe(id)
    expect(edits()).toEqual([])
  })

  it('finds what was sent in a category that was new, too', () => {
    const { calls, db, edits, heat } = withBank()
    const { id: parent } = calls.addBankCategory('a', 'Arts', null, noon)
    const { id: category } = calls.addBankCategory('a', 'Music', parent, noon)
    const { id } = calls.saveBankQuestion('a', null, draftOf(contentOf('What is a fugue?'), category), noon)
    holdBankEdits(db)
    const arts = [
      { parentId: null, id: 9, name: 'Arts' },
      { parentId: 9, id: 41, name: 'Music' },
    ]
    calls.keepBankCategories('a', [...tree, ...arts])
    expect(calls.bankCategories(['a']).map(({ name, serviceId }) => [name, serviceId])).toEqual([
      ['Arts', 9],
      ['Music', 41],
      ['Science', 1],
      ['Chemistry', 3],
      ['Physics', 2],
    ])
    pull(calls, [heat, sentQuestion(50, contentOf('What is a fugue?'), { categoryId: 41 })])
    expect(idOf(db, 50)).toBe(id)
    expect(edits()).toEqual([])
  })

  it('looks for what may have been sent, whatever was edited since', () => {
    const { calls, db, add, claim, physics } = withBank()
    const { id } = add('What is light?')
    holdBankEdits(db)
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is a photon?'), physics), noon)
    expect(claim()).toMatchObject({ kind: 'add-question', inDoubt: true, body: { question: 'What is light?' } })
  })

  it('still finds it after it was edited into what cannot be sent', () => {
    const { calls, db, add, edits, physics, heat } = withBank()
    const { id } = add('What is light?')
    holdBankEdits(db)
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is light?', { correct: [] }), physics), noon)
    pull(calls, [heat, sentQuestion(50, contentOf('What is light?'))])
    expect(idOf(db, 50)).toBe(id)
    expect(edits()).toEqual([])
    expect(calls.bankQuestion(id)).toMatchObject({ state: 'here-only', content: { correct: [] } })
  })

  it('sends a question again with the category that it needs', () => {
    const { calls, db, edits, claim } = withBank()
    const { id: optics } = calls.addBankCategory('a', 'Optics', categoryNamed(calls, 'Science'), noon)
    calls.saveBankQuestion('a', null, draftOf(contentOf('What is light?'), optics), noon)
    holdBankEdits(db)
    calls.sendBankEditsAgain(calls.bankEdits(['a']).flatMap(({ id, kind }) => (kind === 'add-question' ? [id] : [])))
    expect(edits()).toEqual(['add-category waiting: Optics', 'add-question waiting: What is light?'])
    expect(claim()).toMatchObject({ kind: 'add-category', inDoubt: true, body: { name: 'Optics', parentId: 1 } })
  })
})

describe('what was edited into what ClassMarker would refuse', () => {
  it('is kept here after the request that was on its way is confirmed', () => {
    const { calls, add, claim, edits, physics } = withBank()
    const { id } = add('What is light?')
    const edit = claim()
    calls.saveBankQuestion('a', id, draftOf(contentOf('What is light?', { correct: [] }), physics), noon)
    calls.confirmBankEdit(edit, sentQuestion(50, contentOf('What is light?')), noon)
    expect(edits()).toEqual([])
    expect(calls.bankQuestion(id)).toMatchObject({ state: 'here-only', content: { correct: [] } })
  })

  it('is not sent after the request that was on its way failed or was refused', () => {
    for (const end of ['failed', 'refused'] as const) {
      const { calls, add, claim, edits, physics } = withBank()
      const { id } = add('What is light?')
      const edit = claim()
      calls.saveBankQuestion('a', id, draftOf(contentOf('What is light?', { correct: [] }), physics), noon)
      if (end === 'failed') calls.failBankEdit(edit, false)
      else calls.refuseBankEdit(edit, 'bank/values-refused')
      calls.sendBankEditsAgain([edit.id])
      expect(calls.claimBankEdit('a')).toBeNull()
      expect(edits()).toEqual([])
      expect(calls.bankQuestion(id)).toMatchObject({ state: 'here-only', content: { correct: [] } })
    }
  })
})

it('removing an account removes its bank', () => {
  const { calls, db, add } = withBank()
  add('What is light?')
  calls.removeAccount('a')
  const tables = ['category', 'question', 'draft', 'version', 'edit', 'pull', 'seen', 'archived']
  expect(tables.map((each) => db.prepare(`SELECT count(*) FROM bank_${each}`).pluck().get())).toEqual(
    tables.map(() => 0),
  )
})
