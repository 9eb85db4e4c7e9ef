import { type ClassMember, longestClassText, mostClassMembers, mostExtraTime } from '../../../shared/model/class.ts'
import type { RowRefusal } from '../../../shared/model/class-file.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'

/** "Kowalska, Łukasz", as a class list has it. */
export const memberName = ({ first, last }: { readonly first: string; readonly last: string }): string =>
  last !== '' && first !== '' ? `${last}, ${first}` : fullName({ first, last })

export const extraTimeWords = (percent: number | null): string =>
  percent === null ? '' : t('classes.extraTime', { percent })

/** Why a row names nobody. */
export const reasonWords = (reason: RowRefusal): string =>
  t(`classes.reason.${reason}`, { most: mostExtraTime, longest: longestClassText, full: mostClassMembers })

/** What is known of a student besides the name: "priya@school.example · 2026-17 · +25%". */
export const memberFacts = ({ email, externalId, extraTime }: ClassMember): string =>
  [email, externalId, extraTimeWords(extraTime)].filter(Boolean).join(' · ')
