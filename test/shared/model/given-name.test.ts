import { describe, expect, it } from 'vitest'
import { givenName } from '../../../shared/model/text.ts'

describe('a name that somebody gives to something', () => {
  it.each([
    ['  Essays \n to  grade ', 'Essays to grade'],
    ['cafe\u{301}', 'caf\u{e9}'],
    ['\u{202E}evil', 'evil'],
    ['Zero\u{200B}width', 'Zerowidth'],
    ['Teachers 👩‍🏫', 'Teachers 👩‍🏫'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('is on one line, as it looks: %j', (typed, kept) => {
    expect(givenName(typed)).toBe(kept)
  })

  it('is empty where nothing of it can be seen', () => {
    expect(givenName('\u{200B} \u{200D}\u{FEFF}')).toBe('')
  })
})
