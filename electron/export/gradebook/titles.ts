import type { TestRef } from '../../../shared/model/gradebook.ts'

/**
 * The titles of tests as columns: `Name (id)`, so that tests of one name stay apart. Where two accounts have a test of
 * that name and number, the account's name follows, and where that is the same too, a number.
 */
export function testTitles(
  tests: readonly (TestRef & { readonly name: string })[],
  accountName: (account: string) => string,
  outwardId: (testId: number) => number | string,
): readonly string[] {
  const plain = tests.map(({ name, testId }) => `${name} (${outwardId(testId)})`)
  const withAccount = apart(plain, (title, at) => `${title} · ${accountName(tests[at]?.account ?? '')}`)
  const seen = new Map<string, number>()
  return withAccount.map((title) => {
    const times = (seen.get(title) ?? 0) + 1
    seen.set(title, times)
    return times === 1 ? title : `${title} · ${times}`
  })
}

/** Writes those titles in another way that stand there more than once. */
function apart(titles: readonly string[], otherwise: (title: string, at: number) => string): string[] {
  const times = new Map<string, number>()
  for (const title of titles) times.set(title, (times.get(title) ?? 0) + 1)
  return titles.map((title, at) => ((times.get(title) ?? 0) > 1 ? otherwise(title, at) : title))
}
