import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { plainWeight } from '../../../shared/model/question-rules.ts'
import { normalisedText } from '../../../shared/model/question-text.ts'
import { hasPicture, htmlOfPlain, plainOf } from './markup.ts'
import {
  type FileAnswer,
  type Frame,
  finished,
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
import { xhtmlOf } from './xhtml.ts'
import { element, elements, htmlWithin, textIn, within, type XmlNode, xmlText } from './xml.ts'

/** Reads an item of QTI 2.0 to 2.2 (`assessmentItem`). */
export function readQti2(item: XmlNode, file: string | null, categoryPath: readonly string[]): ReadQuestion | Problem {
  const read = questionOf(item)
  return 'code' in read ? problemAt(item.line, read, file) : placed(read, { line: item.line, file, categoryPath })
}

/** Where a test has its items, in its order, each with the titles of the sections it stands in. */
export function placesInTest(test: XmlNode): readonly { readonly href: string; readonly path: readonly string[] }[] {
  const places: { href: string; path: readonly string[] }[] = []
  const walk = (node: XmlNode, path: readonly string[]): void => {
    for (const child of elements(node)) {
      if (child.name === 'assessmentItemRef') places.push({ href: child.attributes.href ?? '', path })
      else if (child.name === 'assessmentSection') {
        const title = (child.attributes.title ?? '').trim()
        walk(child, title === '' ? path : [...path, title])
      } else if (child.name === 'testPart') walk(child, path)
    }
  }
  walk(test, [])
  return places
}

const isInteraction = ({ name }: XmlNode): boolean => name.endsWith('Interaction')

function* interactionsIn(node: XmlNode): Generator<XmlNode, void> {
  for (const child of elements(node)) {
    if (isInteraction(child)) yield child
    else yield* interactionsIn(child)
  }
}

/** What is read of a question, without what is answered or shown afterwards. */
function wordingIn(children: XmlNode['children']): XmlNode['children'] {
  return children.flatMap((child): (XmlNode | string)[] => {
    if (typeof child === 'string') return [child]
    if (isInteraction(child) || /^(?:rubricBlock|feedbackBlock|feedbackInline|stylesheet)$/.test(child.name)) return []
    const inner = wordingIn(child.children)
    // A paragraph that held only the interaction.
    const isEmptied = child.children.length > 0 && inner.length < child.children.length && isNothing(inner)
    return isEmptied ? [] : [{ ...child, children: inner }]
  })
}

/** What stands in a question and is no part of its wording, and pictures that it does not show as such. */
function partsLeftOut(body: XmlNode): readonly QuestionLoss[] {
  const told: QuestionLoss[] = []
  const walk = (node: XmlNode): void => {
    for (const child of elements(node)) {
      const { name, attributes, children } = child
      const { type = '', data = '' } = attributes
      const isSaid = normalisedText(htmlWithin(children)) !== ''
      if (name === 'rubricBlock' && isSaid) told.push(loss('part-left-out', 'rubric'))
      else if (name === 'feedbackBlock' && isSaid) told.push(loss('part-left-out', 'feedback'))
      else if (name === 'feedbackInline' && node.name !== 'simpleChoice' && isSaid)
        told.push(loss('part-left-out', 'feedback'))
      else if (name === 'object' && /^image\/|^$/.test(type) && data !== '') told.push(loss('picture', data))
      else if (name === 'object') told.push(loss('part-left-out', `${type}: ${data}`))
      else walk(child)
    }
  }
  walk(body)
  return told
}

const isNothing = (children: XmlNode['children']): boolean =>
  children.every((child) => typeof child === 'string' && child.trim() === '')

/** HTML of some children, without an element around all of them that says nothing. */
function htmlOfChildren(children: XmlNode['children']): string {
  const said = children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  const [only] = said
  const isWrapped =
    said.length === 1 &&
    typeof only !== 'string' &&
    only !== undefined &&
    /^(?:p|div)$/.test(only.name) &&
    Object.keys(only.attributes).length === 0
  return isWrapped ? htmlOfChildren(only.children) : htmlWithin(children).trim()
}

function questionOf(item: XmlNode): MadeQuestion | QuestionLoss {
  const body = element(item, 'itemBody')
  if (body === undefined) return loss('not-understood', item.attributes.title ?? item.attributes.identifier ?? '')
  const interactions = [...interactionsIn(body)]
  const [asked] = interactions
  if (asked === undefined || interactions.length > 1)
    return loss('type-unknown', interactions.map(({ name }) => name).join(', ') || 'description')
  const told: QuestionLoss[] = []
  // A part of it is made anew for each taker.
  if (!within(body, 'printedVariable').next().done) return loss('type-unknown', 'printedVariable')
  told.push(...partsLeftOut(body))
  const prompt = element(asked, 'prompt')
  const question = [
    htmlOfChildren(wordingIn(body.children)),
    prompt === undefined ? '' : htmlOfChildren(prompt.children),
  ]
    .filter((part) => part !== '')
    .join('<br>')
  const { points, losses } = pointsIn(item, asked)
  const shuffle = asked.attributes.shuffle
  const frame: Frame = {
    ...{ question, points, ...feedbackIn(item, told) },
    randomAnswers: shuffle === undefined ? null : shuffle === 'true',
  }
  const read =
    asked.name === 'extendedTextInteraction'
      ? written(frame, 'essay')
      : asked.name === 'choiceInteraction'
        ? chosen(item, asked, frame, told)
        : loss('type-unknown', asked.name)
  return 'code' in read ? read : { content: read.content, losses: [...read.losses, ...told, ...losses] }
}

const declared = (item: XmlNode, kind: string, identifier: string): XmlNode | undefined =>
  elements(item, kind).find(({ attributes }) => attributes.identifier === identifier)

function pointsIn(item: XmlNode, asked: XmlNode): { points: number | null; losses: readonly QuestionLoss[] } {
  const most = textIn(element(declared(item, 'outcomeDeclaration', 'MAXSCORE'), 'defaultValue', 'value')).trim()
  const said = most || declared(item, 'outcomeDeclaration', 'SCORE')?.attributes.normalMaximum
  const { total } = scoresOf(item, asked) ?? { total: 0 }
  const { points, losses } = pointsOf(said ?? (total > 0 ? String(total) : null))
  return { points: points ?? onePoint, losses }
}

interface MappedScores {
  readonly byChoice: ReadonlyMap<string, string>
  /** All that can be had. */
  readonly total: number
}

/** What the choices count by the map of scores; null where it does not count, or cannot be read. */
function scoresOf(item: XmlNode, asked: XmlNode): MappedScores | null {
  const response = responseOf(item, asked)
  const mapping = element(response, 'mapping')
  const entries = mapping === undefined ? [] : elements(mapping, 'mapEntry')
  if (mapping === undefined || !isScoredByMap(item, entries.length)) return null
  const mapped = new Map(entries.map(({ attributes: { mapKey = '', mappedValue = '0' } }) => [mapKey, mappedValue]))
  const { defaultValue = '0', upperBound } = mapping.attributes
  // What the map does not name counts all the same.
  const byChoice = new Map(
    elements(asked, 'simpleChoice').map(({ attributes: { identifier = '' } }) => [
      identifier,
      mapped.get(identifier) ?? defaultValue,
    ]),
  )
  const scores = [...byChoice.values()].map(Number)
  const sum = isSingleIn(response) ? Math.max(0, ...scores) : scores.reduce((sum, score) => sum + Math.max(0, score), 0)
  return { byChoice, total: Number(upperBound) > 0 ? Math.min(sum, Number(upperBound)) : sum }
}

const responseOf = (item: XmlNode, asked: XmlNode): XmlNode | undefined =>
  declared(item, 'responseDeclaration', asked.attributes.responseIdentifier ?? 'RESPONSE')

const isSingleIn = (response: XmlNode | undefined): boolean => response?.attributes.cardinality !== 'multiple'

function feedbackIn(item: XmlNode, told: QuestionLoss[]): Pick<Frame, 'correctFeedback' | 'incorrectFeedback'> {
  const texts = new Map<string, string>()
  for (const node of elements(item, 'modalFeedback')) {
    const html = htmlOfChildren(node.children)
    const identifier = (node.attributes.identifier ?? '').toLowerCase()
    if (html === '') continue
    if (identifier === 'correct' || identifier === 'incorrect') texts.set(identifier, html)
    else told.push(loss('part-left-out', 'feedback'))
  }
  return { correctFeedback: texts.get('correct') ?? null, incorrectFeedback: texts.get('incorrect') ?? null }
}

function chosen(item: XmlNode, asked: XmlNode, frame: Frame, told: QuestionLoss[]): MadeQuestion | QuestionLoss {
  const choices = elements(asked, 'simpleChoice')
  if (choices.length > mostReadOptions) return loss('too-many-options', String(choices.length))
  const response = responseOf(item, asked)
  const isSingle = isSingleIn(response)
  const right = elements(element(response, 'correctResponse') ?? asked, 'value').map((node) => textIn(node).trim())
  const mapped = scoresOf(item, asked)
  if ([...(mapped?.byChoice.values() ?? [])].some((score) => !Number.isFinite(Number(score))))
    return loss('not-understood', 'mapping')
  const isMapped = mapped !== null
  const said = textIn(element(declared(item, 'outcomeDeclaration', 'MAXSCORE'), 'defaultValue', 'value')).trim()
  // What the item says is all of it, else all that its options give.
  const limit = said === '' ? mapped?.total || 100 : Number(said) > 0 ? Number(said) : 100
  const answers = choices.map((node): FileAnswer => {
    const identifier = node.attributes.identifier ?? ''
    const plain = right.includes(identifier) ? String(Number((100 / (isSingle ? 1 : right.length)).toFixed(5))) : '0'
    const inline = elements(node, 'feedbackInline').map(({ children }) => htmlOfChildren(children))
    return {
      content: htmlOfChildren(wordingIn(node.children)),
      weight: mapped === null ? plain : weightOf(mapped.byChoice.get(identifier) ?? '0', limit),
      feedback: inline.join('<br>') || null,
    }
  })
  // A program of its own may score in any way; the right response says what is right all the same.
  const processing = element(item, 'responseProcessing')
  if (!isMapped && right.length === 0 && processing !== undefined && elements(processing).length > 0)
    told.push(loss('part-left-out', 'response processing'))
  const made = weighed(frame, answers, isSingle)
  if (isSingle || isMapped) return trueFalseIn(made)
  return finished({ ...made.content, gradeStyle: 'off' }, [])
}

/** Whether the scores of a map count: by the template for it, or where nothing else says how. */
function isScoredByMap(item: XmlNode, entries: number): boolean {
  if (entries === 0) return false
  const processing = element(item, 'responseProcessing')
  if (processing === undefined) return true
  if (processing.attributes.template !== undefined) return /map_response/.test(processing.attributes.template)
  return !within(processing, 'mapResponse').next().done
}

const name = 'http://www.imsglobal.org/xsd/imsqti_v2p1'
const templates = 'http://www.imsglobal.org/question/qti_v2p1/rptemplates'

/** An item of QTI 2.1; null, and told, for a type it has no words for here. */
export function itemOfQti2({ content }: WrittenQuestion, identifier: string, told: QuestionLoss[]): string | null {
  const { type, question, points, options, randomAnswers, correctFeedback, incorrectFeedback } = content
  if (!['multiplechoice', 'multipleresponse', 'truefalse', 'essay'].includes(type)) {
    told.push(loss('type-unknown', type))
    return null
  }
  if ([question, ...options.map(({ content }) => content)].some(hasPicture)) told.push(loss('picture', ''))
  let isExact = true
  const said = (html: string): string => {
    const xml = xhtmlOf(html)
    if (xml === null) isExact = false
    return xml ?? xhtmlOf(htmlOfPlain(plainOf(html).text)) ?? ''
  }
  const isMultiple = type === 'multipleresponse'
  const isMapped = options.some(({ weight }) => weight !== undefined) || (isMultiple && content.gradeStyle !== 'off')
  const hasFeedback = type !== 'essay' && (correctFeedback || incorrectFeedback)
  const shuffle = randomAnswers === null ? '' : ` shuffle="${randomAnswers}"`
  const asked =
    type === 'essay'
      ? '<extendedTextInteraction responseIdentifier="RESPONSE"/>'
      : [
          `<choiceInteraction responseIdentifier="RESPONSE"${shuffle} maxChoices="${isMultiple ? 0 : 1}">`,
          ...options.map(({ letter, content: text, feedback }) => {
            const inline = feedback
              ? `<feedbackInline outcomeIdentifier="RESPONSE" identifier="${letter}" showHide="show">${said(feedback)}</feedbackInline>`
              : ''
            return `<simpleChoice identifier="${letter}"><div>${said(text)}</div>${inline}</simpleChoice>`
          }),
          '</choiceInteraction>',
        ].join('\n')
  const modal = (which: string, html: string | null) =>
    html
      ? `<modalFeedback outcomeIdentifier="FEEDBACK" identifier="${which}" showHide="show">${said(html)}</modalFeedback>`
      : ''
  const title = plainOf(question).text.replace(/\s+/g, ' ').slice(0, 60).trim()
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<assessmentItem xmlns="${name}" identifier="${identifier}" title="${xmlText(title)}" adaptive="false" timeDependent="false">`,
    declaration(content, isMapped, told),
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>',
    `<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>${pointsText(points)}</value></defaultValue></outcomeDeclaration>`,
    hasFeedback ? '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>' : '',
    `<itemBody><div>${said(question)}</div>${asked}</itemBody>`,
    processing(type, isMapped, Boolean(hasFeedback)),
    modal('correct', correctFeedback),
    modal('incorrect', incorrectFeedback),
    '</assessmentItem>',
  ]
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  return lines.filter((line) => line !== '').join('\n')
}

function declaration(content: QuestionContent, isMapped: boolean, told: QuestionLoss[]): string {
  const { type, options, correct, points, gradeStyle } = content
  if (type === 'essay') return '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>'
  if (correct.length === 0 || (type !== 'multipleresponse' && correct.length > 1))
    told.push(loss('no-right-option', correct.join(', ')))
  if (isMapped && gradeStyle === 'off') told.push(loss('part-left-out', 'grading: off'))
  const cardinality = type === 'multipleresponse' ? 'multiple' : 'single'
  const values = correct.map((letter) => `<value>${letter}</value>`).join('')
  // A share of no points at all would be no share: the map then counts in percent.
  const unit = points === null || points === 0 ? 1 : points / 1000
  const entries = options.flatMap((option) => {
    const weight = option.weight ?? plainWeight(content, option.letter)
    if (option.weight !== undefined && Number(Number(weight).toFixed(5)) !== Number(weight))
      told.push(loss('weight', `${option.letter}: ${weight} %`))
    return Number(weight) === 0
      ? []
      : [`<mapEntry mapKey="${option.letter}" mappedValue="${decimal(Number(weight) * unit)}"/>`]
  })
  const map =
    isMapped && entries.length > 0 ? `<mapping lowerBound="0" defaultValue="0">${entries.join('')}</mapping>` : ''
  return `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}" baseType="identifier">${values === '' ? '' : `<correctResponse>${values}</correctResponse>`}${map}</responseDeclaration>`
}

/** A number as XML writes it, without an exponent. */
const decimal = (value: number): string => value.toFixed(12).replace(/\.?0+$/, '')

function processing(type: string, isMapped: boolean, hasFeedback: boolean): string {
  if (type === 'essay') return ''
  const template = `${templates}/${isMapped ? 'map_response' : 'match_correct'}`
  if (!hasFeedback) return `<responseProcessing template="${template}"/>`
  const score = isMapped ? '<mapResponse identifier="RESPONSE"/>' : '<variable identifier="MAXSCORE"/>'
  const set = (outcome: string, value: string) => `<setOutcomeValue identifier="${outcome}">${value}</setOutcomeValue>`
  const feedback = (which: string) => set('FEEDBACK', `<baseValue baseType="identifier">${which}</baseValue>`)
  const match = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
  const none = isMapped ? set('SCORE', score) : ''
  return `<responseProcessing><responseCondition><responseIf>${match}${set('SCORE', score)}${feedback('correct')}</responseIf><responseElse>${none}${feedback('incorrect')}</responseElse></responseCondition></responseProcessing>`
}
