import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { foldedName, splitName } from '../../../renderer/features/start-links/people.ts'
import { fold } from '../../../shared/model/text.ts'

it('is the fold of any text', () => {
  for (const name of ['  Paul   SMITH ', "Tom O'Neill", 'Łukasz', 'a`b', 'Ann-Marie\tJ.'])
    expect(foldedName(name)).toBe(fold(name))
  assert(property(string({ unit: 'binary-ascii' }), (name) => foldedName(name) === fold(name)))
  assert(property(string({ unit: 'grapheme' }), (name) => foldedName(name) === fold(name)))
})

it.each([
  ['Smith, Paul', 'Paul', 'Smith'],
  ['Paul Smith', 'Paul', 'Smith'],
  ['  Paul   Smith ', 'Paul', 'Smith'],
  ['Anna Maria Lopez', 'Anna Maria', 'Lopez'],
  ['van der Berg, Jan', 'Jan', 'van der Berg'],
  ['Jan van der Berg', 'Jan', 'van der Berg'],
  ['María de la Cruz', 'María', 'de la Cruz'],
  ['Van Nguyen', 'Van', 'Nguyen'],
  ['Paul', 'Paul', null],
  ['Smith,', null, 'Smith'],
  ['', null, null],
])('“%s” is first %s, last %s', (name, first, last) => {
  expect(splitName(name)).toEqual({ first, last })
})
