import { ArrowLeft, CircleAlert, Info, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { apartWords, checkPlaces, checkSentence, severityWords, unlistedOf } from '../../../shared/gradebook-checks.ts'
import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { CheckedStudent, GradebookCheck } from '../../../shared/model/gradebook-check.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { locale, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, useKey } from '../../ui/keyboard.ts'
import { usePanelCovers } from '../../ui/measure.ts'
import panel from '../../ui/SidePanel.module.css'
import styles from './ChecksPanel.module.css'
import { openPlace, showToGrade, useChecks } from './checks.ts'
import type { ShownGradebook } from './gradebook.ts'
import { listedName } from './gradebook-columns.tsx'
import { TestRulesEditor } from './TestRulesEditor.tsx'

/** What should be looked at before the gradebook leaves the house; each line opens the place to mend it. */
export function ChecksPanel({ shown }: { readonly shown: ShownGradebook }) {
  const { checks, error, close } = useChecks()
  const accounts = useAccounts((state) => state.accounts)
  const asPage = usePanelCovers()
  const aside = useRef<HTMLElement>(null)
  useEffect(() => {
    const { pressed } = useChecks.getState()
    const line = pressed === null ? null : aside.current?.querySelector<HTMLElement>(`[data-line="${pressed}"]`)
    ;(line ?? aside.current?.querySelector<HTMLElement>('[data-detail-title]'))?.focus()
  }, [])
  const closeAndReturn = () => {
    close()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-checks-button]')?.focus())
  }
  useKey((event) => {
    if (event.defaultPrevented || event.key !== 'Escape' || isForOverlay(event)) return
    event.preventDefault()
    closeAndReturn()
  })
  return (
    <aside ref={aside} className={panel.panel} aria-label={t('gradebookChecks.title')} data-region="panel">
      {asPage && <h1 className="visually-hidden">{t('gradebook.title')}</h1>}
      <div className={panel.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={closeAndReturn} />}
        <h2 className={panel.name} data-detail-title="" tabIndex={-1}>
          {t('gradebookChecks.title')}
        </h2>
        {!asPage && (
          <div className={panel.steps}>
            <IconButton icon={X} label={t('gradebookChecks.close')} onPress={closeAndReturn} />
          </div>
        )}
      </div>
      <p className={styles.hint}>{t(checks?.length === 0 ? 'gradebookChecks.nothing' : 'gradebookChecks.hint')}</p>
      {error !== null && <ErrorMessage error={error} zone={zoneOf(accounts, null)} />}
      {checks?.map((check) => (
        <Check key={`${check.kind} ${check.severity}`} check={check} tests={shown.summary.tests} />
      ))}
    </aside>
  )
}

interface CheckProps {
  readonly check: GradebookCheck
  readonly tests: readonly GradebookColumn[]
}

/** Places shown before the others are asked for. */
const firstPlaces = 5

/** Names a line of a check, by which the focus finds it again. */
const lineId = (check: string, at: number): string => `${check} ${at < firstPlaces ? '' : 'further '}${at}`

function Check({ check, tests }: CheckProps) {
  const id = `${check.kind} ${check.severity}`
  // After a line was opened and closed again it is there still.
  const [all, setAll] = useState(() => useChecks.getState().pressed?.startsWith(`${id} further`) ?? false)
  const Icon = check.severity === 'attention' ? CircleAlert : Info
  const lines = checkPlaces(check, { student: listedName, test: ({ name }) => name, isPersonal: true, locale })
  const shown = all ? lines : lines.slice(0, firstPlaces)
  const unlisted = unlistedOf(check)
  return (
    <section className={styles.check} data-check={check.kind}>
      <h3 className={styles.sentence}>
        <Icon className={styles[check.severity]} aria-hidden />
        <span className="visually-hidden">{severityWords(check)}: </span>
        {checkSentence(check)}
      </h3>
      {check.kind === 'incomplete' ? (
        <Button look="quiet" onPress={() => useNavigation.getState().go('activity')}>
          {t('gradebookChecks.openActivity')}
        </Button>
      ) : (
        <ul className={styles.places}>
          {shown.map((words, at) => (
            <Place key={lineId(id, at)} check={check} at={at} id={lineId(id, at)} words={words} tests={tests} />
          ))}
        </ul>
      )}
      {shown.length < lines.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('gradebookChecks.further', { count: lines.length - shown.length })}
        </Button>
      )}
      {all && unlisted > 0 && <p className={styles.hint}>{t('gradebookChecks.unlisted', { count: unlisted })}</p>}
      {check.kind === 'to-grade' && (
        <Button look="quiet" onPress={() => showToGrade(check)}>
          {t('gradebookChecks.openResults')}
        </Button>
      )}
    </section>
  )
}

interface PlaceProps extends CheckProps {
  readonly at: number
  /** Names its line. */
  readonly id: string
  readonly words: string
}

/** One place of a check: a button, or one for each of its students. */
function Place({ check, at, id, words, tests }: PlaceProps) {
  const [header, setHeader] = useState<HTMLElement | null>(null)
  switch (check.kind) {
    case 'to-grade':
    case 'nameless':
    case 'outside-period':
    case 'lost-choice': {
      const { student, test } = check.places[at] as (typeof check.places)[number]
      return <Line id={id} words={words} onPress={() => void openPlace(student, test)} />
    }
    case 'two-names':
    case 'fewer-tests':
    case 'borderline': {
      const { student } = check.places[at] as (typeof check.places)[number]
      return <Line id={id} words={words} onPress={() => void openPlace(student, null)} />
    }
    case 'changed-since-hand-in': {
      const { student, test } = check.places[at] as (typeof check.places)[number]
      const { row } = student
      if (row === null) return <li className={styles.line}>{words}</li>
      return <Line id={id} words={words} onPress={() => void openPlace({ ...student, row }, test)} />
    }
    case 'mixed-points':
    case 'mixed-pass-marks':
    case 'no-points': {
      const key = testKeyOf((check.places[at] as (typeof check.places)[number]).test)
      const test = tests.find((each) => testKeyOf(each) === key)
      return (
        <>
          <Line id={id} words={words} onPress={(element) => setHeader(element)} />
          {header !== null && test !== undefined && (
            <TestRulesEditor test={test} header={header} onClose={() => setHeader(null)} />
          )}
        </>
      )
    }
    case 'same-name': {
      const { students } = check.places[at] as (typeof check.places)[number]
      return (
        <People
          id={id}
          of={listedName(students[0] as CheckedStudent)}
          students={students}
          words={(student) => apartWords(student, students)}
        />
      )
    }
    case 'shared-email': {
      const { email, students } = check.places[at] as (typeof check.places)[number]
      return <People id={id} of={email} students={students} words={listedName} />
    }
    case 'shared-code': {
      const { code, students } = check.places[at] as (typeof check.places)[number]
      return <People id={id} of={code} students={students} words={listedName} />
    }
    case 'incomplete':
    case 'unreadable-hand-in':
      return null
  }
}

interface LineProps {
  readonly id: string
  readonly words: string
  onPress(element: HTMLElement): void
}

const Line = (line: LineProps) => (
  <li>
    <LineButton {...line} />
  </li>
)

const LineButton = ({ id, words, onPress }: LineProps) => (
  <button
    type="button"
    className={styles.line}
    data-line={id}
    onClick={(event) => {
      useChecks.setState({ pressed: id })
      onPress(event.currentTarget)
    }}
  >
    {words}
  </button>
)

interface PeopleProps {
  readonly id: string
  /** What they share. */
  readonly of: string
  readonly students: readonly CheckedStudent[]
  /** What tells them apart. */
  words(student: CheckedStudent): string
}

/** Students who share something: each opens. */
const People = ({ id, of, students, words }: PeopleProps) => (
  <li>
    <div className={styles.of}>{of}</div>
    <div className={styles.people}>
      {students.map((student, at) => (
        <LineButton
          key={`${student.account} ${student.key}`}
          id={`${id}.${at}`}
          words={words(student)}
          onPress={() => void openPlace(student, null)}
        />
      ))}
    </div>
  </li>
)
