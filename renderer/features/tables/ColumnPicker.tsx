import { useEffect, useMemo, useRef, useState } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Switch } from '../../ui/Choice.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import styles from './ColumnPicker.module.css'
import { type ColumnChoice, columnNames, guessColumns, type TableStart } from './table-rows.ts'

/** A column to look for in a table. */
export interface WantedColumn<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly required: boolean
  /** Whether a heading means this column, where the usual words for its id do not say so. */
  isHeading?(heading: string): boolean
}

interface ColumnPickerProps<Id extends string> {
  readonly wanted: readonly WantedColumn<Id>[]
  readonly start: TableStart
  readonly busy?: boolean
  /** Makes the button that continues the primary one. */
  readonly primary?: boolean
  onPick(choice: ColumnChoice<Id>, hasHeader: boolean): void
  onCancel(): void
}

const shownRows = 5
const none = 'none'

/** Maps the columns of a table: guessed, then changed by a select for each; the first rows are shown below. */
export function ColumnPicker<Id extends string>({
  wanted,
  start,
  busy = false,
  primary = false,
  onPick,
  onCancel,
}: ColumnPickerProps<Id>) {
  const [hasHeader, setHasHeader] = useState(start.hasHeader)
  const [changed, setChanged] = useState<Partial<ColumnChoice<Id>>>({})
  const guessed = useMemo(
    () =>
      guessColumns({
        wanted,
        headers: hasHeader ? (start.rows[0] ?? []) : null,
        columns: start.columns,
        isWider: start.isWider,
        sample: start.rows.slice(hasHeader ? 1 : 0),
      }),
    [wanted, start, hasHeader],
  )
  const choice: ColumnChoice<Id> = { ...guessed, ...changed }
  const names = columnNames(start, hasHeader)
  const count = start.total - (hasHeader ? 1 : 0)
  const missing = wanted.filter(({ id, required }) => required && choice[id] === null)
  const isEmpty = wanted.every(({ id }) => choice[id] === null)

  const box = useRef<HTMLDivElement>(null)
  // The button pressed to come here has gone, so the focus would be lost.
  useEffect(() => box.current?.focus(), [])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be named by a legend, and this by what it asks
    <div ref={box} className={styles.picker} role="group" aria-label={t('tables.which')} tabIndex={-1}>
      {hasHeader && start.isWider && <p role="status">{t('tables.wider')}</p>}
      <Switch words={t('tables.hasHeader')} isSelected={hasHeader} onChange={setHasHeader} />
      <div className={styles.fields}>
        {wanted.map(({ id, label, required }) => (
          <SelectField
            key={id}
            label={label}
            value={choice[id] === null ? (required ? null : none) : String(choice[id])}
            placeholder={t('tables.choose')}
            sections={[
              {
                title: null,
                options: [
                  ...(required ? [] : [{ value: none, words: t('tables.notThere') }]),
                  ...names.map((name, column) => ({ value: String(column), words: name })),
                ],
              },
            ]}
            onChange={(value) =>
              // The cast is needed because TypeScript widens a computed key to any string.
              setChanged({ ...changed, [id]: value === none ? null : Number(value) } as Partial<ColumnChoice<Id>>)
            }
          />
        ))}
      </div>
      <FirstRows wanted={wanted} choice={choice} names={names} start={start} hasHeader={hasHeader} />
      <div className={styles.foot}>
        <p className={styles.count} role={missing.length > 0 || isEmpty ? 'status' : undefined}>
          {missing.length > 0
            ? t('tables.missing', { column: missing[0]?.label ?? '' })
            : isEmpty
              ? t('tables.noneChosen')
              : t('tables.more', { count: Math.max(0, count - shownRows) })}
        </p>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
        <Button
          look={primary ? 'primary' : 'plain'}
          isDisabled={busy || missing.length > 0 || isEmpty}
          onPress={() => onPick(choice, hasHeader)}
        >
          {t('tables.use', { count })}
        </Button>
      </div>
    </div>
  )
}

interface FirstRowsProps<Id extends string> {
  readonly wanted: readonly WantedColumn<Id>[]
  readonly choice: ColumnChoice<Id>
  readonly names: readonly string[]
  readonly start: TableStart
  readonly hasHeader: boolean
}

function FirstRows<Id extends string>({ wanted, choice, names, start, hasHeader }: FirstRowsProps<Id>) {
  const rows = start.rows.slice(hasHeader ? 1 : 0).slice(0, shownRows)
  const columns = names.map((name, column) => ({
    key: column,
    name,
    meanings: wanted.filter(({ id }) => choice[id] === column).map(({ label }) => label),
  }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <section className={styles.scroll} tabIndex={0} data-scrolls aria-label={t('tables.firstRows')}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t('tables.firstRows')}</caption>
        <thead>
          <tr>
            {columns.map(({ key, name, meanings }) => (
              <th key={key} scope="col" data-chosen={meanings.length > 0 || undefined}>
                <span className={styles.meaning}>{meanings.join(', ')}</span>
                <span className={styles.name}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file stay where they are
            <tr key={index}>
              {columns.map(({ key, meanings }) => (
                <td key={key} data-chosen={meanings.length > 0 || undefined}>
                  {row[key] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
