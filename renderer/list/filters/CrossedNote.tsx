import { boundsOf } from '../../../shared/model/filter.ts'
import { t } from '../../format/words.ts'
import field from '../../ui/Field.module.css'
import { type ChipField, useListFilter } from './filter-kinds.ts'

/** Says why nothing matches a range that ends before it begins. */
export function CrossedNote({ field: of }: { readonly field: ChipField<'range'> }) {
  const { from, to } = boundsOf(useListFilter().filter, of)
  const isCrossed = from !== undefined && to !== undefined && from > to
  return (
    <p role="status" className={isCrossed ? field.problem : 'visually-hidden'}>
      {isCrossed && t('filter.crossed')}
    </p>
  )
}
