import type { SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import type { QuestionContent, QuestionDraft } from '../../../shared/model/bank.ts'
import { connected } from '../support/laptop.ts'

export const choiceOf = (question: string, over: Partial<QuestionContent> = {}): QuestionContent => ({
  type: 'multiplechoice',
  question,
  points: 10,
  randomAnswers: false,
  options: [
    { letter: 'A', content: 'Yes' },
    { letter: 'B', content: 'No' },
  ],
  correct: ['A'],
  gradeStyle: null,
  correctFeedback: null,
  incorrectFeedback: null,
  ...over,
})

/** A laptop that has read the bank of its account. */
export async function banked(options: Omit<SimulatorOptions, 'clock'> = {}, { pulled = true } = {}) {
  const own = await connected({ results: 0, ...options })
  const { core, account, simulator, clock } = own
  const { store, banks } = core
  const { bank } = simulator.world
  const context = { signal: new AbortController().signal, report: () => undefined }
  const pull = () => banks.pull(account.id, context)
  const push = () => banks.push(account.id, context)
  if (pulled) await pull()
  const categories = await store.bankCategories([account.id])
  const category = categories.find(({ name }) => name === 'First aid')?.id ?? null
  const draftOf = (content: QuestionContent): QuestionDraft => ({ ...content, category })
  const save = (content: QuestionContent, id: number | null = null) =>
    store.saveBankQuestion(account.id, id, draftOf(content), clock())
  const idOf = async (number: number) =>
    (await store.bankKeys(account.id)).find(({ questionId }) => questionId === String(number))?.id ?? 0
  const edits = async () => (await store.bankEdits([account.id])).map(({ kind, state }) => `${kind} ${state}`)
  const sentSince = (from: number) => simulator.requests.slice(from).map(({ method, path }) => `${method} ${path}`)
  return { ...own, store, banks, bank, pull, push, category, save, idOf, edits, sentSince }
}
