import { type RefObject, useMemo } from 'react'
import { t } from '../../format/words.ts'
import { useElementWidth, useTextScale } from '../../ui/measure.ts'
import { measureLike, useFontsReady } from '../content-width.ts'

// In pixels at the usual letter size, as in FilterBar.module.css.
const gap = 6
const aroundWords = 43
const widestWords = 240
const aroundAdd = 38
const aroundMore = 22
const aroundClear = 14

/** A chip cuts longer words, so they need no measuring. */
const measuredLetters = 80

/** How many chips fit in the line of `bar`; all of them before layout. */
export function useChipsShown(
  bar: RefObject<HTMLElement | null>,
  chips: readonly { readonly name: string; readonly words: string }[],
  withClear: boolean,
): number {
  const room = useElementWidth(bar)
  const scale = useTextScale()
  const fonts = useFontsReady()
  const isLaidOut = room > 0
  // Kept, because it takes a millisecond to make; the room changes with every number beside the chips.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other fonts or letters, every text has another width
  const measure = useMemo(
    () => (isLaidOut && bar.current !== null ? measureLike(bar.current) : null),
    [isLaidOut, fonts, scale],
  )
  const texts = JSON.stringify(chips.map(({ name, words }) => [name, words.slice(0, measuredLetters)]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same texts take the same room
  return useMemo(() => {
    if (measure === null) return chips.length
    const widths = chips.map(({ name, words }) => {
      const text = measure(`${name}:`, 'small') + measure(words.slice(0, measuredLetters), 'small-strong')
      return Math.ceil(Math.min(text, widestWords * scale) + aroundWords * scale)
    })
    return chipsThatFit(widths, {
      room,
      gap,
      add: Math.ceil(measure(t('filter.add'), 'small') + aroundAdd * scale),
      more: Math.ceil(measure(`+${chips.length}`, 'small-strong') + aroundMore * scale),
      clear: withClear ? Math.ceil(measure(t('filter.clearAll'), 'small') + aroundClear * scale) : 0,
    })
  }, [measure, room, texts, withClear])
}

/** A row of chips; all lengths in pixels. */
interface ChipRow {
  readonly room: number
  readonly gap: number
  /** The button that adds a filter; it is always last. */
  readonly add: number
  /** The button that stands in for the chips that do not fit. */
  readonly more: number
  /** The button that removes all filters; 0 where there is none. Among the folded chips it needs no room. */
  readonly clear: number
}

/** How many chips fit in one line, counted from the first; the others fold into one button. */
export function chipsThatFit(widths: readonly number[], { room, gap, add, more, clear }: ChipRow): number {
  const lineOf = (buttons: readonly number[]): number =>
    buttons.filter((width) => width > 0).reduce((sum, width) => sum + width + gap, -gap)
  if (lineOf([...widths, add, clear]) <= room) return widths.length
  let shown = Math.max(0, widths.length - 1)
  while (shown > 0 && lineOf([...widths.slice(0, shown), more, add]) > room) shown -= 1
  return shown
}
