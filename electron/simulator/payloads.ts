import type { Group } from './catalogue.ts'
import type { JsonObject } from './protocol.ts'
import { type Question, questionsOf } from './questions.ts'
import { type Random, scramble, seededRandom } from './random.ts'
import { type Attempt, type GroupResult, htmlEncoded } from './result.ts'

/** The webhook was set up when so many of a test's attempts were already made. */
const shareBefore = 0.15

/** What somebody made of one question. */
interface Answered {
  readonly question: Question
  /** In tenths of a point. */
  readonly points: number
  readonly sent: JsonObject
}

/**
 * The payload of ClassMarker's webhook for each attempt, oldest first, at the tests whose questions are known, as soon as
 * the webhook was there (webhook page, "Group result"). The marks add up to those of the attempt, and the same attempt
 * always has the same answers.
 * @param attempts of groups, oldest first
 * @param above how far the numbers of tests lie above the catalogue's
 */
export function groupPayloads(
  attempts: readonly Attempt[],
  resultOf: (attempt: Attempt) => GroupResult,
  { seed, above }: { readonly seed: number; readonly above: number },
): JsonObject[] {
  return [...questionsOf].flatMap(([testId, questions]) => {
    const made = attempts.filter(({ test }) => test.id === testId + above)
    const first = Math.floor(made.length * shareBefore)
    const reworded = made[Math.floor(made.length * 0.4)]?.finished ?? 0
    return made.slice(first).map((attempt) => {
      const random = seededRandom(scramble(seed, 11, testId, attempt.id))
      return payloadOf(attempt, resultOf(attempt), answersTo(questions, attempt, random), reworded)
    })
  })
}

function payloadOf(
  { test, place, finished }: Attempt<Group>,
  result: GroupResult,
  answers: readonly Answered[],
  reworded: number,
): JsonObject {
  const { test_id, group_id, status, user_id, ...fields } = result
  return {
    payload_type: 'single_user_test_results_group',
    payload_status: 'live',
    test: { test_id, test_name: htmlEncoded(test.name) },
    group: { group_id, group_name: htmlEncoded(place.name) },
    result: { user_id: String(user_id), ...fields },
    questions: answers.map(({ question, points, sent }, at) => ({
      question_id: question.id,
      question_type: question.type,
      category_id: question.category.id,
      points_available: question.points,
      question: finished < reworded ? (question.formerly ?? question.question) : question.question,
      points_scored: points / 10,
      question_number: at + 1,
      feedback: '',
      ...sent,
    })),
    category_results: categoryResults(answers),
  }
}

function categoryResults(answers: readonly Answered[]): JsonObject[] {
  const categories = new Map(answers.map(({ question: { category } }) => [category.id, category]))
  return Array.from(categories.values(), ({ id, name }) => {
    const own = answers.filter(({ question }) => question.category.id === id)
    const available = own.reduce((sum, { question }) => sum + question.points, 0)
    const scored = own.reduce((sum, { points }) => sum + points, 0) / 10
    const percentage = Math.round((scored * 1_000) / available) / 10
    return {
      category_id: id,
      name: htmlEncoded(name),
      percentage,
      points_available: available,
      points_scored: Math.round(scored * 10) / 10,
    }
  })
}

/** A point of a question that is right or wrong by itself. */
interface Part {
  readonly question: Question
  readonly place: number
  /** The higher, the sooner it is right. */
  readonly rank: number
}

/** Chooses what is right, the likeliest first, until the attempt has its points; an essay takes up the rest. */
function answersTo(questions: readonly Question[], attempt: Attempt, random: Random): Answered[] {
  const { points, awaitingGrading, test } = attempt
  const strength = points / (test.pointsAvailable * 10) - 0.6
  const essay = questions.find(({ type }) => type === 'essay')
  const parts = questions.flatMap((question): Part[] =>
    question === essay
      ? []
      : Array.from({ length: question.points }, (_, place) => ({
          question,
          place,
          rank:
            question.ease + random.spread() * (question.chance ?? 1) - (question.misleads === true ? 12 * strength : 0),
        })),
  )
  const luck = Math.round(random.spread() * 1.6)
  const wanted = essay === undefined || awaitingGrading ? points : forParts(points, parts.length, essay.points, luck)
  const whole = Math.min(parts.length, Math.floor(wanted / 10))
  const right = new Set(parts.toSorted((one, other) => other.rank - one.rank).slice(0, whole))
  // Tenths of a point that no essay takes up yet belong to a question that can be partly right.
  let rest = awaitingGrading ? wanted - whole * 10 : 0
  return questions.map((question): Answered => {
    if (question.type === 'essay') return essayAnswer(question, attempt, points - whole * 10, random)
    const own = parts.filter((part) => part.question === question)
    const solved = own.map((part) => right.has(part))
    const count = solved.filter(Boolean).length
    const tenths = rest > 0 && question.points > 1 && count < question.points ? rest : 0
    rest -= tenths
    return { question, points: count * 10 + tenths, sent: sentAnswer(question, solved, tenths > 0, random) }
  })
}

/**
 * The tenths of a point that are no essay's: their share, give or take some points, and more where an essay cannot hold
 * the rest.
 */
function forParts(points: number, parts: number, essay: number, luck: number): number {
  const share = Math.max(0, Math.round((points * parts) / ((parts + essay) * 10)) + luck) * 10
  return Math.min(
    parts * 10,
    Math.max(Math.ceil((points - essay * 10) / 10) * 10, Math.min(share, Math.floor(points / 10) * 10)),
  )
}

type Essay = Extract<Question, { type: 'essay' }>

function essayAnswer(question: Essay, { awaitingGrading }: Attempt, points: number, random: Random): Answered {
  const share = points / (question.points * 10)
  const [text, feedback] = question.texts[share > 0.75 ? 0 : share > 0.45 ? 1 : 2] ?? random.pick(question.texts)
  if (awaitingGrading)
    return { question, points: 0, sent: { user_response: text, result: 'requires_grading', custom_feedback: '' } }
  const result = share === 1 ? 'correct' : share > 0 ? 'partial_correct' : 'incorrect'
  return { question, points, sent: { user_response: text, result, custom_feedback: feedback } }
}

const letterAt = (at: number): string => String.fromCharCode(65 + at)

const lettered = (texts: readonly string[]): JsonObject =>
  Object.fromEntries(texts.map((text, at) => [letterAt(at), text]))

/** Some questions are left out, more of them when none of their parts is known. */
const leftOut = 0.08

/** The fields of an answer whose parts are solved or not. @param more whether it has a part of a point besides */
function sentAnswer(
  question: Exclude<Question, Essay>,
  solved: readonly boolean[],
  more: boolean,
  random: Random,
): JsonObject {
  const all = solved.every(Boolean)
  const none = !solved.includes(true) && !more
  const isLeftOut = none && random.chance(leftOut)
  const result = isLeftOut ? 'unanswered' : all ? 'correct' : none ? 'incorrect' : 'partial_correct'
  const said = (response: string) => ({ result, user_response: isLeftOut ? '' : response })
  switch (question.type) {
    case 'multiplechoice':
    case 'truefalse':
      return {
        options: lettered(question.options),
        correct_option: question.correct,
        ...said(all ? question.correct : random.pick([...question.lures])),
      }
    case 'multipleresponse':
      return {
        options: lettered(question.options),
        correct_option: [...question.correct].join(','),
        ...said(ticked(question, all, none, random)),
      }
    case 'freetext':
      return {
        options: { exact_match: question.accepted.map((content) => ({ content })) },
        ...said(all ? random.pick(question.accepted.slice(0, 2)) : random.pick(question.wrong)),
      }
    case 'grammar':
      return { answer: question.answer, ...said(all ? question.answer : none ? question.question : question.half) }
    case 'matching':
      return { result, options: matched(question, solved, isLeftOut) }
  }
}

/** Letters of several: all, some of the right ones, or a right one with a wrong one. */
function ticked(
  { correct, lures }: Extract<Question, { type: 'multipleresponse' | 'multiplechoice' | 'truefalse' }>,
  all: boolean,
  none: boolean,
  random: Random,
): string {
  if (all) return [...correct].join(',')
  const wrong = random.pick([...lures])
  const kept = [...correct].filter((_, at) => at === 0 || random.chance(0.5)).slice(0, correct.length - 1)
  const chosen = none && random.chance(0.5) ? [wrong] : random.chance(0.6) ? [...kept, wrong] : kept
  return [...new Set(chosen)].sort().join(',')
}

function matched(
  { pairs, extra }: Extract<Question, { type: 'matching' }>,
  solved: readonly boolean[],
  isLeftOut: boolean,
): JsonObject {
  // Wrong clues take each other's matches; a single one takes the match that has no clue.
  const wrong = pairs.flatMap((_, at) => (solved[at] === true ? [] : [at]))
  const chosen = (at: number): string => {
    if (isLeftOut) return ''
    if (solved[at] === true) return letterAt(at)
    return wrong.length === 1 ? letterAt(pairs.length) : letterAt(wrong[(wrong.indexOf(at) + 1) % wrong.length] ?? at)
  }
  return Object.fromEntries([
    ...pairs.map(([clue, match], at): [string, JsonObject] => [
      letterAt(at),
      { clue, match, correct_option: letterAt(at), user_response: chosen(at) },
    ]),
    ...extra.map((match, at): [string, JsonObject] => [letterAt(pairs.length + at), { match }]),
  ])
}
