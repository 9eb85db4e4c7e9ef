import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import {
  type ClassChange,
  type ClassMember,
  type ClassSummary,
  longestClassText,
  mostExtraTime,
} from '../../../shared/model/class.ts'
import { learnerIdOf } from '../../../shared/model/learner-name.ts'
import { asAppError } from '../../api/client.ts'
import { isPlatform, systemZone, useAccounts } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { DialogSubmit } from '../../ui/Dialog.tsx'
import form from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './Classes.module.css'
import { changeOfKnown, changeOfLearner, changeOfTyped, type TypedMember } from './class-people.ts'
import { useClasses } from './classes.ts'
import { reasonWords } from './member-words.ts'
import { PerhapsHereNotice, usePerhapsHere } from './PerhapsHere.tsx'

type Problem = { readonly at: keyof TypedMember; readonly words: string }

/** Adds one student by hand, or changes what is known of one. */
export function MemberForm({ shown, before }: { shown: ClassSummary; before: ClassMember | null }) {
  const { members, known, go, change } = useClasses()
  const ofPlatform = useAccounts(({ accounts }) => isPlatform(accounts, shown.account))
  const learnerId = before === null ? null : learnerIdOf(before.key)
  // A member from before ids were asked for is known by name or address alone.
  const isLearner = ofPlatform && (before === null || learnerId !== null)
  // Who has no name yet is called by the id.
  const isNamed = before !== null && !(before.first === '' && before.last === learnerId)
  const [typed, setTyped] = useState<TypedMember>({
    learnerId: learnerId ?? '',
    first: before?.first ?? '',
    last: isNamed ? before.last : '',
    email: before?.email ?? '',
    externalId: before?.externalId ?? '',
    extraTime: before?.extraTime?.toString() ?? '',
  })
  const [problem, setProblem] = useState<Problem | null>(null)
  const { perhaps, tellsFirst } = usePerhapsHere(shown.account, typed)
  const isKnown = !ofPlatform && before !== null && known?.some(({ key }) => key === before.key) === true
  const back = () => go({ at: 'class', id: shown.id })
  const send = async () => {
    if (members === null || known === null) return
    const made =
      isKnown && before !== null
        ? changeOfKnown(typed, before)
        : (isLearner ? changeOfLearner : changeOfTyped)(typed, before, known, members)
    if (typeof made === 'string') return setProblem(problemOf(made))
    const error = await attempt(made)
    if (error !== null) setProblem({ at: 'last', words: errorWords(error, systemZone).what })
  }
  /** Changes the class; where somebody new may be here already, only once that was said. */
  const attempt = async (made: ClassChange): Promise<AppError | null> => {
    try {
      const strangers = made.put.filter(({ key }) => !known?.some((each) => each.key === key))
      if (before === null && (await tellsFirst(strangers))) return null
      return await change(made, t('classes.done.members', { name: shown.name }))
    } catch (thrown) {
      return asAppError(thrown)
    }
  }
  const firstField = isKnown ? 'externalId' : ofPlatform && before === null ? 'learnerId' : 'first'
  const field = (at: keyof TypedMember, hint?: string) => (
    <TextField
      label={t(`classes.part.${at}`)}
      value={typed[at]}
      maxLength={longestClassText}
      problem={problem?.at === at ? problem.words : null}
      isReadOnly={
        (isKnown && (at === 'first' || at === 'last' || at === 'email')) || (at === 'learnerId' && before !== null)
      }
      autoFocus={at === firstField}
      {...(hint !== undefined && { hint })}
      onChange={(next) => {
        setTyped({ ...typed, [at]: next })
        setProblem(null)
      }}
    />
  )
  return (
    <Form className={form.form} onSubmit={() => void send()}>
      {isKnown && <p className={styles.lead}>{t('classes.member.known')}</p>}
      {isLearner && <p className={styles.lead}>{t('classes.member.learner')}</p>}
      {isLearner && field('learnerId')}
      <div className={styles.pair}>
        {field('first')}
        {field('last')}
      </div>
      {field('email')}
      <div className={styles.pair}>
        {field('externalId')}
        {field('extraTime', t('classes.member.extraTimeHint'))}
      </div>
      {perhaps !== null && <PerhapsHereNotice {...perhaps} />}
      <DialogSubmit isDisabled={members === null || known === null} onCancel={back}>
        {t(
          perhaps !== null ? 'classes.perhaps.anyway' : before === null ? 'classes.member.add' : 'classes.member.save',
        )}
      </DialogSubmit>
    </Form>
  )
}

/** Beside which field a refusal is said. */
function problemOf(reason: Exclude<ReturnType<typeof changeOfTyped>, object>): Problem {
  switch (reason) {
    case 'already':
    case 'duplicate':
      return { at: 'last', words: t('classes.member.already') }
    case 'no-learner-id':
      return { at: 'learnerId', words: t('classes.member.idNeeded') }
    case 'no-name':
      return { at: 'first', words: t('classes.member.nameNeeded') }
    case 'several-students':
      return { at: 'email', words: t('classes.member.several') }
    case 'no-email-address':
      return { at: 'email', words: t('classes.member.noEmail') }
    case 'no-extra-time':
      return { at: 'extraTime', words: t('classes.member.noExtraTime', { most: mostExtraTime }) }
    default:
      return { at: 'last', words: reasonWords(reason) }
  }
}
