import type { TableRow } from '../../shared/model/table.ts'
import { fold } from '../../shared/model/text.ts'

// In English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and Turkish, folded.
const totals = [
  'total',
  'totals',
  'grand total',
  'subtotal',
  'summe',
  'gesamt',
  'gesamtsumme',
  'insgesamt',
  'anzahl',
].concat(['somme', 'suma', 'somma', 'totale', 'totaal', 'aantal', 'razem', 'toplam'])
/** Words that can be codes themselves; only figures beside them make a summary of them. */
const figured = ['sum', 'count', 'number', 'average', 'mean', 'median', 'mittelwert', 'durchschnitt', 'nombre'].concat([
  'moyenne',
  'promedio',
  'media',
  'som',
  'gemiddelde',
  'soma',
  'srednia',
  'ortalama',
])

const labelled = (words: readonly string[], end: string): RegExp =>
  new RegExp(`^(?:${words.join('|')})(?: (?:of|der|de|des) \\D+)?${end}$`)
const bare = labelled([...totals, ...figured], '[\\s:=]*')
const withFigure = labelled([...totals, ...figured], '[\\s:=]+[\\d.,]+')
const total = labelled(totals, '[\\s:=]*')
const isFigure = (cell: string): boolean => /^\s*[-+]?\d[\d.,\s]*%?\s*$/.test(cell)

function isSummary({ cells }: TableRow): boolean {
  const [label = '', ...figures] = cells.filter((cell) => cell.trim() !== '')
  if (!figures.every(isFigure)) return false
  const words = fold(label)
  return total.test(words) || withFigure.test(words) || (figures.length > 0 && bare.test(words))
}

/** The line below the headings of Canvas's gradebook, with the points that can be had. */
const isPointsPossible = ({ cells }: TableRow): boolean =>
  fold(cells.find((cell) => cell.trim() !== '') ?? '') === 'points possible'

/**
 * Marks the rows that sum a list up and are none of it, so that their cells are refused with their line.
 * @param rows those below a header
 */
export function withSummariesMarked(rows: readonly TableRow[]): readonly TableRow[] {
  let end = rows.length
  while (end > 0 && rows.slice(end - 1, end).every((row) => row.cells.length === 0 || isSummary(row))) end--
  const begin = rows.slice(0, 1).every(isPointsPossible) ? 1 : 0
  if (end === rows.length && begin === 0) return rows
  return rows.map((row, at) => (at < begin || at >= end ? marked(row) : row))
}

const marked = (row: TableRow): TableRow => ({
  ...row,
  flaws: Object.fromEntries(row.cells.map((_, at) => [at, 'summary-row' as const])),
})
