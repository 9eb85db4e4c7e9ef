declare const unit: unique symbol

/** A moment in whole seconds since 1970-01-01 UTC, the only form of time ClassMarker uses. */
export type UnixSeconds = number & { readonly [unit]: 'UnixSeconds' }

/** A length of time in milliseconds, for timers and measured spans. */
export type Ms = number & { readonly [unit]: 'Ms' }

export const unixSeconds = (value: number): UnixSeconds => value as UnixSeconds
export const ms = (value: number): Ms => value as Ms

/** A calendar day, YYYY-MM-DD, in the account's time zone. */
export type CalendarDay = string

/** Returns the present moment. Injected everywhere, so that tests control the time. */
export type Clock = () => UnixSeconds

/** This computer's clock. */
export const systemClock: Clock = () => unixSeconds(Math.floor(Date.now() / 1000))

/** The moment `seconds` after `moment` (before it, when negative). */
export const plusSeconds = (moment: UnixSeconds, seconds: number): UnixSeconds => unixSeconds(moment + seconds)

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour
