import type { QuestionContent, QuestionLoss, ReadQuestion } from '../../../shared/model/bank.ts'
import { plainWeight } from '../../../shared/model/question-rules.ts'
import { hasPicture, htmlOfEither, htmlOfPlain, plainOf } from './markup.ts'
import {
  type FileAnswer,
  type Found,
  type Frame,
  finished,
  joinedFeedback,
  loss,
  type MadeQuestion,
  mostReadOptions,
  onePoint,
  type Problem,
  placed,
  pointsOf,
  pointsText,
  problemAt,
  trueFalseIn,
  type WrittenQuestion,
  weighed,
  weightOf,
  written,
} from './question-parts.ts'
import { element, elements, htmlWithin, textIn, within, type XmlNode, xmlSection, xmlText } from './xml.ts'

/** Reads the items of a QTI 1.2 document (`questestinterop`). */
export function readQti1(root: XmlNode, file: string | null): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  const walk = (node: XmlNode, path: readonly string[]): void => {
    for (const child of elements(node)) {
      if (child.name === 'item') {
        const read = questionOf(child)
        if ('code' in read) problems.push(problemAt(child.line, read, file))
        else questions.push(placed(read, { line: child.line, file, categoryPath: path }))
      } else if (child.name === 'section') {
        const title = (child.attributes.title ?? '').trim()
        walk(child, title === '' ? path : [...path, title])
      } else if (child.name === 'assessment' || child.name === 'objectbank') walk(child, path)
    }
  }
  walk(root, [])
  return { questions, problems }
}

function metadataOf(item: XmlNode): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  const head = element(item, 'itemmetadata')
  for (const field of head === undefined ? [] : within(head, 'qtimetadatafield')) {
    fields.set(textIn(element(field, 'fieldlabel')).trim().toLowerCase(), textIn(element(field, 'fieldentry')).trim())
  }
  return fields
}

function materialHtml(node: XmlNode, told: QuestionLoss[]): string {
  const parts: string[] = []
  for (const child of elements(node)) {
    // What is answered, or shown afterwards, is no part of the wording.
    if (/^(?:response_|render_|itemfeedback$)/.test(child.name)) continue
    if (child.name === 'matimage') told.push(loss('picture', child.attributes.uri ?? ''))
    else if (child.name === 'mattext') {
      const type = child.attributes.texttype ?? ''
      const isMarkedUp = elements(child).length > 0
      const text = isMarkedUp ? htmlWithin(child.children) : textIn(child)
      if (/html/i.test(type) || isMarkedUp) parts.push(text.trim())
      else parts.push(type === '' ? htmlOfEither(text) : htmlOfPlain(text))
    } else parts.push(materialHtml(child, told))
  }
  return parts.filter((part) => part !== '').join('<br>')
}

function questionOf(item: XmlNode): MadeQuestion | QuestionLoss {
  const told: QuestionLoss[] = []
  const fields = metadataOf(item)
  const presentation = element(item, 'presentation')
  if (presentation === undefined) return loss('not-understood', item.attributes.title ?? item.attributes.ident ?? '')
  const kind = (fields.get('question_type') ?? fields.get('cc_profile') ?? '').toLowerCase()
  const choices = [...within(presentation, 'response_lid')]
  const texts = [...within(presentation, 'response_str')]
  const others = ['response_xy', 'response_num', 'response_grp'].filter(
    (name) => !within(presentation, name).next().done,
  )
  const { points, losses } = pointsOf(
    fields.get('points_possible') ?? fields.get('cc_weighting') ?? fields.get('qmd_weighting'),
  )
  const feedback = feedbackOf(item, told)
  const frame: Frame = {
    question: materialHtml(presentation, told),
    points: points ?? onePoint,
    randomAnswers: null,
    correctFeedback: joinedFeedback(feedback.get('correct_fb') ?? null, feedback.get('general_fb') ?? null),
    incorrectFeedback: joinedFeedback(
      feedback.get('general_incorrect_fb') ?? feedback.get('incorrect_fb') ?? null,
      feedback.get('general_fb') ?? null,
    ),
  }
  const [choice] = choices
  const read =
    others.length > 0 || choices.length + texts.length !== 1
      ? loss('type-unknown', kind || (others[0] ?? 'matching'))
      : choice === undefined
        ? writtenAnswer(item, kind, frame)
        : chosen(item, choice, frame, feedback, told)
  if ('code' in read) return read
  for (const [ident] of feedback) {
    const isOption =
      choice !== undefined &&
      [...within(choice, 'response_label')].some((label) => `${label.attributes.ident}_fb` === ident)
    if (!isOption && !/^(?:correct|general_incorrect|incorrect|general)_fb$/.test(ident))
      told.push(loss('part-left-out', 'feedback'))
  }
  return { content: read.content, losses: [...read.losses, ...told, ...losses] }
}

function feedbackOf(item: XmlNode, told: QuestionLoss[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const node of elements(item, 'itemfeedback')) {
    const html = materialHtml(node, told)
    if (html !== '') texts.set(node.attributes.ident ?? '', html)
  }
  return texts
}

function writtenAnswer(item: XmlNode, kind: string, frame: Frame): MadeQuestion | QuestionLoss {
  const accepted = [...within(item, 'varequal')].map((node) => textIn(node).trim())
  if (/numeric|calculated|blank/.test(kind)) return loss('type-unknown', kind)
  if (kind.includes('essay') || accepted.length === 0) return written(frame, 'essay')
  return written(frame, 'freetext', [...new Set(accepted)])
}

/** What a condition of the scoring asks for: these options chosen, and no other where all of them are needed. */
interface Condition {
  readonly chosen: readonly string[]
  readonly isWhole: boolean
  readonly score: string
}

/** The conditions that give points; null where one asks for what is not understood here. */
function conditionsOf(item: XmlNode): readonly Condition[] | null {
  const conditions: Condition[] = []
  for (const node of within(item, 'respcondition')) {
    const set = elements(node, 'setvar').map((each) => textIn(each).trim())
    const score = set.find((text) => Number(text) !== 0)
    if (score === undefined) continue
    if (!Number.isFinite(Number(score)) || set.length > 1) return null
    const asked = elements(element(node, 'conditionvar') ?? node, undefined).filter(
      ({ name }) => name !== 'setvar' && name !== 'displayfeedback',
    )
    const read = askedFor(asked)
    if (read === null) return null
    if (read.isWhole || read.chosen.length <= 1) conditions.push({ ...read, score })
    else for (const ident of read.chosen) conditions.push({ chosen: [ident], isWhole: false, score })
  }
  return conditions
}

function askedFor(nodes: readonly XmlNode[]): Pick<Condition, 'chosen' | 'isWhole'> | null {
  const [only] = nodes
  if (only !== undefined && nodes.length === 1 && only.name === 'and') return askedTogether(elements(only))
  if (only !== undefined && nodes.length === 1 && only.name === 'or') {
    const parts = elements(only)
    return parts.every(({ name }) => name === 'varequal')
      ? { chosen: parts.map((node) => textIn(node).trim()), isWhole: false }
      : null
  }
  if (nodes.length === 1 && only?.name === 'varequal') return { chosen: [textIn(only).trim()], isWhole: false }
  return askedTogether(nodes)
}

function askedTogether(nodes: readonly XmlNode[]): Pick<Condition, 'chosen' | 'isWhole'> | null {
  const chosen: string[] = []
  for (const node of nodes) {
    if (node.name === 'varequal') chosen.push(textIn(node).trim())
    else if (!(node.name === 'not' && elements(node).every(({ name }) => name === 'varequal' || name === 'or')))
      return null
  }
  return nodes.length === 0 ? null : { chosen, isWhole: true }
}

function chosen(
  item: XmlNode,
  choice: XmlNode,
  frame: Frame,
  feedback: ReadonlyMap<string, string>,
  told: QuestionLoss[],
): MadeQuestion | QuestionLoss {
  const labels = [...within(choice, 'response_label')]
  if (labels.length > mostReadOptions) return loss('too-many-options', String(labels.length))
  const isSingle = !/^multiple$/i.test(choice.attributes.rcardinality ?? 'Single')
  const shuffle = element(choice, 'render_choice')?.attributes.shuffle
  const placedFrame = { ...frame, randomAnswers: shuffle === undefined ? null : /^yes$/i.test(shuffle) }
  const idents = labels.map(({ attributes }) => attributes.ident ?? '')
  const conditions = conditionsOf(item)
  const whole = conditions?.find(({ isWhole }) => isWhole)
  const isKnown = conditions?.every(({ chosen: asked }) => asked.every((ident) => idents.includes(ident))) ?? false
  const isAllOrNothing = isKnown && whole !== undefined && conditions?.length === 1
  // Several whole conditions, or a mixture, are a program of their own: nothing is guessed.
  const isClear = isKnown && (whole === undefined || isAllOrNothing)
  const scores = new Map<string, string>()
  for (const { chosen: asked, score } of isClear ? (conditions ?? []) : [])
    for (const ident of asked) scores.set(ident, score)
  const total = isSingle
    ? Math.max(0, ...[...scores.values()].map(Number))
    : [...scores.values()].reduce((sum, score) => sum + Math.max(0, Number(score)), 0)
  const limit = highestScore(item, total)
  const answers = labels.map((label): FileAnswer => {
    const ident = label.attributes.ident ?? ''
    const score = scores.get(ident)
    const plain = isAllOrNothing
      ? score === undefined
        ? '0'
        : String(100 / (isSingle ? 1 : (whole?.chosen.length ?? 1)))
      : null
    return {
      content: materialHtml(label, told),
      weight: plain ?? (score === undefined ? '0' : weightOf(score, limit)),
      feedback: feedback.get(`${ident}_fb`) ?? null,
    }
  })
  const made = weighed(placedFrame, answers, isSingle)
  if (!isSingle && isAllOrNothing) {
    const options = made.content.options.map(({ weight: _, ...option }) => option)
    return finished({ ...made.content, options, gradeStyle: 'off' }, [])
  }
  return trueFalseIn(made)
}

/** The score that is all of a question's: what it says, else all that its options give. */
function highestScore(item: XmlNode, total: number): number {
  const [outcome] = within(item, 'decvar')
  const said = Number(outcome?.attributes.maxvalue ?? Number.NaN)
  return Number.isFinite(said) && said > 0 ? said : total || 100
}

const field = (label: string, entry: string): string =>
  `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${xmlText(entry)}</fieldentry></qtimetadatafield>`
const material = (html: string): string =>
  `<material><mattext texttype="text/html">${xmlSection(html)}</mattext></material>`
const equals = (letter: string): string => `<varequal respident="response1">${letter}</varequal>`
const condition = (asked: string, action: string, score: string): string =>
  `<respcondition continue="Yes"><conditionvar>${asked}</conditionvar><setvar action="${action}" varname="SCORE">${score}</setvar></respcondition>`
const feedbackNode = (ident: string, html: string | null | undefined): string =>
  html ? `<itemfeedback ident="${ident}"><flow_mat>${material(html)}</flow_mat></itemfeedback>` : ''

const canvasTypes: Readonly<Record<string, string>> = {
  ...{ multiplechoice: 'multiple_choice_question', multipleresponse: 'multiple_answers_question' },
  ...{ truefalse: 'true_false_question', essay: 'essay_question' },
}

/** An item of QTI 1.2; null, and told, for a type it has no words for here. */
export function itemOfQti1({ content }: WrittenQuestion, ident: string, told: QuestionLoss[]): string | null {
  const { type, question, points, options, randomAnswers, correctFeedback, incorrectFeedback } = content
  const canvasType = canvasTypes[type]
  if (canvasType === undefined) {
    told.push(loss('type-unknown', type))
    return null
  }
  if ([question, ...options.map(({ content }) => content)].some(hasPicture)) told.push(loss('picture', ''))
  const shuffle = randomAnswers === null ? '' : ` shuffle="${randomAnswers ? 'Yes' : 'No'}"`
  const labels = options.map(
    ({ letter, content: text }) => `<response_label ident="${letter}">${material(text)}</response_label>`,
  )
  const cardinality = type === 'multipleresponse' ? 'Multiple' : 'Single'
  const asked =
    type === 'essay'
      ? '<response_str ident="response1" rcardinality="Single"><render_fib><response_label ident="answer1"/></render_fib></response_str>'
      : `<response_lid ident="response1" rcardinality="${cardinality}"><render_choice${shuffle}>${labels.join('')}</render_choice></response_lid>`
  return [
    `<item ident="${ident}" title="${xmlText(plainOf(question).text.replace(/\s+/g, ' ').slice(0, 60).trim())}">`,
    `<itemmetadata><qtimetadata>${field('question_type', canvasType)}${field('points_possible', pointsText(points))}</qtimetadata></itemmetadata>`,
    `<presentation>${material(question)}${asked}</presentation>`,
    '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>',
    ...scoring(content, told),
    '</resprocessing>',
    feedbackNode('correct_fb', correctFeedback),
    feedbackNode('general_incorrect_fb', incorrectFeedback),
    ...options.map(({ letter, feedback }) => feedbackNode(`${letter}_fb`, feedback)),
    '</item>',
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function scoring(content: QuestionContent, told: QuestionLoss[]): readonly string[] {
  const { type, options, correct, gradeStyle, correctFeedback, incorrectFeedback } = content
  const shown = options
    .filter(({ feedback }) => feedback)
    .map(({ letter }) => feedbackShown(equals(letter), `${letter}_fb`))
  if (type === 'essay') return correctFeedback || incorrectFeedback ? [feedbackShown('<other/>', 'correct_fb')] : []
  if (correct.length === 0 || (type !== 'multipleresponse' && correct.length > 1))
    told.push(loss('no-right-option', correct.join(', ')))
  const isWeighed = options.some(({ weight }) => weight !== undefined)
  const all = options
    .map(({ letter }) => (correct.includes(letter) ? equals(letter) : `<not>${equals(letter)}</not>`))
    .join('')
  const right = type === 'multipleresponse' ? `<and>${all}</and>` : equals(correct[0] ?? '')
  const shared =
    correct.length === 0
      ? []
      : [
          ...(correctFeedback ? [feedbackShown(right, 'correct_fb')] : []),
          ...(incorrectFeedback ? [feedbackShown(`<not>${right}</not>`, 'general_incorrect_fb')] : []),
        ]
  if (type === 'multipleresponse' && gradeStyle === 'off' && !isWeighed)
    return [...shown, ...shared, ...(correct.length === 0 ? [] : [condition(right, 'Set', '100')])]
  if (gradeStyle === 'off') told.push(loss('part-left-out', 'grading: off'))
  const action = type === 'multipleresponse' ? 'Add' : 'Set'
  const scores = options.flatMap((option) => {
    const weight = option.weight ?? plainWeight(content, option.letter)
    return Number(weight) === 0 ? [] : [condition(equals(option.letter), action, weight)]
  })
  return [...shown, ...shared, ...scores]
}

const feedbackShown = (asked: string, ident: string): string =>
  `<respcondition continue="Yes"><conditionvar>${asked}</conditionvar><displayfeedback feedbacktype="Response" linkrefid="${ident}"/></respcondition>`
