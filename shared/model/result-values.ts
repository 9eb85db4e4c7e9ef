/** A number where JavaScript keeps all its digits (to 2^53), else the text of the digits. */
export type ClassMarkerId = number | string

/** Passed or not, and `none` where there is no pass mark above 0 (ClassMarker then says "passed" of everybody). */
export type Outcome = 'passed' | 'not-passed' | 'none'

/** ClassMarker answers results of registered users (groups) and of public links through two separate feeds. */
export type Feed = 'groups' | 'links'

export const feeds: readonly Feed[] = ['groups', 'links']

declare const unit: unique symbol

/** A percentage as a whole number of tenths (89.5 % is 895), so that no comparison meets a binary fraction. */
export type Tenths = number & { readonly [unit]: 'Tenths' }

/**
 * Rounds once, half away from zero. The small nudge is for percentages that were calculated and fell short of a half by
 * a binary fraction, such as 49.949999999999996 for 49.95.
 */
export const toTenths = (percentage: number): Tenths =>
  (Math.sign(percentage) * Math.round(Math.abs(percentage) * 10 + 1e-9)) as Tenths

/** 895 → 89.5, the figure ClassMarker speaks. */
export const fromTenths = (tenths: Tenths): number => tenths / 10

/** 895 → 0.895, the fraction a spreadsheet formats as a percentage. */
export const toFraction = (tenths: Tenths): number => tenths / 1000
