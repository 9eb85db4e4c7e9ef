import { describe, expect, it } from 'vitest'
import { headerWords, isHeading } from '../../../shared/model/column-words.ts'

describe('a header', () => {
  it('is compared without case, accents, dashes, colons and camel case', () => {
    expect(headerWords('E-Mail:')).toBe('e mail')
    expect(headerWords('  Prénom ')).toBe('prenom')
    expect(headerWords('Code d’accès')).toBe('code d acces')
    expect(headerWords('firstName')).toBe('first name')
    expect(headerWords('cm_user_id')).toBe('cm user id')
  })
  it('is known by its words', () => {
    expect(['Surname', 'Klasse', 'Nom', 'cm_ln', 'Access code'].filter(isHeading)).toHaveLength(5)
    expect(['Smith', '10C', 'paul@school.example', ''].filter(isHeading)).toEqual([])
  })
})
