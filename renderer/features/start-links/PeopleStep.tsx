import { TriangleAlert } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react'
import { Trans } from 'react-i18next'
import type { AppError } from '../../../shared/errors.ts'
import { mostCodesPerList } from '../../../shared/model/access-code.ts'
import type { StartPerson } from '../../../shared/model/start-link.ts'
import { api, asAppError } from '../../api/client.ts'
import { announce } from '../../app/announcer.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice, Switch } from '../../ui/Choice.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { TableChoice, textsOf } from '../tables/index.ts'
import type { GivenCodes } from './give-codes.ts'
import { PastedPeople } from './PastedPeople.tsx'
import { PeoplePreview } from './PeoplePreview.tsx'
import { peopleOfCodes, peopleOfRows, useWantedParts } from './people.ts'
import { warningWords } from './person-warnings.ts'
import styles from './StartLinks.module.css'
import { type StartPeople, useStartLinks } from './start-links.ts'

interface PeopleStepProps {
  readonly made: StartPeople
  readonly linkUrlId: string
  readonly zone: string
  /** Whether the link asks for a code of this list. */
  readonly canGive: boolean
}

/** The people the addresses are for: first a choice of source, then the people with warnings about them. */
export function PeopleStep({ made, linkUrlId, zone, canGive }: PeopleStepProps) {
  const { people, setPeople } = useStartLinks()
  const box = useRef<HTMLDivElement>(null)
  const isEmpty = people.length === 0
  const wasEmpty = useRef(isEmpty)
  // The button pressed has gone with the change of people, so the focus moves to the top of the step.
  useEffect(() => {
    if (wasEmpty.current !== isEmpty) box.current?.querySelector('button')?.focus()
    wasEmpty.current = isEmpty
  }, [isEmpty])
  return (
    <Step number={2} title={t('startLinks.people.title')} ref={box}>
      {isEmpty ? (
        <PeopleSource zone={zone} canGive={canGive} />
      ) : (
        <>
          <div className={styles.line}>
            <p className={styles.grow}>
              <Trans i18nKey="startLinks.people.count" count={people.length} components={{ b: <b /> }} />
            </p>
            <Button onPress={() => setPeople([])}>{t('startLinks.people.change')}</Button>
          </div>
          {canGive && <GiveCodes given={made.given} />}
          {made.warnings.length > 0 && (
            <ul className={styles.warnings}>
              {made.warnings.map((warning) => (
                <li key={warning.kind}>
                  <TriangleAlert aria-hidden />
                  {warningWords(warning)}
                </li>
              ))}
            </ul>
          )}
          <PeoplePreview people={made.people} linkUrlId={linkUrlId} />
        </>
      )}
    </Step>
  )
}

type Source = 'paste' | 'file' | 'codes'

function PeopleSource({ zone, canGive }: { zone: string; canGive: boolean }) {
  const setPeople = useStartLinks((state) => state.setPeople)
  const wanted = useWantedParts()
  const [source, setSource] = useState<Source>('paste')
  const [problem, setProblem] = useState<string | null>(null)

  const take = (people: readonly StartPerson[], noneWords: string) => {
    const count = people.length
    const refusal =
      count === 0
        ? noneWords
        : count > mostCodesPerList
          ? t('startLinks.people.tooMany', { count, most: mostCodesPerList })
          : null
    setProblem(refusal)
    if (refusal === null) setPeople(people)
    announce(refusal ?? t('startLinks.people.ready', { count }))
  }
  const sources = [
    { value: 'paste', words: t('startLinks.people.paste') },
    { value: 'file', words: t('startLinks.people.file') },
    { value: 'codes', words: t('startLinks.people.codes') },
  ] as const
  return (
    <>
      <Choice<Source>
        label={t('startLinks.people.from')}
        value={canGive || source !== 'codes' ? source : 'paste'}
        options={canGive ? sources : sources.filter(({ value }) => value !== 'codes')}
        onChange={(chosen) => {
          setProblem(null)
          setSource(chosen)
        }}
      />
      {problem !== null && <p className={styles.problem}>{problem}</p>}
      {source === 'file' && (
        <TableChoice
          columns={wanted}
          onRows={(rows) => take(peopleOfRows(rows.map(textsOf)), t('startLinks.people.noRows'))}
        />
      )}
      {source === 'codes' && canGive && (
        <ListedPeople zone={zone} onPeople={(people) => take(people, t('startLinks.people.noCodes'))} />
      )}
      {(source === 'paste' || (source === 'codes' && !canGive)) && (
        <PastedPeople wanted={wanted} onPeople={(people) => take(people, t('startLinks.people.noRows'))} />
      )}
      <p className={styles.dim}>{t('startLinks.people.noneYet')}</p>
    </>
  )
}

/** Whether people without a code are given one of the list, and the result of that. */
function GiveCodes({ given }: { given: GivenCodes | null }) {
  const { people, unused, givesCodes, setGivesCodes, keepsNames, setKeepsNames } = useStartLinks()
  const needing = people.filter(({ accessCode }) => accessCode === null).length
  if (needing === 0) return null
  return (
    <div>
      <Switch
        words={t('startLinks.give.switch')}
        isSelected={givesCodes}
        onChange={(gives) => void setGivesCodes(gives)}
      />
      {given !== null && (
        <div className={styles.under}>
          <p role="status">
            {needing > given.without && t('startLinks.give.given', { count: needing - given.without })}{' '}
            {given.without > 0 && (
              <span className={styles.toLookAt}>
                {unused?.length === 0
                  ? t('startLinks.give.none')
                  : t('startLinks.give.without', { count: given.without })}
              </span>
            )}{' '}
            {given.reserved > 0 && t('startLinks.give.reserved', { count: given.reserved })}
          </p>
          {given.newlyNamed.length > 0 && (
            <>
              <Switch words={t('startLinks.give.keep')} isSelected={keepsNames} onChange={setKeepsNames} />
              <p className={styles.under}>{t('startLinks.give.keepHint')}</p>
            </>
          )}
        </div>
      )}
    </div>
  )
}

interface ListedPeopleProps {
  readonly zone: string
  onPeople(people: readonly StartPerson[]): void
}

type Which = 'all' | 'unused' | 'named'

/** The people named beside the codes of the list. */
function ListedPeople({ zone, onPeople }: ListedPeopleProps) {
  const list = useStartLinks((state) => state.list)
  const [which, setWhich] = useState<Which>('all')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const read = async () => {
    if (list === null) return
    setBusy(true)
    setError(null)
    try {
      const accessCodes = await api.codes.accessCodes({ list, filter: which === 'unused' ? { use: 'unused' } : {} })
      onPeople(peopleOfCodes(which === 'named' ? accessCodes.filter(({ name }) => name?.trim()) : accessCodes))
    } catch (thrown) {
      setError(asAppError(thrown))
    }
    setBusy(false)
  }
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={zone} focus />}
      <div className={styles.line}>
        <Choice<Which>
          label={t('startLinks.people.whichCodes')}
          value={which}
          options={[
            { value: 'all', words: t('startLinks.people.all') },
            { value: 'unused', words: t('startLinks.people.unused') },
            { value: 'named', words: t('startLinks.people.named') },
          ]}
          onChange={setWhich}
        />
        <Button isDisabled={busy} onPress={() => void read()}>
          {t('startLinks.people.useCodes')}
        </Button>
      </div>
    </>
  )
}

interface StepProps {
  readonly number: number
  readonly title: string
  readonly children: ReactNode
  /** A ref to the element beside the title. */
  readonly ref?: Ref<HTMLDivElement>
}

/** One step of making start links, with its number and title. */
export function Step({ number, title, children, ref }: StepProps) {
  const id = useId()
  return (
    <section className={styles.step} aria-labelledby={id}>
      <h2 id={id} className={styles.stepTitle}>
        <span className={styles.number}>{number}</span> {title}
      </h2>
      <div ref={ref} className={styles.stepBody}>
        {children}
      </div>
    </section>
  )
}
