import { expect, it } from 'vitest'
import { startLinksOf } from '../../../renderer/features/start-links/start-links.ts'
import { startUrl } from '../../../shared/model/start-link.ts'

it('makes everybody’s link once, in order, however many they are', async () => {
  const people = Array.from({ length: 2_345 }, (_, at) => ({
    first: null,
    last: null,
    email: null,
    userId: String(at),
    accessCode: null,
  }))
  const links = await startLinksOf(people, 'kqr66')
  expect(links).toEqual(people.map((person) => ({ ...person, url: startUrl('kqr66', person) })))
})
