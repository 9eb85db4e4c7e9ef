import { describe, expect, it } from 'vitest'
import { guessColumns } from '../../../renderer/features/tables/table-rows.ts'

const ids = ['first', 'last', 'name', 'email', 'userId', 'accessCode'] as const
const optional = ids.map((id) => ({ id, required: false }))

/** Only the columns found, each by the header it was found under. */
function guessed(headers: readonly string[], wanted: readonly { id: string; required: boolean }[] = optional) {
  const choice = guessColumns({ wanted, headers, columns: headers.length, sample: [] })
  return Object.fromEntries(Object.entries(choice).flatMap(([id, at]) => (at === null ? [] : [[id, headers[at]]])))
}

describe('the guess of which column is which', () => {
  it.each([
    ['English', ['First name', 'Surname', 'E-mail address', 'Student ID', 'Access code']],
    ['German', ['Vorname', 'Nachname', 'E-Mail-Adresse', 'Schülernummer', 'Zugangscode']],
    ['French', ['Prénom', 'Nom de famille', 'Courriel', 'Identifiant', 'Code d’accès']],
    ['Spanish', ['Nombre', 'Apellidos', 'Correo electrónico', 'Matrícula', 'Código de acceso']],
    ['ClassMarker’s', ['cm_fn', 'cm_ln', 'cm_e', 'cm_user_id', 'cm_access_list_item']],
  ] as const)('knows %s headers, in any order', (_, headers) => {
    const [first, last, email, userId, accessCode] = headers
    expect(guessed([...headers].reverse())).toEqual({ first, last, email, userId, accessCode })
  })
  it('takes a lone “Name” for the whole name, and for the surname beside a first name', () => {
    expect(guessed(['Name', 'Class'])).toEqual({ name: 'Name' })
    expect(guessed(['Vorname', 'Name'])).toEqual({ first: 'Vorname', last: 'Name' })
    expect(guessed(['Prénom', 'Nom'])).toEqual({ first: 'Prénom', last: 'Nom' })
    expect(guessed(['Nom'])).toEqual({ name: 'Nom' })
  })
  it('gives no column to two parts', () => {
    expect(guessed(['E-mail', 'Mail'])).toEqual({ email: 'E-mail' })
  })
  it('leaves out what no header says', () => {
    expect(guessed(['Shoe size', 'Colour'])).toEqual({})
  })
  it('takes the only column for one that must be there, and asks for it among several', () => {
    const codes = [
      { id: 'code', required: true },
      { id: 'name', required: false },
    ]
    expect(guessed(['Teilnehmer', 'Spalte', 'Rest'], codes)).toEqual({ name: 'Teilnehmer' })
    expect(guessed(['Spalte'], codes)).toEqual({ code: 'Spalte' })
    expect(guessed(['Access code', 'Name', 'Access code'], codes)).toEqual({ name: 'Name' })
    expect(guessed(['Student', 'Access codes'], codes)).toEqual({ name: 'Student', code: 'Access codes' })
  })
  it('asks for the codes where cells may stand under the wrong header', () => {
    const wanted = [{ id: 'code', required: true }]
    const from = { wanted, headers: ['Name', 'Code'], columns: 3, sample: [['Ruiz', ' Ana', 'K1']] }
    expect(guessColumns({ ...from, isWider: true })).toEqual({ code: null })
    expect(guessColumns({ ...from, isWider: false })).toEqual({ code: 1 })
  })
  it('goes by the cells where there is no header', () => {
    const rows = [
      ['Paul', 'Smith', 'paul@school.example', '17'],
      ['Łucja', 'O’Neill', 'l@school.example', '18'],
    ]
    const from = (sample: readonly string[][], columns: number) =>
      guessColumns({ wanted: optional, headers: null, columns, sample })
    expect(from(rows, 4)).toMatchObject({ first: 0, last: 1, email: 2, userId: null, name: null })
    const written = rows.map(([first = '', last = '', email]) => [first, last, `${first} ${last} <${email}>`])
    expect(from(written, 3)).toMatchObject({ first: 0, last: 1, email: 2 })
    expect(from([['Smith, Paul'], ['Anna de la Cruz']], 1)).toMatchObject({ name: 0, first: null, last: null })
    expect(from([['QX-1234'], ['QX-9']], 1)).toMatchObject({ name: null, first: null, accessCode: null })
  })
})
