import { FileInput, FileQuestion } from 'lucide-react'
import { type DragEvent, useEffect, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankQuestion } from '../../../shared/model/bank.ts'
import type {
  ImportFate,
  QuestionPreviewRow,
  QuestionsPreview,
  ReadQuestions,
} from '../../../shared/model/question-file.ts'
import { isTitle } from '../../../shared/model/question-losses.ts'
import { laidOver } from '../../../shared/model/question-rules.ts'
import { lossLines } from '../../../shared/question-losses.ts'
import { api, asAppError } from '../../api/client.ts'
import { useDropped } from '../../app/dropped.ts'
import { sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { listed, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark, Choice, Switch, ToggleChip } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { KindNote, KindTabs } from '../../ui/KindTabs.tsx'
import { plainOf } from '../questions/index.ts'
import bank from './Bank.module.css'
import { useBankFacts } from './bank.ts'
import { closeBankDialog } from './bank-actions.ts'
import { bankTypeWords, flawWords, lossWords, pathOf, timeFor } from './bank-words.ts'
import { CategorySelect } from './CategorySelect.tsx'
import { ColumnsChoice } from './ColumnsChoice.tsx'
import { SideBySide } from './CompareDialog.tsx'
import styles from './ImportDialog.module.css'
import { alikeChoices, decisionOf, hasLike, sumOf, useQuestionImport } from './question-import.ts'

/** Brings questions from files: what they hold is shown first, and nothing is kept until it is agreed to. */
export function ImportDialog({ account }: { readonly account: AccountSummary }) {
  const { preview, table, error, start } = useQuestionImport()
  // Files that were dropped on the window are read at once.
  useEffect(() => {
    start()
    const { questions } = useDropped.getState()
    useDropped.setState({ questions: [] })
    if (questions.length > 0) void useQuestionImport.getState().drop(account.id, questions)
  }, [start, account.id])
  return (
    <Dialog title={t('bank.import.title')} wide onClose={closeBankDialog}>
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
      {error?.code === 'questions/not-readable' && <ToImports />}
      {table !== null && <ColumnsChoice key={table.id} account={account} table={table} />}
      {table === null && preview === null && <Source account={account} />}
      {preview !== null && <Preview account={account} preview={preview} />}
    </Dialog>
  )
}

/** What holds no questions may hold results. */
function ToImports() {
  const files = useQuestionImport((state) => state.files)
  const go = () => {
    closeBankDialog()
    if (files.length > 0) useDropped.setState({ results: files })
    useNavigation.getState().go('imports')
  }
  return (
    <p className={styles.question}>
      {t('bank.import.isResults')} <Button onPress={go}>{t('bank.import.toImports')}</Button>
    </p>
  )
}

/** Takes files: dropped here, or chosen. */
function Source({ account }: { readonly account: AccountSummary }) {
  const { busy, choose, drop } = useQuestionImport()
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent) => {
    event.preventDefault()
    // The window around takes no files while a dialog is open.
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = Array.from(event.dataTransfer.files)
    if (files.length > 0) void drop(account.id, files)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button within does the same by keyboard */}
      <div
        className={classNames(styles.drop, isOver && styles.over)}
        onDragOver={over}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <FileInput aria-hidden />
        <p>{t('bank.import.drop')}</p>
        <Button look="primary" autoFocus isDisabled={busy !== null} onPress={() => void choose(account.id)}>
          {t(busy === 'reading' ? 'bank.import.reading' : 'bank.import.choose')}
        </Button>
      </div>
      <p className={bank.dim}>{t('bank.import.kinds')}</p>
      <p className={bank.dim}>{t('bank.import.nothingYet')}</p>
      <DialogButtons>
        <Button onPress={closeBankDialog}>{t('action.cancel')}</Button>
      </DialogButtons>
    </>
  )
}

interface PreviewProps {
  readonly account: AccountSummary
  readonly preview: QuestionsPreview
}

const fates = ['new', 'changes', 'similar', 'duplicate'] as const satisfies readonly ImportFate[]

/** What the files would add and change. */
function Preview({ account, preview }: PreviewProps) {
  const state = useQuestionImport()
  const { alike, category, send, busy, decideAll, choose, add } = state
  const categories = useBankFacts((facts) => facts.categories)
  const sum = sumOf(preview, state)
  // Said once: a title is no part of a question here.
  const titles = lossLines(
    preview.rows.map(({ read }) => ({ losses: read.losses.filter(isTitle) })),
    'in',
  )
  const isAnyAlike = preview.rows.some(hasLike)
  const count = sum.add.length + sum.change.length
  const needsCategory = preview.rows.some(({ read }) => read.categoryPath.length === 0)
  const submit = async () => {
    if (await add(account.id)) closeBankDialog()
  }
  return (
    <>
      <p>
        <b>{listed(preview.fileNames.slice(0, 3))}</b>
        {preview.fileNames.length > 3 && ` ${t('bank.import.moreFiles', { count: preview.fileNames.length - 3 })}`}
        {' · '}
        {t(`bank.formats.${preview.format}.name`)} · {t('bank.import.found', { count: preview.rows.length })}
      </p>
      <KindTabs
        label={t('bank.import.kindsLabel')}
        kinds={[
          ...fates.map((fate) => {
            const rows = preview.rows.filter((row) => row.fate === fate)
            return {
              id: fate,
              words: t(`bank.import.fates.${fate}`),
              count: rows.length,
              children: <FateRows fate={fate} rows={rows} account={account} />,
            }
          }),
          {
            id: 'problems',
            words: t('bank.import.fates.problems'),
            count: preview.problems.length,
            children: <Problems problems={preview.problems} />,
          },
        ]}
      />
      {titles.map((line) => (
        <p key={line} className={bank.dim}>
          {line}
        </p>
      ))}
      {isAnyAlike && (
        <div className={styles.question}>
          <p>{t('bank.import.alikeQuestion')}</p>
          <Choice
            label={t('bank.import.alikeQuestion')}
            value={alike}
            options={alikeChoices.map((value) => ({ value, words: t(`bank.import.alike.${value}`) }))}
            onChange={decideAll}
          />
        </div>
      )}
      {preview.newCategories.length > 0 && (
        <p className={bank.dim}>
          {t('bank.import.newCategories', {
            count: preview.newCategories.length,
            names: shortList(preview.newCategories.map((path) => path.join(' › '))),
          })}
        </p>
      )}
      {needsCategory && (
        <CategorySelect
          label={t('bank.import.category')}
          hint={t('bank.import.categoryHint', { count: sum.withoutCategory })}
          categories={categories}
          value={category}
          onChange={(chosen) => useQuestionImport.setState({ category: chosen })}
        />
      )}
      <div>
        <Switch
          words={t('bank.import.send')}
          isSelected={send}
          onChange={(on) => useQuestionImport.setState({ send: on })}
        />
        <p className={bank.dim}>{sendWords(send, sum)}</p>
      </div>
      <DialogButtons>
        <Button look="quiet" isDisabled={busy !== null} onPress={() => void choose(account.id)}>
          {t('bank.import.others')}
        </Button>
        <Button onPress={closeBankDialog}>{t('action.cancel')}</Button>
        <Button look="primary" autoFocus isDisabled={busy !== null || count === 0} onPress={() => void submit()}>
          {buttonWords(sum.add.length, sum.change.length)}
        </Button>
      </DialogButtons>
    </>
  )
}

const sendWords = (send: boolean, { sent, requests }: ReturnType<typeof sumOf>): string => {
  if (!send) return t('bank.import.notSent')
  return sent === 0 ? t('bank.import.noneSent') : t('bank.import.willSend', { count: sent, time: timeFor(requests) })
}

function buttonWords(add: number, change: number): string {
  if (add === 0 && change === 0) return t('bank.import.nothing')
  if (change === 0) return t('bank.import.add', { count: add })
  if (add === 0) return t('bank.import.change', { count: change })
  return t('bank.import.both', { add: wholeNumber(add), change: wholeNumber(change) })
}

const shortList = (names: readonly string[]): string =>
  names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ')

/** Rows that are drawn at a time. */
const rowsAtOnce = 100

interface FateRowsProps {
  readonly fate: ImportFate
  readonly rows: readonly QuestionPreviewRow[]
  readonly account: AccountSummary
}

/** The questions of one kind, each with what is done with it. */
function FateRows({ fate, rows, account }: FateRowsProps) {
  const [shown, setShown] = useState(rowsAtOnce)
  return (
    <>
      <KindNote>{t(`bank.import.fateNotes.${fate}`)}</KindNote>
      <ul className={styles.rows}>
        {rows.slice(0, shown).map((row) => (
          <Row key={row.index} row={row} account={account} />
        ))}
      </ul>
      {rows.length > shown && (
        <Button look="quiet" onPress={() => setShown(shown + rowsAtOnce)}>
          {t('bank.import.more', { count: rows.length - shown })}
        </Button>
      )}
    </>
  )
}

interface RowProps {
  readonly row: QuestionPreviewRow
  readonly account: AccountSummary
}

function Row({ row, account }: RowProps) {
  const state = useQuestionImport()
  const decision = decisionOf(row, state)
  const { read, index, likeText } = row
  const { content } = read
  const text = plainOf(content.question) || t('bank.import.noText')
  const facts = [
    bankTypeWords(content.type),
    ...(read.categoryPath.length > 0 ? [read.categoryPath.join(' › ')] : []),
    placeWords(read.file, read.line),
  ].filter((part) => part !== '')
  const said = [
    ...read.losses.filter((loss) => !isTitle(loss)).map(lossWords),
    ...row.flaws.filter(isTold).map(flawWords),
  ]
  const isReplaceable = hasLike(row)
  return (
    <li className={styles.row}>
      <Checkbox
        className={styles.check ?? ''}
        isSelected={decision !== 'skip'}
        onChange={(on) => state.decide(index, on ? (row.fate === 'changes' ? 'change' : 'add') : 'skip')}
      >
        <CheckMark />
        <span className={styles.text}>{text}</span>
      </Checkbox>
      <div className={styles.facts}>
        <span>{facts.join(' · ')}</span>
        {isReplaceable && decision !== 'skip' && (
          <ToggleChip
            words={t('bank.import.replace')}
            isSelected={decision === 'change'}
            onChange={(on) => state.decide(index, on ? 'change' : 'add')}
          />
        )}
        {isReplaceable && row.fate !== 'duplicate' && <Differences row={row} account={account} />}
      </div>
      {row.fate === 'similar' && likeText !== null && likeText !== text && (
        <p className={styles.said}>{t('bank.import.like', { text: likeText })}</p>
      )}
      {said.length > 0 && (
        <ul className={styles.losses}>
          {[...new Set(said)].map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** A category that is missing is asked for once, below the list, and what is never sent has told so as a loss. */
const isTold = ({ flaw }: QuestionPreviewRow['flaws'][number]): boolean =>
  flaw !== 'no-category' && flaw !== 'type-read-only' && flaw !== 'option-weight' && flaw !== 'option-feedback'

/** What is here beside what the file says, read when it is asked for. */
function Differences({ row, account }: RowProps) {
  const categories = useBankFacts((facts) => facts.categories)
  const [here, setHere] = useState<BankQuestion | null>(null)
  const [busy, setBusy] = useState(false)
  const { fate, like, read } = row
  if (like === null) return null
  const show = async () => {
    setBusy(true)
    try {
      setHere(await api.bank.question({ id: like }))
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: account.id })
    }
    setBusy(false)
  }
  return (
    <>
      <Button
        look="quiet"
        isDisabled={busy}
        aria-expanded={here !== null}
        onPress={() => (here === null ? void show() : setHere(null))}
      >
        {t(here === null ? 'bank.import.showChanges' : 'bank.import.hideChanges')}
      </Button>
      {here !== null && (
        <div className={styles.changes}>
          <SideBySide
            one={{ content: here.content, category: pathOf(categories, here.category) }}
            other={{
              content: fate === 'changes' ? laidOver(read.content, here.content) : read.content,
              category:
                read.categoryPath.length > 0
                  ? read.categoryPath.join(' › ')
                  : fate === 'changes'
                    ? pathOf(categories, here.category)
                    : null,
            }}
            names={[t('bank.import.here'), t('bank.import.inFile')]}
          />
        </div>
      )}
    </>
  )
}

function Problems({ problems }: { readonly problems: ReadQuestions['problems'] }) {
  const [shown, setShown] = useState(rowsAtOnce)
  return (
    <>
      <KindNote>{t('bank.import.fateNotes.problems')}</KindNote>
      <ul className={styles.rows}>
        {problems.slice(0, shown).map(({ file, line, loss }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no id, and stay in their order
          <li key={place} className={styles.problem}>
            <FileQuestion aria-hidden />
            <span>
              {lossWords(loss)} <span className={bank.dim}>{placeWords(file, line)}</span>
            </span>
          </li>
        ))}
      </ul>
      {problems.length > shown && (
        <Button look="quiet" onPress={() => setShown(shown + rowsAtOnce)}>
          {t('bank.import.more', { count: problems.length - shown })}
        </Button>
      )}
    </>
  )
}

/** "bank.zip/3.xml, line 12". */
const placeWords = (file: string | null, line: number | null): string =>
  [file ?? '', line === null ? '' : t('bank.import.line', { line: wholeNumber(line) })]
    .filter((part) => part !== '')
    .join(', ')
