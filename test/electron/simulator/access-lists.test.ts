import { expect, test } from 'vitest'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { account, answer } from './account.ts'

const path = '/v1/accesslists/900.json'

async function withList(codes: readonly string[] = []): Promise<Simulator> {
  const simulator = await account()
  simulator.world.addAccessList({ id: 900, name: 'New York Staff', codes })
  return simulator
}

const post = (simulator: Simulator, codes: unknown) =>
  answer(simulator, path, { method: 'POST', body: JSON.stringify(codes) })
const remove = (simulator: Simulator, codes: unknown) =>
  answer(simulator, path, { method: 'DELETE', body: JSON.stringify(codes) })
const codesOf = ({ world }: Simulator): string[] => [...(world.accessList(900)?.codes ?? [])]

test('adding codes answers how many were new and how many there are', async () => {
  const simulator = await withList(['old'])
  expect(await post(simulator, ['Code1', 'Code2', 'old', 'Code1'])).toEqual({
    status: 'ok',
    request_path: 'v1/accesslists/900',
    server_timestamp: simulator.world.now(),
    access_lists: {
      access_list: { access_list_id: 900, access_list_name: 'New York Staff', num_codes_added: 2, num_codes_total: 3 },
    },
  })
  expect(codesOf(simulator)).toEqual(['old', 'Code1', 'Code2'])
})

test('removing codes answers how many were there', async () => {
  const simulator = await withList(['a', 'b', 'c'])
  const { access_lists } = await remove(simulator, ['a', 'b', 'never'])
  expect(access_lists?.access_list).toEqual({
    access_list_id: 900,
    access_list_name: 'New York Staff',
    num_codes_deleted: 2,
    num_codes_total: 1,
  })
  expect(codesOf(simulator)).toEqual(['c'])
})

test('doing either twice changes nothing more', async () => {
  const simulator = await withList()
  await post(simulator, ['a'])
  expect((await post(simulator, ['a'])).access_lists?.access_list).toMatchObject({ num_codes_added: 0 })
  await remove(simulator, ['a'])
  expect((await remove(simulator, ['a'])).access_lists?.access_list).toMatchObject({ num_codes_deleted: 0 })
})

test('a hundred codes are taken at once and one more is not', async () => {
  const simulator = await withList()
  const codes = Array.from({ length: 101 }, (_, at) => `code-${at}`)
  expect((await post(simulator, codes)).error?.error_code).toBe('payloadValidationError')
  expect(codesOf(simulator)).toEqual([])
  expect((await post(simulator, codes.slice(1))).access_lists?.access_list).toMatchObject({ num_codes_added: 100 })
  expect((await remove(simulator, codes)).error?.error_code).toBe('payloadValidationError')
})

test('a code has up to 255 characters, whatever their alphabet', async () => {
  const simulator = await withList()
  expect((await post(simulator, ['ż'.repeat(255)])).status).toBe('ok')
  expect((await post(simulator, ['fine', 'ż'.repeat(256)])).error?.error_code).toBe('payloadValidationError')
  expect(codesOf(simulator)).toEqual(['ż'.repeat(255)])
})

test('a list holds 20,000 codes', async () => {
  const simulator = await withList(Array.from({ length: 19_999 }, (_, at) => `code-${at}`))
  expect((await post(simulator, ['x', 'y'])).error?.error_code).toBe('payloadValidationError')
  expect((await post(simulator, ['x', 'code-1'])).access_lists?.access_list).toMatchObject({
    num_codes_added: 1,
    num_codes_total: 20_000,
  })
})

test.each([[{ codes: ['a'] }], [[]], [[1, 2]], [['a', '']], ['a'], [null]])(
  '%j is no list of codes',
  async (payload) => {
    const simulator = await withList()
    expect((await post(simulator, payload)).error?.error_code).toBe('payloadValidationError')
  },
)

test('what is not JSON is called so', async () => {
  const simulator = await withList()
  for (const body of ['["a"', '', 'a,b']) {
    expect((await answer(simulator, path, { method: 'POST', body })).error?.error_code).toBe('invalidJson')
  }
})
