/** So many of the longest names are measured; the widest is among them. */
const measuredNames = 8

/** The longest names of tests, groups or links, by their letters. */
export const longestOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, measuredNames)
