import type { BankCategory } from '../../../shared/model/bank.ts'
import { t } from '../../format/words.ts'
import { SelectField } from '../../ui/SelectField.tsx'

interface CategorySelectProps {
  readonly categories: readonly BankCategory[]
  readonly value: number | null
  readonly label?: string
  readonly hint?: string
  onChange(category: number): void
  /** Offers a new category where it is given. */
  onNew?(): void
}

const newCategory = 'new'

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
