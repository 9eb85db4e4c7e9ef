import { useState } from 'react'
import type { AddedStudent } from '../../../shared/model/added-student.ts'
import type { ClassDiff } from '../../../shared/model/class-file.ts'
import type { PerhapsHere } from '../../../shared/model/identity.ts'
import { api } from '../../api/client.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import styles from './PerhapsHere.module.css'

/** Lines of a file that are drawn; the rest are only counted. */
const mostLines = 50

/** A row that would add somebody who may be here already. */
export interface LikeSomebody extends Omit<PerhapsHere, 'place'> {
  readonly line: number
  readonly name: string
}

/** Which students a list would newly add who may be here already. @throws AppError */
export async function likeSomebody(account: string, diff: ClassDiff): Promise<readonly LikeSomebody[]> {
  const strangers = diff.new.filter(({ isKnown }) => !isKnown)
  const found = await perhapsHere(
    account,
    strangers.map(({ member }) => member),
  )
  return found.flatMap(({ place, alike, count }) => {
    const { line, member } = strangers[place] ?? {}
    return line === undefined || member === undefined ? [] : [{ line, name: fullName(member), alike, count }]
  })
}

/** Who is here already and may be one of these people. @throws AppError */
const perhapsHere = (account: string, people: readonly AddedStudent[]): Promise<readonly PerhapsHere[]> =>
  api.students.perhapsHere({
    account,
    people: people.map(({ key, first, last, email }) => ({ key, first, last, email })),
  })

/**
 * Who may be the student that is typed, and is here already; null until that was asked, and once something else is
 * typed, also while the answer is on its way.
 * @param typed another object whenever something else is typed
 */
export function usePerhapsHere(account: string, typed: object) {
  const [told, setTold] = useState<{ readonly of: object; readonly found: PerhapsHere } | null>(null)
  const perhaps = told?.of === typed ? told.found : null
  /** Whether somebody is to be told of first: once, since whoever sends it again as it stands means somebody else. @throws AppError */
  const tellsFirst = async (people: readonly AddedStudent[]): Promise<boolean> => {
    if (perhaps !== null) return false
    const [found] = await perhapsHere(account, people)
    if (found !== undefined) setTold({ of: typed, found })
    return found !== undefined
  }
  return { perhaps, tellsFirst }
}

/** What a list would do without those who may be here already. */
export const withoutThose = (diff: ClassDiff, those: readonly LikeSomebody[]): ClassDiff => {
  const lines = new Set(those.map(({ line }) => line))
  return { ...diff, new: diff.new.filter(({ line, isKnown }) => isKnown || !lines.has(line)) }
}

/** "Charlotte Weber · lotte@school.example · 12 results (names that differ by one letter)". */
function whoWords({ first, last, email, results, likeness, sharesEmail }: PerhapsHere['alike'][number]): string {
  const seen = results > 0 ? t('people.inbox.results', { count: results }) : t('classes.noResults')
  const reasons = [
    sharesEmail ? t('classes.perhaps.email') : null,
    likeness === null ? null : t(`people.likeness.${likeness}`),
  ]
  return t('classes.perhaps.who', {
    who: [fullName({ first, last }), email, seen].filter(Boolean).join(' · '),
    reason: reasons.filter(Boolean).join(', '),
  })
}

/** Says before a student is added by hand who may be the same person. */
export const PerhapsHereNotice = ({ alike, count }: Pick<PerhapsHere, 'alike' | 'count'>) => (
  <div className={styles.notice} role="alert">
    <p className={styles.title}>{t('classes.perhaps.title')}</p>
    <ul className={styles.people}>
      {alike.map((each) => (
        <li key={each.key}>{whoWords(each)}</li>
      ))}
      {count > alike.length && <li>{t('classes.moreRows', { count: count - alike.length })}</li>}
    </ul>
    <p>{t('classes.perhaps.what')}</p>
  </div>
)

interface LinesProps {
  readonly those: readonly LikeSomebody[]
  readonly areLeftOut: boolean
  onLeaveOut(leavesOut: boolean): void
}

/** Says before a list is added which of its lines may be of somebody who is here, and lets them be left out. */
export const PerhapsHereLines = ({ those, areLeftOut, onLeaveOut }: LinesProps) => (
  <>
    <div className={styles.notice}>
      <p className={styles.title}>{t('classes.perhaps.some', { count: those.length })}</p>
      <ul className={styles.people}>
        {those.slice(0, mostLines).map(({ line, name, alike, count }) => (
          <li key={line}>
            {t('classes.perhaps.line', { line, name, who: alike.map(whoWords).join('; ') })}
            {count > alike.length && ` ${t('classes.moreRows', { count: count - alike.length })}`}
          </li>
        ))}
        {those.length > mostLines && <li>{t('classes.moreRows', { count: those.length - mostLines })}</li>}
      </ul>
    </div>
    <Switch
      words={t('classes.perhaps.leaveOut', { count: those.length })}
      isSelected={areLeftOut}
      onChange={onLeaveOut}
    />
  </>
)
