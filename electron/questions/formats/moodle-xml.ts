import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { plainWeight } from '../../../shared/model/question-rules.ts'
import { normalisedText } from '../../../shared/model/question-text.ts'
import { hasPicture, htmlOfMoodle, htmlOfPlain, plainOf } from './markup.ts'
import {
  asList,
  type FileAnswer,
  type Found,
  type Frame,
  finished,
  isNameTold,
  joinedFeedback,
  leftOut,
  loss,
  lostGradeStyle,
  type MadeQuestion,
  matchedPairs,
  matching,
  mostReadOptions,
  type Problem,
  pathOf,
  pathText,
  placed,
  pointsOf,
  pointsText,
  problemAt,
  trueOrFalse,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
  weighed,
  weighedTexts,
  withSharedFeedback,
  written,
} from './question-parts.ts'
import { element, elements, htmlWithin, textIn, type XmlNode, xmlRoot, xmlSection, xmlText } from './xml.ts'

/** Whether a text is a document of Moodle's questions. */
export const looksLikeMoodleXml = (text: string): boolean => /<quiz[\s>]/.test(text.slice(0, 10_000))

/** @throws Refused */
export function readMoodleXml(text: string): Found {
  const root = xmlRoot(text)
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  let categoryPath: readonly string[] = []
  for (const node of elements(root, 'question')) {
    const type = node.attributes.type ?? ''
    if (type === 'category') {
      categoryPath = pathOf(textIn(element(node, 'category', 'text')))
      continue
    }
    const read = questionOf(node, type)
    if ('code' in read) problems.push(problemAt(node.line, read))
    else questions.push(placed(read, { line: node.line, categoryPath }))
  }
  return { questions, problems }
}

/** The HTML of an element that holds a `<text>`, by its format. */
function htmlIn(node: XmlNode | undefined, told: QuestionLoss[] = []): string {
  if (node === undefined) return ''
  const inner = element(node, 'text')
  const text = textIn(inner ?? node)
  if (elements(node, 'file').length > 0) told.push(loss('picture', elements(node, 'file')[0]?.attributes.name ?? ''))
  // HTML that nobody escaped stands there as elements.
  if (inner !== undefined && elements(inner).length > 0) return htmlWithin(inner.children).trim()
  switch (node.attributes.format) {
    case 'html':
      return text.trim()
    case 'plain_text':
      return htmlOfPlain(text)
    case 'markdown':
      if (/[*_`#[]/.test(text)) told.push(loss('part-left-out', 'markdown'))
      return htmlOfPlain(text)
    default:
      return htmlOfMoodle(text)
  }
}

function questionOf(node: XmlNode, type: string): MadeQuestion | QuestionLoss {
  const told: QuestionLoss[] = []
  const feedbackIn = (name: string) => htmlIn(element(node, name), told) || null
  const { points, losses: ofPoints } = pointsOf(textIn(element(node, 'defaultgrade')) || null)
  const shuffled = textIn(element(node, 'shuffleanswers')).trim()
  const general = feedbackIn('generalfeedback')
  const frame: Frame = {
    question: htmlIn(element(node, 'questiontext'), told),
    points,
    randomAnswers: shuffled === '' ? null : /^(?:1|true)$/i.test(shuffled),
    correctFeedback: joinedFeedback(feedbackIn('correctfeedback'), general),
    incorrectFeedback: joinedFeedback(feedbackIn('incorrectfeedback'), general),
  }
  const read = answered(node, type, frame, told)
  if ('code' in read) return read
  const name = textIn(element(node, 'name')).trim()
  if (!isNameTold(name, frame.question)) told.push(loss('part-left-out', `name: ${name}`))
  return { content: read.content, losses: [...read.losses, ...told, ...ofPoints, ...partsLeftOut(node)] }
}

/** Moodle puts this into each question by itself. */
const ownFeedback = 'Your answer is partially correct.'

function partsLeftOut(node: XmlNode): readonly QuestionLoss[] {
  const told: QuestionLoss[] = []
  const partial = htmlIn(element(node, 'partiallycorrectfeedback'))
  if (partial !== '' && normalisedText(partial) !== ownFeedback)
    told.push(loss('part-left-out', `partially correct feedback: ${normalisedText(partial)}`))
  for (const hint of elements(node, 'hint')) {
    const text = normalisedText(htmlIn(hint))
    if (text !== '') told.push(loss('part-left-out', `hint: ${text}`))
  }
  for (const tag of elements(element(node, 'tags') ?? node, 'tag'))
    told.push(loss('part-left-out', `tag: ${textIn(tag).trim()}`))
  for (const name of ['idnumber', 'graderinfo', 'responsetemplate']) {
    const text = normalisedText(textIn(element(node, name)))
    if (text !== '') told.push(loss('part-left-out', `${name}: ${text}`))
  }
  if (textIn(element(node, 'usecase')).trim() === '1') told.push(loss('part-left-out', 'case'))
  if (elements(element(node, 'units') ?? node, 'unit').length > 0) told.push(loss('part-left-out', 'units'))
  return told
}

function answered(node: XmlNode, type: string, frame: Frame, told: QuestionLoss[]): MadeQuestion | QuestionLoss {
  const answers = elements(node, 'answer')
  if (type === 'essay') return written(frame, 'essay')
  if (type === 'matching') return matched(node, frame, told)
  if (type === 'truefalse') return trueFalse(answers, frame, told)
  if (!/^(?:multichoice|multichoiceset|shortanswer|numerical)$/.test(type)) return loss('type-unknown', type)
  if (answers.length > mostReadOptions) return loss('too-many-options', String(answers.length))
  const isText = type === 'shortanswer' || type === 'numerical'
  const read: FileAnswer[] = []
  for (const answer of answers) {
    const weight = (answer.attributes.fraction ?? '0').trim()
    if (weight === '' || !Number.isFinite(Number(weight))) return loss('not-understood', `fraction: ${weight}`)
    const feedback = htmlIn(element(answer, 'feedback'), told) || null
    const text = textIn(element(answer, 'text')).trim()
    const tolerance = textIn(element(answer, 'tolerance')).trim()
    const content = !isText ? htmlIn(answer, told) : Number(tolerance) > 0 ? `${text}:${tolerance}` : text
    read.push({ content, weight, feedback })
  }
  if (isText) return weighedTexts(frame, type === 'numerical' ? 'numeric' : 'freetext', read)
  if (type === 'multichoiceset') {
    const all = weighed(frame, read, false)
    const options = all.content.options.map(({ weight: _, ...option }) => option)
    return finished({ ...all.content, options, gradeStyle: 'off' }, [])
  }
  const isSingle = !/^(?:0|false)$/i.test(textIn(element(node, 'single')).trim())
  return withSharedFeedback(weighed(frame, read, isSingle))
}

function trueFalse(answers: readonly XmlNode[], frame: Frame, told: QuestionLoss[]): MadeQuestion | QuestionLoss {
  const right = answers.filter(({ attributes }) => Number(attributes.fraction ?? 0) === 100)
  const word = (answer: XmlNode | undefined) =>
    textIn(answer && element(answer, 'text'))
      .trim()
      .toLowerCase()
  if (answers.some((answer) => !['true', 'false'].includes(word(answer)))) return loss('not-understood', 'truefalse')
  const wrong = answers.find((answer) => answer !== right[0])
  const feedback = (answer: XmlNode | undefined) => (answer && htmlIn(element(answer, 'feedback'), told)) || null
  return trueOrFalse(
    {
      ...frame,
      correctFeedback: joinedFeedback(feedback(right[0]), frame.correctFeedback),
      incorrectFeedback: joinedFeedback(feedback(wrong), frame.incorrectFeedback),
    },
    right.length === 1 ? word(right[0]) === 'true' : null,
  )
}

function matched(node: XmlNode, frame: Frame, told: QuestionLoss[]): MadeQuestion | QuestionLoss {
  const pairs = elements(node, 'subquestion').map((sub) => ({
    clue: htmlIn(sub, told),
    match: htmlOfPlain(textIn(element(sub, 'answer', 'text'))),
  }))
  if (pairs.length > mostReadOptions) return loss('too-many-options', String(pairs.length))
  return matching(frame, pairs)
}

/** Writes Moodle XML in UTF-8. */
export function writeMoodleXml(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const parts: string[] = []
  let category = pathText([])
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const body = bodyOf(question.content, told)
    if (body !== null) {
      const path = pathText(question.categoryPath)
      if (path !== category)
        parts.push(`<question type="category"><category><text>${xmlText(path)}</text></category></question>`)
      category = path
      parts.push(body)
      told.push(...leftOut(question, { points: true, feedback: true, category: true, random: true }))
      told.push(...lostGradeStyle(question.content).filter(({ subject }) => subject.endsWith('off')))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return {
    bytes: Buffer.from(['<?xml version="1.0" encoding="UTF-8"?>', '<quiz>', ...parts, '</quiz>', ''].join('\n')),
    losses,
  }
}

const moodleTypes: Readonly<Record<string, string>> = {
  ...{ multiplechoice: 'multichoice', multipleresponse: 'multichoice', truefalse: 'truefalse', essay: 'essay' },
  ...{ freetext: 'shortanswer', numeric: 'numerical', matching: 'matching' },
}

const longestName = 60

const html = (tag: string, text: string | null, inner = ''): string =>
  text === null && inner === '' ? '' : `<${tag} format="html"><text>${xmlSection(text ?? '')}</text>${inner}</${tag}>`
const value = (tag: string, text: string): string => `<${tag}>${xmlText(text)}</${tag}>`

function bodyOf(content: QuestionContent, told: QuestionLoss[]): string | null {
  const type = moodleTypes[content.type]
  if (type === undefined) {
    told.push(loss('type-unknown', content.type))
    return null
  }
  const { question, points, randomAnswers, correctFeedback, incorrectFeedback, options } = content
  if ([question, ...options.map(({ content }) => content)].some(hasPicture)) told.push(loss('picture', ''))
  const isGeneral = type === 'essay' || type === 'shortanswer' || type === 'numerical'
  if (isGeneral && correctFeedback !== incorrectFeedback) told.push(loss('part-left-out', 'feedback'))
  const hasBoth = type === 'multichoice' || type === 'matching'
  const name = plainOf(question).text.replace(/\s+/g, ' ').slice(0, longestName).trim()
  return [
    `<question type="${type}">`,
    `<name><text>${xmlText(name)}</text></name>`,
    html('questiontext', question),
    isGeneral && correctFeedback === incorrectFeedback ? html('generalfeedback', correctFeedback) : '',
    value('defaultgrade', pointsText(points)),
    hasBoth && randomAnswers !== null ? value('shuffleanswers', String(randomAnswers)) : '',
    type === 'multichoice' ? value('single', String(content.type === 'multiplechoice')) : '',
    hasBoth ? html('correctfeedback', correctFeedback) : '',
    hasBoth ? html('incorrectfeedback', incorrectFeedback) : '',
    ...answersOf(content, type, told),
    '</question>',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

const answer = (fraction: string, format: string, text: string, inner = ''): string =>
  `<answer fraction="${xmlText(fraction)}" format="${format}"><text>${text}</text>${inner}</answer>`

function answersOf(content: QuestionContent, type: string, told: QuestionLoss[]): readonly string[] {
  const { options, correct, correctFeedback, incorrectFeedback } = content
  if (type === 'multichoice') {
    if (correct.length === 0 || (content.type === 'multiplechoice' && correct.length > 1))
      told.push(loss('no-right-option', correct.join(', ')))
    return options.map(({ letter, content: text, weight, feedback }) =>
      answer(weight ?? plainWeight(content, letter), 'html', xmlSection(text), html('feedback', feedback ?? null)),
    )
  }
  if (type === 'truefalse') {
    if (correct.length !== 1) told.push(loss('no-right-option', correct.join(', ')))
    return ['A', 'B'].map((letter) => {
      const isRight = correct.includes(letter)
      const feedback = html('feedback', isRight ? correctFeedback : incorrectFeedback)
      return answer(isRight ? '100' : '0', 'moodle_auto_format', letter === 'A' ? 'true' : 'false', feedback)
    })
  }
  if (type === 'matching') {
    return matchedPairs(content).map(
      ({ clue, match }) =>
        `<subquestion format="html"><text>${xmlSection(clue)}</text><answer><text>${xmlSection(plainMatch(match, told))}</text></answer></subquestion>`,
    )
  }
  return asList(content).map(({ content: text, weight = '100', feedback }) => {
    const [amount = '', tolerance] = type === 'numerical' ? numberOf(text, told) : [text]
    const inner = tolerance === undefined ? '' : value('tolerance', tolerance)
    return answer(weight, 'moodle_auto_format', xmlSection(amount), inner + html('feedback', feedback ?? null))
  })
}

/** A number and how far off it may be: `2:0.5`, and `1.5..2.5` for the same. */
function numberOf(text: string, told: QuestionLoss[]): readonly string[] {
  const bounds = text.split('..').map((bound) => Number(bound.trim().replace(',', '.')))
  const [from = Number.NaN, to = Number.NaN] = bounds
  if (!text.includes('..')) return text.split(':').map((part) => part.trim())
  if (bounds.length !== 2 || !(from <= to)) told.push(loss('not-understood', text))
  return [(from + to) / 2, (to - from) / 2].map((value) => String(Number(value.toPrecision(12))))
}

/** A match of Moodle's is plain text. */
function plainMatch(match: string, told: QuestionLoss[]): string {
  const { text, isExact } = plainOf(match)
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  return text
}
