/** Pixels of a row of chips. */
interface ChipRow {
  readonly room: number
  readonly gap: number
  /** The button that adds a filter; it always stands at the end. */
  readonly add: number
  /** The button that stands for the chips that have no room. */
  readonly more: number
  /** The button that removes all; 0 where there is none. Among the folded chips it needs no room. */
  readonly clear: number
}

/** How many of the chips stand in one line, from the first; the others fold into one button. */
export function chipsThatFit(widths: readonly number[], { room, gap, add, more, clear }: ChipRow): number {
  const lineOf = (buttons: readonly number[]): number =>
    buttons.filter((width) => width > 0).reduce((sum, width) => sum + width + gap, -gap)
  if (lineOf([...widths, add, clear]) <= room) return widths.length
  let shown = Math.max(0, widths.length - 1)
  while (shown > 0 && lineOf([...widths.slice(0, shown), more, add]) > room) shown -= 1
  return shown
}
