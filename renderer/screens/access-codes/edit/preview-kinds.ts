import {
  type CodeChange,
  type CodeEntry,
  type CodesPreview,
  type Rejection,
  rejections,
} from '../../../../shared/model/access-code.ts'

/** What becomes of some of the codes of an edit. */
export type PreviewKindId = 'new' | 'remove' | 'learned' | 'forgotten' | Rejection

/** A code of a kind, with the line of the file that a refused one stands on. */
export interface PreviewEntry extends CodeEntry {
  readonly line?: number | undefined
}

export interface PreviewKind {
  readonly id: PreviewKindId
  readonly entries: readonly PreviewEntry[]
}

const effectiveKind = { add: 'new', remove: 'remove', 'full-list': 'learned' } as const

/** Rejections that can come of each change; the others are shown only where they do come. */
const usual: Readonly<Record<CodeChange, readonly Rejection[]>> = {
  add: ['already-known', 'duplicate', 'empty', 'too-long', 'list-full'],
  remove: ['duplicate', 'empty', 'too-long'],
  'full-list': ['duplicate', 'empty', 'too-long', 'list-full'],
}

/**
 * The codes of a preview by what becomes of them: first what happens, then what is left out and why.
 * @param unknown those to be removed that are not known here; they are sent with the others
 */
export function previewKinds(
  change: CodeChange,
  preview: CodesPreview,
  unknown: readonly CodeEntry[],
): readonly PreviewKind[] {
  const { effective, forgotten, rejected } = preview
  const order = [...usual[change], ...rejections.filter((id) => !usual[change].includes(id))]
  const left = order
    .map((id) => ({
      id,
      entries: rejected
        .filter(({ reason }) => reason === id)
        .map(({ code, line }) => (line === undefined ? { code, name: null } : { code, name: null, line })),
    }))
    .filter(({ id, entries }) => entries.length > 0 || usual[change].includes(id))
  return [
    { id: effectiveKind[change], entries: effective },
    ...(change === 'full-list' ? [{ id: 'forgotten' as const, entries: forgotten }] : []),
    ...(change === 'remove' ? [{ id: 'not-known' as const, entries: unknown }] : []),
    ...left.filter(({ id }) => id !== 'not-known'),
  ]
}

/** Whether the edit would do anything. A full list always does: it tells how many codes there are. */
export const doesSomething = (change: CodeChange, { effective }: CodesPreview): boolean =>
  change === 'full-list' || effective.length > 0
