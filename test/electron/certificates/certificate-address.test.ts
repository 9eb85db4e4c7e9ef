import { describe, expect, it } from 'vitest'
import { certificateAddress, classMarkerOrigin, redirectedAddress } from '../../../electron/certificates/fetch-pdf.ts'

const sample = 'http://127.0.0.1:4000'
const certificate = 'https://www.classmarker.com/pdf/certificate/C.pdf?c=0f1e'

describe('the address of a certificate', () => {
  it('is ClassMarker’s own', () => {
    expect(certificateAddress(certificate, classMarkerOrigin).href).toBe(certificate)
  })

  it('is on this computer for the sample account, and nothing else of it changes', () => {
    expect(certificateAddress(certificate, sample).href).toBe(`${sample}/pdf/certificate/C.pdf?c=0f1e`)
  })

  it.each([
    'http://www.classmarker.com/pdf/certificate/C.pdf',
    'https://www.classmarker.com:8443/pdf/certificate/C.pdf',
    'https://classmarker.com/pdf/certificate/C.pdf',
    'https://api.classmarker.com/v1.json',
    'https://www.classmarker.com.evil.example/C.pdf',
    'https://www.classmarker.com@evil.example/C.pdf',
    'https://me@www.classmarker.com/C.pdf',
    'https://me:secret@www.classmarker.com/C.pdf',
    'http://127.0.0.1:4000/pdf/certificate/C.pdf',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'C.pdf',
    '',
  ])('is refused as %j, for the sample account too', (address) => {
    for (const origin of [classMarkerOrigin, sample])
      expect(() => certificateAddress(address, origin)).toThrow('certificate/refused-address')
  })

  it('holds nothing of the address in its refusal', () => {
    expect.assertions(2)
    try {
      certificateAddress('https://evil.example/secret?serial=CAQP', classMarkerOrigin)
    } catch (thrown) {
      expect(JSON.stringify(thrown)).not.toMatch(/evil|secret|CAQP/)
      expect(String(thrown)).not.toMatch(/evil|secret|CAQP/)
    }
  })
})

describe('a redirect', () => {
  const from = new URL(certificate)

  it.each([
    ['/login', 'https://www.classmarker.com/login'],
    ['other.pdf', 'https://www.classmarker.com/pdf/certificate/other.pdf'],
    ['https://www.classmarker.com/x', 'https://www.classmarker.com/x'],
  ])('to %j is followed', (location, href) => {
    expect(redirectedAddress(location, from).href).toBe(href)
  })

  it.each([
    null,
    '//evil.example/x',
    'https://evil.example/x',
    'http://www.classmarker.com/x',
    'https://a@www.classmarker.com/',
    sample,
  ])('to %j is not', (location) => {
    expect(() => redirectedAddress(location, from)).toThrow('certificate/refused-address')
  })
})
