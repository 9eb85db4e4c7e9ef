import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
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
  weighedTexts,
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
  // Blackboard's pools have elements of its own.
  const kind = head === undefined ? '' : textIn(element(head, 'bbmd_questiontype')).trim()
  if (kind !== '') fields.set('question_type', kind)
  return fields
}

function materialHtml(node: XmlNode, told: QuestionLoss[]): string {
  const parts: string[] = []
  for (const child of elements(node)) {
    // What is answered, or shown afterwards, is no part of the wording.
    if (/^(?:response_|render_|itemfeedback$)/.test(child.name)) continue
    if (child.name === 'matimage') told.push(loss('picture', child.attributes.uri ?? ''))
    else if (child.name === 'mattext' || child.name === 'mat_formattedtext') {
      const type = child.attributes.texttype ?? child.attributes.type ?? ''
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
  const { points, losses } = pointsIn(item, fields)
  const feedback = feedbackOf(item, told)
  const frame: Frame = {
    question: materialHtml(presentation, told),
    points: points ?? onePoint,
    randomAnswers: null,
    correctFeedback: joinedFeedback(
      feedback.get('correct_fb') ?? feedback.get('correct') ?? null,
      feedback.get('general_fb') ?? null,
    ),
    incorrectFeedback: joinedFeedback(
      feedback.get('general_incorrect_fb') ?? feedback.get('incorrect_fb') ?? feedback.get('incorrect') ?? null,
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
  // A text that stands where it is not looked for is no question without words.
  const isSilent = [read.content.question, ...read.content.options.map(({ content }) => content)].every((each) => !each)
  if (isSilent && !told.some(({ code }) => code === 'picture')) return loss('not-understood', item.name)
  for (const [ident] of feedback) {
    const isOption =
      choice !== undefined &&
      [...within(choice, 'response_label')].some(({ attributes }) => ident.replace(/_fb$/, '') === attributes.ident)
    if (!isOption && !/^(?:(?:correct|general_incorrect|incorrect|general)_fb|(?:in)?correct)$/.test(ident))
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
  if (/numeric|calculated|blank|file upload/.test(kind)) return loss('type-unknown', kind)
  if (/essay|short response/.test(kind)) return written(frame, 'essay')
  const scored = scoredConditions(item)
  if (scored === null) return loss('not-understood', 'resprocessing')
  const answers: FileAnswer[] = []
  const rules = scored.filter(({ asked }) => !asked.every(({ name }) => name === 'other'))
  const limit = highestScore(item, Math.max(0, ...rules.map(({ score }) => Number(score))))
  for (const { asked, score } of rules) {
    const read = askedFor(asked)
    // A number within bounds, or a part of a text.
    if (read === null || (read.isWhole && asked.length > 1) || read.chosen.length === 0)
      return loss('type-unknown', kind || (hasWithin(item, /^var[lg]te?$/) ? 'numeric' : 'pattern'))
    for (const content of read.chosen)
      if (answers.every((answer) => answer.content !== content))
        answers.push({ content, weight: weightOf(score, limit), feedback: null })
  }
  if (answers.length > mostReadOptions) return loss('too-many-options', String(answers.length))
  if (answers.length > 0) return weighedTexts(frame, 'freetext', answers)
  return hasWithin(item, /^var/) ? loss('not-understood', 'resprocessing') : written(frame, 'essay')
}

/** Whether the scoring asks for something of a kind, whatever comes of it. */
const hasWithin = (item: XmlNode, kind: RegExp): boolean =>
  [...within(item, 'conditionvar')].some((node) => hasNamed(node, kind))
const hasNamed = (node: XmlNode, kind: RegExp): boolean =>
  elements(node).some((child) => kind.test(child.name) || hasNamed(child, kind))

/** What a condition of the scoring asks for: these options chosen, and no other where all of them are needed. */
interface Condition {
  readonly chosen: readonly string[]
  readonly isWhole: boolean
  readonly score: string
}

/** The variable that holds the score: the one of that name, or the only one there is; null where none is clear. */
function scoreName(item: XmlNode): string | null {
  const names = [...within(item, 'decvar')].map(({ attributes }) => attributes.varname ?? 'SCORE')
  if (names.length === 0 || names.some((name) => /^score$/i.test(name))) return 'score'
  return names.length === 1 ? (names[0] ?? '').toLowerCase() : null
}

interface ScoredCondition {
  readonly asked: readonly XmlNode[]
  readonly score: string
}

/** The conditions that change the score, with by how much; null where that is not clear. */
function scoredConditions(item: XmlNode): readonly ScoredCondition[] | null {
  const name = scoreName(item)
  const scored: ScoredCondition[] = []
  for (const node of within(item, 'respcondition')) {
    // Other variables count for something else, such as a second scale.
    const set = elements(node, 'setvar').filter(
      ({ attributes }) =>
        name === null || (attributes.varname ?? attributes.variablename ?? 'score').toLowerCase() === name,
    )
    const changes = set.filter((each) => Number(textIn(each)) !== 0)
    const [change] = changes
    if (change === undefined || isOfOption(node)) continue
    const [value, action] = [scoreIn(change, item), (change.attributes.action ?? 'Set').toLowerCase()]
    if (name === null || set.length > 1 || !Number.isFinite(Number(value))) return null
    if (!['set', 'add', 'subtract'].includes(action)) return null
    scored.push({
      asked: elements(element(node, 'conditionvar') ?? node).filter(
        ({ name }) => name !== 'setvar' && name !== 'displayfeedback',
      ),
      score: action === 'subtract' ? String(-Number(value)) : value,
    })
  }
  return scored
}

/** What Blackboard says once more of each option, for its feedback: it asks for no value. */
const isOfOption = (node: XmlNode): boolean => {
  const asked = elements(element(node, 'conditionvar') ?? node, 'varequal')
  return asked.length > 0 && asked.every((each) => textIn(each).trim() === '')
}

const scoreIn = (change: XmlNode, item: XmlNode): string => {
  const value = textIn(change).trim()
  return /^\w+\.max$/i.test(value) ? (saidHighest(item) ?? '100') : value
}

/** The conditions that give points; null where one asks for what is not understood here. */
function conditionsOf(item: XmlNode): readonly Condition[] | null {
  const conditions: Condition[] = []
  const scored = scoredConditions(item)
  if (scored === null) return null
  for (const { asked, score } of scored) {
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
  if (/^ordered$/i.test(choice.attributes.rcardinality ?? '')) return loss('type-unknown', 'ordering')
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
      content: blackboardWord(materialHtml(label, told)),
      weight: plain ?? (score === undefined ? '0' : weightOf(score, limit)),
      feedback: feedback.get(`${ident}_fb`) ?? feedback.get(ident) ?? null,
    }
  })
  const made = weighed(placedFrame, answers, isSingle)
  if (!isSingle && isAllOrNothing) {
    const options = made.content.options.map(({ weight: _, ...option }) => option)
    return finished({ ...made.content, options, gradeStyle: 'off' }, [])
  }
  return trueFalseIn(made)
}

/** The options of Blackboard's "either or", which it names instead of saying them: `yes_no.true`. */
function blackboardWord(content: string): string {
  const [, yes = '', no = '', is] =
    /^(yes|agree|right|true)_(no|disagree|wrong|false)\.(true|false)$/.exec(content) ?? []
  const word = is === 'true' ? yes : no
  return word === '' ? content : word.charAt(0).toUpperCase() + word.slice(1)
}

/** The score that is all of a question's: what it says, else all that its options give. */
function highestScore(item: XmlNode, total: number): number {
  const said = Number(saidHighest(item) ?? Number.NaN)
  return Number.isFinite(said) && said > 0 ? said : total || 100
}

const saidHighest = (item: XmlNode): string | undefined => {
  const name = scoreName(item)
  const outcome = [...within(item, 'decvar')].find(
    ({ attributes }) => (attributes.varname ?? 'score').toLowerCase() === name,
  )
  return outcome?.attributes.maxvalue
}

/** What a question is worth by its metadata, else by its scoring. */
function pointsIn(item: XmlNode, fields: ReadonlyMap<string, string>): ReturnType<typeof pointsOf> {
  const said = fields.get('points_possible') ?? fields.get('cc_weighting') ?? fields.get('qmd_weighting')
  if (said !== undefined && said !== '') return pointsOf(said)
  // A profile of Common Cartridge counts in percent, and says a weight where it is not one.
  if (fields.has('cc_profile')) return pointsOf(null)
  const scores = (scoredConditions(item) ?? []).map(({ score }) => Number(score)).filter((score) => score > 0)
  const isAdded = [...within(item, 'setvar')].some(({ attributes }) => /^add$/i.test(attributes.action ?? ''))
  const total = isAdded ? scores.reduce((sum, score) => sum + score, 0) : Math.max(0, ...scores)
  const highest = saidHighest(item) ?? (total > 0 ? String(total) : null)
  // A hundred is all of the points, or all percent of one: that is not guessed.
  if (Number(highest) === 100) return { points: onePoint, losses: [loss('part-left-out', `points: ${highest}`)] }
  return pointsOf(Number(highest) > 0 ? highest : null)
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
