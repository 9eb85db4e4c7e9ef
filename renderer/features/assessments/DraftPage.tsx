import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, FileOutput, ListPlus, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import {
  Button as AriaButton,
  ComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Text,
} from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { titleLength } from '../../../shared/model/assessment.ts'
import type { BankQuestion } from '../../../shared/model/bank.ts'
import { useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { dialogIsOpen, isForOverlay, useKey } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { isShortcut, shortcutName } from '../../ui/shortcuts.ts'
import { Form, focusFirstProblem, TextField } from '../../ui/TextField.tsx'
import { QuestionExportDialog } from '../question-bank/index.ts'
import { plainOf } from '../questions/index.ts'
import { openAssessmentDialog } from './assessment-actions.ts'
import { draftTitle, limitWords, passWords } from './assessment-words.ts'
import { useAssessmentFacts } from './assessments.ts'
import styles from './Draft.module.css'
import { type OpenDraft, shownProblem, useDrafting } from './drafting.ts'
import { PickQuestions } from './PickQuestions.tsx'

interface DraftPageProps {
  /** The accounts that a new draft may be for. */
  readonly accounts: readonly AccountSummary[]
}

/** Writes an assessment: its fields at the left, what is published and what is not at the right. Esc leaves it. */
export function DraftPage({ accounts }: DraftPageProps) {
  const { open, error, leave } = useDrafting()
  const page = useRef<HTMLElement>(null)
  useEffect(() => page.current?.querySelector<HTMLElement>('input')?.focus(), [])
  useKey((event) => {
    if (event.defaultPrevented || isForOverlay(event)) return
    if (event.key === 'Escape') leave()
    else if (isShortcut(event, 'saveNote') && !dialogIsOpen()) void publish()
    else return
    event.preventDefault()
  })
  const publish = async () => {
    const draft = await useDrafting.getState().ready()
    if (draft === null) focusFirstProblem(page.current)
    else openAssessmentDialog({ kind: 'publish', draft })
  }
  if (open === null) return null
  const account = accounts.find(({ id }) => id === open.account)
  return (
    <section ref={page} className={styles.page} aria-label={t('assessments.editor.fields')}>
      <Head open={open} onPublish={() => void publish()} />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={account?.timeZone ?? 'UTC'} focus />
        </div>
      )}
      <div className={styles.columns}>
        <Fields open={open} accounts={accounts} onPublish={() => void publish()} />
        <aside className={styles.side} aria-label={t('assessments.editor.questions')}>
          <h2 className={styles.caption}>{t('assessments.editor.preview')}</h2>
          <DraftFacts content={open.content} />
          <h2 className={styles.caption}>
            {t('assessments.editor.questions')} · {t('assessments.editor.notSent')}
          </h2>
          <Questions open={open} />
        </aside>
      </div>
    </section>
  )
}

interface OpenProps {
  readonly open: OpenDraft
}

function Head({ open, onPublish }: OpenProps & { onPublish(): void }) {
  const { isKept, leave } = useDrafting()
  const kept = open.id === null ? (isKept ? 'notKept' : 'keeping') : isKept ? 'kept' : 'keeping'
  return (
    <div className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={leave}>
        {t('assessments.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <ScreenTitle>{t(open.id === null ? 'assessments.editor.new' : 'assessments.editor.edit')}</ScreenTitle>
      <p className={styles.kept}>{t(`assessments.editor.${kept}`)}</p>
      <Button onPress={leave}>{t('assessments.editor.close')}</Button>
      <Button look="primary" aria-keyshortcuts={shortcutName('saveNote')} onPress={onPublish}>
        {t('assessments.editor.publish')}
      </Button>
    </div>
  )
}

interface FieldsProps extends OpenProps, DraftPageProps {
  onPublish(): void
}

function Fields({ open, accounts, onPublish }: FieldsProps) {
  const { change, typePassing, typeMinutes, limit, chooseAccount } = useDrafting()
  const problem = (name: Parameters<typeof shownProblem>[1]) => shownProblem(open, name)
  const { title } = open.content
  const characters = [...title.trim()].length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={styles.scroll} tabIndex={0} data-scrolls>
      <Form className={styles.form} onSubmit={onPublish}>
        {accounts.length > 1 && open.id === null && (
          <SelectField
            label={t('assessments.editor.account')}
            value={open.account}
            sections={[{ title: null, options: accounts.map(({ id, name }) => ({ value: id, words: name })) }]}
            onChange={chooseAccount}
          />
        )}
        <CourseField
          key={open.account}
          value={open.content.courseId}
          account={open.account}
          problem={problem('course')}
          onChange={(courseId) => change({ courseId })}
        />
        <TextField
          label={t('assessments.editor.title')}
          hint={
            characters === 0
              ? t('assessments.editor.titleHint')
              : t('assessments.editor.titleCount', { count: characters, most: titleLength.most })
          }
          value={title}
          onChange={(typed) => change({ title: typed })}
          maxLength={2_000}
          problem={withCount(problem('title'), characters)}
        />
        <TextField
          label={t('assessments.editor.passingScore')}
          hint={t('assessments.editor.passingScoreHint')}
          value={open.passing}
          onChange={typePassing}
          inputMode="numeric"
          maxLength={20}
          problem={problem('passingScore')}
        />
        <div className={styles.limit}>
          <Switch words={t('assessments.editor.timed')} isSelected={open.isTimed} onChange={limit} />
          {open.isTimed && (
            <TextField
              label={t('assessments.editor.minutes')}
              hint={t('assessments.editor.minutesHint')}
              value={open.minutes}
              onChange={typeMinutes}
              inputMode="numeric"
              maxLength={20}
              problem={problem('timeLimit')}
            />
          )}
        </div>
      </Form>
    </div>
  )
}

/** A title that is too long also says how long it is. */
const withCount = (problem: string | null, count: number): string | null =>
  problem !== null && count > titleLength.most
    ? `${problem} ${t('assessments.editor.titleCount', { count, most: titleLength.most })}.`
    : problem

interface CourseFieldProps {
  readonly value: string
  readonly account: string
  readonly problem: string | null
  onChange(courseId: string): void
}

/** A course that is known here, or the id of another as it is typed. */
function CourseField({ value, account, problem, onChange }: CourseFieldProps) {
  const statuses = useAssessmentFacts((state) => state.statuses)
  const courses = statuses?.find((each) => each.account === account)?.courses ?? []
  return (
    <ComboBox
      className={field.field ?? ''}
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={onChange}
      defaultItems={courses.map(({ courseId, assessments }) => ({ id: courseId, assessments }))}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
      isInvalid={problem !== null}
      validationBehavior="aria"
    >
      <Label className={field.label ?? ''}>{t('assessments.editor.course')}</Label>
      <div className={styles.course}>
        <Input className={field.inputMono ?? ''} spellCheck={false} autoComplete="off" maxLength={200} />
        {courses.length > 0 && (
          <AriaButton className={styles.open ?? ''}>
            <ChevronDown aria-hidden />
          </AriaButton>
        )}
      </div>
      {problem === null && (
        <Text slot="description" className={field.hint ?? ''}>
          {t('assessments.editor.courseHint')}
        </Text>
      )}
      <FieldError className={field.problem ?? ''}>{problem}</FieldError>
      <Popover>
        <ListBox className={menu.list ?? ''}>
          {({ id, assessments }: { id: string; assessments: number }) => (
            <ListBoxItem className={menu.item ?? ''} textValue={id}>
              <span className={menu.words}>{id}</span>
              <span className={menu.aside}>{t('assessments.announce', { count: assessments })}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

/** The four facts of a draft, as they are sent. */
export const DraftFacts = ({ content }: { readonly content: OpenDraft['content'] }) => (
  <dl className={styles.facts}>
    <dt>{t('assessments.editor.title')}</dt>
    <dd className={styles.big}>{draftTitle(content)}</dd>
    <dt>{t('assessments.editor.course')}</dt>
    <dd>{content.courseId.trim() === '' ? t('assessments.drafts.noCourse') : content.courseId.trim()}</dd>
    <dt>{t('assessments.panel.passingScore')}</dt>
    <dd>{content.passingScore === null ? '–' : passWords(content.passingScore)}</dd>
    <dt>{t('assessments.panel.timeLimit')}</dt>
    <dd>{limitWords(content.timeLimitMinutes)}</dd>
  </dl>
)

/** The questions it is meant to ask: chosen from a bank, put in order, exported as a file. */
function Questions({ open }: OpenProps) {
  const { questions, change } = useDrafting()
  const accounts = useAccounts((state) => state.accounts)
  const [isPicking, setPicking] = useState(false)
  const [exporting, setExporting] = useState<{ bank: AccountSummary; ids: readonly number[] } | null>(null)
  const banks = (accounts ?? []).filter(({ service }) => service === 'classmarker')
  const chosen = open.content.questions
  const put = (next: readonly number[]) => change({ questions: next })
  const move = (place: number, by: -1 | 1) => {
    const next = [...chosen]
    next.splice(place + by, 0, ...next.splice(place, 1))
    put(next)
  }
  const ofBanks = banks.flatMap((bank) => {
    const ids = chosen.filter((id) => questions.get(id)?.account === bank.id)
    return ids.length === 0 ? [] : [{ bank, ids }]
  })
  return (
    <>
      <p className={styles.note}>{t('assessments.editor.questionsHint')}</p>
      {banks.length === 0 ? (
        <p className={styles.note}>{t('assessments.editor.noBank')}</p>
      ) : (
        <div className={styles.buttons}>
          <Button icon={ListPlus} onPress={() => setPicking(true)}>
            {t('assessments.editor.choose')}
          </Button>
          {ofBanks.map((of) => (
            <Button key={of.bank.id} icon={FileOutput} onPress={() => setExporting(of)}>
              {ofBanks.length > 1
                ? t('assessments.editor.of', { name: t('assessments.editor.export'), bank: of.bank.name })
                : t('assessments.editor.export')}
            </Button>
          ))}
        </div>
      )}
      {chosen.length === 0 ? (
        <p className={styles.note}>{t('assessments.editor.noneChosen')}</p>
      ) : (
        <ol className={styles.questions}>
          {chosen.map((id, place) => (
            <li key={id} className={styles.question}>
              <span className={styles.number}>{place + 1}</span>
              <span className={styles.text}>{textOf(questions.get(id))}</span>
              <span className={styles.moves}>
                <IconButton
                  icon={ArrowUp}
                  label={t('assessments.editor.up', { number: place + 1 })}
                  isDisabled={place === 0}
                  onPress={() => move(place, -1)}
                />
                <IconButton
                  icon={ArrowDown}
                  label={t('assessments.editor.down', { number: place + 1 })}
                  isDisabled={place === chosen.length - 1}
                  onPress={() => move(place, 1)}
                />
                <IconButton
                  icon={Trash2}
                  label={t('assessments.editor.removeQuestion', { number: place + 1 })}
                  onPress={() => put(chosen.filter((each) => each !== id))}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      {isPicking && (
        <PickQuestions
          banks={banks}
          chosen={chosen}
          onClose={() => setPicking(false)}
          onChosen={(next) => {
            setPicking(false)
            put(next)
          }}
        />
      )}
      {exporting !== null && (
        <QuestionExportDialog account={exporting.bank} ids={exporting.ids} onClose={() => setExporting(null)} />
      )}
    </>
  )
}

/** A question in one line; while it is read, a dash. */
function textOf(question: BankQuestion | null | undefined): string {
  if (question === undefined) return '…'
  return question === null ? t('assessments.editor.goneQuestion') : question.text || plainOf(question.content.question)
}
