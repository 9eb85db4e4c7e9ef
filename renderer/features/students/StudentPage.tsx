import { ArrowDown, ArrowUp, ListFilter, Printer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button as PlainButton } from 'react-aria-components'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { StudentPage } from '../../../shared/model/student.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useCommand } from '../../app/commands.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, useKey } from '../../ui/keyboard.ts'
import { LongText } from '../../ui/LongText.tsx'
import { usePanelCovers } from '../../ui/measure.ts'
import { NothingHere, ScreenCrumb, ScreenLoading } from '../../ui/Screen.tsx'
import { isShortcut, shortcutName } from '../../ui/shortcuts.ts'
import { usePeople } from '../people/index.ts'
import { CategoryStrengths } from '../questions/index.ts'
import { IncompleteLine, showResultsOf } from '../results/index.ts'
import { PeriodChip, PolicyChip } from './chips.tsx'
import { MergedEntries } from './MergedEntries.tsx'
import { ProgressChart } from './ProgressChart.tsx'
import { pointsOf } from './progress.ts'
import { StudentFigures } from './StudentFigures.tsx'
import styles from './StudentPage.module.css'
import { StudentPrint } from './StudentPrint.tsx'
import { StudentSide } from './StudentSide.tsx'
import { StudentTests } from './StudentTests.tsx'
import { isSame, useStudent } from './student.ts'
import { isNameable, nameWords } from './student-actions.ts'
import { nameOf } from './student-columns.tsx'
import { useStudentPages, useStudentRules } from './students.ts'

/** Everything about one student, over the list. Esc goes back to where one was. */
export function StudentPageView({ student }: { readonly student: StudentRef }) {
  const { page, error, load, index, step } = useStudent()
  const accounts = useAccounts((state) => state.accounts)
  const count = useStudentPages((state) => state.shown?.count ?? 0)
  const narrow = usePanelCovers()
  const region = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => void load(student), [load, student])
  useEffect(() => heading.current?.focus(), [])
  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey || isForOverlay(event)) return
    if (event.key === 'Escape') back()
    else if (isShortcut(event, 'next')) void step(1)
    else if (isShortcut(event, 'previous')) void step(-1)
    else return
    event.preventDefault()
  })
  const shown = page !== null && isSame(page.student, student) ? page : null
  useCommand('print', {
    words: t('students.page.print'),
    run: () => setPrinting(true),
    isDisabled: shown === null || isPrinting,
  })
  const isGone = error?.code === 'student/not-found'
  return (
    <section
      ref={region}
      className={styles.page}
      aria-label={t('students.page.label', { name: shown ? nameOf(shown) : '' })}
    >
      <div className={styles.head} data-region="toolbar">
        <div className={styles.line}>
          <ScreenCrumb onPress={toList}>{t('students.page.back')}</ScreenCrumb>
          <h1 ref={heading} className={styles.title} tabIndex={-1}>
            {shown !== null && <LongText text={nameOf(shown)} />}
          </h1>
          <IconButton
            icon={ArrowUp}
            label={t('students.page.previous')}
            aria-keyshortcuts={shortcutName('previous')}
            isDisabled={index === null || index <= 0}
            onPress={() => void step(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label={t('students.page.next')}
            aria-keyshortcuts={shortcutName('next')}
            isDisabled={index === null || index >= count - 1}
            onPress={() => void step(1)}
          />
          <span className={styles.room} />
          <Button icon={ListFilter} isDisabled={shown === null} onPress={() => showResultsOf(student)}>
            {t('students.page.results')}
          </Button>
          <Button
            look="primary"
            icon={Printer}
            aria-keyshortcuts={shortcutName('print')}
            isDisabled={shown === null || isPrinting}
            onPress={() => setPrinting(true)}
          >
            {t('students.page.print')}
          </Button>
        </div>
        <div className={styles.line}>
          {shown !== null && <Identity page={shown} narrow={narrow} />}
          <ul className={styles.rules} aria-label={t('students.chips.label')}>
            <PolicyChip />
            <PeriodChip zone={zoneOf(accounts, student.account)} />
          </ul>
        </div>
      </div>
      <IncompleteLine />
      <div className={styles.body}>
        {isGone && (
          <NothingHere title={t('students.page.gone')} text={t('students.page.goneText')}>
            <Button onPress={toList}>{t('students.page.toList')}</Button>
          </NothingHere>
        )}
        {error !== null && !isGone && (
          <ErrorMessage
            error={error}
            zone={zoneOf(accounts, student.account)}
            focus={shown === null}
            {...(shown === null ? {} : { data: t('error.asBefore') })}
          >
            <Button onPress={() => void load(student)}>{t('action.tryAgain')}</Button>
          </ErrorMessage>
        )}
        {error === null && shown === null && <ScreenLoading>{t('students.page.loading')}</ScreenLoading>}
        {shown !== null && <Content page={shown} narrow={narrow} />}
      </div>
      {isPrinting && shown !== null && <StudentPrint page={shown} onEnd={() => setPrinting(false)} />}
    </section>
  )
}

function Content({ page, narrow }: { readonly page: StudentPage; readonly narrow: boolean }) {
  const rules = useStudentRules()
  const chart = pointsOf(page).length > 0 && <ProgressChart page={page} />
  return (
    <>
      <StudentFigures page={page} />
      {narrow && <StudentSide page={page} narrow onErased={leaveErased} />}
      {narrow ? (
        chart
      ) : (
        <div className={styles.columns}>
          {chart || <span />}
          <StudentSide page={page} onErased={leaveErased} />
        </div>
      )}
      <StudentTests page={page} narrow={narrow} />
      <CategoryStrengths student={page.student} rules={rules} />
    </>
  )
}

/** Who it is: class, address, number at its service, and the entries merged into them. */
function Identity({ page, narrow }: { readonly page: StudentPage; readonly narrow: boolean }) {
  const nameable = { ...page.student, first: page.first, last: page.last, email: page.email }
  const canName = useAccounts(() => isNameable(nameable))
  const entries = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const number = /^(?:user|cm):(.+)$/.exec(page.student.key)?.[1]
  const service = useAccounts(
    (state) => state.accounts?.find(({ id }) => id === page.student.account)?.service ?? 'classmarker',
  )
  return (
    <p className={styles.identity}>
      {page.classes.map((name) => (
        <span key={name} className={styles.class}>
          {!narrow && `${t('students.chips.class')} `}
          <b>{name}</b>
        </span>
      ))}
      {page.email !== null && <span>{page.email}</span>}
      {number !== undefined && !narrow && <span>{t(`students.page.number.${service}`, { number })}</span>}
      {page.merged.length > 0 && (
        <>
          <PlainButton ref={entries} className={styles.more ?? ''} aria-haspopup="dialog" onPress={() => setOpen(true)}>
            {t('students.page.mergedEntries', { count: page.merged.length })}
          </PlainButton>
          <Popover triggerRef={entries} isOpen={isOpen} onOpenChange={setOpen}>
            <MergedEntries page={page} onDone={() => setOpen(false)} />
          </Popover>
        </>
      )}
      {canName && (
        <PlainButton
          className={styles.more ?? ''}
          aria-haspopup="dialog"
          onPress={() => usePeople.getState().open({ at: 'name', of: nameable })}
        >
          {nameWords(nameable)}
        </PlainButton>
      )}
    </p>
  )
}

const back = (): void => {
  useNavigation.getState().back()
  focusList()
}

const toList = (): void => {
  useNavigation.getState().go('students')
  focusList()
}

/** Back to the list, with nothing kept of who was erased. */
const leaveErased = (): void => {
  useNavigation.getState().go('students')
  useStudent.setState({ student: null, page: null, error: null, index: null })
}

/** The focus goes where it was in the list, once that can be reached again. */
const focusList = (): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus())

/** The same, unless the focus found a place by itself. */
export const focusListFromNowhere = (): void =>
  void requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) focusList()
  })
