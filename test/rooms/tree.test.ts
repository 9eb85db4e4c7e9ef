import { expect, it } from 'vitest'
import { treeSources } from './check.ts'
import { checkRooms } from './check-rooms.ts'
import { house } from './rooms.ts'

it('every import of the tree is as the table of rooms has it', () => {
  expect(checkRooms(treeSources(), house)).toEqual([])
})
