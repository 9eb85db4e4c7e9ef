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
import { feeds } from '../../../shared/model/feed.ts'
import { chosenOf, withConditions } from '../../../shared/model/filter.ts'
import type { Facets } from '../../../shared/model/results-view.ts'
import { occursIn } from '../../../shared/model/search.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useFacets } from '../../state/facets.ts'
import { classNames } from '../../styles/class-names.ts'
import { CheckMark } from '../CheckMark.tsx'
import menu from '../Menu.module.css'
import styles from './FilterEditor.module.css'
import { filterName, sourceKey } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

/** From here on only the choices on the screen are drawn. */
const many = 200

interface Section {
  readonly id: string
  readonly name: string | null
  readonly choices: readonly { readonly id: string; readonly name: string; readonly results: number }[]
}

/** Fields whose choices are what the results hold. */
export type OfferedField = 'test' | 'source'

/** Any number of tests, or of groups and links, found by typing; accents and case make no difference. */
export function ManyOf({ field }: { field: OfferedField }) {
  const facets = useFacets((state) => state.facets)
  const { filter, setFilter, countsResults } = useListFilter()
  const selected =
    field === 'test' ? (chosenOf(filter, field) ?? []).map(String) : (chosenOf(filter, field) ?? []).map(sourceKey)
  const sections = sectionsOf(field, facets)

  const choose = (keys: ReadonlySet<string>) => {
    if (field === 'test') {
      const value = (facets?.tests ?? []).filter(({ id }) => keys.has(String(id))).map(({ id }) => id)
      setFilter(withConditions(filter, { field, op: 'in', value }))
      return
    }
    const sources = (facets?.sources ?? []).filter((source) => keys.has(sourceKey(source)))
    const value = sources.map(({ feed, id }) => ({ feed, id }))
    setFilter(withConditions(filter, { field, op: 'in', value }))
  }

  const virtual = sections.reduce((sum, { choices }) => sum + choices.length, 0) > many
  const list = (
    <ListBox
      className={classNames(menu.list, styles.choices, virtual && styles.virtual)}
      aria-label={filterName(field)}
      selectionMode="multiple"
      selectedKeys={selected}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys !== 'all') choose(new Set([...keys].map(String)))
      }}
      renderEmptyState={() => <div className={menu.none}>{t('filter.nothingFound')}</div>}
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
        <Input className={styles.searchInput ?? ''} placeholder={t('filter.find')} />
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

/** Tests in one list; groups and links each under their own name. A section without choices is left out. */
function sectionsOf(field: OfferedField, facets: Facets | null): readonly Section[] {
  if (field === 'test') {
    return [
      { id: 'tests', name: null, choices: (facets?.tests ?? []).map((test) => ({ ...test, id: String(test.id) })) },
    ]
  }
  return feeds
    .map((feed) => ({
      id: feed,
      name: t(`filter.${feed}`),
      choices: (facets?.sources ?? [])
        .filter((source) => source.feed === feed)
        .map((source) => ({ ...source, id: sourceKey(source) })),
    }))
    .filter(({ choices }) => choices.length > 0)
}
