import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** How much of a proof is drawn: `npm run prove` draws all of it, `npm test` a part. */
    draw: 'whole' | 'part'
  }
}

interface Drawn {
  readonly whole: number
  readonly part: number
  /** What `.ci/run` draws, which has a quarter of an hour, where the whole takes minutes. */
  readonly inCI?: number
}

/** The number to draw in this run. */
export const drawn = ({ whole, part, inCI = whole }: Drawn): number =>
  inject('draw') === 'part' ? part : process.env.CI === undefined ? whole : inCI

interface HistoriesDrawn {
  readonly whole: number
  readonly part: number
  /** What the histories of an ordinary run grow from: always the same ones. */
  readonly seed: number
  /** How long they may play: at least so many milliseconds, and so many for each history. */
  readonly milliseconds: { readonly least: number; readonly each: number }
}

/**
 * The random histories that a proof plays: those of `seed`, as many as `drawn` says; with `GRADEKEEP_HISTORIES` as many
 * as it says, new ones each time; with `GRADEKEEP_SEED` the ones of that seed.
 */
export function drawnHistories({ whole, part, seed, milliseconds }: HistoriesDrawn) {
  const asked = Number(process.env.GRADEKEEP_HISTORIES ?? 0)
  const count = asked || drawn({ whole, part })
  const askedSeed = process.env.GRADEKEEP_SEED
  const limit = Math.max(milliseconds.least, count * milliseconds.each)
  return {
    count,
    /** How fast-check plays them. It makes a failing one smaller for as long as somebody may wait for it. */
    parameters: {
      numRuns: count,
      ...(askedSeed !== undefined ? { seed: Number(askedSeed) } : asked > 0 ? {} : { seed }),
      interruptAfterTimeLimit: limit,
      markInterruptAsFailure: true,
    },
    /** The time limit of the test around them, in milliseconds. */
    timeout: limit * 1.25,
  }
}
