import {
  type AccessCode,
  type CodeChange,
  type CodePreview,
  type Rejection,
  rejections,
} from '../../../../shared/model/access-code.ts'

/** What becomes of some of the codes of an edit. */
export type PreviewKindId = 'new' | 'remove' | 'learned' | 'forgotten' | Rejection

/** A code of a kind, with the line of the file that a refused one stands on. */
export interface PreviewedCode extends AccessCode {
  readonly line?: number | undefined
}

export interface PreviewKind {
  readonly id: PreviewKindId
  readonly codes: readonly PreviewedCode[]
}

const effectiveKind = { add: 'new', remove: 'remove', 'full-list': 'learned' } as const

/** Rejections that can come of each change; the others are shown only where they do come. */
const usual: Readonly<Record<CodeChange, readonly Rejection[]>> = {
  add: ['already-known', 'duplicate', 'empty', 'too-long', 'list-full'],
  remove: ['duplicate', 'empty', 'too-long'],
  'full-list': ['duplicate', 'empty', 'too-long', 'list-full'],
}

/** The codes of a preview by what becomes of them: first what happens, then what is left out and why. */
export function previewKinds(change: CodeChange, preview: CodePreview): readonly PreviewKind[] {
  const { effective, forgotten, unknown, rejected } = preview
  const order = [...usual[change], ...rejections.filter((id) => !usual[change].includes(id))]
  const left = order
    .map((id) => ({
      id,
      codes: rejected
        .filter(({ reason }) => reason === id)
        .map(({ code, line }) => (line === undefined ? { code, name: null } : { code, name: null, line })),
    }))
    .filter(({ id, codes }) => codes.length > 0 || usual[change].includes(id))
  return [
    { id: effectiveKind[change], codes: effective },
    ...(change === 'full-list' ? [{ id: 'forgotten' as const, codes: forgotten }] : []),
    ...(change === 'remove' ? [{ id: 'not-known' as const, codes: unknown }] : []),
    ...left.filter(({ id }) => id !== 'not-known'),
  ]
}

/** Whether the edit would do anything. A full list always does: it tells how many codes there are. */
export const doesSomething = (change: CodeChange, { effective }: CodePreview): boolean =>
  change === 'full-list' || effective.length > 0
