import { describe, expect, it } from 'vitest'
import { certificateFileName, numberedName } from '../../../electron/certificates/files.ts'

const serial = 'CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT'
const named = (first: string, last: string, testName = 'Health and safety exam') =>
  certificateFileName({ first, last, testName, serial })

const nameOf = (person: string) => `${person} – Health and safety exam – ${serial}.pdf`

describe('the name of a PDF', () => {
  it('says who, which test and the serial', () => {
    expect(named('Paul', 'Smith')).toBe('Smith, Paul – Health and safety exam – CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT.pdf')
    expect(named('Łukasz', 'O’Neill')).toBe(nameOf('O’Neill, Łukasz'))
    expect(named('小龙', '李')).toBe(nameOf('李, 小龙'))
  })

  it('begins with the one name there is', () => {
    expect(named('', 'Smith')).toBe(nameOf('Smith'))
    expect(named('Paul', '')).toBe(nameOf('Paul'))
  })

  it('has no sign that a file’s name may not have', () => {
    expect(named('  Paul ', 'Smith\t Jones')).toBe(nameOf('Smith Jones, Paul'))
    expect(named('A/B\\C', 'D:E*F?"<>|')).toBe(nameOf('D E F, A B C'))
    expect(named('..', '.hidden.')).toBe(nameOf('hidden'))
    expect(named('Paul\u202E', 'Smi\u0000th')).toBe(nameOf('Smi th, Paul'))
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
