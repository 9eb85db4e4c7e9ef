declare const unit: unique symbol

/** A percentage as a whole number of tenths (89.5 % is 895), so that no comparison meets a binary fraction. */
export type Tenths = number & { readonly [unit]: 'Tenths' }

/** Rounds once, half away from zero; the small nudge undoes binary fractions such as 1.005 × 10. */
export const toTenths = (percentage: number): Tenths =>
  (Math.sign(percentage) * Math.round(Math.abs(percentage) * 10 + 1e-9)) as Tenths

/** 895 → 89.5, the figure ClassMarker speaks. */
export const fromTenths = (tenths: Tenths): number => tenths / 10

/** 895 → 0.895, the fraction a spreadsheet formats as a percentage. */
export const toFraction = (tenths: Tenths): number => tenths / 1000
