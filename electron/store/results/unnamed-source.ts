import type { SourceRef } from '../../../shared/model/filter.ts'
import type { Feed } from '../../../shared/model/result-values.ts'

const words: Readonly<Record<Feed, string>> = { groups: 'Group', links: 'Link', submissions: 'Course' }

/** What a group, a link or a course is called before its name is known. */
export const unnamedSource = ({ feed, id }: SourceRef): string => `${words[feed]} ${id}`

/** The same in SQL; `folded` as it is sorted. */
export function unnamedSourceSql(feed: string, id: string, form: 'shown' | 'folded' = 'shown'): string {
  const cases = Object.entries(words).map(
    ([each, word]) => `WHEN '${each}' THEN '${form === 'shown' ? word : word.toLowerCase()} '`,
  )
  return `CASE ${feed} ${cases.join(' ')} END || ${id}`
}
