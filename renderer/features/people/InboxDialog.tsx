import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { IdentitySuggestion, Lookalike, MergeFigures, MergePreview } from '../../../shared/model/identity.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { fullName, percentOf, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './People.module.css'
import { namesOf, usePeople } from './people.ts'

/** Pairs of students who may be one person, each with the reason and what the teacher can say of it. */
export function InboxDialog() {
  const { inbox, error, done, load, undo, close } = usePeople()
  useEffect(() => void load(), [load])
  return (
    <Dialog title={t('people.inbox.title')} wide onClose={close}>
      <p className={styles.lead}>{t('people.inbox.lead')}</p>
      {error !== null && (
        <ErrorMessage error={error} zone={systemZone} focus>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {inbox?.isReading === true && <p role="status">{t('people.inbox.reading')}</p>}
      {inbox !== null && inbox.count === 0 && !inbox.isReading && (
        <p className={styles.none}>
          {t(inbox.suggestions.length > 0 ? 'people.inbox.nonePutOff' : 'people.inbox.none')}
        </p>
      )}
      {inbox !== null && inbox.suggestions.length > 0 && (
        <ul className={styles.pairs} aria-label={t('people.inbox.list')}>
          {inbox.suggestions.map((pair) => (
            <Pair key={`${pair.account} ${pair.one.key} ${pair.other.key}`} pair={pair} />
          ))}
        </ul>
      )}
      {inbox !== null && inbox.count > inbox.suggestions.length && (
        <p className={styles.lead}>{t('people.inbox.more', { count: inbox.count - inbox.suggestions.length })}</p>
      )}
      {done !== null && (
        <div className={styles.done}>
          <p>{done}</p>
          <Button look="quiet" onPress={() => void undo()}>
            {t('people.inbox.undo')}
          </Button>
        </div>
      )}
      <DialogButtons>
        <Button onPress={close}>{t('people.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}

function Pair({ pair }: { pair: IdentitySuggestion }) {
  const { merge, decide } = usePeople()
  const [asks, setAsks] = useState(false)
  const { one, other, isPutOff } = pair
  return (
    <li className={styles.pair}>
      <div className={styles.both}>
        <Person person={one} />
        <Person person={other} />
      </div>
      <p className={styles.reason}>
        {reasonOf(pair)}
        {isPutOff && <span className={styles.putOff}>{t('people.inbox.putOff')}</span>}
      </p>
      {asks ? (
        <>
          <Figures pair={pair} />
          <div className={styles.buttons}>
            <Button onPress={() => setAsks(false)}>{t('people.inbox.back')}</Button>
            <Button look="primary" autoFocus onPress={() => void merge(pair)}>
              {t('people.inbox.merge')}
            </Button>
          </div>
        </>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as part of a form
        <div className={styles.buttons} role="group" aria-label={t('people.inbox.pair', namesOf(pair))}>
          <Button onPress={() => setAsks(true)}>{t('people.inbox.same')}</Button>
          <Button onPress={() => void decide(pair, 'different')}>{t('people.inbox.different')}</Button>
          {!isPutOff && (
            <Button look="quiet" onPress={() => void decide(pair, 'later')}>
              {t('people.inbox.later')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

const Person = ({ person }: { person: Lookalike }) => (
  <div className={styles.person}>
    <span className={styles.name}>{fullName(person)}</span>
    <span className={styles.fact}>{person.email ?? t('people.inbox.noEmail')}</span>
    <span className={styles.fact}>{t('people.inbox.results', { count: person.results })}</span>
  </div>
)

const reasonOf = ({ shared, likeness }: IdentitySuggestion): string =>
  shared === 'nothing'
    ? t('people.reasonName', { shared: t('people.shared.nothing') })
    : t('people.reason', { shared: t(`people.shared.${shared}`), likeness: t(`people.likeness.${likeness}`) })

/** What each has, and what both would have as one student. */
function Figures({ pair: { account, one, other } }: { pair: IdentitySuggestion }) {
  const [preview, setPreview] = useState<MergePreview | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => {
    api.students.mergePreview({ account, key: one.key, other: other.key }).then(setPreview, (thrown: unknown) => {
      setError(asAppError(thrown))
    })
  }, [account, one.key, other.key])
  if (error !== null) return <ErrorMessage error={error} zone={systemZone} />
  if (preview === null) return null
  const sides = [preview.one, preview.other, preview.together]
  const row = (label: string, of: (figures: MergeFigures) => string) => (
    <tr>
      <th scope="row">{label}</th>
      <td>{of(preview.one)}</td>
      <td>{of(preview.other)}</td>
      <td>{of(preview.together)}</td>
    </tr>
  )
  return (
    <>
      <table className={styles.figures}>
        <caption className={styles.caption}>{t('people.figures.title')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{fullName(one)}</th>
            <th scope="col">{fullName(other)}</th>
            <th scope="col">{t('people.figures.together')}</th>
          </tr>
        </thead>
        <tbody>
          {row(t('people.figures.results'), ({ results }) => wholeNumber(results))}
          {row(t('people.figures.tests'), ({ tests }) => wholeNumber(tests))}
          {sides.some(({ certificates }) => certificates > 0) &&
            row(t('people.figures.certificates'), ({ certificates }) => wholeNumber(certificates))}
          {sides.some(({ codes }) => codes.length > 0) &&
            row(t('people.figures.codes'), ({ codes }) => codes.join(', ') || t('people.figures.none'))}
          {row(t('people.figures.average'), ({ average }) =>
            average === null ? t('people.figures.none') : percentOf(average / 10),
          )}
        </tbody>
      </table>
      <p className={styles.lead}>{t('people.inbox.what')}</p>
    </>
  )
}
