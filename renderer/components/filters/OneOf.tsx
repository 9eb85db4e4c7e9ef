import { Check } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { t } from '../../i18n.ts'
import type { ChosenFilter } from '../../state/results.ts'
import menu from '../Menu.module.css'
import { filterName } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const choices = {
  grading: [
    { id: 'yes', words: 'filter.needsGrading', part: { needsGrading: true } },
    { id: 'no', words: 'filter.graded', part: { needsGrading: false } },
    { id: 'any', words: 'filter.any', part: { needsGrading: undefined } },
  ],
  certificate: [
    { id: 'yes', words: 'filter.withCertificate', part: { certificate: true } },
    { id: 'no', words: 'filter.withoutCertificate', part: { certificate: false } },
    { id: 'any', words: 'filter.any', part: { certificate: undefined } },
  ],
} as const satisfies Record<string, readonly { id: string; words: string; part: ChosenFilter }[]>

/** Yes, no, or either: results to grade, results with a certificate. */
export function OneOf({ kind }: { kind: 'grading' | 'certificate' }) {
  const { filter, setFilter } = useListFilter()
  const value = kind === 'grading' ? filter.needsGrading : filter.certificate
  const chosen = value === undefined ? 'any' : value ? 'yes' : 'no'
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName(kind)}
      autoFocus="first"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        const choice = choices[kind].find(({ id }) => keys !== 'all' && keys.has(id))
        if (choice) setFilter(choice.part)
      }}
    >
      {choices[kind].map(({ id, words }) => (
        <ListBoxItem key={id} id={id} className={menu.item ?? ''} textValue={t(words)}>
          {({ isSelected }) => (
            <>
              <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
              <span className={menu.words}>{t(words)}</span>
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
