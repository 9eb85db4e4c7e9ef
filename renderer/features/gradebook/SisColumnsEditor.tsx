import { ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Input, TextField } from 'react-aria-components'
import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { GradebookFileChoice } from '../../../shared/model/gradebook-file.ts'
import { isSisTest, type SisColumn, type SisField, sisFields, sisNames } from '../../../shared/model/sis-columns.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import styles from './ExportDialog.module.css'

interface SisColumnsEditorProps {
  readonly choice: Pick<GradebookFileChoice, 'identity' | 'sisColumns'>
  readonly tests: readonly GradebookColumn[]
  readonly problem: string | null
  onChange(columns: readonly SisColumn[]): void
}

/** The columns of a school's own system: what each holds, under the name that the system knows. */
export function SisColumnsEditor({
  choice: { identity, sisColumns },
  tests,
  problem,
  onChange,
}: SisColumnsEditorProps) {
  const isPossible = (name: SisField) => identity === 'names' || !sisNames.includes(name)
  const shown = sisColumns.flatMap((column, place) => (isPossible(column.field) ? [{ ...column, place }] : []))
  const change = (place: number, part: Partial<SisColumn>) =>
    onChange(sisColumns.map((column, at) => (at === place ? { ...column, ...part } : column)))
  const swap = (place: number, other: number) =>
    onChange(
      sisColumns.map((column, at) =>
        at === place ? (sisColumns[other] ?? column) : at === other ? (sisColumns[place] ?? column) : column,
      ),
    )
  const add = () => {
    const next = sisFields.find((each) => isPossible(each) && !sisColumns.some((column) => column.field === each))
    onChange([...sisColumns, { header: next ?? 'average', field: next ?? 'average' }])
  }
  return (
    <section className={styles.columns} aria-label={t('gradebookExport.columns.title')}>
      {shown.length > 0 && (
        <div className={styles.column} aria-hidden>
          <span className={styles.label}>{t('gradebookExport.columns.headers')}</span>
          <span className={styles.label}>{t('gradebookExport.columns.fieldsHeading')}</span>
        </div>
      )}
      {shown.map(({ header, field: name, place }, at) => (
        <div key={place} className={styles.column}>
          <TextField
            aria-label={t('gradebookExport.columns.header', { number: at + 1 })}
            value={header}
            maxLength={200}
            onChange={(next) => change(place, { header: next })}
          >
            <Input className={field.input ?? ''} spellCheck={false} autoComplete="off" />
          </TextField>
          <SelectField
            label={t('gradebookExport.columns.field', { number: at + 1 })}
            labelHidden
            value={name}
            sections={fieldSections(name, tests, isPossible)}
            onChange={(next) => change(place, { field: next })}
          />
          <IconButton
            icon={ArrowUp}
            label={t('gradebookExport.columns.up', { number: at + 1 })}
            isDisabled={at === 0}
            onPress={() => swap(place, shown[at - 1]?.place ?? place)}
          />
          <IconButton
            icon={Trash2}
            label={t('gradebookExport.columns.remove', { number: at + 1 })}
            onPress={() => onChange(sisColumns.filter((_, other) => other !== place))}
          />
        </div>
      ))}
      {problem !== null && (
        <p className={field.problem} role="alert">
          {problem}
        </p>
      )}
      <div>
        <Button icon={Plus} onPress={add}>
          {t('gradebookExport.columns.add')}
        </Button>
      </div>
    </section>
  )
}

/** What a column can hold; a test that is no longer in the gradebook stays as long as it is chosen. */
function fieldSections(chosen: SisField, tests: readonly GradebookColumn[], isPossible: (name: SisField) => boolean) {
  const ofTests = tests.map(({ testId, name }) => ({ value: `test:${testId}` as SisField, words: name }))
  const isGone = isSisTest(chosen) && !ofTests.some(({ value }) => value === chosen)
  const gone = isGone
    ? [{ value: chosen, words: t('gradebookExport.columns.goneTest', { id: chosen.slice('test:'.length) }) }]
    : []
  return [
    {
      title: t('gradebookExport.columns.ofStudents'),
      options: sisFields
        .filter(isPossible)
        .map((value) => ({ value: value as SisField, words: t(`gradebookExport.columns.fields.${value}`) })),
    },
    { title: t('gradebookExport.columns.ofTests'), options: [...ofTests, ...gone] },
  ].filter(({ options }) => options.length > 0)
}
