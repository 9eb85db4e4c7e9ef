/** A number while JavaScript keeps all its digits (up to 2^53), else the digits as text. */
export type ClassMarkerId = number | string

/** `none` means there is no pass mark above 0; ClassMarker then says "passed" of everybody. */
export type Outcome = 'passed' | 'not-passed' | 'none'

/** The two feeds of ClassMarker: results of registered users (groups) and of public links. */
export const classMarkerFeeds = ['groups', 'links'] as const
export type ClassMarkerFeed = (typeof classMarkerFeeds)[number]

/** Where results come from: ClassMarker's feeds, and submissions of assessments, whose source is a course. */
export const feeds = [...classMarkerFeeds, 'submissions'] as const
export type Feed = (typeof feeds)[number]

declare const unit: unique symbol

/** A percentage as a whole number of tenths (89.5 % is 895), so that no comparison meets a binary fraction. */
export type Tenths = number & { readonly [unit]: 'Tenths' }

/**
 * Rounds once, half away from zero. The small nudge is for calculated percentages that a binary fraction puts just
 * below a half, such as 49.949999999999996 for 49.95.
 */
export const toTenths = (percentage: number): Tenths =>
  (Math.sign(percentage) * Math.round(Math.abs(percentage) * 10 + 1e-9)) as Tenths

/** The nearest whole number of tenths to a mean of them; halves away from zero, as everywhere. */
export const nearestTenths = (tenths: number): Tenths => (Math.sign(tenths) * Math.round(Math.abs(tenths))) as Tenths

/** 894.5 → "89.5": a percentage to one decimal. Rounded as tenths: 60.15 is a little less as a double, and would stand as 60.1. */
export const percentText = (tenths: number): string => fromTenths(nearestTenths(tenths)).toFixed(1)

/** 895 → 89.5, the form ClassMarker uses. */
export const fromTenths = (tenths: Tenths): number => tenths / 10

/** 895 → 0.895, the fraction that a spreadsheet formats as a percentage. */
export const toFraction = (tenths: Tenths): number => tenths / 1000
