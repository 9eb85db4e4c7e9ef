import { Users } from 'lucide-react'
import {
  Autocomplete,
  Collection,
  Header,
  Input,
  type Key,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  SearchField,
} from 'react-aria-components'
import { boundsOf, type ResultsFilter, type SourceRef } from '../../../shared/model/filter.ts'
import type { GradebookDefinition, StudentChoice } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { feeds } from '../../../shared/model/result-values.ts'
import { occursIn } from '../../../shared/model/text.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { DayFilter } from '../../list/filters/DayFilter.tsx'
import { useFacets } from '../../list/filters/facets.ts'
import { ListFilterProvider, sourceKey } from '../../list/filters/filter-kinds.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import editor from '../../ui/Editor.module.css'
import menu from '../../ui/Menu.module.css'
import { useChoices } from './choices.ts'
import styles from './editors.module.css'

interface Choosable {
  readonly id: string
  readonly name: string
  readonly aside?: string
}

interface Section {
  readonly id: string
  readonly name: string | null
  readonly choices: readonly Choosable[]
}

interface ManyProps {
  readonly label: string
  readonly sections: readonly Section[]
  readonly chosen: readonly string[]
  onChange(keys: readonly string[]): void
}

/** Any number of choices, found by typing. */
function Many({ label, sections, chosen, onChange }: ManyProps) {
  return (
    <Autocomplete filter={(text, typed) => occursIn(typed, text)}>
      <SearchField className={editor.search ?? ''} aria-label={t('filter.find')} autoFocus>
        <Input className={editor.searchInput ?? ''} placeholder={t('filter.find')} />
      </SearchField>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={editor.choices} tabIndex={0} data-scrolls>
        <ListBox
          className={menu.list ?? ''}
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={chosen}
          escapeKeyBehavior="none"
          onSelectionChange={(keys) => {
            if (keys !== 'all') onChange([...keys].map((key: Key) => String(key)))
          }}
          renderEmptyState={() => <div className={menu.none}>{t('filter.nothingFound')}</div>}
        >
          {sections
            .filter(({ choices }) => choices.length > 0)
            .map(({ id, name, choices }) => (
              <ListBoxSection key={id} id={id} aria-label={name ?? label}>
                {name !== null && <Header className={menu.section}>{name}</Header>}
                <Collection items={choices}>
                  {(choice) => (
                    <ListBoxItem className={menu.item ?? ''} textValue={choice.name}>
                      <CheckMark />
                      <span className={menu.words}>{choice.name}</span>
                      {choice.aside !== undefined && <span className={menu.aside}>{choice.aside}</span>}
                    </ListBoxItem>
                  )}
                </Collection>
              </ListBoxSection>
            ))}
        </ListBox>
      </div>
    </Autocomplete>
  )
}

interface EditorProps {
  readonly definition: GradebookDefinition
  onChange(change: Partial<GradebookDefinition>): void
}

const everybody = 'results'

/** Everybody, a class, or those of groups and links. */
export function StudentsEditor({ definition: { students }, onChange, onClasses }: EditorProps & { onClasses(): void }) {
  const classes = useChoices((state) => state.classes) ?? []
  const sources = useFacets((state) => state.facets)?.sources ?? []
  const choose = (choice: StudentChoice) => onChange({ students: choice })
  const before = keysOf(students)

  const onKeys = (keys: readonly string[]) => {
    const added = keys.find((key) => !before.includes(key))
    const found = classes.find(({ id }) => added === `class ${id}`)
    if (added === everybody) choose({ by: 'results' })
    else if (found) choose({ by: 'class', classId: found.id })
    else {
      const chosen = sources.filter((source) => keys.includes(sourceKey(source)))
      choose(
        chosen.length === 0
          ? { by: 'results' }
          : { by: 'sources', sources: chosen.map(({ feed, id }): SourceRef => ({ feed, id })) },
      )
    }
  }
  return (
    <>
      <Many
        label={t('gradebook.chips.students')}
        chosen={before}
        onChange={onKeys}
        sections={[
          { id: 'all', name: null, choices: [{ id: everybody, name: t('gradebook.choice.everybody') }] },
          {
            id: 'classes',
            name: t('gradebook.choice.class'),
            choices: classes.map(({ id, name, students: count }) => ({
              id: `class ${id}`,
              name,
              aside: wholeNumber(count),
            })),
          },
          ...feeds.map((feed) => ({
            id: feed,
            name: t(`filter.${feed}`),
            choices: sources
              .filter((source) => source.feed === feed)
              .map((source) => ({ id: sourceKey(source), name: source.name })),
          })),
        ]}
      />
      <div className={editor.body}>
        <Button icon={Users} onPress={onClasses}>
          {t('classes.open')}
        </Button>
      </div>
    </>
  )
}

const keysOf = (students: StudentChoice): readonly string[] => {
  switch (students.by) {
    case 'results':
      return [everybody]
    case 'class':
      return [`class ${students.classId}`]
    case 'sources':
      return students.sources.map(sourceKey)
    case 'filter':
      return []
  }
}

/** All tests, or some of them. */
export function TestsEditor({ definition: { tests }, onChange }: EditorProps) {
  const known = useChoices((state) => state.tests) ?? []
  const chosen = tests?.map(testKeyOf) ?? known.map(testKeyOf)
  return (
    <>
      <Many
        label={t('gradebook.chips.tests')}
        chosen={chosen}
        onChange={(keys) => {
          const kept = known.filter((test) => keys.includes(testKeyOf(test)))
          const isAll = kept.length === known.length
          if (kept.length > 0)
            onChange({ tests: isAll ? null : kept.map(({ account, testId }) => ({ account, testId })) })
        }}
        sections={[
          {
            id: 'tests',
            name: null,
            choices: known.map((test) => ({ id: testKeyOf(test), name: test.name, aside: wholeNumber(test.n) })),
          },
        ]}
      />
      {tests !== null && (
        <div className={editor.body}>
          <Button onPress={() => onChange({ tests: null })}>{t('gradebook.choice.allTests')}</Button>
        </div>
      )}
    </>
  )
}

interface PeriodProps {
  readonly definition: Pick<GradebookDefinition, 'period'>
  onChange(change: Pick<GradebookDefinition, 'period'>): void
}

/** The days on which attempts count. */
export function PeriodEditor({ definition: { period }, onChange }: PeriodProps) {
  const { from, to } = period
  const filter: ResultsFilter = [
    ...(from === null ? [] : [{ field: 'finished', op: 'from', value: from } as const]),
    ...(to === null ? [] : [{ field: 'finished', op: 'to', value: to } as const]),
  ]
  const setFilter = (next: ResultsFilter) => {
    const bounds = boundsOf(next, 'finished')
    onChange({ period: { from: bounds.from ?? null, to: bounds.to ?? null } })
  }
  const clear = () => onChange({ period: { from: null, to: null } })
  return (
    <ListFilterProvider value={{ filter, setFilter, clearFilter: clear, fields: ['finished'], countsResults: false }}>
      <DayFilter field="finished" />
      <div className={editor.body}>
        <p className={styles.hint}>{t('gradebook.choice.periodHint')}</p>
        {filter.length > 0 && <Button onPress={clear}>{t('gradebook.choice.clearPeriod')}</Button>}
      </div>
    </ListFilterProvider>
  )
}
