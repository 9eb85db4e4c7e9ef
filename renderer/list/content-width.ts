import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTextScale } from '../ui/measure.ts'
import type { GridColumn } from './grid-column.ts'

export type TextType = 'header' | 'plain' | 'strong' | 'mono' | 'small' | 'small-strong'

/** Measures a text in one line, in pixels. */
export type MeasureText = (text: string, type: TextType) => number

/** Padding at both sides of a cell together, in pixels, as in the style sheet. */
const cellPadding = 16

/** Room for the sort arrow, always kept free so that sorting by a column does not widen it. */
const arrowRoom = 16

/** How many rows are measured: the first page of a list. */
const measuredRows = 100

/** Longer names and tests are cut in any window; measuring a whole book would take too long. */
const measuredLetters = 120

/** Canvas and page never measure a text quite alike. */
const rounding = 2

/** The width a column needs for its header and the longest words of `rows`, within its own limits. */
export function contentWidth<Row>(column: GridColumn<Row, string>, rows: readonly Row[], measure: MeasureText): number {
  const { words, type = 'plain', beside = 0, most = Number.POSITIVE_INFINITY } = column
  if (words === undefined || column.headerHidden) return column.width
  const besideOf = typeof beside === 'number' ? () => beside : beside
  // Many rows have the same words.
  const texts = new Map(rows.map((row) => [words(row), row]))
  const ofText = (text: string) => measure(figuresAsZeros(text.slice(0, measuredLetters)), type)
  const known = (column.longest ?? []).map((text) => ofText(text) + besideOf(rows[0]))
  const widest = Math.max(
    0,
    ...known,
    ...[...texts].map(([text, row]) => (text === '' ? 0 : ofText(text) + besideOf(row))),
  )
  const content = widest === 0 ? 0 : Math.ceil(widest) + cellPadding + rounding
  return Math.max(Math.min(content, most), headerWidth(column, measure))
}

function headerWidth<Row>({ header, sort }: GridColumn<Row, string>, measure: MeasureText): number {
  return Math.ceil(measure(header, 'header')) + cellPadding + (sort === null ? 0 : arrowRoom)
}

/** Tabular figures are all as wide as a zero, but a canvas does not know that. */
const figuresAsZeros = (text: string): string => text.replace(/\d/g, '0')

/** Widths of one type that are kept; a list shows the same names, figures and days again and again. */
const mostKept = 20_000

/** Measures with an element's font on a canvas, without any layout. Keeps what it measured. */
export function measureLike(element: HTMLElement): MeasureText {
  const context = document.createElement('canvas').getContext('2d')
  const style = getComputedStyle(element)
  const variable = (name: string) => style.getPropertyValue(name).trim()
  const size = Number.parseFloat(style.fontSize)
  const fonts: Readonly<Record<TextType, string>> = {
    header: `500 ${size * (11.5 / 13)}px ${style.fontFamily}`,
    small: `400 ${size * (12 / 13)}px ${style.fontFamily}`,
    'small-strong': `500 ${size * (12 / 13)}px ${style.fontFamily}`,
    plain: `400 ${style.fontSize} ${style.fontFamily}`,
    strong: `500 ${style.fontSize} ${style.fontFamily}`,
    mono: `400 ${size * (12 / 13)}px ${variable('--font-mono')}`,
  }
  const kept: Partial<Record<TextType, Map<string, number>>> = {}
  let set: TextType | null = null
  return (text, type) => {
    if (context === null) return 0
    kept[type] ??= new Map()
    const known = kept[type].get(text)
    if (known !== undefined) return known
    // Setting a font takes longer than measuring a word.
    if (set !== type) context.font = fonts[type]
    set = type
    const { width } = context.measureText(text)
    if (kept[type].size >= mostKept) kept[type].clear()
    kept[type].set(text, width)
    return width
  }
}

interface ContentWidthsGiven<Row> {
  readonly scroller: RefObject<HTMLElement | null>
  readonly columns: readonly GridColumn<Row, string>[]
  readonly count: number
  rowAt(index: number): Row | undefined
  /** Changes when another list is shown. */
  readonly listKey: unknown
}

type Widths = ReadonlyMap<string, number>

/** What widths were measured for. */
interface Occasion {
  readonly listKey: unknown
  readonly isEmpty: boolean
  readonly measure: MeasureText
  readonly count: number
  readonly columns: unknown
}

/**
 * The width each column needs, by the first rows of the list. Measured when another list is shown; rows that come in
 * later only widen columns, and only while the top of the list is on screen, so that nothing moves under the reader's
 * eyes. Measured while the grid is drawn, so that it is drawn once and not a second time with other widths.
 */
export function useContentWidths<Row>({ scroller, columns, count, rowAt, listKey }: ContentWidthsGiven<Row>): Widths {
  const measure = useMeasure()
  const last = useRef<{ readonly occasion: Occasion; readonly widths: Widths } | null>(null)
  const occasion: Occasion = { listKey, isEmpty: count === 0, measure, count, columns }
  const before = last.current
  if (before !== null && same(before.occasion, occasion)) return before.widths
  // Without a row the columns stay as they were: most often one letter too many was typed.
  if (before !== null && count === 0 && before.occasion.measure === measure) return before.widths

  const measured = (): Widths => {
    const rows = Array.from({ length: Math.min(count, measuredRows) }, (_, index) => rowAt(index)).filter(
      (row) => row !== undefined,
    )
    return new Map(columns.map((column) => [column.id, contentWidth(column, rows, measure)]))
  }
  const isOther =
    before === null ||
    (['listKey', 'isEmpty', 'measure'] as const).some((part) => before.occasion[part] !== occasion[part])
  // "Yesterday 16:44" is longer than "Today 16:44", and no time is cut.
  const otherWords = before?.occasion.columns !== columns
  const reads = isOther || otherWords || (scroller.current?.scrollTop ?? 0) === 0
  const widths = isOther ? measured() : reads ? widened(before.widths, measured()) : before.widths
  last.current = { occasion, widths }
  return widths
}

const same = (one: Occasion, other: Occasion): boolean =>
  (Object.keys(one) as (keyof Occasion)[]).every((part) => one[part] === other[part])

/** Measures in the page's font, once that is loaded, at the present letter size. */
function useMeasure(): MeasureText {
  const fonts = useFontsReady()
  const scale = useTextScale()
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other fonts or letters, every text has another width
  return useMemo(() => measureLike(document.body), [fonts, scale])
}

/** Keeps the larger width of each column. */
export function widened(before: Widths, now: Widths): Widths {
  const larger = [...now].some(([id, width]) => width > (before.get(id) ?? 0))
  return larger ? new Map([...now].map(([id, width]) => [id, Math.max(width, before.get(id) ?? 0)])) : before
}

/** Becomes true when the fonts are loaded and can be measured. */
export function useFontsReady(): boolean {
  const [ready, setReady] = useState(document.fonts.status === 'loaded')
  useLayoutEffect(() => {
    let current = true
    void document.fonts.ready.then(() => current && setReady(true))
    return () => {
      current = false
    }
  }, [])
  return ready
}
