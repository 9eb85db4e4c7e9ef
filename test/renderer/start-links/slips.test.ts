import { correction, generate } from 'lean-qr'
import { describe, expect, it } from 'vitest'
import { type QrOutline, qrOutline, sheetsInSteps } from '../../../renderer/features/start-links/slip-sheets.ts'
import { type StartPerson, startUrl } from '../../../shared/model/start-link.ts'

const paul: StartPerson = {
  first: 'Łukasz',
  last: 'O’Neill & Söhne',
  email: 'l+test@school.example',
  userId: '319118',
  accessCode: 'HSE-7K4Q9',
}
const url = startUrl('kqr66bd93f1a2b4c', paul)

/** Whether an outline fills the middle of a module, by the rule of browsers: its winding number is not zero. */
function fillOf({ path }: QrOutline): (x: number, y: number) => boolean {
  const corner = (text: string) => text.split(' ').map(Number) as [number, number]
  const loops = path
    .split('M')
    .slice(1)
    .map((loop) => loop.replace('Z', '').split('L').map(corner))
  const edges = loops.flatMap((loop) => loop.map((from, at) => [from, loop[(at + 1) % loop.length] ?? from] as const))
  const upright = edges.filter(([[fromX], [toX]]) => fromX === toX)
  return (x, y) => {
    const turns = upright.map(([[fromX, fromY], [, toY]]) => {
      if (fromX > x + 0.5 || Math.min(fromY, toY) > y + 0.5 || Math.max(fromY, toY) < y + 0.5) return 0
      return Math.sign(toY - fromY)
    })
    return turns.reduce((sum, turn) => sum + turn, 0) !== 0
  }
}

describe('the picture of an address', () => {
  const outline = qrOutline(url)
  if (outline === null) throw new Error('There is no picture.')
  const isFilled = fillOf(outline)

  it('is the QR code of exactly that address, module by module', () => {
    const code = generate(url, { minCorrectionLevel: correction.M })
    expect(outline.size).toBe(code.size)
    const wrong = Array.from({ length: code.size ** 2 }, (_, at) => [
      at % code.size,
      Math.floor(at / code.size),
    ]).filter(([x = 0, y = 0]) => isFilled(x, y) !== code.get(x, y))
    expect(wrong).toEqual([])
  })
  it('has error correction M or better (ISO/IEC 18004, format information)', () => {
    // The first two bits of the format, masked with 10: M is 00, L 01, H 10, Q 11.
    const level = (Number(isFilled(0, 8)) ^ 1) * 2 + Number(isFilled(1, 8))
    expect(level).not.toBe(0b01)
  })
  it('is left out where no code can hold the address', () => {
    expect(qrOutline(`https://www.classmarker.com/?q=${'x'.repeat(2_400)}`)).toBeNull()
  })
})

describe('the pages of slips', () => {
  const people = (count: number) => Array.from({ length: count }, (_, at) => ({ ...paul, userId: String(at) }))

  it('hold everybody once, in order, eight a page', () => {
    const sheets = [...sheetsInSteps(people(19), 'kqr66', () => 0)].flat()
    expect(sheets.map(({ page, slips }) => [page, slips.length])).toEqual([
      [1, 8],
      [2, 8],
      [3, 3],
    ])
    expect(sheets[2]?.slips[2]?.url).toBe(startUrl('kqr66', { ...paul, userId: '18' }))
    expect(sheets.flatMap(({ slips }) => slips.map(({ userId }) => userId))).toEqual(
      people(19).map(({ userId }) => userId),
    )
  })
  it('are drawn in spans of time that end with the slip on which the time runs out', () => {
    let clock = 0
    const perSlip = 5
    const drawn = [...sheetsInSteps(people(24), 'kqr66', () => (clock += perSlip))]
    const pages = drawn.flat().map(({ page }) => page)
    expect(pages).toEqual([1, 2, 3])
    expect(drawn.length).toBeGreaterThanOrEqual((24 * perSlip) / 20)
    expect([...sheetsInSteps(people(24), 'kqr66', () => 0)].map((sheets) => sheets.length)).toEqual([3])
  })
  it('are none for nobody', () => {
    expect([...sheetsInSteps([], 'kqr66')]).toEqual([])
  })
})
