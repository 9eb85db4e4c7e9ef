import { describe, expect, it } from 'vitest'
import { kindOf, readQuestions } from '../../../../electron/questions/formats/read.ts'
import type { ReadQuestion } from '../../../../shared/model/question-file.ts'
import { archive, workbookOf } from '../../import/made-workbook.ts'

const read = (text: string | Buffer) => readQuestions(Buffer.from(text as string), 'file')
const one = async (text: string): Promise<ReadQuestion> => {
  const { questions, problems } = await read(text)
  expect(problems).toEqual([])
  expect(questions).toHaveLength(1)
  return questions[0] as ReadQuestion
}
const contents = ({ content }: ReadQuestion) => content.options.map((option) => option.content)
const lost = ({ losses }: ReadQuestion) => losses.map(({ code, subject }) => `${code}: ${subject}`)

describe('GIFT', () => {
  it('keeps the exact weights of a choice of several, negative ones too, and names them', async () => {
    const question = await one('Which? {~%33.333%a ~%66.667%b#Half~%-12.5%c ~d}')
    expect(question.content).toMatchObject({
      ...{ type: 'multipleresponse', correct: ['A', 'B'], gradeStyle: 'partial_with_deduction' },
      options: [
        { content: 'a', weight: '33.333' },
        { content: 'b', weight: '66.667', feedback: 'Half' },
        { content: 'c', weight: '-12.5' },
        { content: 'd', weight: '0' },
      ],
    })
    expect(lost(question)).toEqual([
      ...['weight: A: 33.333 %', 'weight: B: 66.667 %', 'weight: C: -12.5 %', 'weight: D: 0 %', 'option-feedback: B'],
    ])
  })

  it('needs no weights where they only say which are right', async () => {
    const question = await one('Which? {~%50%a ~%50%b ~%-50%c}')
    expect(question.losses).toEqual([])
    expect(question.content.options.every(({ weight }) => weight === undefined)).toBe(true)
  })

  it('guesses no right option among several', async () => {
    expect(lost(await one('Which? {=a =b ~c}'))).toEqual(['no-right-option: A, B'])
    expect(lost(await one('Which? {~a ~b}'))).toContain('no-right-option: ')
  })

  it.each([
    ['escapes', String.raw`3 \= 3 \~ \# \{x\} a\:b c\\d {=\=1 ~\~2}`, String.raw`3 = 3 ~ # {x} a:b c\d`, ['=1', '~2']],
    ['a format mark', '[html]<p>a &lt; b</p> {=<i>x</i> ~y}', '<p>a &lt; b</p>', ['<i>x</i>', 'y']],
    ['plain text that looks like tags', '[plain]a <b> c {=x ~y}', 'a &lt;b&gt; c', ['x', 'y']],
    ['ClassMarker’s tags', 'x[sup]2[/sup] {=4 ~x[sub]n[/sub]}', 'x[sup]2[/sup]', ['4', 'x[sub]n[/sub]']],
    ['a missing word', 'Two plus {=two ~three} is four.', 'Two plus _____ is four.', ['two', 'three']],
    ['answers as shown', 'Which? {=1/2 ~12 ~00\\:30}', 'Which?', ['1/2', '12', '00:30']],
    ['blank lines within answers', 'Which? {\n\n=a\n\n~b\n}', 'Which?', ['a', 'b']],
    ['a byte order mark and old line ends', '\uFEFF// note\r\rWhich? {\r=a\r~b\r}\r', 'Which?', ['a', 'b']],
  ])('reads %s', async (_, text, question, options) => {
    const found = await one(text)
    expect(found.content.question).toBe(question)
    expect(contents(found)).toEqual(options)
  })

  it('reads UTF-16', async () => {
    const { questions } = await read(Buffer.from('\uFEFFÄpfel? {T}', 'utf16le'))
    expect(questions).toMatchObject([{ content: { question: 'Äpfel?', type: 'truefalse', correct: ['A'] } }])
  })

  it('keeps what ClassMarker’s API does not write, and says so', async () => {
    const { questions, problems } = await read(
      'Who? {=Grant =%50%Lee}\n\nWhen? {#1822:2}\n\nMatch {=a -> 1 =b -> 2}\n\nText only.\n\nOpen {=a ~b\n\nLast {}\n',
    )
    expect(questions.map(({ content: { type } }) => type)).toEqual(['freetext', 'numeric', 'matching', 'essay'])
    expect(questions.map((each) => lost(each)[0])).toEqual([
      ...['kept-here-only: freetext', 'kept-here-only: numeric', 'kept-here-only: matching', undefined],
    ])
    expect(problems.map(({ line, loss: { code } }) => [line, code])).toEqual([
      [7, 'type-unknown'],
      [9, 'not-understood'],
    ])
  })

  it('joins categories that are deeper than two levels', async () => {
    const { questions } = await read('$CATEGORY: $course$/top/A/B//b/C\n\nWhy? {}\n')
    expect(questions).toMatchObject([
      { categoryPath: ['A', 'B/b / C'], line: 3, losses: [{ code: 'deep-category', subject: 'A / B/b / C' }] },
    ])
  })
})

describe('Aiken', () => {
  it('takes the first line as wording, whatever it looks like, and guesses nothing', async () => {
    const { questions, problems } = await read(
      'A. Einstein wrote?\nThe ANSWER: is below\nA) Letters\nB) 12\nANSWER: B\n\nNo answer?\nA. x\nB. y\n\nGap?\nA. x\nC. y\nANSWER: A\n\nWrong?\nA. x\nB. y\nANSWER: C\n',
    )
    expect(questions).toMatchObject([
      { content: { question: 'A. Einstein wrote?<br>The ANSWER: is below', correct: ['B'] }, line: 1 },
    ])
    expect(problems.map(({ line, loss: { code } }) => [line, code])).toEqual([
      [7, 'no-right-option'],
      [11, 'not-understood'],
      [16, 'no-right-option'],
    ])
  })
})

describe('Moodle XML', () => {
  const quiz = (inner: string) => `<?xml version="1.0"?>\n<quiz>\n${inner}\n</quiz>`

  it('reads nested categories, sections, pictures and weights', async () => {
    const { questions, problems } = await read(
      quiz(`<question type="category"><category><text>$course$/top/A/B</text></category></question>
<question type="multichoice"><name><text>What</text></name>
 <questiontext format="html"><text><![CDATA[What <img src="@@PLUGINFILE@@/a.png"> &amp; why?]]></text></questiontext>
 <defaultgrade>1.25</defaultgrade><single>false</single>
 <answer fraction="33.33333"><text>1/2</text></answer><answer fraction="66.66667"><text>a &lt; b</text></answer>
 <tags><tag><text>easy</text></tag></tags></question>
<question type="cloze"><questiontext><text>x</text></questiontext></question>`),
    )
    expect(questions).toMatchObject([
      {
        ...{ categoryPath: ['A', 'B'], line: 4 },
        content: { points: 13, type: 'multipleresponse', question: 'What <img src="@@PLUGINFILE@@/a.png"> &amp; why?' },
      },
    ])
    expect(contents(questions[0] as ReadQuestion)).toEqual(['1/2', 'a &lt; b'])
    expect(lost(questions[0] as ReadQuestion)).toEqual(
      expect.arrayContaining([
        'weight: A: 33.33333 %',
        'picture: ',
        'part-left-out: tag: easy',
        'part-left-out: points: 1.25',
      ]),
    )
    expect(problems).toEqual([{ file: null, line: 9, loss: { code: 'type-unknown', subject: 'cloze' } }])
  })

  it.each([
    [
      'entities of its own',
      '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
      'questions/unsafe',
    ],
    ['deep nesting', `<quiz>${'<question>'.repeat(5_000)}${'</question>'.repeat(5_000)}</quiz>`, 'questions/unsafe'],
    ['half a document', '<quiz><question type="essay"><questiontext><text>x</text>', 'questions/not-readable'],
  ])('refuses %s', async (_, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ code })
  })
})

describe('tables', () => {
  const csv = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`

  it('of ClassMarker are read with and without numbers, by the names of their columns', async () => {
    const { format, questions, problems } = await read(
      csv(
        'Question Type: multipleresponse,Parent Category,Category,Random Answers,Grade Style,Correct Feedback,Incorrect Feedback,Points,Question,Correct,Answer A,Answer B,Answer C',
        'multipleresponse,P,C,Yes,off,,"No, sorry",2.5,Which?,"A,C",1/2,12,00:30',
        '',
        'Question Type: truefalse,Question Id,Parent Category,Category,Correct Feedback,Incorrect Feedback,Points,Question,Correct,Answer A,Answer B',
        'truefalse,77,P,C,,,1.0,x[sup]2[/sup] is even,B,True,False',
        'poll,78,P,C,,,1.0,x,B,True,False',
      ),
    )
    expect(format).toBe('classmarker-questions')
    expect(questions).toMatchObject([
      {
        content: {
          points: 25,
          randomAnswers: true,
          gradeStyle: 'off',
          correct: ['A', 'C'],
          incorrectFeedback: 'No, sorry',
        },
        ...{ categoryPath: ['P', 'C'], questionId: null },
      },
      { content: { type: 'truefalse', correct: ['B'], question: 'x[sup]2[/sup] is even' }, questionId: '77', line: 5 },
    ])
    expect(contents(questions[0] as ReadQuestion)).toEqual(['1/2', '12', '00:30'])
    expect(problems).toEqual([{ file: null, line: 6, loss: { code: 'type-unknown', subject: 'poll' } }])
  })

  it('take an option by its text, its letter or its number, and none where these differ', async () => {
    const { format, questions } = await read(
      csv(
        'Question,Option A,Option B,Option C,Correct',
        'a?,x,y,z,b',
        'b?,x,y,z,3',
        'c?,x,y,z,X',
        'd?,2,4,1,2',
        'e?,True,False,,false',
      ),
    )
    expect(format).toBe('table')
    expect(questions.map(({ content: { correct } }) => correct)).toEqual([['B'], ['C'], ['A'], [], ['B']])
    expect(questions[4]?.content.type).toBe('truefalse')
  })

  it('keep the text that a workbook shows, and no date', async () => {
    const text = (cell: string, content: string) => `<c r="${cell}" t="inlineStr"><is><t>${content}</t></is></c>`
    const headings = ['Question', 'Option A', 'Option B', 'Option C', 'Correct']
    const rows = [
      `<row r="1">${headings.map((content, at) => text(`${'ABCDE'[at]}1`, content)).join('')}</row>`,
      `<row r="2">${text('A2', 'How much?')}<c r="B2" s="1"><v>46024</v></c><c r="C2" s="2"><v>0.020833333333333332</v></c>${text('D2', '1/2')}${text('E2', 'C')}</row>`,
    ]
    const bytes = workbookOf({ sheets: [{ name: 'Sheet1', rows: rows.join('') }], formats: ['d-mmm', 'hh:mm'] })
    const { questions } = await read(bytes)
    expect(contents(questions[0] as ReadQuestion)).toEqual(['2-Jan', '00:30', '1/2'])
  })
})

describe('QTI', () => {
  it('reads what Canvas exports, and does not guess at a program of its own', async () => {
    const item = (
      type: string,
      cardinality: string,
      scoring: string,
    ) => `<item ident="i" title="x"><itemmetadata><qtimetadata>
<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>${type}</fieldentry></qtimetadatafield>
<qtimetadatafield><fieldlabel>points_possible</fieldlabel><fieldentry>2.0</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="${cardinality}"><render_choice>
<response_label ident="1"><material><mattext texttype="text/plain">a &lt; b</mattext></material></response_label>
<response_label ident="2"><material><mattext texttype="text/plain">12</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>${scoring}</resprocessing></item>`
    const scored = (asked: string) =>
      `<respcondition continue="No"><conditionvar>${asked}</conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition>`
    const { questions } = await read(
      `<?xml version="1.0"?><!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd"><questestinterop><assessment ident="a"><section ident="root_section">
${item('multiple_choice_question', 'Single', scored('<varequal respident="r">2</varequal>'))}
${item('multiple_answers_question', 'Multiple', scored('<and><varequal respident="r">1</varequal><not><varequal respident="r">2</varequal></not></and>'))}
${item('multiple_choice_question', 'Single', scored('<vargte respident="r">2</vargte>'))}
</section></assessment></questestinterop>`,
    )
    expect(
      questions.map(({ content: { type, correct, points, gradeStyle } }) => [type, correct, points, gradeStyle]),
    ).toEqual([
      ['multiplechoice', ['B'], 20, null],
      ['multipleresponse', ['A'], 20, 'off'],
      ['multiplechoice', [], 20, null],
    ])
    expect(contents(questions[0] as ReadQuestion)).toEqual(['a &lt; b', '12'])
    expect(lost(questions[2] as ReadQuestion)).toEqual(['no-right-option: '])
  })
})

describe('a package', () => {
  it('that would unpack to more than it should is refused', async () => {
    const bomb = archive([
      ['imsmanifest.xml', '<manifest/>'],
      ['items/q1.xml', `<assessmentItem>${' '.repeat(20_000_000)}</assessmentItem>`],
    ])
    await expect(read(bomb)).rejects.toMatchObject({ code: 'questions/unsafe' })
  })

  it('is read to its end where one of its files is damaged', async () => {
    const item =
      '<assessmentItem identifier="a"><itemBody><p>Why?</p><extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>'
    const { questions, problems } = await read(
      archive([
        ['imsmanifest.xml', '<manifest/>'],
        ['items/a.xml', item],
        ['items/b.xml', item.slice(0, -10)],
      ]),
    )
    expect(questions).toMatchObject([{ content: { type: 'essay', question: 'Why?' }, file: 'items/a.xml' }])
    expect(problems).toMatchObject([{ file: 'items/b.xml', loss: { code: 'not-understood' } }])
  })
})

describe('the kind of a file', () => {
  it.each([
    ['a letter', 'Dear all,\nthis is no question.\n'],
    ['a payload', '{"payload_type":"single_user_test_results_link"}'],
    ['a list of people', 'First name,Last name\nAda,Byron\n'],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['nothing', ''],
  ])('is none for %s', async (_, text) => {
    expect(await kindOf(Buffer.from(text), 'file')).toBeNull()
  })
})
