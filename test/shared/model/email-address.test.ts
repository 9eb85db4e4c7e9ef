import { describe, expect, it } from 'vitest'
import { addressIn, isAddress } from '../../../shared/model/email-address.ts'

describe('an e-mail address', () => {
  it.each([
    ['Ada Lovelace <ada@x.example>'],
    ['"Lovelace, Ada" <ada@x.example>'],
    ['<ada@x.example>'],
    ['<mailto:ada@x.example>'],
    ['MAILTO:ada@x.example'],
    ['ada@x.example '],
    ['ada@y.example <ada@x.example>'],
  ])('is found in %s', (written) => {
    expect(addressIn(written)).toBe('ada@x.example')
  })

  it.each([
    ['Ada <ada@x.example>, Bo <bo@x.example>'],
    ['ada@x.example; bo@x.example'],
    ['ada@x.example bo@x.example'],
    ['Ada <ada at x.example>'],
    ['Ada <>'],
    ['ada@x.example (home)'],
    ['none'],
    [''],
  ])('is not made up in %s', (written) => {
    expect(addressIn(written)).toBe(written)
    expect(isAddress(addressIn(written))).toBe(false)
  })
})
