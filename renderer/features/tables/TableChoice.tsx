import { FileSpreadsheet } from 'lucide-react'
import { useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { OpenedTable, TableReading, TableSource } from '../../../shared/model/table.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { ColumnPicker, type WantedColumn } from './ColumnPicker.tsx'
import styles from './TableChoice.module.css'
import { type ColumnChoice, type NamedRow, namedRows, readColumns, startOfFile, type TableStart } from './table-rows.ts'

/** The table that is open, and which of its columns is which. */
export interface ChosenTable<Id extends string> {
  readonly id: string
  readonly fileName: string
  readonly withFirstRow: boolean
  readonly choice: ColumnChoice<Id>
}

interface TableChoiceProps<Id extends string> {
  /** The columns to look for. Must be the same array at each render, or the columns are guessed again. */
  readonly columns: readonly WantedColumn<Id>[]
  /** A table that is open already; without it the teacher is asked for a file. */
  readonly given?: OpenedTable
  /** Whether a first row is one of headings, where the table does not say so. */
  isHeader?(row: readonly string[]): boolean
  /** Receives the rows; a cell of a column that was not chosen is ''. Rows with only empty cells are left out. */
  onRows?(rows: readonly NamedRow<Id>[], fileName: string): void
  /** Receives the choice instead, where the rows are read elsewhere; what it throws is shown. */
  onChosen?(chosen: ChosenTable<Id>): Promise<void>
  /**
   * Closes the dialog around it. The buttons here then become the dialog's: one that cancels and one that continues.
   */
  onClose?(): void
}

interface Opened {
  readonly table: OpenedTable
  readonly start: TableStart
}

function openedAs(table: OpenedTable, isHeader: TableChoiceProps<string>['isHeader']): Opened {
  const start = startOfFile(table)
  const [first] = start.rows
  return {
    table,
    start: { ...start, hasHeader: start.hasHeader || (first !== undefined && isHeader?.(first) === true) },
  }
}

/** Chooses a CSV file or a workbook, maps its columns, and then reads only the chosen columns. */
export function TableChoice<Id extends string>({
  columns,
  given,
  isHeader,
  onRows,
  onChosen,
  onClose,
}: TableChoiceProps<Id>) {
  const box = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<Opened | null>(() => (given === undefined ? null : openedAs(given, isHeader)))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (thrown) {
      setError(asAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  const open = () =>
    attempt(async () => {
      const table = await api.tables.open()
      if (table !== null) setOpened(openedAs(table, isHeader))
    })
  const reopen = ({ id }: OpenedTable, asked: TableReading) =>
    attempt(async () => {
      const table = await api.tables.reopen({ id, ...asked })
      setOpened(openedAs(table, isHeader))
    })
  const read = ({ id, fileName }: OpenedTable, choice: ColumnChoice<Id>, hasHeader: boolean) =>
    attempt(async () => {
      if (onChosen !== undefined) return onChosen({ id, fileName, withFirstRow: !hasHeader, choice })
      const wanted = readColumns(choice)
      const rows = await api.tables.columns({ id, columns: wanted, withFirstRow: !hasHeader })
      setOpened(null)
      onRows?.(namedRows(rows, wanted, choice), fileName)
    })

  const cancel = () => {
    setOpened(null)
    box.current?.querySelector('button')?.focus()
  }

  return (
    <div ref={box} className={styles.choice}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <div className={styles.file}>
        {given === undefined && (opened !== null || onClose === undefined) && (
          <Button icon={FileSpreadsheet} isDisabled={busy} onPress={() => void open()}>
            {t(opened === null ? 'tables.open' : 'tables.another')}
          </Button>
        )}
        <span className={styles.name}>{opened?.table.fileName ?? t('tables.kinds')}</span>
      </div>
      {opened !== null && (
        <SourceChoice source={opened.table} busy={busy} onChange={(asked) => void reopen(opened.table, asked)} />
      )}
      {opened !== null && (
        <ColumnPicker
          key={opened.table.id}
          wanted={columns}
          start={opened.start}
          busy={busy}
          primary={onClose !== undefined}
          onPick={(choice, hasHeader) => void read(opened.table, choice, hasHeader)}
          onCancel={onClose ?? cancel}
        />
      )}
      {opened === null && onClose !== undefined && (
        <DialogButtons>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" icon={FileSpreadsheet} isDisabled={busy} onPress={() => void open()}>
            {t('tables.open')}
          </Button>
        </DialogButtons>
      )}
    </div>
  )
}

interface SourceChoiceProps {
  readonly source: TableSource
  readonly busy: boolean
  /** Asks for another sheet or encoding. */
  onChange(asked: TableReading): void
}

/** Which sheet was read and in which encoding, where there is a choice; says so when the encoding was guessed. */
function SourceChoice({ source, busy, onChange }: SourceChoiceProps) {
  const { sheets, sheet, isSheetGuess, encoding } = source
  const hasSheets = sheets.length > 1 && sheet !== null
  const hasLetters = encoding !== null && (encoding.isGuess || encoding.others.length > 0)
  if (!hasSheets && !hasLetters) return null
  const change = (asked: TableReading) => {
    if (!busy) onChange({ sheet: sheet ?? undefined, encoding: encoding?.name, ...asked })
  }
  return (
    <div className={styles.source}>
      {hasSheets && (
        <SelectField
          label={t('tables.sheet')}
          {...(isSheetGuess && { hint: t('tables.sheetGuess') })}
          value={sheet}
          sections={[
            {
              title: null,
              options: sheets.map(({ name, isHidden }) => ({
                value: name,
                words: isHidden ? t('tables.hiddenSheet', { name }) : name,
              })),
            },
          ]}
          onChange={(chosen) => change({ sheet: chosen })}
        />
      )}
      {hasLetters && (
        <SelectField
          label={t('tables.letters')}
          {...(encoding.isGuess && { hint: t('tables.lettersGuess') })}
          value={encoding.name}
          sections={[
            {
              title: null,
              options: [encoding.name, ...encoding.others].map((name) => ({ value: name, words: lettersWords(name) })),
            },
          ]}
          onChange={(chosen) => change({ encoding: chosen })}
        />
      )}
    </div>
  )
}

/** An encoding by the region that uses it, followed by its own name. */
function lettersWords(name: string): string {
  const places: Readonly<Record<string, string>> = {
    'windows-1252': t('tables.encoding.western'),
    'windows-1250': t('tables.encoding.central'),
    'windows-1254': t('tables.encoding.turkish'),
    'windows-1251': t('tables.encoding.cyrillic'),
    'windows-1253': t('tables.encoding.greek'),
    'windows-1257': t('tables.encoding.baltic'),
    macintosh: t('tables.encoding.mac'),
    gbk: t('tables.encoding.chinese'),
    big5: t('tables.encoding.chineseOld'),
    'shift-jis': t('tables.encoding.japanese'),
    'euc-kr': t('tables.encoding.korean'),
    cp850: t('tables.encoding.dosWestern'),
    cp852: t('tables.encoding.dosCentral'),
  }
  const place = places[name]
  return place === undefined ? name : `${place} (${name})`
}
