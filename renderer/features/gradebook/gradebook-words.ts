import type { GradebookCell, GradebookDefinition, GradebookScore, RowAverage } from '../../../shared/model/gradebook.ts'
import type { AverageKind, GradingRules, Scale } from '../../../shared/model/grading.ts'
import { meanOf } from '../../../shared/model/grading.ts'
import { type ScalePreset, scalePresets } from '../../../shared/model/grading-scales.ts'
import { rounded } from '../../../shared/model/ratio.ts'
import { nearestTenths, type Tenths } from '../../../shared/model/result-values.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { percentFigure } from '../../format/numbers.ts'
import { dayWords } from '../../format/time.ts'
import { locale, t } from '../../format/words.ts'

/** "86.0": a score in percent, without the sign. A mean of several attempts is rounded once. */
export const scoreFigure = (score: NonNullable<GradebookScore['score']>): string =>
  percentFigure((score.of === 1 ? score.sum : rounded(meanOf(score))) as Tenths)

/** A statistic over scores, in tenths of a percent: "76.4"; a dash where there is none. */
export const statisticFigure = (tenths: number | null): string =>
  tenths === null ? t('gradebook.foot.none') : percentFigure(nearestTenths(tenths))

const figures = new Map<number, Intl.NumberFormat>()

/** "87.6%", with the decimals of the rules; '' where nothing counts. */
export function averageFigure({ rounded: units }: RowAverage, places: number): string {
  if (units === null) return ''
  const format =
    figures.get(places) ??
    new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places })
  figures.set(places, format)
  return `${format.format(units / 10 ** places)}%`
}

/** That a score is to be graded; one that is left out of the average changes nothing as long as it is. */
export const toGradeWords = (isDropped: boolean): string =>
  t(isDropped ? 'gradebook.cell.toGrade' : 'gradebook.cell.provisional')

/** What a screen reader hears of a cell, and what shows when the pointer rests on it. */
export function cellWords(cell: GradebookCell, policy: GradingRules['policy'], isDropped: boolean): string {
  if (cell === null) return t('gradebook.cell.notTaken')
  if (cell.excused) return [t('gradebook.cell.excused'), cell.reason].filter(Boolean).join(': ')
  const { score, attempts, reason, provisional, passed } = cell
  return [
    score === null ? t('gradebook.cell.unknown') : `${scoreFigure(score)}%`,
    attempts > 1 &&
      t(reason === null ? `gradebook.cell.ofWords.${policy}` : 'gradebook.cell.chosenOf', { count: attempts }),
    provisional && toGradeWords(isDropped),
    passed === false && t('gradebook.cell.notPassed'),
    isDropped && t('gradebook.cell.dropped'),
    reason,
  ]
    .filter((words) => words !== false && words !== null && words !== '')
    .join(', ')
}

/** "best attempt"; with what is different about single tests it says no more, since their headers do. */
export const policyWords = ({ policy }: Pick<GradingRules, 'policy'>): string => t(`gradebook.policies.${policy}`)

export const averageWords = (kind: AverageKind): string => t(`gradebook.averages.${kind}`)

/** "of tests, without the lowest 2". */
export const averagesWords = ({ average, dropLowest }: GradingRules): string =>
  dropLowest === 0
    ? averageWords(average)
    : `${averageWords(average)}, ${t('gradebook.dropped', { count: dropLowest })}`

export function roundingWords(places: number): string {
  const key = (['to0', 'to1', 'to2', 'to3'] as const)[places] ?? 'to1'
  return t(`gradebook.rounding.${key}`)
}

export const presets = Object.keys(scalePresets) as readonly ScalePreset[]

export const isPreset = (name: string): name is ScalePreset => (presets as readonly string[]).includes(name)

/** The preset with the same grades from the same bounds. */
export const presetLike = (bands: Scale['bands']): ScalePreset | null =>
  presets.find((name) => JSON.stringify(scalePresets[name]) === JSON.stringify(bands)) ?? null

/** The preset that a scale is, unchanged; null for one of the teacher's own. */
export function presetOf(scale: Scale): ScalePreset | null {
  const { name } = scale
  return isPreset(name) && JSON.stringify(scalePresets[name]) === JSON.stringify(scale.bands) ? name : null
}

export function scaleWords(scale: Scale | null): string {
  if (scale === null) return t('gradebook.scales.none')
  const preset = presetOf(scale)
  if (preset !== null) return t(`gradebook.scales.${preset}`)
  const ends = [scale.bands[0]?.grade, scale.bands.at(-1)?.grade].join('–')
  return isPreset(scale.name) ? ends : scale.name
}

/** "1 Sep – 20 Nov", "since 1 Sep", "any time". */
export function periodWords({ from, to }: GradebookDefinition['period'], now: UnixSeconds, zone: string): string {
  const day = (each: string) => dayWords(each, now, zone)
  if (from === null && to === null) return t('gradebook.choice.anyTime')
  if (to === null) return t('gradebook.choice.since', { day: day(from as string) })
  if (from === null) return t('gradebook.choice.until', { day: day(to) })
  return t('gradebook.choice.between', { from: day(from), to: day(to) })
}

/** Names that the choice of students can have. */
export interface ChoiceNames {
  classOf(id: number): string | undefined
  sourceOf(source: { readonly feed: string; readonly id: number }): string | undefined
}

export function studentsWords(students: GradebookDefinition['students'], names: ChoiceNames): string {
  switch (students.by) {
    case 'results':
      return t('gradebook.choice.everybody')
    case 'class': {
      const name = names.classOf(students.classId)
      return name === undefined ? t('gradebook.choice.goneClass') : t('gradebook.choice.ofClass', { name })
    }
    case 'sources': {
      const [only, second] = students.sources
      const name = only && second === undefined ? names.sourceOf(only) : undefined
      return name ?? t('gradebook.choice.severalSources', { count: students.sources.length })
    }
    case 'filter':
      return t('gradebook.choice.filtered')
  }
}
