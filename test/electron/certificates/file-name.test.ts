import { describe, expect, it } from 'vitest'
import { certificateFileName, numberedName } from '../../../electron/certificates/files.ts'

const serial = 'CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT'
const named = (first: string, last: string, testName = 'Health and safety exam') =>
  certificateFileName({ first, last, testName, serial })

describe('the name of a PDF', () => {
  it('says who, which test and the serial', () => {
    expect(named('Paul', 'Smith')).toBe('Smith, Paul – Health and safety exam – CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT.pdf')
  })

  it.each([
    ['Łukasz', 'O’Neill', 'O’Neill, Łukasz'],
    ['小龙', '李', '李, 小龙'],
    ['', 'Smith', 'Smith'],
    ['Paul', '', 'Paul'],
    ['  Paul ', 'Smith\t Jones', 'Smith Jones, Paul'],
    ['A/B\\C', 'D:E*F?"<>|', 'D E F, A B C'],
    ['..', '.hidden.', 'hidden'],
    ['Paul\u202E', 'Smi\u0000th', 'Smi th, Paul'],
  ])('of %j %j begins with %j', (first, last, start) => {
    expect(named(first, last)).toBe(`${start} – Health and safety exam – ${serial}.pdf`)
  })

  it('without a name is the test and the serial', () => {
    expect(named('', '')).toBe(`Health and safety exam – ${serial}.pdf`)
    expect(certificateFileName({ first: '', last: '', testName: '', serial: '' })).toBe('Certificate.pdf')
  })

  it('is none that Windows keeps for devices', () => {
    const device = (serial: string) => certificateFileName({ first: '', last: '', testName: '', serial })
    expect([device('CON'), device('nul'), device('com1.x'), device('console')]).toEqual([
      '_CON.pdf',
      '_nul.pdf',
      '_com1.x.pdf',
      'console.pdf',
    ])
  })

  it('has 200 characters at most, the serial whole', () => {
    const name = named('Ü'.repeat(300), '𝒜'.repeat(300), 'Test '.repeat(100))
    expect([...name].length).toBeLessThanOrEqual(200)
    expect(name.endsWith(` – ${serial}.pdf`)).toBe(true)
    expect(name).toContain(' – Test Test')
    expect(name.isWellFormed()).toBe(true)
    const serialOnly = certificateFileName({ first: '', last: '', testName: '', serial: 'S'.repeat(500) })
    expect(serialOnly.length).toBeLessThanOrEqual(200)
    expect(serialOnly.length).toBeGreaterThan(180)
  })

  it('has no more bytes than Linux takes, with its number', () => {
    const name = named('龙'.repeat(50), '李'.repeat(50), '安全'.repeat(50))
    expect(Buffer.byteLength(numberedName(name, 1_000))).toBeLessThanOrEqual(255)
    expect(name.endsWith(` – ${serial}.pdf`)).toBe(true)
    expect(name.startsWith('李李李')).toBe(true)
    expect(name).toContain('安全安全')
  })

  it('is not cut where it need not be', () => {
    const name = named('Maximiliane', 'von und zu Hohenstein', 'Safeguarding of children and young people, level 2')
    expect(name).toBe(
      `von und zu Hohenstein, Maximiliane – Safeguarding of children and young people, level 2 – ${serial}.pdf`,
    )
  })

  it('ends with neither dot nor space before its kind', () => {
    expect(certificateFileName({ first: '', last: '', testName: 'Exam...', serial: 'A. ' })).toBe('Exam – A.pdf')
  })

  it('has a number where there is another one', () => {
    expect([numberedName('A.pdf', 1), numberedName('A.pdf', 2)]).toEqual(['A.pdf', 'A (2).pdf'])
  })
})
