import { describe, expect, it } from 'vitest'
import { stepAfter } from '../../../electron/connectors/classmarker/paging.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const now = unixSeconds(1_795_176_000)
const at = (seconds: number) => unixSeconds(now + seconds)
const after = at(-1_000)

const page = (finishes: readonly number[], said: { moreExist?: boolean; takenAfter?: number } = {}) => ({
  serverTime: now,
  finishes: finishes.map(at),
  takenAfter: said.takenAfter === undefined ? null : at(said.takenAfter),
  fits: true,
  moreExist: said.moreExist ?? false,
  nextFinishedAfter: null,
})

describe.each([false, true])('a page that says of more to come: %s', (moreExist) => {
  it.each([
    ['that begins right behind what was asked for proves it', [-999, -500], true],
    ['with a result of the very second it was to begin behind proves nothing', [-1_000, -500], false],
    ['that begins long before proves nothing', [-90_000, -500], false],
  ])('%s', (_, finishes, isProved) => {
    expect(stepAfter(page(finishes, { moreExist }), after, now)).toMatchObject({ isProved })
  })

  it('proves nothing where it was taken from later on', () => {
    expect(stepAfter(page([-500], { moreExist, takenAfter: -600 }), after, now)).toMatchObject({ isProved: false })
    expect(stepAfter(page([-500], { moreExist, takenAfter: -1_000 }), after, now)).toMatchObject({ isProved: true })
  })
})

describe('a last page', () => {
  it('that is empty proves that there is nothing', () => {
    expect(stepAfter(page([]), after, now)).toEqual({ kind: 'end', cursor: null, coveredUntil: at(-1), isProved: true })
  })

  it('that ends in the future proves what is past, and its cursor stays in the present', () => {
    expect(stepAfter(page([-500, 86_400]), after, now)).toEqual({
      kind: 'end',
      cursor: at(-500),
      coveredUntil: at(-1),
      isProved: true,
    })
  })
})
