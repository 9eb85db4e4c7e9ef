import { bestFitting, type FoundSome, type FoundTest, fitOf, mostFound } from '../../../shared/model/found.ts'
import { fold, searchWords } from '../../../shared/model/text.ts'
import { compareTexts } from '../arrays/sorting.ts'
import type { NamedTest } from './test-names.ts'

/** The tests with all words of a text in their names, without those hidden: the best fitting first, then by name. */
export function foundTests(
  named: readonly NamedTest[],
  text: string,
  accounts: readonly string[] | undefined,
): FoundSome<FoundTest> {
  const words = searchWords(text)
  if (words === null) return { entries: [], total: 0 }
  const found = named
    .filter(({ account, hidden }) => !hidden && (accounts?.includes(account) ?? true))
    .map((test) => ({ test, folded: fold(test.name) }))
    .filter(({ folded }) => words.every((word) => folded.includes(word)))
    .toSorted(
      (a, b) =>
        compareTexts(a.folded, b.folded) ||
        a.test.testId - b.test.testId ||
        compareTexts(a.test.account, b.test.account),
    )
  const best = bestFitting(found, mostFound, ({ folded }) => fitOf(words, folded))
  const entries = best.map(({ test: { account, testId, name, sources } }) => ({
    ...{ account, testId, name },
    sources: sources.map((source) => source.name),
  }))
  return { entries, total: found.length }
}
