import { describe, expect, it } from 'vitest'
import { classColumnsOf, isHeadingOf, withLastNamesFirst } from '../../../shared/model/class-columns.ts'
import { namesIn } from '../../../shared/model/class-file.ts'
import { nameOrder } from '../../../shared/model/column-words.ts'

const both = ['Last, First', 'Last name, first name', 'Surname, Name', 'Nom, Prénom', 'Nom et prénom', 'NOM Prénom']
  .concat(['Name, Vorname', 'Nachname, Vorname', 'Apellidos y nombre', 'Cognome e nome', 'Achternaam, voornaam'])
  .concat(['Nazwisko i imię', 'Sobrenome, nome', 'Soyad, ad'])

describe('a heading of whole names', () => {
  it.each(both)('puts the last name first: %s', (heading) => {
    expect(nameOrder(heading)).toBe('last-first')
    expect(classColumnsOf([heading, 'E-mail'])).toMatchObject({ name: [0], first: [], last: [] })
  })

  it.each(['First Last', 'Prénom Nom', 'Vorname, Name', 'Nombre y apellidos', 'Ad Soyad', 'Nome e cognome'])(
    'puts the first name first: %s',
    (heading) => {
      expect(nameOrder(heading)).toBe('first-last')
      expect(isHeadingOf('name', heading)).toBe(true)
    },
  )

  it.each([
    'First name',
    'Last name',
    'Name',
    'Family name',
    'Name (first)',
    'Nombre de pila',
    'Class',
    'User name',
    '',
  ])('says nothing of an order: %s', (heading) => {
    expect(nameOrder(heading)).toBeNull()
    expect(isHeadingOf('name', heading)).toBe(heading === 'Name')
  })
})

describe('a cell under a heading that puts the last name first', () => {
  const read = (cell: string, heading = 'Nom Prénom') => {
    const [row] = withLastNamesFirst([{ line: 2, cells: ['x', cell] }], 1, heading)
    const { first, last } = namesIn(row?.cells[1] ?? '')
    return [last, first]
  }

  it.each([
    ['Dupont Jean', ['Dupont', 'Jean']],
    ['Dupont Jean Marie', ['Dupont', 'Jean Marie']],
    ['de la Cruz Ana', ['de la Cruz', 'Ana']],
    ['Dupont, Jean', ['Dupont', 'Jean']],
    ['LE GALL Anne', ['LE GALL', 'Anne']],
    ['Jean DUPONT', ['DUPONT', 'Jean']],
    ['DUPONT JEAN', ['DUPONT', 'JEAN']],
    ['Dupont', ['', 'Dupont']],
    ['Smith JP', ['Smith', 'JP']],
    ['Dupont Jean MD', ['Dupont', 'Jean MD']],
    ['Lee John III', ['Lee', 'John III']],
  ])('is read so, unless it says otherwise: %s', (cell, expected) => {
    expect(read(cell)).toEqual(expected)
  })

  it('has two last names under “Apellidos”', () => {
    expect(read('García Márquez Gabriel', 'Apellidos y nombre')).toEqual(['García Márquez', 'Gabriel'])
    expect(read('García Gabriel', 'Apellidos y nombre')).toEqual(['García', 'Gabriel'])
  })

  it('stays under any other heading', () => {
    expect(read('Jean Dupont', 'Prénom Nom')).toEqual(['Dupont', 'Jean'])
    expect(read('Jean Dupont', 'Name')).toEqual(['Dupont', 'Jean'])
  })
})
