import { fromTenths, type Tenths } from '../../shared/model/result-values.ts'
import { locale, t } from './words.ts'

const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const upToTwo = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })

/** Figures that are kept: a list writes each several times over, to show and to measure it. */
const mostKept = 10_000

function keptFigures<Value extends number>(write: (value: Value) => string): (value: Value) => string {
  const figures = new Map<Value, string>()
  return (value) => {
    const kept = figures.get(value)
    if (kept !== undefined) return kept
    const figure = write(value)
    if (figures.size >= mostKept) figures.clear()
    figures.set(value, figure)
    return figure
  }
}

/** 895 → "89.5", without the percent sign, which the grid sets apart. */
export const percentFigure = keptFigures((tenths: Tenths) => oneDecimal.format(fromTenths(tenths)))

/** 895 → "89.5%"; a word for a score that could not be read. */
export const scoreOf = (tenths: Tenths | null): string =>
  tenths === null ? t('results.unknown') : `${percentFigure(tenths)}%`

/** 71.5 → "71.5%". */
export const percentOf = (percentage: number): string => `${oneDecimal.format(percentage)}%`

/** 500 → "50", 555 → "55.5", for running text such as "pass mark 50%". */
export const percentShort = (tenths: Tenths): string => upToTwo.format(fromTenths(tenths))

/** "44.5". */
export const pointsFigure = keptFigures((points: number) => upToTwo.format(points))

/** "2,314". */
export const wholeNumber = (count: number): string => whole.format(count)

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "4.2 MB". */
export function sizeWords(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const options = {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: bytes >= 10_000_000 ? 0 : 1,
  } as const
  return new Intl.NumberFormat(locale, options).format(bytes / 1000 ** step)
}

/** A student's name as the teacher reads it: first name, then last name. */
export const fullName = (person: { readonly first: string; readonly last: string }): string =>
  `${person.first} ${person.last}`.trim()

/** One or two letters for an account's badge: "Northgate High" → "NH". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
