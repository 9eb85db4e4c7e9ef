import type { SourceRef } from '../../../shared/model/query.ts'
import type { Facets } from '../../../shared/model/results-view.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { dayWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import type { ChosenFilter } from '../../state/results.ts'

/** What results can be narrowed by, one chip each. The search has its own box and is no chip. */
export const filterKinds = ['test', 'source', 'outcome', 'grading', 'score', 'certificate', 'finished'] as const

export type FilterKind = (typeof filterKinds)[number]

export const filterName = (kind: FilterKind): string => t(`filter.${kind}`)

/** The parts of the filter a kind speaks for; set to undefined they ask nothing. */
const parts: Readonly<Record<FilterKind, ChosenFilter>> = {
  test: { tests: undefined },
  source: { sources: undefined },
  outcome: { outcomes: undefined },
  grading: { needsGrading: undefined },
  score: { minPercentage: undefined, maxPercentage: undefined },
  certificate: { certificate: undefined },
  finished: { from: undefined, to: undefined },
}

export const withoutKind = (kind: FilterKind): ChosenFilter => parts[kind]

export const hasKind = (filter: ChosenFilter, kind: FilterKind): boolean =>
  Object.keys(parts[kind]).some((part) => Object.hasOwn(filter, part))

export const sourceKey = ({ feed, id }: SourceRef): string => `${feed}:${id}`

/** What a chip says after its name: "any of 5", "Chemistry final", "since 1 Sep". */
export function filterWords(
  kind: FilterKind,
  filter: ChosenFilter,
  facets: Facets | null,
  now: UnixSeconds,
  zone: string,
): string {
  switch (kind) {
    case 'test':
      return namesOf(filter.tests ?? [], (id) => facets?.tests.find((test) => test.id === id)?.name)
    case 'source':
      return namesOf(
        filter.sources ?? [],
        (ref) => facets?.sources.find((source) => sourceKey(source) === sourceKey(ref))?.name,
      )
    case 'outcome':
      return (filter.outcomes ?? []).map((one) => t(one === 'passed' ? 'filter.passed' : 'filter.notPassed')).join(', ')
    case 'grading':
      return t(filter.needsGrading ? 'filter.needsGrading' : 'filter.graded')
    case 'score':
      return scoreWords(filter)
    case 'certificate':
      return t(filter.certificate ? 'filter.withCertificate' : 'filter.withoutCertificate')
    case 'finished':
      return finishedWords(filter, (day) => dayWords(day, now, zone))
  }
}

function namesOf<Id>(ids: readonly Id[], name: (id: Id) => string | undefined): string {
  const [only] = ids
  const words = ids.length === 1 && only !== undefined ? name(only) : undefined
  return words ?? t('filter.anyOf', { count: ids.length })
}

function scoreWords({ minPercentage: from, maxPercentage: to }: ChosenFilter): string {
  if (from !== undefined && to !== undefined) return t('filter.scoreBetween', { from, to })
  return from === undefined ? t('filter.atMost', { to: to ?? 0 }) : t('filter.atLeast', { from })
}

function finishedWords({ from, to }: ChosenFilter, words: (day: string) => string): string {
  if (from !== undefined && from === to) return t('filter.on', { day: words(from) })
  if (from !== undefined && to !== undefined) return t('filter.between', { from: words(from), to: words(to) })
  return from === undefined ? t('filter.until', { day: words(to ?? '') }) : t('filter.since', { day: words(from) })
}
