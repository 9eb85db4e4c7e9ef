import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Trans } from 'react-i18next'
import { mostCodesPerList } from '../../../../shared/model/access-code.ts'
import type { StartPerson } from '../../../../shared/model/start-link.ts'
import { Button } from '../../../components/Button.tsx'
import { Choice } from '../../../components/Choice.tsx'
import { TableChoice } from '../../../components/tables/TableChoice.tsx'
import { textsOf } from '../../../components/tables/table-rows.ts'
import { t } from '../../../i18n.ts'
import { announce } from '../../../state/announcer.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import { GiveCodes } from './GiveCodes.tsx'
import { ListedPeople } from './ListedPeople.tsx'
import { PastedPeople } from './PastedPeople.tsx'
import { PeoplePreview } from './PeoplePreview.tsx'
import { peopleOfRows } from './people.ts'
import styles from './StartLinksTab.module.css'
import { Step } from './Step.tsx'
import type { StartPeople } from './use-start-people.ts'
import { useWantedParts } from './use-wanted-parts.ts'
import { warningWords } from './warning-words.ts'

interface PeopleStepProps {
  readonly made: StartPeople
  readonly linkUrlId: string
  readonly zone: string
  /** Whether the link asks for codes of this list. */
  readonly canGive: boolean
}

/** Whom the addresses are for: taken from somewhere, then shown with what to look at. */
export function PeopleStep({ made, linkUrlId, zone, canGive }: PeopleStepProps) {
  const { people, setPeople } = useStartLinks()
  const box = useRef<HTMLDivElement>(null)
  const isEmpty = people.length === 0
  const wasEmpty = useRef(isEmpty)
  // What was pressed leaves with the people it brought or sent away; the keyboard goes on at the top of the step.
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
