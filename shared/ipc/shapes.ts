import { z } from 'zod'

// Each shape is made when it is asked for: a noun's file is loaded by the window too, which must not load zod with it.

/** What a call is sent that takes nothing. */
export const nothing = () => z.undefined()

export const text = (max: number) => z.string().max(max)

/** The id of an account, a job, a file. */
export const id = () => z.string().min(1).max(64)

/** Which accounts are looked at; all where none are named. */
export const accounts = () => z.array(id()).max(100).optional()

export const direction = () => z.enum(['asc', 'desc'])

/** Some of these facts, each once. */
export const factsAmong = <const Facts extends readonly [string, ...string[]]>(facts: Facts) =>
  z.array(z.enum(facts)).max(facts.length)
