import type { Scale, ScaleBand } from './grading.ts'

/** Bands from percentages. */
const bands = (...pairs: readonly (readonly [percent: number, grade: string])[]): readonly ScaleBand[] =>
  pairs.map(([percent, grade]) => ({ from: Math.round(percent * 100), grade }))

/** Bands that round a straight line of grades to steps: grade = lowest + share × (highest − lowest). */
const steps = (lowest: number, highest: number, step: number): readonly ScaleBand[] =>
  Array.from({ length: Math.round((highest - lowest) / step) + 1 }, (_, place) => {
    const grade = highest - place * step
    const bound = ((grade - step / 2 - lowest) / (highest - lowest)) * 10_000
    return { from: Math.max(0, Math.round(bound)), grade: Number.isInteger(step) ? `${grade}` : grade.toFixed(1) }
  })

export const scalePresets = {
  letters: bands([90, 'A'], [80, 'B'], [70, 'C'], [60, 'D'], [0, 'F']),
  lettersWithSigns: bands(
    [97, 'A+'],
    [93, 'A'],
    [90, 'A−'],
    [87, 'B+'],
    [83, 'B'],
    [80, 'B−'],
    [77, 'C+'],
    [73, 'C'],
    [70, 'C−'],
    [67, 'D+'],
    [63, 'D'],
    [60, 'D−'],
    [0, 'F'],
  ),
  gradePoints: bands(
    [93, '4.0'],
    [90, '3.7'],
    [87, '3.3'],
    [83, '3.0'],
    [80, '2.7'],
    [77, '2.3'],
    [73, '2.0'],
    [70, '1.7'],
    [67, '1.3'],
    [60, '1.0'],
    [0, '0.0'],
  ),
  german: bands([92, '1'], [81, '2'], [67, '3'], [50, '4'], [30, '5'], [0, '6']),
  swiss: steps(1, 6, 0.5),
  french: steps(0, 20, 1),
  passFail: bands([60, 'passed'], [0, 'not passed']),
} as const satisfies Readonly<Record<string, readonly ScaleBand[]>>

export type ScalePreset = keyof typeof scalePresets

export const scaleOf = (preset: ScalePreset): Scale => ({ name: preset, bands: scalePresets[preset] })
