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

it.each(
  Object.entries({
    'Smith, Paul': { first: 'Paul', last: 'Smith' },
    'Paul Smith': { first: 'Paul', last: 'Smith' },
    '  Paul   Smith ': { first: 'Paul', last: 'Smith' },
    'Anna Maria Lopez': { first: 'Anna Maria', last: 'Lopez' },
    'van der Berg, Jan': { first: 'Jan', last: 'van der Berg' },
    'Jan van der Berg': { first: 'Jan', last: 'van der Berg' },
    'María de la Cruz': { first: 'María', last: 'de la Cruz' },
    'Van Nguyen': { first: 'Van', last: 'Nguyen' },
    Paul: { first: 'Paul', last: null },
    'Smith,': { first: null, last: 'Smith' },
    '': { first: null, last: null },
  }),
)('“%s” is %j', (name, parts) => {
  expect(splitName(name)).toEqual(parts)
})
