import { ChevronRight, CircleAlert, CircleCheck, Hourglass, ShieldCheck } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import {
  type BankCategory,
  gradeStyles,
  type QuestionDraft,
  type QuestionFlaw,
  writableTypes,
} from '../../../shared/model/bank.ts'
import { flawsOf } from '../../../shared/model/question-rules.ts'
import { useConnection } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { dialogIsOpen, isForOverlay, useKey } from '../../ui/keyboard.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { isShortcut, shortcutName } from '../../ui/shortcuts.ts'
import { Form, TextField } from '../../ui/TextField.tsx'
import { HtmlField, Options, TrueFalse } from './AnswerFields.tsx'
import { useBankFacts } from './bank.ts'
import { bankTypeWords, fieldProblem, gradeStyleWords, refusalWords, timeFor } from './bank-words.ts'
import { CategoryDialog } from './CategoryDialog.tsx'
import styles from './Editor.module.css'
import { asType, isChanged, shownFlaws, useEditor } from './editor.ts'
import { QuestionPreview } from './QuestionPreview.tsx'

interface EditorProps {
  readonly account: AccountSummary
}

/** Writes a question: its fields at the left, at the right what a taker will see of it. Esc leaves it. */
export function EditorPage({ account }: EditorProps) {
  const { open, error, leaving, leave, save } = useEditor()
  const page = useRef<HTMLDivElement>(null)
  const id = open?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: at its first field whenever another question is opened
  useEffect(() => page.current?.querySelector<HTMLElement>('textarea')?.focus(), [id])
  useKey((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isForOverlay(event)) return
    event.preventDefault()
    leave()
  })
  if (open === null) return null
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isShortcut(event, 'saveNote') || dialogIsOpen()) return
    event.preventDefault()
    void save()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields within
    <div ref={page} className={styles.page} onKeyDown={onKeyDown}>
      <Head isNew={open.id === null} />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={account.timeZone} focus />
        </div>
      )}
      <div className={styles.columns}>
        <Fields account={account} />
        <section className={styles.side} aria-label={t('bank.editor.preview')}>
          <h2 className={styles.caption}>{t('bank.editor.preview')}</h2>
          <div className={styles.paper}>
            <QuestionPreview content={open.draft} account={account.id} />
          </div>
          <CheckAtService account={account} />
        </section>
      </div>
      {leaving !== null && <LeaveDialog />}
    </div>
  )
}

function Head({ isNew }: { readonly isNew: boolean }) {
  const { open, busy, leave, save } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  if (open === null) return null
  const flaws = flawsOf(open.draft, categories)
  return (
    <div className={styles.head} data-region="toolbar">
      <AriaButton className={styles.back ?? ''} onPress={() => leave()}>
        {t('bank.title')}
        <ChevronRight aria-hidden />
      </AriaButton>
      <ScreenTitle>{t(isNew ? 'bank.editor.new' : 'bank.editor.edit')}</ScreenTitle>
      <WhenSent flaws={flaws} />
      <Button onPress={() => leave()}>{t('action.cancel')}</Button>
      <Button
        look="primary"
        isDisabled={busy !== null || (!isNew && !isChanged(open))}
        aria-keyshortcuts={shortcutName('saveNote')}
        onPress={() => void save()}
      >
        {t(flaws.length > 0 ? 'bank.editor.keep' : 'bank.editor.save')}
      </Button>
    </div>
  )
}

/** What saving it will come to: that it is sent, and when; or that it stays here, and why. */
function WhenSent({ flaws }: { readonly flaws: readonly QuestionFlaw[] }) {
  const open = useEditor((state) => state.open)
  const waiting = useBankFacts((state) => state.waiting)
  const online = useConnection((state) => state.online)
  if (open === null) return null
  const requests = (waiting?.requests ?? 0) + (open.isThere ? 2 : 1)
  const words =
    flaws.length > 0
      ? t('bank.editor.flawed', { count: flaws.length })
      : t(online ? 'bank.editor.willBeSent' : 'bank.editor.sentLater', { time: timeFor(requests) })
  return (
    <p className={styles.when}>
      {flaws.length > 0 ? <CircleAlert aria-hidden /> : <Hourglass aria-hidden />}
      {words}
    </p>
  )
}

function Fields({ account }: EditorProps) {
  const { open, change, typePoints, save } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  if (open === null) return null
  const { draft, isThere } = open
  const { shown } = shownFlaws(open, categories)
  const problem = (name: QuestionFlaw['field']) => fieldProblem(shown, name)
  const hasOptions = draft.type === 'multiplechoice' || draft.type === 'multipleresponse'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={t('bank.editor.fields')} data-scrolls>
      <Form className={styles.form} onSubmit={() => void save()}>
        <div className={styles.pair}>
          <TypeField draft={draft} isThere={isThere} onChange={change} />
          <CategoryField account={account} draft={draft} categories={categories} problem={problem('category')} />
        </div>
        <HtmlField
          label={t('bank.fields.question')}
          hint={t('bank.editor.htmlHint')}
          value={draft.question}
          rows={4}
          problem={problem('question')}
          onChange={(question) => change({ question })}
        />
        {hasOptions && <Options draft={draft} flaws={shown} />}
        {draft.type === 'truefalse' && <TrueFalse draft={draft} flaws={shown} />}
        <div className={styles.pair}>
          <TextField
            label={t('bank.fields.points')}
            hint={t('bank.editor.pointsHint')}
            value={open.points}
            onChange={typePoints}
            inputMode="decimal"
            problem={problem('points')}
          />
          {draft.type === 'multipleresponse' && (
            <SelectField
              label={t('bank.fields.gradeStyle')}
              value={draft.gradeStyle}
              sections={[
                { title: null, options: gradeStyles.map((style) => ({ value: style, words: gradeStyleWords(style) })) },
              ]}
              onChange={(gradeStyle) => change({ gradeStyle })}
            />
          )}
        </div>
        {hasOptions && (
          <Switch
            words={t('bank.editor.random')}
            isSelected={draft.randomAnswers === true}
            onChange={(randomAnswers) => change({ randomAnswers })}
          />
        )}
        {(['correctFeedback', 'incorrectFeedback'] as const).map((name) => (
          <HtmlField
            key={name}
            label={t(`bank.fields.${name}`)}
            value={draft[name] ?? ''}
            rows={2}
            problem={problem(name)}
            onChange={(html) => change({ [name]: html === '' ? null : html })}
          />
        ))}
        <p className={styles.note}>{t('bank.editor.noDelete')}</p>
      </Form>
    </section>
  )
}

interface TypeFieldProps {
  readonly draft: QuestionDraft
  readonly isThere: boolean
  onChange(change: Partial<QuestionDraft>): void
}

function TypeField({ draft, isThere, onChange }: TypeFieldProps) {
  if (isThere)
    return (
      <div className={field.field}>
        <span className={field.label}>{t('bank.fields.type')}</span>
        <p className={styles.fixed}>{bankTypeWords(draft.type)}</p>
        <p className={field.hint}>{t('bank.editor.typeStays')}</p>
      </div>
    )
  return (
    <SelectField
      label={t('bank.fields.type')}
      value={writableTypes.find((type) => type === draft.type) ?? null}
      sections={[{ title: null, options: writableTypes.map((type) => ({ value: type, words: bankTypeWords(type) })) }]}
      onChange={(type) => onChange(asType(draft, type))}
    />
  )
}

interface CategoryFieldProps extends EditorProps {
  readonly draft: QuestionDraft
  readonly categories: readonly BankCategory[]
  readonly problem: string | null
}

const newCategory = 'new'

function CategoryField({ account, draft, categories, problem }: CategoryFieldProps) {
  const change = useEditor((state) => state.change)
  const [isAdding, setAdding] = useState(false)
  return (
    <div className={field.field}>
      <CategorySelect
        categories={categories}
        value={draft.category}
        onChange={(category) => change({ category })}
        onNew={() => setAdding(true)}
      />
      {problem !== null && <p className={field.problem}>{problem}</p>}
      {isAdding && (
        <CategoryDialog
          account={account}
          asked={{ kind: 'add', parent: null }}
          onClose={() => setAdding(false)}
          onAdded={(category) => change({ category })}
        />
      )}
    </div>
  )
}

interface CategorySelectProps {
  readonly categories: readonly BankCategory[]
  readonly value: number | null
  readonly label?: string
  readonly hint?: string
  onChange(category: number): void
  /** Offers a new category where it is given. */
  onNew?(): void
}

/** A choice of one category, by parent. */
export function CategorySelect({ categories, value, label, hint, onChange, onNew }: CategorySelectProps) {
  const parents = categories.filter(({ parent }) => parent === null)
  return (
    <SelectField
      label={label ?? t('bank.fields.category')}
      {...(hint === undefined ? {} : { hint })}
      value={value === null ? null : String(value)}
      placeholder={t('bank.editor.chooseCategory')}
      sections={[
        ...parents
          .map(({ id, name }) => ({
            title: name,
            options: categories
              .filter(({ parent }) => parent === id)
              .map((each) => ({ value: String(each.id), words: each.name })),
          }))
          .filter(({ options }) => options.length > 0),
        ...(onNew === undefined
          ? []
          : [{ title: null, options: [{ value: newCategory, words: t('bank.editor.newCategory') }] }]),
      ]}
      onChange={(chosen) => (chosen === newCategory ? onNew?.() : onChange(Number(chosen)))}
    />
  )
}

/** Asks ClassMarker whether it would take the question, and shows what it said. */
function CheckAtService({ account }: EditorProps) {
  const { open, busy, verify } = useEditor()
  const categories = useBankFacts((state) => state.categories)
  const online = useConnection((state) => state.online)
  if (open === null) return null
  const hasFlaws = flawsOf(open.draft, categories).length > 0
  const isReachable = account.sample || (online && account.secret !== 'missing')
  const { verified } = open
  const why = hasFlaws ? 'flaws' : !isReachable ? 'offline' : null
  return (
    <div className={styles.check}>
      <Button icon={ShieldCheck} isDisabled={busy !== null || why !== null} onPress={() => void verify()}>
        {t(busy === 'verifying' ? 'bank.editor.verifying' : 'bank.editor.verify')}
      </Button>
      <p className={styles.note}>{t(why === null ? 'bank.editor.verifyHint' : `bank.editor.verifyNot.${why}`)}</p>
      <div role="status">
        {verified !== null && (
          <p className={verified.isTaken ? styles.good : styles.bad}>
            {verified.isTaken ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}
            {verified.isTaken ? t('bank.editor.verified') : refusalWords(verified.refusal, account.timeZone)}
          </p>
        )}
      </div>
    </div>
  )
}

/** Asks before text that is not kept is lost. */
function LeaveDialog() {
  const { leaving, stay, discard, save } = useEditor()
  return (
    <Dialog title={t('bank.leave.title')} role="alertdialog" onClose={stay}>
      <p>{t('bank.leave.text')}</p>
      <DialogButtons>
        <Button onPress={stay} autoFocus>
          {t('bank.leave.stay')}
        </Button>
        <Button look="danger" onPress={discard}>
          {t('bank.leave.discard')}
        </Button>
        <Button look="primary" onPress={() => void save(leaving?.go)}>
          {t('bank.leave.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
