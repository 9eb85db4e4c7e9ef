import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { generateCodes } from '../../../electron/codes/generate.ts'
import { alphabets, type CodePattern, longestCode } from '../../../shared/model/access-code.ts'
import { serialKey } from '../../../shared/model/certificate.ts'

const nothing = async () => []
const tooFew = expect.objectContaining({ code: 'codes/too-few-combinations' })
const pattern = (changed: Partial<CodePattern> = {}): CodePattern => ({
  pattern: 'EXAM-{code}',
  length: 6,
  alphabet: 'letters-and-digits',
  ...changed,
})
const wanted = (changed: Partial<CodePattern>, count: number, names: readonly string[] = []) => ({
  pattern: pattern(changed),
  count,
  names,
})

/** Known codes, in the form the store compares them in. */
const known = (codes: readonly string[]) => {
  const keys = new Set(codes.map(serialKey))
  return vi.fn(async (candidates: readonly string[]) => candidates.filter((code) => keys.has(serialKey(code))))
}

const anyPattern = fc.record({
  before: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .-]{0,11}$/),
  after: fc.stringMatching(/^[A-Za-z0-9.-]{0,12}$/),
  length: fc.integer({ min: 4, max: 64 }),
  alphabet: fc.constantFrom('letters-and-digits' as const, 'letters' as const, 'digits' as const),
})

describe('generated codes', () => {
  it('are as many as asked for, distinct, of the alphabet, of the length, and stand in the pattern', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPattern,
        fc.integer({ min: 1, max: 900 }),
        async ({ before, after, length, alphabet }, count) => {
          const codes = await generateCodes(
            wanted({ pattern: `${before}{code}${after}`, length, alphabet }, count),
            nothing,
          )
          expect(codes).toHaveLength(count)
          expect(new Set(codes.map(({ code }) => serialKey(code))).size).toBe(count)
          for (const { code, name } of codes) {
            expect(name).toBeNull()
            expect(code.startsWith(before) && code.endsWith(after)).toBe(true)
            const random = code.slice(before.length, code.length - after.length)
            expect(random).toHaveLength(length)
            expect([...random].every((sign) => alphabets[alphabet].includes(sign))).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('collide with nothing that is known, whatever its case, dashes and look-alikes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 9_999 }), { minLength: 1, maxLength: 5_000 }),
        fc.integer({ min: 1, max: 500 }),
        async (numbers, count) => {
          // The same codes as somebody may have typed them: "exam 0O12" for "EXAM-0012".
          const typed = numbers.map(
            (number) => `exam ${String(number).padStart(4, '0').replace('0', 'O').replace('1', 'l')}`,
          )
          const codes = await generateCodes(wanted({ length: 4, alphabet: 'digits' }, count), known(typed))
          const before = new Set(typed.map(serialKey))
          expect(codes).toHaveLength(count)
          expect(codes.filter(({ code }) => before.has(serialKey(code)))).toEqual([])
        },
      ),
      { numRuns: 30 },
    )
  })

  it('use every sign of the alphabet, and no look-alikes of letters', async () => {
    for (const alphabet of ['letters-and-digits', 'letters', 'digits'] as const) {
      const codes = await generateCodes(wanted({ pattern: '{code}', length: 12, alphabet }, 400), nothing)
      const used = new Set(codes.flatMap(({ code }) => [...code]))
      expect([...used].toSorted().join('')).toBe([...alphabets[alphabet]].toSorted().join(''))
    }
    expect(alphabets['letters-and-digits']).not.toMatch(/[01258BILOQSUVZ]/)
  })

  it('are others each time', async () => {
    const [one, other] = await Promise.all([
      generateCodes(wanted({ length: 20 }, 50), nothing),
      generateCodes(wanted({ length: 20 }, 50), nothing),
    ])
    expect(one.filter(({ code }) => other.some((each) => each.code === code))).toEqual([])
  })

  it.each([
    ['CAM-', /^CAM-\d{4}$/],
    ['', /^\d{4}$/],
    ['{code}', /^\d{4}$/],
    ['{code}-{code}', /^(\d{4})-\1$/],
    ['$& {code} $1', /^\$& \d{4} \$1$/],
    ['  A{code} ', /^A\d{4}$/],
    ['A\n\tB{code}', /^A B\d{4}$/],
  ])('of the pattern %j look like %s', async (text, form) => {
    const [made] = await generateCodes(wanted({ pattern: text, length: 4, alphabet: 'digits' }, 1), nothing)
    expect(made?.code).toMatch(form)
  })

  it('have a name beside each where names are given, as many as there are names', async () => {
    const codes = await generateCodes(wanted({}, 500, [' Ada Lovelace ', '', 'Paul Smith', '  ']), nothing)
    expect(codes.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Paul Smith'])
  })

  it('are at most 255 characters long', async () => {
    const longest = { pattern: 'é'.repeat(longestCode - 6), length: 6 }
    expect((await generateCodes(wanted(longest, 1), nothing))[0]?.code).toHaveLength(longestCode)
    await expect(generateCodes(wanted({ ...longest, length: 7 }, 1), nothing)).rejects.toEqual(tooFew)
  })

  it('are refused where there are not ten times as many combinations', async () => {
    const digits = { length: 4, alphabet: 'digits' } as const
    expect(await generateCodes(wanted(digits, 1_000), nothing)).toHaveLength(1_000)
    await expect(generateCodes(wanted(digits, 1_001), nothing)).rejects.toEqual(tooFew)
    const names = Array.from({ length: 1_001 }, (_, index) => `Student ${index}`)
    await expect(generateCodes(wanted(digits, 1, names), nothing)).rejects.toEqual(tooFew)
  })

  it('are refused, and not looked for for ever, where nearly all combinations are taken', async () => {
    const taken = known(Array.from({ length: 9_999 }, (_, number) => `EXAM-${String(number).padStart(4, '0')}`))
    await expect(generateCodes(wanted({ length: 4, alphabet: 'digits' }, 2), taken)).rejects.toEqual(tooFew)
    expect(taken.mock.calls.length).toBeLessThan(200)
  })

  it('of a whole list leave the event loop a turn for every 500 codes', async () => {
    let turns = 0
    let done = false
    const count = () => {
      turns++
      if (!done) setImmediate(count)
    }
    setImmediate(count)
    const codes = await generateCodes(wanted({ length: 12 }, 20_000), nothing)
    done = true
    expect(codes).toHaveLength(20_000)
    expect(turns).toBeGreaterThanOrEqual(20_000 / 500)
  })
})
