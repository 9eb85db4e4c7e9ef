import { fold } from './text.ts'

/**
 * Words for columns in teachers' lists, in English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and
 * Turkish, folded (no accents, no case) and without punctuation. The ids are those screens give their columns.
 */
const wordsOf: Readonly<Record<string, readonly string[]>> = {
  first: ['first', 'first name', 'firstname', 'forename', 'forenames', 'given name', 'given names', 'givenname']
    .concat(['vorname', 'vornamen', 'rufname', 'prenom', 'prenoms', 'nombre de pila', 'cm fn', 'student first name'])
    .concat(['voornaam', 'voornamen', 'roepnaam', 'imie', 'imiona', 'nome proprio', 'adi']),
  last: ['last', 'last name', 'lastname', 'surname', 'surnames', 'family name', 'familyname', 'second name']
    .concat(['nachname', 'familienname', 'zuname', 'nom de famille', 'apellido', 'apellidos', 'cm ln'])
    .concat(['student last name', 'primer apellido', 'cognome', 'achternaam', 'familienaam', 'sobrenome', 'apelido'])
    .concat(['nazwisko', 'soyad', 'soyadi', 'soyisim']),
  name: ['name', 'full name', 'fullname', 'whole name', 'student', 'student name', 'pupil', 'learner', 'candidate']
    .concat(['participant', 'employee', 'display name', 'vollstandiger name', 'schuler', 'schulerin', 'teilnehmer'])
    .concat(['teilnehmerin', 'nom complet', 'nom et prenom', 'nom prenom', 'eleve', 'etudiant', 'nombre completo'])
    .concat(['nombre y apellidos', 'alumno', 'alumna', 'estudiante', 'nome e cognome', 'cognome e nome', 'naam'])
    .concat(['nome completo', 'nominativo', 'studente', 'alunno', 'aluno', 'aluna', 'leerling', 'volledige naam'])
    .concat(['imie i nazwisko', 'nazwisko i imie', 'uczen', 'ad soyad', 'adi soyadi', 'isim', 'ogrenci']),
  email: ['email', 'e mail', 'mail', 'email address', 'e mail address', 'mail address', 'email adresse', 'cm e']
    .concat(['e mail adresse', 'mailadresse', 'adresse email', 'adresse e mail', 'adresse mail', 'courriel'])
    .concat(['correo', 'correo electronico', 'direccion de correo', 'indirizzo email', 'indirizzo e mail', 'e posta'])
    .concat(['e mailadres', 'mailadres', 'endereco de email', 'adres e mail', 'adres email']),
  userId: ['id', 'user id', 'userid', 'student id', 'studentid', 'pupil id', 'student number', 'student no', 'upn']
    .concat(['employee id', 'personnel number', 'cm user id', 'user name', 'username', 'login', 'nummer', 'kennung'])
    .concat(['schulernummer', 'matrikelnummer', 'personalnummer', 'benutzer id', 'benutzername', 'identifiant'])
    .concat(['numero', 'numero etudiant', 'matricule', 'identificador', 'matricula', 'numero de alumno', 'usuario']),
}

/** Words for an access code. Further words may come before them: “Exam access code”, “Ihr Zugangscode”. */
const accessCodes: readonly string[] = ['access code', 'access codes', 'access pin', 'access token', 'access key']
  .concat(['entry code', 'entry codes', 'entrance code', 'login code', 'cm access list item', 'voucher code'])
  .concat(['voucher codes', 'pin code', 'pin codes', 'passcode', 'passcodes', 'token code'])
  .concat(['zugangscode', 'zugangscodes', 'zugangskode', 'zugriffscode', 'zugriffscodes', 'zutrittscode'])
  .concat(['zugangsschlussel', 'zugangspin', 'freischaltcode', 'gutscheincode', 'gutscheincodes', 'eintrittscode'])
  .concat(['code d acces', 'codes d acces', 'code acces', 'codes acces', 'cle d acces', 'code d entree'])
  .concat(['codigo de acceso', 'codigos de acceso', 'codigo acceso', 'clave de acceso', 'claves de acceso'])
  .concat(['codice di accesso', 'codici di accesso', 'codice d accesso', 'codici d accesso', 'codice accesso'])
  .concat(['codici accesso', 'chiave di accesso', 'chiave d accesso', 'codice di ingresso', 'codice d ingresso'])
  .concat(['toegangscode', 'toegangscodes', 'toegangssleutel', 'inlogcode', 'inlogcodes'])
  .concat(['codigo de acesso', 'codigos de acesso', 'codigo acesso', 'chave de acesso', 'codigo de entrada'])
  .concat(['kod dostepu', 'kody dostepu', 'kod dostepowy', 'kody dostepowe', 'kod wejscia', 'kod wstepu'])
  .concat(['erisim kodu', 'erisim kodlari', 'giris kodu', 'giris kodlari', 'erisim sifresi'])

/**
 * Words that mean an access code only when they stand alone; after other words they mean another code: ZIP code, course
 * code, codice fiscale.
 */
const loneCodes = [
  'code',
  'codes',
  'voucher',
  'vouchers',
  'token',
  'tokens',
  'pin',
  'pins',
  'gutschein',
  'jeton',
].concat(['codigo', 'codigos', 'clave', 'claves', 'codice', 'codici', 'kod', 'kody', 'kodu', 'kodlar'])

/** Words that may come before a word of `loneCodes` without changing its meaning. */
const qualities = new Set(
  ['new', 'your', 'my', 'his', 'her', 'their', 'own', 'personal', 'individual', 'the', 'a', 'secret', 'unique']
    .concat(['neuer', 'dein', 'ihr', 'mein', 'personlicher', 'individueller', 'der', 'eigener', 'geheimer'])
    .concat(['votre', 'ton', 'mon', 'son', 'nouveau', 'le', 'personnel', 'tu', 'su', 'mi', 'nuevo', 'el'])
    .concat([
      'il',
      'tuo',
      'suo',
      'nuovo',
      'uw',
      'jouw',
      'mijn',
      'nieuwe',
      'de',
      'o',
      'seu',
      'novo',
      'nowy',
      'twoj',
      'yeni',
    ])
    .concat(['einmaliger']),
)

/** Words that may continue a code's heading: “Access code for biology”. */
const continuations = /^(?:for|of|fur|zum|zur|des|der|pour|du|para|per|del|della|voor|do|dla|no|nr|number)\b/

/** These mean the surname when beside a first name: "Vorname, Name", "Prénom, Nom", "Nombre, Apellidos". */
export const loneSurnames = new Set(['name', 'nom', 'apellido', 'apellidos', 'naam'])
/** These mean the first name when beside a surname, otherwise the whole name. */
export const loneFirstNames = new Set(['nombre', 'name', 'nome', 'naam', 'ad', 'isim'])
/** These mean the whole name when neither part stands beside them. */
export const loneNames = new Set(['nom', 'nombre', 'nome', 'ad'])

/** A header in the form it is compared in: "E-Mail:" and "e_mail" are "e mail", "Code d’accès" is "code d acces". */
export const headerWords = (header: string): string =>
  fold(header.replace(/['‘’ʼ`´]/g, ' ').replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Further headings of such lists, for columns that no screen looks for. */
const otherHeadings = new Set(
  ['class', 'group', 'course', 'department', 'company', 'person', 'holder', 'test taker', 'password', 'user']
    .concat(['klasse', 'gruppe', 'firma', 'benutzer', 'classe', 'groupe', 'nombres', 'sinif', 'klas', 'klasa'])
    .concat(['zip code', 'zip', 'postcode', 'postal code', 'plz', 'postleitzahl', 'code postal', 'codigo postal'])
    .concat([
      'country code',
      'area code',
      'course code',
      'class code',
      'barcode',
      'bar code',
      'student code',
      'section',
    ])
    .concat(['points', 'score', 'grade', 'mark', 'notes', 'note', 'date', 'phone', 'telephone', 'telefon']),
)

const columnIds: Readonly<Record<string, string>> = { accessCode: 'code' }

const unspaced = (words: string): string => words.replaceAll(' ', '')

// “Access code (do not share)”: brackets only explain the heading.
const withoutBrackets = (header: string): string => header.replace(/[([{][^)\]}]*[)\]}]/g, ' ')

/** Whether a header is one of the words for the column with this id. */
export function isWordFor(id: string, header: string): boolean {
  const column = columnIds[id] ?? id
  if (column === 'code') return isCodeHeading(header)
  const words = headerWords(header)
  return isKnown(column, words) || (column === 'name' && nameOrder(header) !== null)
}

function isKnown(column: string, words: string): boolean {
  const known = wordsOf[column] ?? []
  return known.includes(words) || known.includes(unspaced(words))
}

/** "Nom et prénom", "Apellidos y nombre", "Nazwisko i imię". */
const between = new Set(['and', 'und', 'et', 'y', 'e', 'en', 'i', 've'])
/** Beside "name" these say which name the column holds, and not that it holds both. */
const whichName = new Set(['first', 'last'])

/**
 * Which name comes first under a heading of whole names that names both, as "Last, First" and "Vorname Name" do; null
 * for any other.
 */
export function nameOrder(header: string): 'last-first' | 'first-last' | null {
  const whole = headerWords(header)
  if (isKnown('first', whole) || isKnown('last', whole)) return null
  const words = whole.split(' ').filter((word) => !between.has(word))
  const isFirst = (name: string) => isKnown('first', name) || loneFirstNames.has(name)
  const isLast = (name: string) => isKnown('last', name) || loneSurnames.has(name)
  for (let at = 1; at < words.length; at++) {
    const [one, other] = [words.slice(0, at).join(' '), words.slice(at).join(' ')]
    if ((one === 'name' && whichName.has(other)) || (other === 'name' && whichName.has(one))) return null
    // "Name" alone is the last name or the whole, so that the other word decides.
    if (isKnown('last', one) ? isFirst(other) : isLast(one) && isKnown('first', other)) return 'last-first'
    if (isKnown('first', one) ? isLast(other) : isFirst(one) && isKnown('last', other)) return 'first-last'
  }
  return null
}

function isCodeHeading(header: string): boolean {
  const words = headerWords(withoutBrackets(header)) || headerWords(header)
  return isPlainCodeHeading(words) || accessCodes.some((known) => holds(words, known))
}

/** Whether these words mean an access code and nothing more. */
const isPlainCodeHeading = (words: string): boolean => {
  const joined = unspaced(words)
  if ([...accessCodes, ...loneCodes].some((known) => known === words || unspaced(known) === joined)) return true
  const [last = '', ...before] = words.split(' ').reverse()
  return loneCodes.includes(last) && before.length > 0 && before.every((word) => qualities.has(word))
}

// The shortest word for a code that may end a compound without a space: “Prüfungszugangscode”.
const shortestCompound = 8

function holds(words: string, known: string): boolean {
  if (` ${words}`.endsWith(` ${known}`)) return true
  if (known.length >= shortestCompound && unspaced(words).endsWith(unspaced(known))) return true
  return words.startsWith(`${known} `) && continuations.test(words.slice(known.length + 1))
}

/**
 * The indexes of the columns headed as access codes: those whose heading says nothing more; without such, those with
 * further words.
 */
export function codeColumnsOf(header: readonly string[]): readonly number[] {
  const columns = header.flatMap((cell, at) => (isCodeHeading(cell) ? [at] : []))
  const plain = columns.filter((at) => isPlainCodeHeading(headerWords(header[at] ?? '')))
  return plain.length > 0 ? plain : columns
}

/** Whether a text is a usual heading in lists of people and codes. */
export function isHeading(text: string): boolean {
  const words = headerWords(text)
  if (words === '') return false
  return (
    otherHeadings.has(words) ||
    loneNames.has(words) ||
    isCodeHeading(text) ||
    Object.keys(wordsOf).some((column) => isWordFor(column, text))
  )
}
