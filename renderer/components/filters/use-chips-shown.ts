import { type RefObject, useMemo } from 'react'
import { t } from '../../i18n.ts'
import { useTextScale } from '../../root-font.ts'
import { measureLike } from '../DataGrid/content-width.ts'
import { useElementWidth } from '../DataGrid/use-element-width.ts'
import { chipsThatFit } from './chips-that-fit.ts'

// As in FilterBar.module.css, for letters of the usual size.
const gap = 6
const aroundWords = 43
const widestWords = 240
const aroundAdd = 38
const aroundMore = 22
const aroundClear = 14

/** More than this is cut in a chip, and needs no measuring. */
const measuredLetters = 80

/** How many of the chips have room in the line of `bar`; all of them before it is laid out. */
export function useChipsShown(
  bar: RefObject<HTMLElement | null>,
  chips: readonly { readonly name: string; readonly words: string }[],
  withClear: boolean,
): number {
  const room = useElementWidth(bar)
  const scale = useTextScale()
  const texts = JSON.stringify(chips.map(({ name, words }) => [name, words.slice(0, measuredLetters)]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same texts take the same room
  return useMemo(() => {
    if (room === 0 || bar.current === null) return chips.length
    const measure = measureLike(bar.current)
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
  }, [room, scale, texts, withClear])
}
