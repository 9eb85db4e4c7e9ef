import { AppError } from '../../shared/errors.ts'
import { isCalendarDay } from '../../shared/model/zone.ts'

export const usage = (problem: string): AppError => new AppError('usage/invalid', { problem })

/** The first choice where nothing is given. @throws AppError `usage/invalid`, as all of these do */
export function oneOf<const Choice extends string>(
  option: string,
  value: string | undefined,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (value === undefined) return choices[0]
  const choice = choices.find((each) => each === value)
  if (choice === undefined) throw usage(`--${option} is one of ${choices.join(', ')}, not “${value}”.`)
  return choice
}

export function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw usage(`--${option} needs a whole number, not “${value}”.`)
  return Number(value)
}

export function portOf(value: string): number {
  const port = wholeNumber('port', value)
  if (port > 65_535) throw usage(`--port goes up to 65535, not “${value}”.`)
  return port
}

export function percentageOf(option: string, value: string): number {
  if (!/^[+-]?\d{1,4}(\.\d+)?$/.test(value)) throw usage(`--${option} needs a number such as 49.5, not “${value}”.`)
  return Number(value)
}

export function dayOf(option: string, value: string): string {
  if (!isCalendarDay(value)) {
    throw usage(`--${option} needs a date such as 2026-09-01, not “${value}”.`)
  }
  return value
}
