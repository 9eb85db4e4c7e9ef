import { Check } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { flagOf, withConditions, without } from '../../../shared/model/filter.ts'
import { t } from '../../i18n.ts'
import menu from '../Menu.module.css'
import { type ChipField, filterName, flagWords } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const answers = ['yes', 'no', 'any'] as const

/** Yes, no, or either: results to grade, results with a certificate. */
export function OneOf({ field }: { field: ChipField<'flag'> }) {
  const { filter, setFilter } = useListFilter()
  const value = flagOf(filter, field)
  const chosen = value === undefined ? 'any' : value ? 'yes' : 'no'
  const wordsOf = (answer: (typeof answers)[number]) =>
    answer === 'any' ? t('filter.any') : flagWords(field, answer === 'yes')
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName(field)}
      autoFocus="first"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        const answer = answers.find((each) => keys !== 'all' && keys.has(each))
        if (answer === 'any') setFilter(without(filter, field))
        else if (answer) setFilter(withConditions(filter, { field, op: 'is', value: answer === 'yes' }))
      }}
    >
      {answers.map((answer) => (
        <ListBoxItem key={answer} id={answer} className={menu.item ?? ''} textValue={wordsOf(answer)}>
          {({ isSelected }) => (
            <>
              <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
              <span className={menu.words}>{wordsOf(answer)}</span>
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
