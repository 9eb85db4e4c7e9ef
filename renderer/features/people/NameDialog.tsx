import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { longestClassText } from '../../../shared/model/class.ts'
import { addressIn, isAddress } from '../../../shared/model/email-address.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { hasName, learnerIdOf } from '../../../shared/model/learner-name.ts'
import { api } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import { changeAndSay } from '../local-changes/index.ts'
import styles from './People.module.css'

/** A learning platform's student as they are called now. */
export interface Nameable extends StudentRef {
  readonly first: string
  readonly last: string
  readonly email: string | null
}

/** Whether a student is called by nothing but the platform's id. */
export const isNameless = ({ key, first, last }: Nameable): boolean => first === '' && last === learnerIdOf(key)

/** Names a learning platform's student, or takes the name away. */
export function NameDialog({ of, onClose }: { readonly of: Nameable; onClose: () => void }) {
  const { account, key } = of
  const id = learnerIdOf(key) ?? ''
  const isNew = isNameless(of)
  const [typed, setTyped] = useState({ first: of.first, last: isNew ? '' : of.last, email: of.email ?? '' })
  const [problem, setProblem] = useState<{ readonly at: keyof typeof typed; readonly words: string } | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const send = async () => {
    const [first, last, email] = [tidy(typed.first), tidy(typed.last), addressIn(tidy(typed.email))]
    const isNamed = hasName({ first, last })
    if (!isNamed && (isNew || email !== '')) return setProblem({ at: 'first', words: t('people.add.nameNeeded') })
    if (email !== '' && !isAddress(email)) return setProblem({ at: 'email', words: t('people.add.noEmail') })
    const name = { first, last, email: email || null }
    const failed = await changeAndSay(
      () => api.students.name({ account, key, name }),
      () => (isNamed ? t('people.name.done', { name: `${first} ${last}`.trim() }) : t('people.name.taken', { id })),
    )
    setError(failed)
    if (failed === null) onClose()
  }
  const field = (at: keyof typeof typed) => (
    <TextField
      label={t(`classes.part.${at}`)}
      value={typed[at]}
      maxLength={longestClassText}
      problem={problem?.at === at ? problem.words : null}
      autoFocus={at === 'first'}
      onChange={(next) => {
        setTyped({ ...typed, [at]: next })
        setProblem(null)
      }}
    />
  )
  return (
    <Dialog title={t(isNew ? 'people.name.title' : 'people.name.titleAgain')} onClose={onClose}>
      <Form className={form.form} onSubmit={() => void send()}>
        <p className={styles.lead}>{t('people.name.lead', { id })}</p>
        {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
        <div className={styles.both}>
          {field('first')}
          {field('last')}
        </div>
        {field('email')}
        {!isNew && <p className={styles.lead}>{t('people.name.away', { id })}</p>}
        <DialogSubmit isDisabled={false} onCancel={onClose}>
          {t(isNew ? 'people.name.submit' : 'people.name.submitAgain')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

const tidy = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ')
