import { expect, it } from 'vitest'
import { missingWords } from '../../shared/locales/notices.en.ts'
import { translator } from '../../shared/translate.ts'

const words = translator({
  found_one: '{{count}} file of “{{name}}”',
  found_other: '{{count}} files of “{{name}}”',
  'network/offline.what': 'No connection: {{name}}.',
})

it.each([
  [0, '0 files of “Ada”'],
  [1, '1 file of “Ada”'],
  [2, '2 files of “Ada”'],
  [1_204, '1204 files of “Ada”'],
])('%i is said in its plural form', (count, said) => {
  expect(words('found', { count, name: 'Ada' })).toBe(said)
})

it.each(['<b>', '{{count}}', '$t(found)', '$&', 'a:b.c', '\u001b'])('a fact is put in as it is: %j', (name) => {
  expect(words('network/offline.what', { name, count: 2 })).toBe(`No connection: ${name}.`)
  expect(words('found', { name, count: 2 })).toBe(`2 files of “${name}”`)
})

it('sets do not know each other’s sentences', () => {
  const other = translator({ found_one: 'one', found_other: 'many' })
  expect([words('found', { count: 3, name: 'x' }), other('found', { count: 3 })]).toEqual(['3 files of “x”', 'many'])
})

it('what is missing is said in the singular and in the plural', () => {
  expect(missingWords({ kind: 'gaps', count: 1 })).toBe('1 time range could not be fetched')
  expect(missingWords({ kind: 'gaps', count: 3 })).toBe('3 time ranges could not be fetched')
  expect(missingWords({ kind: 'unreadable', count: 1 })).toBe('1 result could not be read')
  expect(missingWords({ kind: 'unreadable', count: 2 })).toBe('2 results could not be read')
})
