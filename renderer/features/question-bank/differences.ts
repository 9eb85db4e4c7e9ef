import type { QuestionContent } from '../../../shared/model/bank.ts'
import { plainOf } from '../questions/index.ts'

/** A piece of a text; `differs` where the other text has no such words in this place. */
export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** Words that are compared one by one; of longer texts only a common beginning and end are found. */
const mostWords = 400

const wordsOf = (text: string): readonly string[] => text.match(/\s+|[^\s]+/g) ?? []

/** How long the longest common run of words is from each pair of places on. */
function commonRuns(a: readonly string[], b: readonly string[]): Uint16Array {
  const runs = new Uint16Array((a.length + 1) * (b.length + 1))
  const width = b.length + 1
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      runs[i * width + j] =
        a[i] === b[j]
          ? (runs[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(runs[(i + 1) * width + j] ?? 0, runs[i * width + j + 1] ?? 0)
  return runs
}

/** Joins neighbours of one kind; white space alone between two differing words differs with them. */
function joined(words: readonly Piece[]): readonly Piece[] {
  const pieces: Piece[] = []
  for (const word of words) {
    const last = pieces.at(-1)
    if (last?.differs === word.differs) pieces[pieces.length - 1] = { ...last, text: last.text + word.text }
    else pieces.push(word)
  }
  return pieces
}

/** Two texts, each in pieces, so that what is in one of them alone can be marked. */
export function comparedTexts(one: string, other: string): readonly [readonly Piece[], readonly Piece[]] {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [insideA, insideB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const same = (words: readonly string[]): Piece[] => words.map((text) => ({ text, differs: false }))
  const differing = (words: readonly string[]): Piece[] => words.map((text) => ({ text, differs: true }))
  const frame = (inside: readonly Piece[], words: readonly string[]) =>
    joined([...same(words.slice(0, start)), ...inside, ...same(words.slice(words.length - end))])
  if (insideA.length > mostWords || insideB.length > mostWords)
    return [frame(differing(insideA), a), frame(differing(insideB), b)]
  const runs = commonRuns(insideA, insideB)
  const width = insideB.length + 1
  const [piecesA, piecesB]: [Piece[], Piece[]] = [[], []]
  let [i, j] = [0, 0]
  while (i < insideA.length || j < insideB.length) {
    const [wordA, wordB] = [insideA[i], insideB[j]]
    if (wordA !== undefined && wordA === wordB) {
      piecesA.push({ text: wordA, differs: false })
      piecesB.push({ text: wordA, differs: false })
      i++
      j++
    } else if (
      wordB === undefined ||
      (wordA !== undefined && (runs[(i + 1) * width + j] ?? 0) >= (runs[i * width + j + 1] ?? 0))
    ) {
      piecesA.push({ text: wordA ?? '', differs: true })
      i++
    } else {
      piecesB.push({ text: wordB, differs: true })
      j++
    }
  }
  return [frame(piecesA, a), frame(piecesB, b)]
}

/**
 * What two HTML texts say; where they say the same in another markup, the markup itself, so that nothing that differs
 * looks alike.
 */
export function shownTexts(one: string, other: string): readonly [string, string] {
  const [a, b] = [plainOf(one), plainOf(other)]
  return a === b && one !== other ? [one, other] : [a, b]
}

export const comparedFields = [
  'type',
  'question',
  'options',
  'correct',
  'points',
  'category',
  'randomAnswers',
  'gradeStyle',
  'correctFeedback',
  'incorrectFeedback',
] as const
export type ComparedField = (typeof comparedFields)[number]

/** A question with the name of its category, as it is compared. */
export interface Compared {
  readonly content: QuestionContent
  /** Null where it is not known, so that nothing is said of it. */
  readonly category: string | null
}

const optionTexts = ({ options }: QuestionContent): readonly string[] =>
  options.map(({ letter, content, clue }) => `${letter} ${clue ?? ''} ${content}`)

const comparedValue = ({ content, category }: Compared, field: ComparedField): unknown => {
  if (field === 'category') return category
  if (field === 'options') return optionTexts(content)
  if (field === 'correct') return [...content.correct].sort()
  // Nothing said and an empty text say the same.
  if (field === 'correctFeedback' || field === 'incorrectFeedback') return content[field] ?? ''
  return content[field]
}

/** The fields in which two questions differ. */
export const differingFields = (one: Compared, other: Compared): readonly ComparedField[] =>
  comparedFields.filter((field) => {
    const [a, b] = [comparedValue(one, field), comparedValue(other, field)]
    if (field === 'category' && (a === null || b === null)) return false
    return JSON.stringify(a) !== JSON.stringify(b)
  })
