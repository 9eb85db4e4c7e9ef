import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import type { PackedEntry } from '../../import/results/archive.ts'
import { Refused } from '../../import/results/archive.ts'
import { decodedXml } from './decoded.ts'
import { itemOfQti1, readQti1 } from './qti-1.ts'
import { itemOfQti2, placesInTest, readQti2 } from './qti-2.ts'
import {
  type Found,
  leftOut,
  loss,
  type Problem,
  problemAt,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
} from './question-parts.ts'
import { type XmlNode, xmlRoot, xmlText } from './xml.ts'
import { type PackedText, zipBytes } from './zip.ts'

const root = /<(?:\w+:)?(?:questestinterop|assessmentItem|assessmentTest)[\s>]/

/** Whether a text is a document of QTI. */
export const looksLikeQti = (text: string): boolean => root.test(text.slice(0, 10_000))

/** Whether files packed together are a package of questions. */
export const looksLikeQtiPackage = (names: readonly string[]): boolean =>
  names.some((name) => /(?:^|\/)imsmanifest\.xml$/i.test(name))

/** Reads one document of QTI. @throws Refused */
export function readQti(text: string): Found {
  return ofDocuments([{ file: null, root: xmlRoot(text) }])
}

interface Document {
  readonly file: string | null
  readonly root: XmlNode
}

/** Reads the documents of a package; one that is damaged does not stop the others. */
export async function readQtiPackage(entries: readonly PackedEntry[]): Promise<Found> {
  const documents: Document[] = []
  const problems: Problem[] = []
  const names = new Set(entries.map(({ name }) => name))
  for (const entry of entries) {
    // Canvas exports a quiz once more in full, with its points and with what the first form has no words for.
    const folder = /^(.*?)([^/]+)\/assessment_qti\.xml$/i.exec(entry.name)
    if (folder !== null && names.has(`${folder[1]}non_cc_assessments/${folder[2]}.xml.qti`)) continue
    // A manifest lists files; what a package says beside its questions is none.
    if (!/\.(?:xml|qti)$/i.test(entry.name) || /(?:^|\/)(?:imsmanifest|assessment_meta)\.xml$/i.test(entry.name))
      continue
    try {
      const text = await decodedXml(await entry.bytes())
      if (text === null) throw new Refused('not-xml')
      if (looksLikeQti(text)) documents.push({ file: entry.name, root: xmlRoot(text) })
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
      problems.push(problemAt(null, loss('not-understood', thrown.found.code), entry.name))
    }
  }
  const found = ofDocuments(documents)
  return { questions: found.questions, problems: [...problems, ...found.problems] }
}

function ofDocuments(documents: readonly Document[]): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  const places = new Map<string, { readonly path: readonly string[]; readonly order: number }>()
  for (const { file, root } of documents) {
    if (root.name !== 'assessmentTest') continue
    for (const { href, path } of placesInTest(root))
      places.set(resolved(file ?? '', href), { path, order: places.size })
  }
  const orderOf = ({ file }: Document) => places.get(file ?? '')?.order ?? Number.MAX_SAFE_INTEGER
  for (const { file, root } of documents.toSorted((one, other) => orderOf(one) - orderOf(other))) {
    if (root.name === 'questestinterop') {
      const found = readQti1(root, file)
      questions.push(...found.questions)
      problems.push(...found.problems)
    } else if (root.name === 'assessmentItem') {
      const read = readQti2(root, file, places.get(file ?? '')?.path ?? [])
      if ('content' in read) questions.push(read)
      else problems.push(read)
    } else if (root.name !== 'assessmentTest')
      problems.push(problemAt(root.line, loss('not-understood', root.name), file))
  }
  return { questions, problems }
}

/** A file named beside another one. */
function resolved(from: string, href: string): string {
  const steps = from.split('/').slice(0, -1)
  for (const step of href.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

interface WrittenItem {
  readonly ident: string
  readonly xml: string
  readonly path: readonly string[]
}

function itemsOf(
  questions: readonly WrittenQuestion[],
  write: (question: WrittenQuestion, ident: string, told: QuestionLoss[]) => string | null,
): { items: readonly WrittenItem[]; losses: readonly WrittenLosses[] } {
  const losses: WrittenLosses[] = []
  const items: WrittenItem[] = []
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const ident = `q${index + 1}`
    const xml = write(question, ident, told)
    if (xml !== null) {
      items.push({ ident, xml, path: question.categoryPath })
      told.push(...leftOut(question, { points: true, feedback: true, category: true, random: true }))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { items, losses }
}

/** Items in sections that stand for their categories. The order of questions is kept, so a category may come again. */
function inSections(
  items: readonly WrittenItem[],
  open: (title: string, ident: string) => string,
  close: string,
  line: (item: WrittenItem) => string,
): string {
  const lines: string[] = []
  let path: readonly string[] = []
  let sections = 0
  for (const item of items) {
    let same = 0
    while (same < path.length && same < item.path.length && path[same] === item.path[same]) same++
    for (let depth = path.length; depth > same; depth--) lines.push(close)
    for (const title of item.path.slice(same)) lines.push(open(xmlText(title), `s${++sections}`))
    path = item.path
    lines.push(line(item))
  }
  for (const _ of path) lines.push(close)
  return lines.join('\n')
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'

const manifest = (schema: string, version: string, resources: readonly string[]): PackedText => ({
  name: 'imsmanifest.xml',
  text: [
    declaration,
    '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="questions">',
    `<metadata><schema>${schema}</schema><schemaversion>${version}</schemaversion></metadata>`,
    '<organizations/>',
    `<resources>${resources.join('')}</resources>`,
    '</manifest>',
    '',
  ].join('\n'),
})

const resource = (ident: string, type: string, href: string): string =>
  `<resource identifier="${ident}" type="${type}" href="${href}"><file href="${href}"/></resource>`

/** Writes a package of QTI 1.2, as Canvas and others take it. */
export function writeQti1(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const { items, losses } = itemsOf(questions, itemOfQti1)
  const sections = inSections(
    items,
    (title, ident) => `<section ident="${ident}" title="${title}">`,
    '</section>',
    ({ xml }) => xml,
  )
  const text = [
    declaration,
    '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">',
    `<assessment ident="questions" title="Questions"><section ident="root_section">\n${sections}\n</section></assessment>`,
    '</questestinterop>',
    '',
  ].join('\n')
  const listed = manifest('IMS Content', '1.1.3', [resource('questions', 'imsqti_xmlv1p2', 'questions/questions.xml')])
  return { bytes: zipBytes([listed, { name: 'questions/questions.xml', text }]), losses }
}

/** Writes a package of QTI 2.1: a file for each question, and a test that names their categories. */
export function writeQti2(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const { items, losses } = itemsOf(questions, itemOfQti2)
  const sections = inSections(
    items,
    (title, ident) => `<assessmentSection identifier="${ident}" title="${title}" visible="true">`,
    '</assessmentSection>',
    ({ ident }) => `<assessmentItemRef identifier="${ident}" href="items/${ident}.xml"/>`,
  )
  const test = [
    declaration,
    '<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="questions" title="Questions">',
    '<testPart identifier="part" navigationMode="linear" submissionMode="individual">',
    `<assessmentSection identifier="all" title="" visible="false">\n${sections}\n</assessmentSection>`,
    '</testPart></assessmentTest>',
    '',
  ].join('\n')
  const resources = items.map(({ ident }) => resource(ident, 'imsqti_item_xmlv2p1', `items/${ident}.xml`))
  return {
    bytes: zipBytes([
      manifest('QTIv2.1 Package', '1.0.0', [...resources, resource('test', 'imsqti_test_xmlv2p1', 'test.xml')]),
      ...items.map(({ ident, xml }) => ({ name: `items/${ident}.xml`, text: `${xml}\n` })),
      { name: 'test.xml', text: test },
    ]),
    losses,
  }
}
