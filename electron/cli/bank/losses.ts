import type { QuestionLoss, QuestionLossCode } from '../../../shared/model/bank.ts'
import { plainText } from '../terminal.ts'

const sentences: Readonly<Record<QuestionLossCode, string>> = {
  'part-left-out': 'This is left out, because there is no place for it',
  'type-unknown': 'Questions of this type are not taken',
  'kept-here-only': 'Questions of this type stay on this computer, because ClassMarker’s API does not write them',
  'no-right-option': 'Which option is right is not clear, and nothing is guessed; say it in the question',
  weight: 'ClassMarker cannot keep this weight; it stays on this computer',
  'option-feedback': 'ClassMarker has no feedback for one option; it stays on this computer',
  'too-many-options': 'There are too many options',
  'deep-category': 'Categories have two levels; the deeper ones are joined',
  picture: 'A picture of the file is not taken along; add it at ClassMarker',
  'not-understood': 'This place could not be read',
}

/** What was lost, in a sentence. */
export const lossSentence = ({ code, subject }: QuestionLoss): string =>
  `${sentences[code]}${subject === '' ? '' : ` (${plainText(subject)})`}.`
