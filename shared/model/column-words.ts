import { fold } from './text.ts'

/**
 * Words that stand over a column in teachers' lists, in English, German, French and Spanish, folded (no accents, no
 * case) and without punctuation. Ids are the ones screens give their columns.
 */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  first: ['first', 'first name', 'firstname', 'forename', 'forenames', 'given name', 'given names', 'givenname'].concat(
    ['vorname', 'vornamen', 'rufname', 'prenom', 'prenoms', 'nombre de pila', 'cm fn', 'student first name'],
  ),
  last: ['last', 'last name', 'lastname', 'surname', 'surnames', 'family name', 'familyname', 'second name']
    .concat(['nachname', 'familienname', 'zuname', 'nom de famille', 'apellido', 'apellidos', 'cm ln'])
    .concat(['student last name', 'primer apellido']),
  name: ['name', 'full name', 'fullname', 'whole name', 'student', 'student name', 'pupil', 'learner', 'candidate']
    .concat(['participant', 'employee', 'display name', 'vollstandiger name', 'schuler', 'schulerin', 'teilnehmer'])
    .concat(['teilnehmerin', 'nom complet', 'nom et prenom', 'nom prenom', 'eleve', 'etudiant', 'nombre completo'])
    .concat(['nombre y apellidos', 'alumno', 'alumna', 'estudiante']),
  email: ['email', 'e mail', 'mail', 'email address', 'e mail address', 'mail address', 'email adresse', 'cm e']
    .concat(['e mail adresse', 'mailadresse', 'adresse email', 'adresse e mail', 'adresse mail', 'courriel'])
    .concat(['correo', 'correo electronico', 'direccion de correo']),
  userId: ['id', 'user id', 'userid', 'student id', 'studentid', 'pupil id', 'student number', 'student no', 'upn']
    .concat(['employee id', 'personnel number', 'cm user id', 'user name', 'username', 'login', 'nummer', 'kennung'])
    .concat(['schulernummer', 'matrikelnummer', 'personalnummer', 'benutzer id', 'benutzername', 'identifiant'])
    .concat(['numero', 'numero etudiant', 'matricule', 'identificador', 'matricula', 'numero de alumno', 'usuario']),
  code: ['code', 'codes', 'access code', 'access codes', 'accesscode', 'cm access list item', 'voucher', 'token', 'pin']
    .concat(['zugangscode', 'zugangscodes', 'zugriffscode', 'code d acces', 'code acces', 'codes d acces'])
    .concat(['codigo', 'codigos', 'codigo de acceso', 'codigos de acceso', 'clave', 'clave de acceso']),
}

/** A lone surname beside a first name: "Vorname, Name", "Prénom, Nom", "Nombre, Apellidos". */
export const loneSurnames = new Set(['name', 'nom', 'apellido', 'apellidos'])
/** A first name where a surname stands beside it, otherwise the whole name. */
export const loneFirstNames = new Set(['nombre', 'name'])
/** A whole name where neither part stands beside it. */
export const loneNames = new Set(['nom', 'nombre'])

/** A header as it is compared: "E-Mail:" and "e_mail" are "e mail", "Code d’accès" is "code d acces". */
export const headerWords = (header: string): string =>
  fold(header.replace(/['‘’ʼ`´]/g, ' ').replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Further words over columns of such lists, which no screen asks for. */
const otherHeadings = new Set(
  ['class', 'group', 'course', 'department', 'company', 'person', 'holder', 'test taker', 'password', 'user']
    .concat(['klasse', 'gruppe', 'firma', 'benutzer', 'classe', 'groupe', 'nome', 'cognome', 'codice', 'sobrenome'])
    .concat(['voornaam', 'achternaam', 'naam', 'toegangscode', 'imie', 'nazwisko', 'kod', 'nombres']),
)

const columnIds: Readonly<Record<string, string>> = { accessCode: 'code' }

/** Whether a header is one of the words for a column, which is named by its id. */
export function isWordFor(id: string, header: string): boolean {
  const words = headerWords(header)
  const known = wordsOf[columnIds[id] ?? id] ?? []
  return known.includes(words) || known.includes(words.replaceAll(' ', ''))
}

/** Whether a text is a heading that lists of people and codes have. */
export function isHeading(text: string): boolean {
  const words = headerWords(text)
  return (
    otherHeadings.has(words) || loneNames.has(words) || Object.keys(wordsOf).some((column) => isWordFor(column, text))
  )
}
