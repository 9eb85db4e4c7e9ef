interface LiveRegionProps {
  /** The newest sentence; `turn` makes the same sentence twice two events. */
  readonly said: { readonly text: string; readonly turn: number }
}

/** The one polite live region of the window: everything worth hearing passes through it. */
export const LiveRegion = ({ said: { text, turn } }: LiveRegionProps) => (
  <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
    <span key={turn}>{text}</span>
  </div>
)
