import { expect, test } from 'vitest'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { questionTypes } from '../../../shared/model/answers.ts'
import { account, answer } from './account.ts'

const choice = {
  question: 'What is the first step for treating a skin burn?',
  question_type: 'multiplechoice',
  category_id: 5402,
  random_answers: false,
  points: '2.0',
  correct_feedback: 'Well done!',
  incorrect_feedback: 'Sorry, …',
  options: { A: { content: 'Apply oil' }, B: { content: 'Nothing' }, C: { content: 'Soak in water' } },
  correct_options: ['C'],
}
const essay = { question: 'Describe it.', question_type: 'essay', category_id: 5402, points: 3 }
const trueFalse = {
  ...choice,
  question_type: 'truefalse',
  options: { A: { content: 'True' }, B: { content: 'False' } },
  correct_options: ['B'],
}

const post = (simulator: Simulator, body: unknown, path = '/v1/questions.json') =>
  answer(simulator, path, { method: 'POST', body: JSON.stringify(body) })
const put = (simulator: Simulator, id: number, body: unknown) =>
  answer(simulator, `/v1/questions/${id}.json`, { method: 'PUT', body: JSON.stringify(body) })
const get = (simulator: Simulator, path: string) => answer(simulator, path)

test('the sample shows questions of every type, one archived, with maths and a picture', async () => {
  const { questions: sent = [] } = await get(await account(), '/v1/questions.json')
  expect(new Set(sent.map(({ question_type }) => question_type))).toEqual(new Set(questionTypes))
  expect(sent.filter(({ status }) => status === 'archived')).toHaveLength(1)
  expect(sent.filter(({ question }) => String(question).includes('[sup]')).length).toBeGreaterThan(2)
  expect(sent.filter(({ question }) => String(question).includes('<img ')).length).toBeGreaterThan(1)
  const ids = sent.map(({ question_id }) => Number(question_id))
  expect(ids).toEqual(ids.toSorted((one, other) => one - other))
})

test('a page has 200 questions, and the last one the rest', async () => {
  const simulator = await account({ questions: 450 })
  const count = async (page: number) =>
    (await answer(simulator, '/v1/questions.json', { query: { page: String(page) } })).questions?.length
  expect(await Promise.all([1, 2, 3, 4].map(count))).toEqual([200, 200, 50, 0])
  expect((await answer(simulator, '/v1/questions.json', { query: { page: '0' } })).error?.error_code).toBe(
    'requestParamValidationError',
  )
})

test('a new question is answered with its number, and is at the end of the list', async () => {
  const simulator = await account()
  const created = await post(simulator, choice)
  expect(created).toMatchObject({ ...choice, status: 'active', last_updated_timestamp: simulator.world.now() })
  expect(simulator.world.bank.questions.at(-1)).toMatchObject({ id: created.question_id, points: 20 })
  expect(await get(simulator, `/v1/questions/${created.question_id}.json`)).toEqual({
    ...created,
    request_path: `v1/questions/${created.question_id}`,
  })
})

test('a change replaces the whole question', async () => {
  const simulator = await account()
  const { question_id: id } = await post(simulator, choice)
  const { correct_feedback: _, ...rest } = choice
  expect(await put(simulator, Number(id), { ...rest, points: '4.5' })).toMatchObject({
    points: '4.5',
    correct_feedback: '',
  })
  expect((await put(simulator, Number(id), essay)).error?.error_code).toBe('payloadValidationError')
  expect((await put(simulator, 9, choice)).error?.error_code).toBe('incorrectUrlId')
})

test('verify_only checks and keeps nothing', async () => {
  const simulator = await account()
  const before = simulator.world.bank.questions.length
  const verify = (body: unknown) =>
    answer(simulator, '/v1/questions.json', {
      method: 'POST',
      body: JSON.stringify(body),
      query: { verify_only: 'true' },
    })
  expect((await verify(choice)).status).toBe('verified')
  expect((await verify({ ...choice, correct_options: [] })).error?.error_code).toBe('payloadValidationError')
  expect(simulator.world.bank.questions).toHaveLength(before)
})

test.each([
  ['no wording', { ...choice, question: ' ' }],
  ['an unknown category', { ...choice, category_id: 1 }],
  ['an unknown type', { ...choice, question_type: 'hotspot' }],
  ['two decimals', { ...choice, points: '1.25' }],
  ['too many points', { ...choice, points: '1000.1' }],
  ['two right options', { ...choice, correct_options: ['A', 'B'] }],
  ['a right option that is not there', { ...choice, correct_options: ['D'] }],
  ['an option without text', { ...choice, options: { A: { content: '' }, B: { content: 'x' } } }],
  ['one option', { ...choice, options: { C: { content: 'x' } } }],
  ['a letter beyond J', { ...choice, options: { ...choice.options, K: { content: 'x' } } }],
  ['a way of grading', { ...choice, grade_style: 'off' }],
  ['an unknown way of grading', { ...choice, question_type: 'multipleresponse', grade_style: 'fair' }],
  ['an essay with options', { ...essay, options: choice.options }],
  ['True and False exchanged', { ...trueFalse, options: { A: { content: 'False' }, B: { content: 'True' } } }],
  ['a true or false question without options', { ...trueFalse, options: undefined }],
])('%s is refused', async (_, body) => {
  const simulator = await account()
  const before = simulator.world.bank.questions
  expect((await post(simulator, body)).error?.error_code).toBe('payloadValidationError')
  expect(simulator.world.bank.questions).toEqual(before)
})

test('types that can only be read are refused by their own error', async () => {
  const simulator = await account()
  expect((await post(simulator, { ...choice, question_type: 'matching' })).error?.error_code).toBe(
    'NotAllowedActionForQuestionType',
  )
  const grammar = simulator.world.bank.questions.find(({ type }) => type === 'grammar')
  expect((await put(simulator, grammar?.id ?? 0, choice)).error?.error_code).toBe('NotAllowedActionForQuestionType')
})

test('parents and categories are created, renamed and moved', async () => {
  const simulator = await account({ questions: 0 })
  const { data } = await post(simulator, { parent_category_name: 'History' }, '/v1/categories/parent_category.json')
  const parent = (data as { parent_category: { parent_category_id: number } }).parent_category
  const id = parent.parent_category_id
  await post(simulator, { category_name: 'Rome', parent_category_id: id }, '/v1/categories/category.json')
  const rome = simulator.world.bank.categories.find(({ name }) => name === 'Rome')
  expect(rome).toMatchObject({ parentId: id })
  const moved = await answer(simulator, `/v1/categories/category/${rome?.id}.json`, {
    method: 'PUT',
    body: JSON.stringify({ category_name: 'Ancient Rome', parent_category_id: 52 }),
  })
  expect(moved.data).toEqual({
    category: { category_id: rome?.id, category_name: 'Ancient Rome', parent_category_id: 52 },
  })
  await answer(simulator, `/v1/categories/parent_category/${id}.json`, {
    method: 'PUT',
    body: JSON.stringify({ parent_category_name: 'Humanities' }),
  })
  const tree = (await get(simulator, '/v1/categories.json')).data as {
    parent_categories: readonly { parent_category_name: string; categories: readonly { category_name: string }[] }[]
  }
  expect(tree.parent_categories.map(({ parent_category_name }) => parent_category_name)).toContain('Humanities')
  expect(
    tree.parent_categories.find(({ parent_category_name }) => parent_category_name === 'English')?.categories,
  ).toContainEqual({ category_id: rome?.id, category_name: 'Ancient Rome', parent_category_id: 52 })
})

test('requests about the bank count against the hour', async () => {
  const simulator = await account({ requestsPerHour: 2 })
  await get(simulator, '/v1/categories.json')
  await post(simulator, choice)
  expect((await get(simulator, '/v1/questions.json')).error?.error_code).toBe('rateLimitExceeded')
})
