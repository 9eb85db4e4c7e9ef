/**
 * Feedback in plain text as text2qti has it (its README, "Examples"): below the wording `...` says something to everybody,
 * `+` to who answers right and `-` to who answers wrong; below an option `...` speaks to who chose it.
 */
const forms = {
  general: /^(?:\.{3}|…)\s+(\S.*)$/,
  right: /^\+\s+(\S.*)$/,
  wrong: /^-\s+(\S.*)$/,
} as const
type Aside = keyof typeof forms

/** Lines of feedback. */
export type TextFeedback = Readonly<Record<Aside, readonly string[]>>

/** Whether a text has feedback so that a single hyphen is no dash of a dialogue. */
export const hasTextFeedback = (lines: readonly string[]): boolean =>
  lines.some((line) => forms.general.test(line) || forms.right.test(line) || /^quiz title:/i.test(line))

/** What a line says, and in which of the forms; undefined for any other. */
function asideIn(line: string): { readonly aside: Aside; readonly text: string } | undefined {
  for (const aside of ['general', 'right', 'wrong'] as const) {
    const text = forms[aside].exec(line)?.[1]
    if (text !== undefined) return { aside, text }
  }
  return undefined
}

/**
 * Splits a wording or an option from the feedback below it.
 * @param isMarked whether the text is known to have feedback
 * @param forOption below options there is no right and no wrong
 */
export function withoutFeedback(
  lines: readonly string[],
  { isMarked, forOption }: { readonly isMarked: boolean; readonly forOption: boolean },
): { readonly rest: readonly string[]; readonly feedback: TextFeedback } {
  const counted = (aside: Aside) => lines.slice(1).filter((line) => forms[aside].test(line)).length
  // Several of one sign are a list, and a dash with one space alone may be what somebody says.
  const isList = forOption || counted('right') > 1 || counted('wrong') > 1
  const isDash = !isMarked && counted('right') === 0 && counted('general') === 0
  const asideOf = (line: string) => {
    const found = asideIn(line)
    if (found === undefined || found.aside === 'general') return found
    if (isList || (found.aside === 'wrong' && isDash && !/^-(?:\t|\s{2})/.test(line))) return undefined
    return found
  }
  const feedback: Record<Aside, string[]> = { general: [], right: [], wrong: [] }
  const rest: string[] = []
  let said = rest
  for (const [at, line] of lines.entries()) {
    const found = at === 0 ? undefined : asideOf(line)
    if (found !== undefined) said = feedback[found.aside]
    said.push(found?.text ?? line)
  }
  return { rest, feedback }
}

/** Whether lines that are all meant as a wording would be read as having feedback. */
export const readsAsFeedback = (lines: readonly string[]): boolean =>
  withoutFeedback(lines, { isMarked: true, forOption: false }).rest.length < lines.length

/** Lines of feedback as they are written, each with the sign before its first line. */
export const feedbackLines = (aside: Aside, text: string): readonly string[] =>
  text === '' ? [] : [`${{ general: '...', right: '+  ', wrong: '-  ' }[aside]} ${text}`]
