import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { foldedName } from '../../../../renderer/screens/access-codes/start-links/folded-name.ts'
import { fold } from '../../../../shared/model/text.ts'

it('is the fold of any text', () => {
  for (const name of ['  Paul   SMITH ', "Tom O'Neill", 'Łukasz', 'a`b', 'Ann-Marie\tJ.'])
    expect(foldedName(name)).toBe(fold(name))
  assert(property(string({ unit: 'binary-ascii' }), (name) => foldedName(name) === fold(name)))
  assert(property(string({ unit: 'grapheme' }), (name) => foldedName(name) === fold(name)))
})
