import type { QuestionColumns } from './question-file.ts'
import { fold } from './text.ts'

/** What one column of a table of questions can hold; options are columns of their own. */
export const questionColumns = [
  'question',
  'correct',
  'type',
  'points',
  'parent',
  'category',
  'correctFeedback',
  'incorrectFeedback',
  'random',
  'gradeStyle',
] as const satisfies readonly Exclude<keyof QuestionColumns, 'options'>[]
export type QuestionColumn = (typeof questionColumns)[number]

// A proposal, which a person agrees to: so these words may mean something else.
const words: Readonly<Record<QuestionColumn | 'options', RegExp>> = {
  question: /\b(?:questions?|wording|stem|frage|fragetext|pregunta|enonce|item|prompt)\b/,
  correct: /\b(?:correct|right|key|solution|richtige?|losung|bonne|correcta)\b/,
  type: /\b(?:type|kind|typ|tipo)\b/,
  points: /\b(?:points?|marks?|score|punkte|puntos)\b/,
  parent: /\b(?:parent|oberkategorie)\b/,
  category: /\b(?:category|topic|chapter|unit|kategorie|thema|kapitel|categorie|categoria)\b/,
  correctFeedback: /feedback.*\b(?:correct|right|richtig)\b|\b(?:correct|right)\b.*feedback/,
  incorrectFeedback: /feedback.*\b(?:incorrect|wrong|falsch)\b|\b(?:incorrect|wrong)\b.*feedback/,
  random: /\b(?:random|shuffle)/,
  gradeStyle: /\b(?:grade style|grading)\b/,
  options: /\b(?:option|answer|choice|distractor|wrong|antwort|reponse|respuesta|opcion|falsch)\b|^(?:[a-t]|\d{1,2})$/,
}

// What says more comes first: "feedback if correct" is no answer.
const order = [
  ...(['correctFeedback', 'incorrectFeedback', 'gradeStyle', 'random', 'parent', 'category', 'type'] as const),
  ...(['points', 'correct', 'question', 'options'] as const),
]

/** What a heading proposes that its column holds; null where it says nothing. */
export function proposedFor(heading: string): QuestionColumn | 'options' | null {
  const said = fold(heading)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return said === '' ? null : (order.find((each) => words[each].test(said)) ?? null)
}

/** Whether a row names at least two columns of a table of questions. */
export const isHeadingRow = (cells: readonly string[]): boolean =>
  cells.filter((cell) => cell.length < 60 && proposedFor(cell) !== null).length >= 2
