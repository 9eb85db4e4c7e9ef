import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { day } from '../../../shared/model/time.ts'
import { account, ask, thursday } from './account.ts'

const read = async (response: Promise<Response>) => {
  const text = await (await response).text()
  return { text, response: new XMLParser({ parseTagValue: false }).parse(text).response }
}

test('discovery has an element per group, link and test', async () => {
  const simulator = await account()
  const { response } = await read(ask(simulator, '/v1.xml'))
  expect(response).toMatchObject({ status: 'ok', request_path: 'v1', server_timestamp: String(thursday) })
  expect(response.groups.group).toHaveLength(simulator.world.groups.length)
  expect(response.groups.group[0]).toMatchObject({ group_id: '29765', group_name: '10B Maths' })
  expect(response.groups.group[0].assigned_tests.test).toHaveLength(2)
  expect(response.links.link[0].assigned_tests.test.test_id).toBe('48756')
})

test('comes with an XML content type', async () => {
  const { headers } = await ask(await account(), '/v1.xml')
  expect(headers.get('content-type')).toMatch(/^text\/xml/)
})

test('a page of results reads like the API page’s, false being an empty element', async () => {
  const simulator = await account()
  const result = simulator.world.addLinkResult({ first: 'Siobhán &amp; <Zoë>', link_id: 38676, percentage: 20 })
  const query = { finishedAfterTimestamp: String(thursday - 10) }
  const { text, response } = await read(ask(simulator, '/v1/links/recent_results.xml', { query }))
  expect(text).toContain('<more_results_exist/>')
  expect(text).toContain('<passed/>')
  expect(response.links.link).toMatchObject({ link_id: '38676', link_url_id: 'g6v533a63444719ce32' })
  expect(response.results.result).toMatchObject({
    link_result_id: String(result.link_result_id),
    percentage: '20',
    duration: result.duration,
  })
  expect(text).toContain('<first>Siobhán &amp;amp; &lt;Zoë&gt;</first>')
  expect(response.next_finished_after_timestamp).toBe(String(thursday))
})

test('"more results" and several results on a page are distinguished from one', async () => {
  const simulator = await account({ results: 40 })
  const query = { finishedAfterTimestamp: String(thursday - 89 * day), limit: '2' }
  const { response } = await read(ask(simulator, '/v1/groups/recent_results.xml', { query }))
  expect(response.more_results_exist).toBe('true')
  expect(response.results.result).toHaveLength(2)
})

test('an error holds its code, and the access lists their counts', async () => {
  const simulator = await account()
  const { response: error } = await read(ask(simulator, '/v1/groups/1/tests/2/recent_results.xml'))
  expect(error).toMatchObject({ status: 'error', error: { error_code: 'apiKeyNoGroupPermission' } })
  const added = ask(simulator, '/v1/accesslists/123456.xml', { method: 'POST', body: '["xml-1","xml-2"]' })
  expect((await read(added)).response.access_lists.access_list).toMatchObject({
    access_list_id: '123456',
    num_codes_added: '2',
  })
})

test('nothing to give is no_results', async () => {
  const { response } = await read(ask(await account(), '/v1/links/recent_results.xml'))
  expect(response).toMatchObject({ status: 'no_results', num_results_available: '0', more_results_exist: '' })
  expect(response).not.toHaveProperty('next_finished_after_timestamp')
})
