import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bits, countBits, noBits } from '../../electron/store/arrays/bits.ts'
import { TextColumn } from '../../electron/store/arrays/column.ts'
import { KnownBits } from '../../electron/store/arrays/known-bits.ts'
import { LinesColumn } from '../../electron/store/arrays/lines.ts'
import { Texts } from '../../electron/store/arrays/texts.ts'
import { Table } from '../../electron/store/columns/table.ts'
import { GradedAttempts } from '../../electron/store/gradebook/attempts.ts'
import { BothEngines } from './both-engines.ts'
import { play, steps } from './column-steps.ts'
import { drawn } from './draw.ts'

/*
 * Columns answer what SQL answers: whatever is written, in whatever order it is asked. `npm run prove` plays 100,000
 * cases, always the same, in about twenty minutes; `npm test` and `.ci/run`, which has a quarter of an hour for
 * everything, play the first 2,000 of them. `GRADEKEEP_SEED` plays others.
 */
const cases = drawn({ whole: 100_000, part: 2_000, inCI: 2_000 })
const seed = Number(process.env.GRADEKEEP_SEED ?? 20_261_130)

let engines: BothEngines
beforeEach(() => {
  engines = new BothEngines()
})
afterEach(() => {
  vi.restoreAllMocks()
  engines.close()
})

// Cases build on each other, so that none can be made smaller alone.
const onlyOnce = { seed, endOnFailure: true }

describe('the results in memory', () => {
  it(
    `are found, ordered and counted as SQL does (${cases} cases)`,
    () => {
      fc.assert(
        fc.property(steps(), (each) => {
          expect(play(engines, each)).toBeNull()
        }),
        {
          ...onlyOnce,
          numRuns: cases,
          interruptAfterTimeLimit: Math.max(500_000, cases * 40),
          markInterruptAsFailure: true,
        },
      )
      // Both answer: the columns when they stand, SQL while they are behind.
      expect(engines.asked.columns).toBeGreaterThan(cases / 20)
      expect(engines.asked.sql).toBeGreaterThan(cases / 100)
    },
    Math.max(560_000, cases * 45),
  )
})

const { put, rename } = Table.prototype
const lines = LinesColumn.prototype.put
/** What could go wrong in the columns, or on the way to them. */
const faults: Readonly<Record<string, () => void>> = {
  'a removed result stays': () => {
    vi.spyOn(Table.prototype, 'remove').mockReturnValue()
  },
  'a changed result stays where it was': () => {
    vi.spyOn(Table.prototype, 'put').mockImplementation(function (this: Table, read) {
      return put.call(this, read, false)
    })
  },
  'a changed result is not read again': () => {
    vi.spyOn(Table.prototype, 'put').mockImplementation(function (this: Table, read, isChange) {
      const isNew = ([id]: readonly unknown[]) => this.rowOf(Number(id)) === -1
      return put.call(this, isChange ? read.filter(isNew) : read, isChange)
    })
  },
  'a new name is not seen': () => {
    vi.spyOn(Table.prototype, 'rename').mockImplementation(function (this: Table, names) {
      if (this.rows === 0) rename.call(this, names)
    })
  },
  'a search looks only at the first lines': () => {
    vi.spyOn(LinesColumn.prototype, 'put').mockImplementation(function (this: LinesColumn, row, value) {
      lines.call(this, row, value.split('\n', 2).join('\n'))
    })
  },
  'a word is found in the text behind': () => {
    const { containing } = Texts.prototype
    vi.spyOn(Texts.prototype, 'containing').mockImplementation(function (this: Texts, word) {
      return containing.call(this, word).map((bits) => bits << 1)
    })
  },
  'a word is not found where few rows are left': () => {
    const { having } = LinesColumn.prototype
    const isFew = (rows: number, within?: Bits) => within !== undefined && countBits(within) < rows / 8
    vi.spyOn(LinesColumn.prototype, 'having').mockImplementation(function (this: LinesColumn, word, rows, within) {
      return isFew(rows, within) ? noBits(rows) : having.call(this, word, rows, within)
    })
  },
  'a new name of an extra field is not seen': () => {
    const known = KnownBits.prototype.of
    vi.spyOn(KnownBits.prototype, 'of').mockImplementation(function (this: KnownBits, condition) {
      const [, pieces] = /^extraInfo (\[\[.*\]),\[.*$/.exec(condition.key) ?? []
      // What is known of some words goes on to hold, whichever fields have the name now.
      return known.call(this, { ...condition, key: pieces ?? condition.key })
    })
  },
  'no result is of a class': () => {
    const read = Object.getOwnPropertyDescriptor(GradedAttempts.prototype, 'values')?.get
    vi.spyOn(GradedAttempts.prototype, 'values', 'get').mockImplementation(function (this: GradedAttempts) {
      return { ...read?.call(this), id: new Uint32Array(0) }
    })
    vi.spyOn(GradedAttempts.prototype, 'rowOf').mockReturnValue(-1)
  },
  'of several codes only the first is found': () => {
    const { holding } = Texts.prototype
    vi.spyOn(Texts.prototype, 'holding').mockImplementation(function (this: Texts, entries) {
      return holding.call(this, entries.slice(0, 1))
    })
  },
  'a choice finds what is beside': () => {
    const { passing } = TextColumn.prototype
    vi.spyOn(TextColumn.prototype, 'passing').mockImplementation(function (this: TextColumn, test) {
      return passing.call(this, (text) => test(text === 'passed' ? 'not-passed' : text))
    })
  },
}

describe('this comparison', () => {
  it.each(Object.keys(faults))(
    'notices when %s',
    (fault) => {
      faults[fault]?.()
      const { failed, errorInstance } = fc.check(
        fc.property(steps(), (each) => {
          expect(play(engines, each)).toBeNull()
        }),
        { ...onlyOnce, numRuns: 2_000 },
      )
      expect(failed).toBe(true)
      expect(`${errorInstance}`).toContain('the columns')
    },
    120_000,
  )
})
