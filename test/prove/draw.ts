import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** How much of a proof is drawn: all of it by `npm run prove`, a part of it in passing by `npm test`. */
    draw: 'whole' | 'part'
  }
}

/** So many of them, as this run draws. */
export const drawn = ({ whole, part }: { readonly whole: number; readonly part: number }): number =>
  inject('draw') === 'whole' ? whole : part
