import { expect, it } from 'vitest'
import { splitName } from '../../../../renderer/screens/access-codes/start-links/split-name.ts'

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
