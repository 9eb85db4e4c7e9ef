import { type ReactNode, useState } from 'react'
import type { ClassSummary } from '../../../shared/model/class.ts'
import type { GradebookDefinition } from '../../../shared/model/gradebook.ts'
import { type GradingRules, testKeyOf } from '../../../shared/model/grading.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { useFacets } from '../../list/filters/facets.ts'
import { sourceKey } from '../../list/filters/filter-kinds.ts'
import { RuleChip, ruleChips } from '../../ui/RuleChip.tsx'
import { ClassesDialog, useClasses } from '../classes/index.ts'
import { PeriodEditor, StudentsEditor, TestsEditor } from './ChoiceEditors.tsx'
import { useChoices } from './choices.ts'
import { useGradebook } from './gradebook.ts'
import {
  averagesWords,
  type ChoiceNames,
  periodWords,
  policyWords,
  roundingWords,
  scaleWords,
  studentsWords,
} from './gradebook-words.ts'
import { AverageEditor, PolicyEditor, RoundingEditor } from './RuleEditors.tsx'
import { ScaleDialog } from './ScaleDialog.tsx'
import { ScaleEditor } from './ScaleEditor.tsx'
import { useScaleDraft } from './scale-draft.ts'

type ChipId = 'students' | 'tests' | 'period' | 'policy' | 'average' | 'rounding' | 'scale'

/** The chips whose name and words are one phrase: "Average of tests". */
const joined: readonly ChipId[] = ['average', 'scale', 'rounding']

function chipWords(id: ChipId, words: string) {
  const name = t(`gradebook.chips.${id}`)
  if (joined.includes(id)) return { name, words, lead: name, label: `${name} ${words}` }
  const label = t('gradebook.chips.edit', { name, value: words })
  return id === 'policy' ? { name, words, lead: `${name}:`, label } : { name, words, label }
}

/** The rules in force, a chip each; a press opens its choice, which takes effect at once. */
export function RuleChips() {
  const definition = useGradebook((state) => state.definition)
  const [openId, setOpenId] = useState<ChipId | null>(null)
  const { change, changeRules } = useGradebook.getState()
  const wordsOf = useChipWords()
  const { rules } = definition
  const said = (id: ChipId, next: GradebookDefinition) =>
    t('gradebook.changed', { name: t(`gradebook.chips.${id}`), value: wordsOf(id, next) })
  const changeOf = (id: ChipId) => (part: Partial<GradebookDefinition>) =>
    change(part, said(id, { ...definition, ...part }))
  const rulesOf = (id: ChipId) => (part: Partial<GradingRules>) =>
    changeRules(part, said(id, { ...definition, rules: { ...rules, ...part } }))
  const editors: Readonly<Record<ChipId, ReactNode>> = {
    students: (
      <StudentsEditor
        definition={definition}
        onChange={changeOf('students')}
        onClasses={() => {
          setOpenId(null)
          useClasses.getState().open(showClass)
        }}
      />
    ),
    tests: <TestsEditor definition={definition} onChange={changeOf('tests')} />,
    period: <PeriodEditor definition={definition} onChange={changeOf('period')} />,
    policy: <PolicyEditor rules={rules} onChange={rulesOf('policy')} />,
    average: <AverageEditor rules={rules} onChange={rulesOf('average')} />,
    scale: (
      <ScaleEditor
        scale={rules.scale}
        onChange={(scale) => rulesOf('scale')({ scale })}
        onEdit={() => {
          setOpenId(null)
          useScaleDraft.getState().open(definition)
        }}
      />
    ),
    rounding: <RoundingEditor rules={rules} onChange={rulesOf('rounding')} />,
  }
  return (
    <>
      <ul className={ruleChips} aria-label={t('gradebook.chips.label')}>
        {(Object.keys(editors) as ChipId[]).map((id) => (
          <RuleChip
            key={id}
            id={id}
            {...chipWords(id, wordsOf(id, definition))}
            isOpen={openId === id}
            onOpen={(open) => setOpenId(open ? id : null)}
          >
            {editors[id]}
          </RuleChip>
        ))}
      </ul>
      <ClassesDialog />
      <ScaleDialog onKeep={(scale) => rulesOf('scale')({ scale })} />
    </>
  )
}

/** Shows the students of a class. */
const showClass = ({ id, name }: ClassSummary): void =>
  useGradebook.getState().change({ students: { by: 'class', classId: id } }, t('classes.used', { name }))

/** The words of each chip. */
export function useChipWords(): (id: ChipId, definition: GradebookDefinition) => string {
  const facets = useFacets((state) => state.facets)
  const { classes, tests } = useChoices()
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const names: ChoiceNames = {
    classOf: (id) => classes?.find((each) => each.id === id)?.name ?? (classes === null ? '…' : undefined),
    sourceOf: (source) => facets?.sources.find((each) => sourceKey(each) === `${source.feed}:${source.id}`)?.name,
  }
  return (id, { students, tests: chosen, period, rules }) => {
    switch (id) {
      case 'students':
        return studentsWords(students, names)
      case 'tests': {
        const [only, second] = chosen ?? []
        if (chosen === null) return t('gradebook.choice.allTests')
        const name = second === undefined && only && tests?.find((test) => testKeyOf(test) === testKeyOf(only))?.name
        return name || t('gradebook.choice.testCount', { count: chosen.length })
      }
      case 'period':
        return periodWords(period, now, zoneOf(accounts, currentId))
      case 'policy':
        return policyWords(rules)
      case 'average':
        return averagesWords(rules)
      case 'scale':
        return scaleWords(rules.scale)
      case 'rounding':
        return roundingWords(rules.places)
    }
  }
}
