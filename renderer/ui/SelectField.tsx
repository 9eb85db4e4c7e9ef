import { Check, ChevronDown } from 'lucide-react'
import {
  Button,
  Header,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Popover } from './Dialog.tsx'
import field from './Field.module.css'
import menu from './Menu.module.css'
import styles from './SelectField.module.css'

interface SelectOption<Value extends string> {
  readonly value: Value
  readonly words: string
}

interface SelectSection<Value extends string> {
  /** The section's heading; null where there is only one section. */
  readonly title: string | null
  readonly options: readonly SelectOption<Value>[]
}

interface SelectFieldProps<Value extends string> {
  readonly label: string
  /** For a field that the elements around it already name. */
  readonly labelHidden?: boolean
  readonly hint?: string
  readonly value: Value | null
  readonly sections: readonly SelectSection<Value>[]
  /** Shown while nothing is chosen. */
  readonly placeholder?: string
  onChange(value: Value): void
}

/** A choice of one option from a list that opens, with its label above and a hint below. */
export function SelectField<Value extends string>({
  label,
  labelHidden = false,
  hint,
  value,
  sections,
  placeholder = '',
  onChange,
}: SelectFieldProps<Value>) {
  return (
    <Select
      className={field.field ?? ''}
      value={value}
      placeholder={placeholder}
      onChange={(key) => {
        const chosen = sections.flatMap(({ options }) => options).find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
    >
      <Label className={labelHidden ? 'visually-hidden' : (field.label ?? '')}>{label}</Label>
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronDown aria-hidden />
      </Button>
      {hint !== undefined && (
        <Text slot="description" className={field.hint ?? ''}>
          {hint}
        </Text>
      )}
      <Popover>
        <ListBox className={classNames(menu.list, styles.list)}>
          {sections.map(({ title, options }, index) =>
            title === null ? (
              options.map((option) => <Option key={option.value} option={option} />)
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: sections stay where they are
              <ListBoxSection key={index}>
                <Header className={menu.section ?? ''}>{title}</Header>
                {options.map((option) => (
                  <Option key={option.value} option={option} />
                ))}
              </ListBoxSection>
            ),
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}

function Option<Value extends string>({ option: { value, words } }: { option: SelectOption<Value> }) {
  return (
    <ListBoxItem id={value} className={menu.item ?? ''} textValue={words}>
      {({ isSelected }) => (
        <>
          <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
          <span className={menu.words}>{words}</span>
        </>
      )}
    </ListBoxItem>
  )
}
