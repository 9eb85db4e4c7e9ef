import { AppError } from '../../../shared/errors.ts'
import { fold } from '../../../shared/model/text.ts'
import { isOneLetterApart } from '../../store/api.ts'
import { plainText } from '../terminal.ts'

/** Names that are told of; more say nothing. */
const mostLike = 5
/** Letters of a part that says which class was meant: "A" is a part of nearly every name. */
const shortestPart = 3

/** Says that no class has a name, and which classes are called nearly so. */
export function noClassCalled(name: string, classes: readonly { readonly name: string }[]): AppError {
  const like = [...new Set(classes.map((each) => each.name))].filter((each) => isLike(each, name)).slice(0, mostLike)
  if (like.length === 0) return new AppError('class/none-called', { name: plainText(name) })
  const named = like.map((each) => `“${plainText(each)}”`).join(' or ')
  return new AppError('class/none-called-so', { name: plainText(name), like: named })
}

/** Whether two names differ by case, accents, spaces and signs alone, by one letter, or one is a part of the other. */
function isLike(one: string, other: string): boolean {
  const [a, b] = [lettersOf(one), lettersOf(other)]
  if (a === '' || b === '') return false
  const isPart = Math.min(a.length, b.length) >= shortestPart && (a.includes(b) || b.includes(a))
  return isPart || isOneLetterApart([...a], [...b])
}

const lettersOf = (name: string): string => fold(name).replace(/[^\p{L}\p{N}]/gu, '')
