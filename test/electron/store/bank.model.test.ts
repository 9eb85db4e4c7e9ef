import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import { contentOf, draftOf, pull, sentQuestion, tree } from './bank-rows.ts'
import { database, noon } from './laptop-database.ts'

/** What the bank says: every question and category as it is here, and what waits. */
type Bank = string

const wordings = ['heat', 'light', 'mass', ''] as const

const deed = fc.oneof(
  fc.record({ do: fc.constant('save' as const), at: fc.nat(5), wording: fc.constantFrom(...wordings), in: fc.nat(6) }),
  fc.record({ do: fc.constant('add' as const), wording: fc.constantFrom(...wordings), in: fc.nat(6) }),
  fc.record({ do: fc.constant('duplicate' as const), at: fc.nat(5) }),
  fc.record({ do: fc.constant('change' as const), at: fc.array(fc.nat(5), { minLength: 1 }), points: fc.nat(3) }),
  fc.record({ do: fc.constant('archive' as const), at: fc.nat(5), archived: fc.boolean() }),
  fc.record({ do: fc.constant('category' as const), wording: fc.constantFrom('Optics', 'Waves'), in: fc.nat(6) }),
  fc.record({ do: fc.constant('rename' as const), in: fc.nat(6), wording: fc.constantFrom('Optics', 'Physics') }),
  fc.record({ do: fc.constant('move' as const), in: fc.nat(6), to: fc.nat(6) }),
  fc.record({ do: fc.constant('take back' as const), at: fc.nat(5) }),
  fc.record({
    do: fc.constant('import' as const),
    wording: fc.constantFrom(...wordings),
    path: fc.constantFrom('Optics', 'Physics', ''),
  }),
  fc.record({
    do: fc.constant('send' as const),
    ends: fc.constantFrom('fails', 'is lost', 'is refused', 'arrives' as const),
  }),
)

type Deed = typeof deed extends fc.Arbitrary<infer Each> ? Each : never

function laptop() {
  const { calls, db } = database()
  calls.keepBankCategories('a', tree)
  pull(calls, [sentQuestion(1, contentOf('heat')), sentQuestion(2, contentOf('light'), { categoryId: 3 })])
  const all = (table: string) => db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`).all()
  const tables = ['bank_question', 'bank_category', 'bank_draft', 'bank_archived', 'bank_edit']
  const bank = (): Bank => JSON.stringify(tables.map(all))
  const questions = () => db.prepare<[], number>('SELECT id FROM bank_question ORDER BY id').pluck().all()
  const categories = () => db.prepare<[], number>('SELECT id FROM bank_category ORDER BY id').pluck().all()
  const pick = (ids: readonly number[], at: number): number => ids[at % Math.max(1, ids.length)] ?? 0
  let created = 100

  function send(ends: string): void {
    const edit = calls.claimBankEdit('a')
    if (edit === null) return
    if (ends === 'fails' || ends === 'is lost') calls.failBankEdit(edit, ends === 'is lost')
    else if (ends === 'is refused') calls.refuseBankEdit(edit, 'api/rejected')
    else if ('name' in edit.body) {
      const id = edit.serviceId ?? created++
      calls.confirmBankEdit(edit, { id, ...edit.body }, noon)
    } else {
      const id = edit.questionId === null ? created++ : Number(edit.questionId)
      calls.confirmBankEdit(edit, sentQuestion(id, edit.body, { categoryId: edit.categoryId }), noon)
    }
  }

  /** Does something that may be refused; then nothing may have changed. */
  function make(asked: Deed): void {
    const content = (question: string): QuestionContent => contentOf(question)
    const category = 'in' in asked ? pick(categories(), asked.in) : 0
    switch (asked.do) {
      case 'save':
        calls.saveBankQuestion('a', pick(questions(), asked.at), draftOf(content(asked.wording), category), noon)
        break
      case 'add':
        calls.saveBankQuestion('a', null, draftOf(content(asked.wording), category), noon)
        break
      case 'duplicate':
        calls.duplicateBankQuestion(pick(questions(), asked.at), noon)
        break
      case 'change':
        calls.changeBankQuestions(
          asked.at.map((at) => pick(questions(), at)),
          { points: asked.points },
          noon,
        )
        break
      case 'archive':
        calls.archiveBankQuestions([pick(questions(), asked.at)], asked.archived, noon)
        break
      case 'category':
        calls.addBankCategory('a', asked.wording, category, noon)
        break
      case 'rename':
        calls.renameBankCategory(category, asked.wording, noon)
        break
      case 'move':
        calls.moveBankCategory(category, pick(categories(), asked.to), noon)
        break
      case 'take back': {
        const edits = calls.bankEdits(['a'])
        if (edits.length > 0) calls.takeBackBankEdits([edits[asked.at % edits.length]?.id ?? 0], noon)
        break
      }
      case 'import': {
        const read = {
          ...{ content: content(asked.wording), categoryPath: asked.path === '' ? [] : [asked.path] },
          ...{ questionId: null, line: 1, file: null, losses: [] },
        }
        const choices = { add: [0], change: [], category: null, send: true, subject: 'questions.txt' }
        calls.addBankQuestions('a', [read], choices, noon)
        break
      }
      case 'send':
        send(asked.ends)
    }
  }
  return { calls, bank, make }
}

it('undoing puts the bank back as it was before each step, and redoing as it was after; what was sent stays', () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
      const { calls, bank, make } = laptop()
      const steps: { before: Bank; after: Bank }[] = []
      const newest = () => calls.localChanges()[0]?.id ?? 0
      for (const asked of deeds) {
        const [before, step] = [bank(), newest()]
        try {
          make(asked)
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: 'AppError' })
          expect(bank()).toBe(before)
        }
        if (newest() !== step) steps.push({ before, after: bank() })
        else if (asked.do !== 'send') expect(bank()).toBe(before)
      }
      for (const { before, after } of steps.toReversed()) {
        const now = bank()
        const outcome = calls.undoLocalChange(noon)?.outcome
        if (now === after) expect([outcome, bank()]).toEqual(['done', before])
        // Something was sent since: all of the step is undone, or nothing.
        else if (outcome !== 'done')
          expect([outcome, bank()]).toEqual([expect.stringMatching(/^(sent|changed-since)$/), now])
        else {
          const undone = bank()
          expect(calls.redoLocalChange()?.outcome).toBe('done')
          expect(bank()).toBe(now)
          expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
          expect(bank()).toBe(undone)
        }
      }
      expect(calls.undoLocalChange(noon)).toBeNull()
    }),
    { numRuns: 60 },
  )
}, 120_000)
