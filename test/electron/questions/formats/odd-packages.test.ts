import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourcesIn } from '../../../../electron/import/results/sources.ts'
import { readQuestions } from '../../../../electron/questions/formats/read.ts'
import { archive } from '../../import/made-workbook.ts'

const told = ({ code, subject }: { readonly code: string; readonly subject: string }) => `${code}: ${subject}`

/** Types, right ones, grading, points and losses, then the problems. */
async function read(file: string | Buffer) {
  const { questions, problems } = await readQuestions(Buffer.from(file as string), 'file')
  return {
    questions: questions.map(({ content: { type, correct, gradeStyle, points }, losses }) =>
      [type, correct.join(','), gradeStyle ?? '', points, ...losses.map(told)].join(' | '),
    ),
    problems: problems.map(({ loss }) => told(loss)),
    all: questions,
  }
}

describe('QTI 1.2', () => {
  const document = (inner: string) => `<questestinterop><item ident="i" title="x">${inner}</item></questestinterop>`
  const choice = (cardinality: string, scoring: string, outcomes = '<decvar varname="SCORE" maxvalue="100"/>') =>
    document(`<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext>Which?</mattext></material><response_lid ident="r" rcardinality="${cardinality}"><render_choice>${['A', 'B', 'C'].map((ident) => `<response_label ident="${ident}"><material><mattext>${ident}</mattext></material></response_label>`).join('')}</render_choice></response_lid></presentation>
<resprocessing><outcomes>${outcomes}</outcomes>${scoring}</resprocessing>`)
  const when = (ident: string, ...set: readonly string[]) =>
    `<respcondition><conditionvar><varequal respident="r">${ident}</varequal></conditionvar>${set.join('')}</respcondition>`
  const set = (score: number, action = 'Set', name = 'SCORE') =>
    `<setvar action="${action}" varname="${name}">${score}</setvar>`

  it('deducts what is subtracted', async () => {
    const scoring = when('A', set(50, 'Add')) + when('B', set(50, 'Add')) + when('C', set(50, 'Subtract'))
    expect(await read(choice('Multiple', scoring))).toMatchObject({
      questions: ['multipleresponse | A,B | partial_with_deduction | 10'],
    })
  })

  it.each([
    ['another variable', when('A', set(100, 'Set', 'hints')) + when('B', set(100)), undefined, 'B | '],
    ['two variables in one condition', when('B', set(100), set(1, 'Set', 'hints')), undefined, 'B | '],
    ['a variable of another name', when('B', set(100, 'Set', 'que_score')), '<decvar varname="que_score"/>', 'B | '],
    [
      'several variables, none of which is the score',
      when('A', set(1, 'Set', 'x')) + when('B', set(1, 'Set', 'y')),
      '<decvar varname="x"/><decvar varname="y"/>',
      ' | no-right-option: ',
    ],
    ['a product', when('A', set(2, 'Multiply')) + when('B', set(100)), undefined, ' | no-right-option: '],
  ])('counts the score alone beside %s', async (_, scoring, outcomes, right) => {
    const { questions } = await read(choice('Single', scoring, outcomes))
    const [letters = '', lost] = right.split(' | ')
    expect(questions).toEqual([['multiplechoice', letters, '', 10, ...(lost ? [lost] : [])].join(' | ')])
  })

  describe('of a pool of Blackboard', () => {
    const material = (text: string) =>
      `<flow><material><mat_extension><mat_formattedtext type="HTML">${text}</mat_formattedtext></mat_extension></material></flow>`
    const pool = (kind: string, labels: readonly string[], cardinality = 'Single', right = '<varequal>a</varequal>') =>
      document(`<itemmetadata><bbmd_questiontype>${kind}</bbmd_questiontype></itemmetadata>
<presentation>${material('&lt;b&gt;Which?&lt;/b&gt;')}<response_lid ident="response" rcardinality="${cardinality}"><render_choice>${labels.map((label, at) => `<flow_label><response_label ident="${'abc'[at]}">${label}</response_label></flow_label>`).join('')}</render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar varname="SCORE" maxvalue="5.0"/></outcomes>
<respcondition title="correct"><conditionvar>${right}</conditionvar><setvar variablename="SCORE">SCORE.max</setvar></respcondition>
<respcondition title="incorrect"><conditionvar><other/></conditionvar><setvar variablename="SCORE">0.0</setvar></respcondition>
<respcondition><conditionvar><varequal respident="a"/></conditionvar><setvar variablename="SCORE">5</setvar></respcondition></resprocessing>
<itemfeedback ident="correct">${material('Yes!')}</itemfeedback><itemfeedback ident="b">${material('Not b')}</itemfeedback>`)
    const words = (all: Awaited<ReturnType<typeof read>>['all']) =>
      all.map(({ content }) => [content.question, ...content.options.map((option) => option.content)])

    it('takes the texts, the right one and the feedback', async () => {
      const { questions, all } = await read(pool('Multiple Choice', [material('nose'), material('ear')]))
      expect(questions).toEqual(['multiplechoice | A |  | 50 | option-feedback: B'])
      expect(words(all)).toEqual([['<b>Which?</b>', 'nose', 'ear']])
      expect(all).toMatchObject([{ content: { correctFeedback: 'Yes!', options: [{}, { feedback: 'Not b' }] } }])
    })

    it('takes several right ones together', async () => {
      const both = '<and><varequal>a</varequal><varequal>b</varequal><not><varequal>c</varequal></not></and>'
      const labels = ['house', 'garage', 'pond'].map(material)
      expect(await read(pool('Multiple Answer', labels, 'Multiple', both))).toMatchObject({
        questions: ['multipleresponse | A,B | off | 50 | option-feedback: B'],
      })
    })

    it('says the words that it only names', async () => {
      const labels = ['yes_no.true', 'yes_no.false'].map((text) => `<mattext>${text}</mattext>`)
      expect(words((await read(pool('Either/Or', labels))).all)).toEqual([['<b>Which?</b>', 'Yes', 'No']])
    })

    it('tells what asks for an order', async () => {
      expect(await read(pool('Ordering', [material('one'), material('two')], 'Ordered'))).toMatchObject({
        ...{ questions: [], problems: ['type-unknown: ordering'] },
      })
    })
  })

  it('tells an item of which no text was found', async () => {
    const silent = choice('Single', when('A', set(100))).replaceAll('mattext>', 'othertext>')
    expect(await read(silent)).toMatchObject({ questions: [], problems: ['not-understood: item'] })
  })

  const written = (scoring: string, outcomes = '') =>
    document(
      `<presentation><material><mattext>How much?</mattext></material><response_str ident="r"><render_fib/></response_str></presentation><resprocessing><outcomes>${outcomes}</outcomes>${scoring}</resprocessing>`,
    )
  const asked = (test: string, score = 2) =>
    `<respcondition><conditionvar>${test}</conditionvar>${set(score)}</respcondition>`

  it.each([
    ['a number within bounds', asked('<vargte respident="r">3</vargte><varlte respident="r">4</varlte>'), 'numeric'],
    ['a part of a text', asked('<varsubstring respident="r">x</varsubstring>'), 'pattern'],
  ])('makes no essay of what asks for %s', async (_, scoring, kind) => {
    expect(await read(written(scoring))).toMatchObject({ questions: [], problems: [`type-unknown: ${kind}`] })
  })

  it('accepts no text that gives no points, and counts the points of the scoring', async () => {
    const scoring = asked('<varequal respident="r">yes</varequal>') + asked('<varequal respident="r">no</varequal>', 0)
    expect(await read(written(scoring))).toMatchObject({
      questions: ['freetext | yes |  | 20 | kept-here-only: freetext'],
    })
    expect(await read(written(scoring, '<decvar varname="SCORE" maxvalue="4"/>'))).toMatchObject({
      questions: ['freetext |  |  | 40 | kept-here-only: freetext'],
    })
  })

  it('tells where a hundred may be percent or points', async () => {
    expect(await read(written('', '<decvar varname="SCORE" maxvalue="100"/>'))).toMatchObject({
      questions: ['essay |  |  | 10 | part-left-out: points: 100'],
    })
  })
})

describe('QTI 2.1', () => {
  const item = (declared: string, body: string, mapping = '') =>
    `<assessmentItem identifier="i"><responseDeclaration identifier="RESPONSE" cardinality="multiple"><correctResponse>${declared}</correctResponse>${mapping}</responseDeclaration><itemBody>${body}<choiceInteraction responseIdentifier="RESPONSE">${['A', 'B', 'C'].map((each) => `<simpleChoice identifier="${each}">${each}</simpleChoice>`).join('')}</choiceInteraction></itemBody><responseProcessing template="${mapping === '' ? 'match_correct' : 'map_response'}"/></assessmentItem>`
  const ab = '<value>A</value><value>B</value>'
  const map = (attributes: string) =>
    `<mapping ${attributes}><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/></mapping>`

  it('counts what a map does not name, and the points of the map', async () => {
    expect(await read(item(ab, '<p>Which?</p>', map('defaultValue="-1"')))).toMatchObject({
      questions: ['multipleresponse | A,B | partial_with_deduction | 20'],
    })
    expect(await read(item(ab, '<p>Which?</p>', map('defaultValue="x"')))).toMatchObject({
      questions: [],
      problems: ['not-understood: mapping'],
    })
  })

  it('tells rubrics, feedback and pictures, and refuses what is made anew for each taker', async () => {
    const body =
      '<rubricBlock view="candidate"><p>Take care.</p></rubricBlock><p>Which? <object data="a.png" type="image/png"/></p><feedbackBlock identifier="f"><p>Well</p></feedbackBlock>'
    expect(await read(item(ab, body))).toMatchObject({
      questions: [
        'multipleresponse | A,B | off | 10 | part-left-out: rubric | picture: a.png | part-left-out: feedback',
      ],
    })
    expect(await read(item(ab, '<p>Is <printedVariable identifier="x"/> even?</p>'))).toMatchObject({
      questions: [],
      problems: ['type-unknown: printedVariable'],
    })
  })
})

async function namesIn(path: string): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { name } of sourcesIn([path])) names.push(name)
  return names
}

describe('a package', () => {
  const essay = (name: string) =>
    `<assessmentItem identifier="${name}"><itemBody><p>${name}?</p><extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>`
  const test =
    '<assessmentTest identifier="t"><testPart><assessmentSection title="Cells"><assessmentItemRef href="b.xml"/><assessmentItemRef href="a.xml"/></assessmentSection></testPart></assessmentTest>'
  const parts = (folder: string): [string, string][] => [
    [`${folder}a.xml`, essay('a')],
    [`${folder}b.xml`, essay('b')],
    [`${folder}test.xml`, test],
  ]

  it.each([
    ['in a folder', [['pack/imsmanifest.xml', '<manifest/>'], ...parts('pack/')]],
    ['without a list of its files', parts('')],
  ] as [string, [string, string][]][])('%s is read as a whole', async (_, files) => {
    const bytes = archive(files)
    const folder = await mkdtemp(join(tmpdir(), 'gradekeep-'))
    try {
      const path = join(folder, 'pack.zip')
      await writeFile(path, bytes)
      expect(await namesIn(path)).toEqual(['pack.zip'])
    } finally {
      await rm(folder, { recursive: true })
    }
    const { all, problems } = await read(bytes)
    expect(problems).toEqual([])
    expect(all.map(({ content, categoryPath }) => [content.question, ...categoryPath])).toEqual([
      ['b?', 'Cells'],
      ['a?', 'Cells'],
    ])
  })

  it('beside other files stays one of them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gradekeep-'))
    try {
      const path = join(folder, 'all.zip')
      await writeFile(
        path,
        archive([
          ['pack/imsmanifest.xml', '<manifest/>'],
          ['more.txt', 'Why? {}'],
        ]),
      )
      expect(await namesIn(path)).toEqual(['all.zip/pack/imsmanifest.xml', 'all.zip/more.txt'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('of a Canvas course brings each quiz once, with its points', async () => {
    const quiz = (points: string) =>
      `<questestinterop><assessment><section><item ident="i"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.essay.v0p1</fieldentry></qtimetadatafield>${points}</qtimetadata></itemmetadata><presentation><material><mattext>Why?</mattext></material><response_str ident="r"/></presentation></item></section></assessment></questestinterop>`
    const bytes = archive([
      ['imsmanifest.xml', '<manifest/>'],
      ['g1/assessment_qti.xml', quiz('')],
      ['g2/assessment_qti.xml', quiz('')],
      [
        'non_cc_assessments/g1.xml.qti',
        quiz(
          '<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>5.0</fieldentry></qtimetadatafield>',
        ),
      ],
    ])
    expect((await read(bytes)).all.map(({ file, content: { points } }) => [file, points])).toEqual([
      ['g2/assessment_qti.xml', 10],
      ['non_cc_assessments/g1.xml.qti', 50],
    ])
  })
})
