import { FileSpreadsheet } from 'lucide-react'
import { useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { OpenedTable, TableReading } from '../../../shared/model/table.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { Button } from '../Button.tsx'
import { DialogButtons } from '../Dialog.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import { ColumnPicker, type WantedColumn } from './ColumnPicker.tsx'
import type { ColumnChoice } from './guess-columns.ts'
import { SourceChoice } from './SourceChoice.tsx'
import styles from './TableChoice.module.css'
import { type NamedRow, namedRows, readColumns, startOfFile, type TableStart } from './table-rows.ts'

interface TableChoiceProps<Id extends string> {
  /** What is wanted from the file. The same array at each render, or the guess is made anew. */
  readonly columns: readonly WantedColumn<Id>[]
  /** Gets the rows; a cell of a column that was not chosen is ''. Rows without any of them are left out. */
  onRows(rows: readonly NamedRow<Id>[], fileName: string): void
  /** In a dialog: closes it. Its buttons are then these, one to go away and one to go on. */
  onClose?(): void
}

interface Opened {
  readonly table: OpenedTable
  readonly start: TableStart
}

/** A CSV file or a workbook: chosen, its columns told apart, and then only those columns read. */
export function TableChoice<Id extends string>({ columns, onRows, onClose }: TableChoiceProps<Id>) {
  const box = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
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
      if (table !== null) setOpened({ table, start: startOfFile(table) })
    })
  const reopen = ({ id }: OpenedTable, asked: TableReading) =>
    attempt(async () => {
      const table = await api.tables.reopen({ id, ...asked })
      setOpened({ table, start: startOfFile(table) })
    })
  const read = ({ id, fileName }: OpenedTable, choice: ColumnChoice<Id>, hasHeader: boolean) =>
    attempt(async () => {
      const wanted = readColumns(choice)
      const rows = await api.tables.columns({ id, columns: wanted, withFirstRow: !hasHeader })
      setOpened(null)
      onRows(namedRows(rows, wanted, choice), fileName)
    })

  const cancel = () => {
    setOpened(null)
    box.current?.querySelector('button')?.focus()
  }

  return (
    <div ref={box} className={styles.choice}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <div className={styles.file}>
        {(opened !== null || onClose === undefined) && (
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
