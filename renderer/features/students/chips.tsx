import { type ReactNode, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { CheckMark } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import editor from '../../ui/Editor.module.css'
import menu from '../../ui/Menu.module.css'
import { RuleChip } from '../../ui/RuleChip.tsx'
import { PeriodEditor, periodWords } from '../gradebook/index.ts'
import { useStudentRules } from './students.ts'

interface ChipProps {
  readonly name: string
  readonly value: string
  /** @param close to be called when the choice is made */
  readonly children: (close: () => void) => ReactNode
}

/** A rule in force, or whom a list shows; a press opens its choice, which takes effect at once. */
function Chip({ name, value, children }: ChipProps) {
  const [isOpen, setOpen] = useState(false)
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
      {children(() => setOpen(false))}
    </RuleChip>
  )
}

interface Choice {
  readonly id: string
  readonly name: string
}

interface ChoicesProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly chosen: readonly string[]
  readonly many: boolean
  onChange(chosen: readonly string[]): void
}

const Choices = ({ label, choices, chosen, many, onChange }: ChoicesProps) => (
  <ListBox
    className={classNames(menu.list, editor.choices)}
    aria-label={label}
    autoFocus
    selectionMode={many ? 'multiple' : 'single'}
    disallowEmptySelection={!many}
    escapeKeyBehavior="none"
    selectedKeys={chosen}
    onSelectionChange={(keys) => {
      if (keys !== 'all') onChange([...keys].map(String))
    }}
  >
    {choices.map(({ id, name }) => (
      <ListBoxItem key={id} id={id} className={menu.item ?? ''} textValue={name}>
        <CheckMark />
        <span className={menu.words}>{name}</span>
      </ListBoxItem>
    ))}
  </ListBox>
)

/** Which attempt counts. */
export function PolicyChip() {
  const policy = useStudentRules((state) => state.policy)
  return (
    <Chip name={t('gradebook.chips.policy')} value={t(`gradebook.policies.${policy}`)}>
      {(close) => (
        <Choices
          label={t('gradebook.chips.policy')}
          choices={attemptPolicies.map((each) => ({ id: each, name: t(`gradebook.policies.${each}`) }))}
          chosen={[policy]}
          many={false}
          onChange={([chosen]) => {
            const next = attemptPolicies.find((each) => each === chosen)
            if (next !== undefined) useStudentRules.setState({ policy: next })
            close()
          }}
        />
      )}
    </Chip>
  )
}

/** The days on which attempts count. */
export function PeriodChip({ zone }: { readonly zone: string }) {
  const period = useStudentRules((state) => state.period)
  const now = useClock((state) => state.now)
  return (
    <Chip name={t('gradebook.chips.period')} value={periodWords(period, now, zone)}>
      {() => (
        <PeriodEditor
          definition={{ ...usualGradebook, period }}
          onChange={(change) => {
            if (change.period !== undefined) useStudentRules.setState({ period: change.period })
          }}
        />
      )}
    </Chip>
  )
}

interface ManyChipProps {
  readonly name: string
  /** What it says while nothing is chosen. */
  readonly all: string
  /** What it says of one that was chosen and is not here any more. */
  readonly gone: string
  /** Null while they are being read. */
  readonly choices: readonly { readonly id: number; readonly name: string }[] | null
  readonly chosen: readonly number[]
  onChange(chosen: readonly number[]): void
}

/** Any number of classes or labels. What is gone stays chosen, and is said, until the teacher lets go of it. */
export function ManyChip({ name, all, gone, choices, chosen, onChange }: ManyChipProps) {
  if (choices === null || (choices.length === 0 && chosen.length === 0)) return null
  const isGone = (id: number) => !choices.some((each) => each.id === id)
  const offered = [...choices, ...chosen.filter(isGone).map((id) => ({ id, name: gone }))]
  const [only, another] = offered.filter(({ id }) => chosen.includes(id))
  const value =
    only === undefined ? all : another === undefined ? only.name : t('filter.anyOf', { count: chosen.length })
  return (
    <Chip name={name} value={value}>
      {() => (
        <Choices
          label={name}
          choices={offered.map((each) => ({ id: String(each.id), name: each.name }))}
          chosen={chosen.map(String)}
          many
          onChange={(keys) => onChange(keys.map(Number))}
        />
      )}
    </Chip>
  )
}
