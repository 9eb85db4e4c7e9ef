import { describe, expect, it } from 'vitest'
import { idsIn, sameAccount } from '../../../electron/accounts/keep-account.ts'

const ids = (...numbers: number[]) => numbers.flatMap((each) => [`groups:${each}`, `tests:${each}`])
const known = (...own: string[]) => [{ id: 'a', ids: own }]

describe('a key is of an account that is here', () => {
  it.each<[string, string[], string[]]>([
    ['where both see the same', ids(1, 2, 3), ids(1, 2, 3)],
    ['where the account grew', ids(1, 2, 3, 4, 5, 6, 7, 8), ids(1, 2)],
    ['where the key may see a part', ids(1), ids(1, 2, 3, 4, 5)],
    ['where some things are gone and others new', ids(1, 2, 3), ids(2, 3, 4)],
    ['by one link and its test', ['links:7', 'tests:9'], ['links:7', 'tests:9', 'groups:1']],
  ])('%s', (_, seen, own) => {
    expect(sameAccount(seen, known(...own))).toBe('a')
  })

  it('rather than of another that shares less', () => {
    const accounts = [
      { id: 'less', ids: ids(1, 2) },
      { id: 'more', ids: ids(1, 2, 3) },
    ]
    expect(sameAccount(ids(1, 2, 3), accounts)).toBe('more')
    expect(sameAccount(ids(1, 2), accounts)).toBe('less')
  })
})

describe('a key is of another account', () => {
  it.each<[string, string[], string[]]>([
    ['where both are empty', [], []],
    ['where the account here is empty', ids(1, 2), []],
    ['where the key sees nothing', [], ids(1, 2)],
    ['where nothing is shared', ids(1, 2), ids(3, 4)],
    ['where little is shared', ids(1, 2, 3, 4, 5), ids(5, 6, 7, 8, 9)],
    ['where one number alone is shared', ['groups:1'], ['groups:1']],
    ['where only tests are', ['tests:1', 'tests:2', 'groups:1'], ['tests:1', 'tests:2', 'groups:2']],
    ['where a group has the number of a link', ['groups:1', 'tests:1'], ['links:1', 'tests:1']],
  ])('%s', (_, seen, own) => {
    expect(sameAccount(seen, known(...own))).toBeNull()
  })
})

it('what a key sees is recognised by kind and number, whatever its names', () => {
  const source = { id: 1, name: 'x', linkUrlId: null, accessListId: null, testIds: [5] }
  expect(
    idsIn({
      sources: [
        { ...source, feed: 'groups' },
        { ...source, feed: 'links' },
      ],
      tests: [{ id: 5, name: 'y' }],
    }),
  ).toEqual(['groups:1', 'links:1', 'tests:5'])
})
