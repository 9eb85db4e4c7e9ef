import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** How much of a proof is drawn: `npm run prove` draws all of it, `npm test` a part. */
    draw: 'whole' | 'part'
  }
}

/** The number to draw in this run. */
export const drawn = ({ whole, part }: { readonly whole: number; readonly part: number }): number =>
  inject('draw') === 'whole' ? whole : part
