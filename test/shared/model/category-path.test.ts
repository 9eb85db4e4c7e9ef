import { expect, it } from 'vitest'
import { categoryAt, placeOf } from '../../../shared/model/category-path.ts'

const categories = [
  { id: 1, parent: null, name: 'Science' },
  { id: 2, parent: 1, name: 'Physics' },
  { id: 3, parent: 1, name: 'Waves / Light' },
  { id: 4, parent: null, name: 'Arts' },
  { id: 5, parent: 4, name: 'Physics' },
]
const found = (...path: string[]) => {
  const place = placeOf(path)
  return place === null ? null : categoryAt(place, categories)?.id
}

it('finds a category by its names, whatever their case, and joins levels below the second', () => {
  expect(found('science', 'PHYSICS')).toBe(2)
  expect(found('Arts', 'Physics')).toBe(5)
  expect(found('Science', 'Waves', 'Light')).toBe(3)
  expect(found('Science', 'Waves')).toBeUndefined()
  expect(found('Sports', 'Physics')).toBeUndefined()
})

it('finds one that is named alone wherever it stands, and never a parent', () => {
  expect(found('physics')).toBe(2)
  expect(found('Arts')).toBeUndefined()
  expect(found(' ', '')).toBeNull()
})
