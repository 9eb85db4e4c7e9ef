import {
  Archive,
  ArchiveRestore,
  ArrowLeft,
  ArrowRight,
  Copy,
  GitCompareArrows,
  Info,
  PenLine,
  Undo2,
  X,
} from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankQuestion, EarlierVersion, QuestionInTest } from '../../../shared/model/bank.ts'
import { isWritable } from '../../../shared/model/question-rules.ts'
import { useClock } from '../../app/clock.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { exactTime, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useKey } from '../../ui/keyboard.ts'
import { DetailCard, type Fact, Facts } from '../../ui/LongText.tsx'
import panelStyles from '../../ui/SidePanel.module.css'
import { FacilityBar } from '../questions/index.ts'
import { openQuestionsOf } from '../tests/index.ts'
import styles from './Bank.module.css'
import { useBankFacts, useOpenQuestion } from './bank.ts'
import {
  archiveQuestions,
  duplicateQuestion,
  editQuestion,
  openBankDialog,
  sendAgain,
  takeBackEdits,
  waitingEditsOf,
} from './bank-actions.ts'
import { StateMark } from './bank-columns.tsx'
import { bankTypeWords, categoryWords, flawWords, gradeStyleWords, pointsOf, refusalWords } from './bank-words.ts'
import { type ComparedField, differingFields } from './differences.ts'
import { canEdit } from './editor.ts'
import { QuestionPreview } from './QuestionPreview.tsx'

interface QuestionPanelProps {
  readonly account: AccountSummary
  /** Opens the question that many rows further down the list (or up, when negative). */
  onStep(by: number): void
}

/** One question beside the list: as it is taken, how it stands, how it did, and what can be done with it. */
export function QuestionPanel({ account, onStep }: QuestionPanelProps) {
  const { question, error, close, load } = useOpenQuestion()
  const panel = useRef<HTMLElement>(null)
  const asPage = useAsPage(panel)
  const closeAndReturn = () => {
    close()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus())
  }
  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || isForOverlay(event)) return
    const by = stepBy(event, panel.current)
    if (event.key === 'Escape') closeAndReturn()
    else if (by !== 0) onStep(by)
    else return
    event.preventDefault()
  })
  const loading = error === null ? t('bank.panel.loading') : t('bank.panel.label')
  const title = question === null ? loading : numberWords(question)
  return (
    <aside ref={panel} className={panelStyles.panel} aria-label={t('bank.panel.label')} data-region="panel">
      <div className={panelStyles.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={closeAndReturn} />}
        <h2 className={panelStyles.name} data-detail-title="" tabIndex={-1}>
          {title}
        </h2>
        <div className={panelStyles.steps}>
          {!asPage && <IconButton icon={X} label={t('bank.panel.close')} onPress={closeAndReturn} />}
        </div>
      </div>
      {error !== null && (
        <ErrorMessage error={error} zone={account.timeZone}>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {question !== null && <Body key={question.id} question={question} account={account} />}
    </aside>
  )
}

const numberWords = ({ questionId, id }: Pick<BankQuestion, 'questionId' | 'id'>): string =>
  t('bank.panel.number', { id: questionId ?? t('bank.newNumber', { id }) })

interface PartProps {
  readonly question: BankQuestion
  readonly account: AccountSummary
}

function Body({ question, account }: PartProps) {
  const { content } = question
  return (
    <>
      <Standing question={question} account={account} />
      <QuestionPreview content={content} account={account.id} withKey />
      <Actions question={question} account={account} />
      <DetailCard caption={t('bank.panel.facts')}>
        <Facts facts={factsOf(question, account.timeZone)} />
      </DetailCard>
      <Flaws question={question} />
      <InTests tests={question.inTests} account={account.id} />
      <Versions question={question} account={account} />
    </>
  )
}

function factsOf({ content, ...row }: BankQuestion, zone: string): readonly Fact[] {
  const { type, randomAnswers, gradeStyle } = content
  return [
    [t('bank.fields.type'), bankTypeWords(type)],
    [t('bank.fields.category'), categoryWords(row) || t('bank.panel.noCategory')],
    [t('bank.fields.points'), pointsOf(content.points)],
    [
      t('bank.fields.randomAnswers'),
      randomAnswers === null ? null : t(randomAnswers ? 'bank.panel.random' : 'bank.panel.inOrder'),
    ],
    [t('bank.fields.gradeStyle'), gradeStyle === null ? null : gradeStyleWords(gradeStyle)],
    [t('bank.panel.changed'), row.changedAt === null ? null : exactTime(row.changedAt, zone)],
  ]
}

/** How it stands with ClassMarker, and what to do about it. */
function Standing({ question, account }: PartProps) {
  const { state, refusal, archived, type } = question
  const edits = waitingEditsOf(
    useBankFacts((facts) => facts.edits),
    question.id,
  )
  if (state === 'kept' && !archived && isWritable(type)) return null
  const differs = differencesOf(question)
  const isEditable = canEdit(account)
  return (
    <section className={styles.standing} aria-label={t('bank.panel.standing')}>
      <StateMark state={state} archived={archived} />
      {state === 'refused' && <p>{refusalWords(refusal, account.timeZone)}</p>}
      {state !== 'kept' && state !== 'refused' && <p>{t(`bank.stateHint.${state}`)}</p>}
      {archived && <p>{t('bank.stateHint.archived')}</p>}
      {!isWritable(type) && (
        <p>
          <Info aria-hidden className={styles.inline} /> {t('bank.panel.readOnly', { type: bankTypeWords(type) })}
        </p>
      )}
      {differs.length > 0 && (
        <p className={styles.dim}>
          {t('bank.panel.differs', { fields: differs.map((field) => t(`bank.fields.${field}`)).join(', ') })}
        </p>
      )}
      {isEditable && (
        <div className={styles.buttons}>
          {question.atService !== null && state === 'conflict' && (
            <Button icon={GitCompareArrows} onPress={() => openBankDialog({ kind: 'compare', question })}>
              {t('bank.panel.resolve')}
            </Button>
          )}
          {question.atService !== null && state !== 'conflict' && differs.length > 0 && (
            <Button look="quiet" icon={GitCompareArrows} onPress={() => openBankDialog({ kind: 'compare', question })}>
              {t('bank.panel.compare')}
            </Button>
          )}
          {state === 'refused' && edits.length > 0 && (
            <Button onPress={() => void sendAgain(edits)}>{t('bank.waiting.again')}</Button>
          )}
          {edits.length > 0 && state !== 'conflict' && (
            <Button look="quiet" icon={Undo2} onPress={() => void takeBackEdits(edits)}>
              {t('bank.waiting.takeBack')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** In which fields it differs from what ClassMarker has. */
function differencesOf({ atService, content }: BankQuestion): readonly ComparedField[] {
  if (atService === null) return []
  return differingFields({ content, category: null }, { content: atService.content, category: null })
}

function Actions({ question, account }: PartProps) {
  if (!canEdit(account)) return null
  const { id, archived } = question
  const writable = isWritable(question.type)
  return (
    <div className={styles.buttons}>
      {writable && (
        <>
          <Button icon={PenLine} onPress={() => void editQuestion(id)}>
            {t('bank.actions.edit')}
          </Button>
          <Button icon={Copy} onPress={() => void duplicateQuestion(id)}>
            {t('bank.actions.duplicate')}
          </Button>
        </>
      )}
      <Button icon={archived ? ArchiveRestore : Archive} onPress={() => void archiveQuestions([id], !archived)}>
        {t(archived ? 'bank.panel.unarchive' : 'bank.panel.archive')}
      </Button>
    </div>
  )
}

function Flaws({ question }: Pick<PartProps, 'question'>) {
  const words = [...new Set(question.flaws.filter(({ flaw }) => flaw !== 'type-read-only').map(flawWords))]
  if (words.length === 0) return null
  return (
    <DetailCard caption={t('bank.panel.flaws')}>
      <ul className={styles.plain}>
        {words.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </DetailCard>
  )
}

/** How it did in each test; a press opens that test's questions. */
function InTests({ tests, account }: { readonly tests: readonly QuestionInTest[]; readonly account: string }) {
  if (tests.length === 0)
    return (
      <DetailCard caption={t('bank.panel.inTests')}>
        <p className={styles.dim}>{t('bank.panel.noTests')}</p>
      </DetailCard>
    )
  return (
    <DetailCard caption={t('bank.panel.inTests')}>
      <ul className={styles.tests}>
        {tests.map(({ testId, testName, n, facility, discrimination, evidence }) => (
          <li key={testId} className={styles.test}>
            <Button look="quiet" onPress={() => openQuestionsOf({ account, testId })}>
              <span className={styles.testName}>{testName}</span>
              <ArrowRight aria-hidden className={styles.inline} />
            </Button>
            <span className={styles.testFigures}>
              <FacilityBar share={facility} />
              <span>{t('bank.nOf', { n: wholeNumber(n) })}</span>
            </span>
            {discrimination !== null && evidence !== 'counts' && (
              <span className={styles.dim}>
                {t(evidence === 'weak' ? 'bank.panel.weakDiscrimination' : 'bank.panel.discrimination', {
                  value: percentOf(discrimination),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </DetailCard>
  )
}

/** What it said before, or what attempts saw, each beside what it says now. */
function Versions({ question, account }: PartProps) {
  const now = useClock((state) => state.now)
  const { versions } = question
  if (versions.length === 0) return null
  const when = ({ until }: EarlierVersion): ReactNode =>
    until === null
      ? t('bank.panel.versionSeen')
      : t('bank.panel.versionUntil', { date: shortDate(until, now, account.timeZone) })
  return (
    <DetailCard caption={t('bank.panel.versions', { count: versions.length })}>
      <ul className={styles.tests}>
        {versions.map((version, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: versions have no id, and stay in their order
          <li key={place} className={styles.version}>
            <span>
              {when(version)}
              {version.attempts > 0 && (
                <span className={styles.dim}> · {t('bank.panel.attempts', { count: version.attempts })}</span>
              )}
            </span>
            <Button look="quiet" onPress={() => openBankDialog({ kind: 'version', question, version })}>
              {t('bank.panel.compareNow')}
            </Button>
          </li>
        ))}
      </ul>
    </DetailCard>
  )
}
