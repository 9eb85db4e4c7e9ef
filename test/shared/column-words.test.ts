import { describe, expect, it } from 'vitest'
import { codeColumnsOf, isHeading, isWordFor } from '../../shared/model/column-words.ts'

describe('the heading of access codes', () => {
  it.each([
    ...['Code', 'Codes:', 'Access code', 'ACCESS CODES', 'access_code', 'AccessCode', 'Access\ncode', ' Access  code '],
    ...['Exam Access Code', 'Your access code', 'New code', 'Access code (do not share)', 'Access code for biology'],
    ...['Code(s)', 'PIN', 'PIN-Code', 'Passcode', 'Voucher', 'Voucher code', 'Token', 'cm_access_list_item'],
    ...['Zugangscode', 'ZUGANGS-CODE', 'Zugangscodes:', 'Ihr Zugangscode', 'Prüfungszugangscode', 'Zugriffscode'],
    ...['Code d’accès', "Code d'acces", 'CODES D’ACCÈS', 'Votre code d’accès', 'Clé d’accès'],
    ...['Código de acceso', 'codigos de acceso', 'Clave de acceso', 'Código'],
    ...['Codice di accesso', 'Codice d’accesso', 'CODICI DI ACCESSO', 'Codice'],
    ...['Toegangscode', 'Toegangscodes', 'Uw toegangscode', 'Inlogcode'],
    ...['Código de acesso', 'Códigos de Acesso', 'Chave de acesso'],
    ...['Kod dostępu', 'Kody dostępu', 'KOD DOSTĘPU', 'Twój kod', 'Kod'],
    ...['Erişim kodu', 'ERİŞİM KODU', 'Erişim kodları', 'Giriş kodu', 'ERISIM KODU', 'giriş kodları'],
  ])('is known: %j', (heading) => {
    expect([isWordFor('code', heading), isWordFor('accessCode', heading), isHeading(heading)]).toEqual([
      true,
      true,
      true,
    ])
  })

  it.each([
    ...['ZIP code', 'Postcode', 'Postal code', 'Country code', 'Course code', 'Class code', 'Barcode', 'QR code'],
    ...['Code postal', 'Código postal', 'Codice fiscale', 'Kod pocztowy', 'Posta kodu', 'Student code', 'Kundencode'],
    ...['Access', 'Password', 'Name', 'ID', 'Access code sent on', 'Spinning', 'Encode', 'Decode', ''],
  ])('is not taken for one: %j', (heading) => {
    expect(isWordFor('code', heading)).toBe(false)
  })

  it('that says no more than that goes before those that say more', () => {
    expect(codeColumnsOf(['Name', 'Exam access code', 'Access code'])).toEqual([2])
    expect(codeColumnsOf(['Exam access code', 'Name'])).toEqual([0])
    expect(codeColumnsOf(['Access code', 'Voucher'])).toEqual([0, 1])
    expect(codeColumnsOf(['Student access code', 'Teacher access code'])).toEqual([0, 1])
    expect(codeColumnsOf(['Course code', 'Code'])).toEqual([1])
  })
})

describe('the headings of people', () => {
  it.each([
    ['first', ['Vorname', 'Prénom', 'Voornaam', 'Imię', 'Adı', 'First name']],
    ['last', ['Nachname', 'Apellidos', 'Cognome', 'Achternaam', 'Sobrenome', 'Nazwisko', 'Soyadı']],
    ['name', ['Name', 'Nome e cognome', 'Imię i nazwisko', 'AD SOYAD', 'Volledige naam']],
    ['email', ['E-Mail', 'E-posta', 'Courriel', 'Indirizzo e-mail']],
  ])('are known for %s', (id, headings) => {
    for (const heading of headings) expect([heading, isWordFor(id, heading)]).toEqual([heading, true])
  })
})
