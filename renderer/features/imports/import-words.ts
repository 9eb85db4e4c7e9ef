import type { ImportSummary, PreviewBucket } from '../../../shared/model/import-preview.ts'
import { resultFileKinds, type WallClock } from '../../../shared/model/imported.ts'
import { listed, locale, t } from '../../format/words.ts'

/** "12 new results, 3 changed, answers of 40 attempts"; that nothing was changed where that is so. */
export function doneWords({ counts, change }: ImportSummary): string {
  if (change === null) return t('imports.done.nothing')
  return t('imports.done.words', { what: countWords(counts) })
}

/** "12 new results, 3 changed. 1 gap is closed." */
export function cameWords({ counts, closed }: ImportSummary): string {
  const came = t('imports.done.what', { what: sentence(countWords(counts)) })
  return closed > 0 ? `${came} ${t('imports.done.gaps', { count: closed })}` : came
}

const sentence = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1)

/** What came of an import, in a few words. */
export function countWords({ results, answers }: ImportSummary['counts']): string {
  const parts = [
    results.added > 0 ? t('imports.count.added', { count: results.added }) : '',
    results.updated > 0 ? t('imports.count.updated', { count: results.updated }) : '',
    answers > 0 ? t('imports.count.answers', { count: answers }) : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(', ') : t('imports.count.none')
}

/** "3 payloads of webhooks and 1 results CSV". */
export function kindWords({ kinds, files }: Pick<ImportSummary, 'kinds' | 'files'>): string {
  const parts: string[] = resultFileKinds.flatMap((kind) =>
    kinds[kind] > 0 ? [t(`imports.kind.${kind}`, { count: kinds[kind] })] : [],
  )
  const known = resultFileKinds.reduce((sum, kind) => sum + kinds[kind], 0)
  if (files > known) parts.push(t('imports.kind.foreign', { count: files - known }))
  return parts.length > 0 ? listed(parts) : t('imports.kind.none')
}

/** Buckets in which an import changes something. */
export const keptOf = (buckets: Readonly<Record<PreviewBucket, number>>): number => buckets.added + buckets.changed

const wallClock = new Intl.DateTimeFormat(locale, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  timeZone: 'UTC',
})
const wallDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** "Fri, 3 Apr 2026, 09:18": a time on a clock whose zone is not said. */
export const clockWords = (clock: WallClock): string => wallClock.format(new Date(`${clock}Z`))

/** "3 April 2026". */
export const clockDay = (clock: WallClock): string => wallDay.format(new Date(`${clock}Z`))

/** "march.zip and 2 more". */
export const nameWords = (names: readonly string[], total = names.length): string => {
  const [first = t('imports.past.noFiles')] = names
  return total > 1 ? t('imports.more', { name: first, count: total - 1 }) : first
}
