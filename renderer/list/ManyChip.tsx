import { useState } from 'react'
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components'
import { t } from '../format/words.ts'
import { CheckMark } from '../ui/Choice.tsx'
import { classNames } from '../ui/class-names.ts'
import editor from '../ui/Editor.module.css'
import menu from '../ui/Menu.module.css'
import { RuleChip } from '../ui/RuleChip.tsx'

/** Choices under a heading of their own. */
export interface ChoiceSection {
  readonly title: string | null
  readonly choices: readonly { readonly id: string; readonly name: string }[]
}

interface ManyChipProps {
  readonly name: string
  /** What it says while nothing is chosen. */
  readonly all: string
  readonly chosen: readonly string[]
  readonly sections: readonly ChoiceSection[]
  /** Said where there is nothing to choose from. */
  readonly none?: string
  nameOf(id: string): string
  onChange(chosen: readonly string[]): void
}

/** Any number of choices, as a chip; a press opens the choice, which takes effect at once. */
export function ManyChip({ name, all, chosen, sections, none = '', nameOf, onChange }: ManyChipProps) {
  const [isOpen, setOpen] = useState(false)
  const [only, another] = chosen
  const value =
    only === undefined ? all : another === undefined ? nameOf(only) : t('filter.anyOf', { count: chosen.length })
  const items = ({ choices }: ChoiceSection) =>
    choices.map((choice) => (
      <ListBoxItem key={choice.id} id={choice.id} className={menu.item ?? ''} textValue={choice.name}>
        <CheckMark />
        <span className={menu.words}>{choice.name}</span>
      </ListBoxItem>
    ))
  return (
    <RuleChip
      id={name}
      name={name}
      lead={`${name}:`}
      words={value}
      label={t('gradebook.chips.edit', { name, value })}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <ListBox
        className={classNames(menu.list, editor.choices)}
        aria-label={name}
        autoFocus
        selectionMode="multiple"
        escapeKeyBehavior="none"
        selectedKeys={chosen}
        renderEmptyState={() => <p className={menu.none}>{none}</p>}
        onSelectionChange={(keys) => keys !== 'all' && onChange([...keys].map(String))}
      >
        {sections.map((section, place) =>
          section.title === null ? (
            items(section)
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: sections stay where they are
            <ListBoxSection key={place}>
              <Header className={menu.section ?? ''}>{section.title}</Header>
              {items(section)}
            </ListBoxSection>
          ),
        )}
      </ListBox>
    </RuleChip>
  )
}
