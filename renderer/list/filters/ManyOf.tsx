import {
  Autocomplete,
  Collection,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  ListLayout,
  SearchField,
  Virtualizer,
} from 'react-aria-components'
import { type Condition, chosenOf, type FilterValue, withConditions } from '../../../shared/model/filter.ts'
import { feeds } from '../../../shared/model/result-values.ts'
import { occursIn } from '../../../shared/model/text.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { CheckMark } from '../../ui/Choice.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from '../../ui/Editor.module.css'
import menu from '../../ui/Menu.module.css'
import { useCounts } from './counts.ts'
import { useFacets } from './facets.ts'
import {
  choiceId,
  choicesOf,
  filterName,
  type OfferedChoice,
  type OfferedField,
  useListFilter,
} from './filter-kinds.ts'

/** From this many choices on, only those on the screen are drawn. */
const many = 200

interface Section {
  readonly id: string
  readonly name: string | null
  readonly choices: readonly OfferedChoice[]
}

/** Chooses any number of tests, or of groups and links, found by typing; accents and case make no difference. */
export function ManyOf({ field }: { field: OfferedField }) {
  const facets = useFacets((state) => state.facets)
  const { filter, setFilter, countsResults } = useListFilter()
  const chosen: readonly FilterValue<OfferedField>[] = chosenOf(filter, field) ?? []
  const counts = useCounts(field)
  const choices = choicesOf(field, facets, counts)
  const sections = sectionsOf(field, choices)

  const choose = (keys: ReadonlySet<string>) => {
    // What is no longer here stays chosen, so that nothing more is shown than was asked for.
    const gone = chosen.filter((value) => !choices.some(({ id }) => id === choiceId(value)))
    const value = [...choices.filter(({ id }) => keys.has(id)).map((choice) => choice.value), ...gone]
    setFilter(withConditions(filter, { field, op: 'in', value } as Condition))
  }

  const virtual = choices.length > many
  const list = (
    <ListBox
      className={classNames(menu.list, styles.choices, virtual && styles.virtual)}
      aria-label={filterName(field)}
      selectionMode="multiple"
      selectedKeys={chosen.map(choiceId)}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys !== 'all') choose(new Set([...keys].map(String)))
      }}
      renderEmptyState={() => <div className={menu.none}>{noneWords(field, choices.length)}</div>}
    >
      {sections.map(({ id, name, choices }) => (
        <ListBoxSection key={id} id={id} aria-label={name ?? filterName(field)}>
          {name !== null && <Header className={menu.section}>{name}</Header>}
          <Collection items={choices}>
            {(choice) => (
              <ListBoxItem className={menu.item ?? ''} textValue={choice.name}>
                <CheckMark />
                <span className={menu.words}>{choice.name}</span>
                {countsResults && <span className={menu.aside}>{wholeNumber(choice.results)}</span>}
              </ListBoxItem>
            )}
          </Collection>
        </ListBoxSection>
      ))}
    </ListBox>
  )

  return (
    <Autocomplete filter={(text, typed) => occursIn(typed, text)}>
      <SearchField className={styles.search ?? ''} aria-label={t('filter.find')} autoFocus>
        <Input
          className={styles.searchInput ?? ''}
          placeholder={t('filter.find')}
          // The arrows in it scroll the list, which has no stop of its own.
          role="combobox"
          aria-expanded
        />
      </SearchField>
      {virtual ? (
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 28, headingHeight: 30, padding: 4 }}>
          {list}
        </Virtualizer>
      ) : (
        list
      )}
    </Autocomplete>
  )
}

/** Groups and links under headings of their own, everything else in one list. A section without choices is left out. */
function sectionsOf(field: OfferedField, choices: readonly OfferedChoice[]): readonly Section[] {
  if (field !== 'source') return [{ id: field, name: null, choices }]
  return feeds
    .map((feed) => ({
      id: feed,
      name: t(`filter.${feed}`),
      choices: choices.filter((choice) => choice.feed === feed),
    }))
    .filter((section) => section.choices.length > 0)
}

function noneWords(field: OfferedField, choices: number): string {
  if (choices > 0 || (field !== 'class' && field !== 'label')) return t('filter.nothingFound')
  return t(field === 'class' ? 'filter.noClasses' : 'filter.noLabels')
}
