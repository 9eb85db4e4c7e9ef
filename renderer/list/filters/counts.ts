import { useEffect, useState } from 'react'
import { withinAccounts } from '../../../shared/model/filter.ts'
import type { ChoiceCount, CountedField } from '../../../shared/model/results-view.ts'
import { api, latestOnly } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useListFilter } from './filter-kinds.ts'

/**
 * The choices of a field with how many results each would leave, as the other filters stand; null until they are
 * counted, and where the list does not show them. While it is counted anew the last answer stays.
 */
export function useCounts(field: CountedField): readonly ChoiceCount[] | null {
  const { filter, countsResults } = useListFilter()
  // Classes and labels are known by their counts alone.
  const isAsked = countsResults || field === 'class' || field === 'label'
  const accounts = useAccounts((state) => state.filterAccounts())
  const [counts, setCounts] = useState<readonly ChoiceCount[] | null>(null)
  const others = JSON.stringify(filter.filter((condition) => condition.field !== field))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other conditions stand for the filter
  useEffect(() => {
    if (!isAsked) return
    const latest = latestOnly()
    let isOver = false
    const load = () =>
      void latest(
        () => api.results.counts({ filter: withinAccounts(accounts, filter), field }),
        (counted) => {
          if (!isOver) setCounts(counted)
        },
      )
    load()
    const stops = [api.results.changed(load), api.students.changed(load), api.gradebooks.changed(load)]
    return () => {
      isOver = true
      for (const stop of stops) stop()
    }
  }, [field, others, accounts, isAsked])
  return counts
}
