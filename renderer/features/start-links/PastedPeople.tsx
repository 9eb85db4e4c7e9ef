import Papa from 'papaparse'
import { useMemo, useState } from 'react'
import { Label, Text, TextArea, TextField } from 'react-aria-components'
import type { StartPerson } from '../../../shared/model/start-link.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import field from '../../ui/Field.module.css'
import {
  ColumnPicker,
  namedRows,
  startOfRows,
  tableRows,
  textsOf,
  type WantedColumn,
  withoutTitles,
} from '../tables/index.ts'
import { type PersonPart, peopleOfRows } from './people.ts'
import styles from './StartLinks.module.css'

interface PastedPeopleProps {
  readonly wanted: readonly WantedColumn<PersonPart>[]
  onPeople(people: readonly StartPerson[]): void
}

type Rows = readonly (readonly string[])[]

/** People pasted from a spreadsheet, or typed one below the other. After pasting, the columns are shown at once. */
export function PastedPeople({ wanted, onPeople }: PastedPeopleProps) {
  const [text, setText] = useState('')
  const [rows, setRows] = useState<Rows | null>(null)
  const [cancelled, setCancelled] = useState(false)

  const read = (written: string) => {
    const found = pastedRows(written)
    if (found.length === 0) onPeople([])
    else setRows(withoutTitles(found))
  }
  const cancel = () => {
    setRows(null)
    setCancelled(true)
  }
  if (rows !== null) return <PastedColumns wanted={wanted} rows={rows} onPeople={onPeople} onCancel={cancel} />
  return (
    <div className={styles.paste}>
      <TextField className={field.field ?? ''} value={text} onChange={setText} autoFocus={cancelled}>
        <Label className={field.label ?? ''}>{t('startLinks.people.pasteLabel')}</Label>
        <TextArea
          className={styles.area ?? ''}
          rows={5}
          spellCheck={false}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text/plain')
            if (text.trim() !== '' || !/[\t\n]/.test(pasted.trim())) return
            event.preventDefault()
            read(pasted)
          }}
        />
        <Text slot="description" className={field.hint ?? ''}>
          {t('startLinks.people.pasteHint')}
        </Text>
      </TextField>
      <Button isDisabled={text.trim() === ''} onPress={() => read(text)}>
        {t('startLinks.people.read')}
      </Button>
    </div>
  )
}

interface PastedColumnsProps extends PastedPeopleProps {
  readonly rows: Rows
  onCancel(): void
}

function PastedColumns({ wanted, rows, onPeople, onCancel }: PastedColumnsProps) {
  const start = useMemo(() => startOfRows(rows), [rows])
  const columns = useMemo(() => Array.from({ length: start.columns }, (_, column) => column), [start])
  return (
    <ColumnPicker
      wanted={wanted}
      start={start}
      onPick={(choice, hasHeader) => {
        const people = namedRows(tableRows(rows.slice(hasHeader ? 1 : 0)), columns, choice)
        onPeople(peopleOfRows(people.map(textsOf)))
      }}
      onCancel={onCancel}
    />
  )
}

/**
 * Finds the delimiter of pasted rows; null for rows of one cell. Spreadsheets paste tabs. A comma followed by a space
 * is part of a name ("Smith, Paul") and separates nothing.
 */
function delimiterOf(text: string): string | null {
  if (text.includes('\t')) return '\t'
  const [line = ''] = text.trimStart().split(/\r?\n/, 1)
  if (line.includes(';')) return ';'
  return /,(?=\S)/.test(line) ? ',' : null
}

/** Splits pasted text into rows of cells, without empty rows. */
export function pastedRows(text: string): readonly (readonly string[])[] {
  const delimiter = delimiterOf(text)
  const rows =
    delimiter === null ? text.split(/\r\n|\r|\n/).map((line) => [line.trim()]) : delimitedRows(text, delimiter)
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''))
}

function delimitedRows(text: string, delimiter: string): readonly string[][] {
  const read = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' })
  const isQuoted = read.errors.every(({ type }) => type !== 'Quotes')
  // A quotation mark that is never closed would swallow the rows after it.
  return isQuoted ? read.data : text.split(/\r\n|\r|\n/).map((line) => line.split(delimiter))
}
