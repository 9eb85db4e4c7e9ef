import { describe, expect, it } from 'vitest'
import { readQuestions } from '../../../../electron/questions/formats/read.ts'
import { writeQuestions } from '../../../../electron/questions/formats/write.ts'
import type { WrittenQuestionFormat } from '../../../../shared/model/question-file.ts'

/** What a text comes to: wordings, options and right ones, then the problems with their lines. */
async function read(text: string) {
  const { format, questions, problems } = await readQuestions(Buffer.from(text), 'file')
  return {
    format,
    questions: questions.map(({ content: { question, type, options, correct } }) => {
      const letters = options.map(({ letter, content }) => `${correct.includes(letter) ? '*' : ''}${content}`)
      return [type, question, ...(options.length > 0 ? letters : correct)].join(' | ')
    }),
    problems: problems.map(({ line, loss: { code } }) => `${line}: ${code}`),
    all: questions,
  }
}

describe('Aiken', () => {
  const next = 'What is 2?\nA) x\nB) y\nANSWER: A\n'
  const second = 'multiplechoice | What is 2? | *x | y'

  it.each([
    ['small letters', 'What is 1?\na) x\nb) y\nANSWER: B', ['multiplechoice | What is 1? | x | *y'], []],
    ['no space', 'What is 1?\nA)x\nB.y\nANSWER: B', ['multiplechoice | What is 1? | x | *y'], []],
    ['no options', 'What is 1?\nANSWER: B', [], ['1: not-understood']],
    ['a paragraph without options', 'Part one', [], ['1: not-understood']],
    ['an answer of another kind', 'What is 1?\nA) x\nB) y\nANSWER: 2', [], ['1: no-right-option']],
    [
      'a second answer',
      'What is 1?\nA) x\nB) y\nANSWER: A\nANSWER: B',
      ['multiplechoice | What is 1? | *x | y'],
      ['5: not-understood'],
    ],
    [
      'a list in the wording',
      'Which hold?\na) p\nb) q\nA. a\nB. e.g. b\nANSWER: B',
      ['multiplechoice | Which hold?<br>a) p<br>b) q | a | *e.g. b'],
      [],
    ],
    [
      'a blank line before its options',
      'What is 1?\n\nA. x\nB. y\nANSWER: A',
      ['multiplechoice | What is 1? | *x | y'],
      [],
    ],
  ])('with %s takes nothing of the next question', async (_, text, questions, problems) => {
    expect(await read(`${text}\n\n${next}`)).toMatchObject({
      ...{ format: 'aiken', questions: [...questions, second], problems },
    })
  })
})

describe('plain text', () => {
  const options = 'A. Rome\nB. Paris\nC. Oslo'

  it.each([
    ['true or false', '1. The sky is blue.\nAnswer: True', 'truefalse | The sky is blue. | *True | False'],
    ['numbered options', '1. Capital?\n1) Rome\n2) Paris\nAnswer: 2', 'multiplechoice | Capital? | Rome | *Paris'],
    ['boxes', '1. Extinct?\n[*] T. rex\n[ ] mouse\n[*] dodo', 'multipleresponse | Extinct? | *T. rex | mouse | *dodo'],
    ['no space', '1. Capital?\na)Rome\nb)Paris\nAnswer: b', 'multiplechoice | Capital? | Rome | *Paris'],
    [
      'two letters',
      `1. Capitals?\n${options}\nAnswers: a and c`,
      'multipleresponse | Capitals? | *Rome | Paris | *Oslo',
    ],
    [
      'a sentence',
      `1. Capital?\n${options}\nThe correct answer is B.`,
      'multiplechoice | Capital? | Rome | *Paris | Oslo',
    ],
    ['another language', `1. Capital?\n${options}\nAntwort: B`, 'multiplechoice | Capital? | Rome | *Paris | Oslo'],
    [
      'a list in the wording',
      '1. Which?\n1. one\n2. two\na) 1\n*b) 2',
      'multiplechoice | Which?<br>1. one<br>2. two | 1 | *2',
    ],
  ])('reads an answer as %s', async (_, text, question) => {
    expect(await read(`${text}\n2. Next?\na) x\n*b) y\n`)).toMatchObject({
      ...{ format: 'text', questions: [question, 'multiplechoice | Next? | x | *y'], problems: [] },
    })
  })

  it.each([
    ['options in the line', '1. Capital? a) Rome b) Paris', '1: not-understood'],
    ['an accepted text', '1. Who?\n* Einstein', '2: not-understood'],
    ['an accepted number', '1. How much?\n= 1.4142 +- 0.0001', '2: not-understood'],
    ['an answer without options', '1. Who?\nAnswer: Einstein', '2: no-right-option'],
    ['an answer that is no option', `1. Capital?\n${options}\nAnswer: d`, '5: no-right-option'],
    ['a letter with the text of another', `1. Capital?\n${options}\nAnswer: b) Rome`, '5: no-right-option'],
    ['a mark and another answer', '1. Capital?\n*a) Rome\nb) Paris\nAnswer: b', '4: no-right-option'],
    ['two answers', `1. Capital?\n${options}\nAnswer: a\nAnswer: b`, '5: no-right-option'],
    ['a sentence behind the answer', `1. Capital?\n${options}\nAnswer: b\nAs we saw last week`, '6: not-understood'],
  ])('with %s is a problem at its line', async (_, text, problem) => {
    expect(await read(`${text}\n2. Next?\na) x\n*b) y\n`)).toMatchObject({
      ...{ questions: ['multiplechoice | Next? | x | *y'], problems: [problem] },
    })
  })

  it.each(['b) Paris', 'b. Paris', 'B', '(b)', 'paris', 'B - Paris'])('reads the answer %s', async (answer) => {
    expect(await read(`1. Capital?\n${options}\nAnswer: ${answer}`)).toMatchObject({
      ...{ format: 'text', questions: ['multiplechoice | Capital? | Rome | *Paris | Oslo'], problems: [] },
    })
  })

  it('reads very many lines that look like the head of a question without going through them again and again', async () => {
    const heads = 'Points: 1\n'.repeat(100_000)
    const text = Buffer.from(`${heads}1. Capital?\n${options}\nAnswer: B`)
    const { questions } = await readQuestions(text, 'file', { format: 'text' })
    expect(questions).toMatchObject([{ content: { points: 10 } }])
  })

  it('keeps points and explanations, and tells what else is said below the answer', async () => {
    const { questions, all } = await read(
      `1. Capital?\n${options}\nCorrect Answer: B\nPoints: 2\nExplanation: It is Paris.\nReally.\n2. Next?\na) x\n*b) y\nPoints: 3\n3. Last?\na) x\nb) y\nAnswer: a\nDifficulty: easy`,
    )
    expect(questions).toEqual([
      ...[
        'multiplechoice | Capital? | Rome | *Paris | Oslo',
        'multiplechoice | Next? | x | *y',
        'multiplechoice | Last? | *x | y',
      ],
    ])
    expect(all).toMatchObject([
      {
        content: {
          points: 20,
          correctFeedback: 'It is Paris.<br>Really.',
          incorrectFeedback: 'It is Paris.<br>Really.',
        },
      },
      { content: { points: 30, correctFeedback: null } },
      { losses: [{ code: 'part-left-out', subject: 'Difficulty: easy' }] },
    ])
  })

  it('reads feedback, points and titles as text2qti has them', async () => {
    const file = [
      'Quiz title: Addition\nQuiz description: Checking addition.\n\nTitle: An addition\nPoints: 2\n1.  What is 2+3?',
      '... Count on\n    your fingers.\n+   Well done!\n-   No.\na)  6\n... One too many.\nb)  1\n*c) 5\n\nPoints: 0.5\n2.  Two?',
      '-   Not quite.\n*a) x\nb)  y\n\n3.  Three?\n*a) x\n... Yes!\nb)  y\n... No!\n\n4.  Write.\n... Be brief.\n____\n',
    ].join('\n')
    const { questions, all, problems } = await read(file)
    expect(problems).toEqual(['1: not-understood'])
    expect(questions).toEqual([
      ...['multiplechoice | What is 2+3? | 6 | 1 | *5', 'multiplechoice | Two? | *x | y'],
      ...['multiplechoice | Three? | *x | y', 'essay | Write.'],
    ])
    expect(all).toMatchObject([
      {
        content: {
          ...{ points: 20, correctFeedback: 'Well done!<br>Count on<br>your fingers.' },
          incorrectFeedback: 'No.<br>Count on<br>your fingers.',
          options: [{ feedback: 'One too many.' }, {}, {}],
        },
        losses: [
          { code: 'option-feedback', subject: 'A' },
          { code: 'part-left-out', subject: 'Title: An addition' },
        ],
      },
      { content: { points: 5, correctFeedback: null, incorrectFeedback: 'Not quite.' }, losses: [] },
      // What is said to whoever chose the only wrong one is said to whoever is wrong.
      { content: { points: 10, correctFeedback: 'Yes!', incorrectFeedback: 'No!' }, losses: [] },
      { content: { correctFeedback: 'Be brief.', incorrectFeedback: 'Be brief.' } },
    ])
  })

  it.each([
    ['a list', '1. Which are fruit?\n- apples\n- pears\na) both\n*b) none', 'Which are fruit?<br>- apples<br>- pears'],
    [
      'what somebody says',
      '1. What comes next?\n- How are you?\na) Blue.\n*b) Fine.',
      'What comes next?<br>- How are you?',
    ],
  ])('takes %s for no feedback', async (_, text, question) => {
    expect((await read(text)).all).toMatchObject([
      { content: { question, correctFeedback: null, incorrectFeedback: null }, losses: [] },
    ])
  })

  it('takes the right options from a key at the end', async () => {
    const text = '1. One?\na) x\nb) y\n\n2. Two?\na) x\nb) y\n\n'
    const both = ['multiplechoice | One? | x | *y', 'multiplechoice | Two? | *x | y']
    for (const key of ['Answers:\n\n1. b\n2. a', '1. b\n2. a', 'Answer key\n1-b\n2 a'])
      expect(await read(text + key), key).toMatchObject({ questions: both, problems: [] })
    expect(await read(`${text}Answers:\n1. b\n3. a\n4. a`)).toMatchObject({
      questions: [both[0], 'multiplechoice | Two? | x | y'],
      problems: ['11: not-understood', '12: not-understood'],
    })
    expect(await read(`${text}Answers:\n1. b\n1. a`)).toMatchObject({
      questions: ['multiplechoice | One? | x | y', 'multiplechoice | Two? | x | y'],
      problems: ['10: not-understood', '11: not-understood'],
    })
  })
})

describe('text beside markup', () => {
  const wording = async (text: string) => (await read(text)).all[0]?.content.question

  it('keeps its line ends', async () => {
    expect(await wording(String.raw`One <b>two</b>\nthree\n\nfour {}`)).toBe('One <b>two</b><br>three<br><br>four')
    expect(await wording(String.raw`<p>One</p>\n<ul>\n<li>two</li>\n</ul>three {}`)).toBe(
      '<p>One</p>\n<ul>\n<li>two</li>\n</ul>three',
    )
    const quiz = (format: string) =>
      `<quiz><question type="essay"><questiontext${format}><text>One &lt;b&gt;two&lt;/b&gt;\nthree</text></questiontext></question></quiz>`
    expect(await wording(quiz(''))).toBe('One <b>two</b><br>three')
    expect(await wording(quiz(' format="html"'))).toBe('One <b>two</b>\nthree')
  })

  it.each([
    ['a<b and b>c', 'a&lt;b and b&gt;c'],
    ['List<String> x', 'List&lt;String&gt; x'],
    ['a <b>b</b> c', 'a <b>b</b> c'],
    ['see <img src="https://x.test/a.png">', 'see <img src="https://x.test/a.png">'],
    ['x<br/>y', 'x<br/>y'],
  ])('takes %s for what it is', async (text, html) => {
    const { questions } = await readQuestions(
      Buffer.from(`Question\tOption A\tOption B\tCorrect\n${text}\tx\ty\tA\n`),
      'file',
    )
    expect(questions[0]?.content.question).toBe(html)
  })

  it('that nobody escaped is read from Moodle XML as it stands', async () => {
    expect(
      await wording(
        '<quiz><question type="essay"><questiontext format="html"><text>Is <b>this</b> <img src="a.png"/> red?</text></questiontext></question></quiz>',
      ),
    ).toBe('Is <b>this</b> <img src="a.png"> red?')
  })
})

describe('GIFT', () => {
  it.each([
    ['{#3:2~#Completely wrong}', '3:2', []],
    ['{#3:0.1 =%50%3:1}', '3:0.1', ['B: 3:1 50']],
  ])('reads %s without a sign before its first number', async (answers, right, part) => {
    const { all } = await read(`How much? ${answers}`)
    const [content] = all.map((each) => each.content)
    expect(content?.correct).toEqual([right])
    const partly = content?.options.filter(({ weight }) => weight !== undefined) ?? []
    expect(partly.map(({ letter, content: text, weight }) => `${letter}: ${text} ${weight}`)).toEqual(part)
  })

  it('is read to its end where nothing closes', async () => {
    const { problems } = await readQuestions(Buffer.from('{\n\n'.repeat(300_000)), 'file', { format: 'gift' })
    expect(problems.length).toBeGreaterThan(0)
  })
})

describe('from GIFT to Moodle XML and back', () => {
  const through = async (text: string, ...formats: readonly WrittenQuestionFormat[]) => {
    let { questions } = await readQuestions(Buffer.from(text), 'file')
    let written = ''
    const told: string[] = []
    for (const format of formats) {
      const { bytes, losses } = await writeQuestions(questions, format)
      told.push(...losses.flatMap((each) => each.losses.map(({ code, subject }) => `${code}: ${subject}`)))
      written = bytes.toString()
      const read = await readQuestions(bytes, 'file')
      expect(read.problems).toEqual([])
      questions = read.questions
    }
    return { questions, written, told }
  }

  it('a range is a number with a tolerance', async () => {
    const { questions, written, told } = await through('How much? {#1.5..2.5}', 'moodle-xml')
    expect(questions).toMatchObject([{ content: { type: 'numeric', correct: ['2:0.5'] } }])
    expect(written).toContain('<tolerance>0.5</tolerance>')
    expect(told).toEqual([])
  })

  it('any other number keeps its feedback', async () => {
    const quiz =
      '<quiz><question type="numerical"><questiontext><text>How much?</text></questiontext><answer fraction="100"><text>3</text><tolerance>0.1</tolerance></answer><answer fraction="0"><text>*</text><feedback><text>no</text></feedback></answer></question></quiz>'
    const { questions, written } = await through(quiz, 'gift')
    expect(written).toContain('~#no')
    expect(questions).toMatchObject([{ content: { type: 'numeric', correct: ['3:0.1'], incorrectFeedback: 'no' } }])
  })

  it('names of categories stay', async () => {
    for (const name of ['$x$', 'top', '$cat1$']) {
      const { questions } = await through(`$CATEGORY: $course$/top/A/${name}\n\nWhy? {}`, 'moodle-xml', 'gift')
      expect(questions).toMatchObject([{ categoryPath: ['A', name] }])
    }
    expect((await through('$CATEGORY: $module$/top/A\n\nWhy? {}', 'gift')).questions).toMatchObject([
      { categoryPath: ['A'] },
    ])
  })

  it('nothing is told that is not lost', async () => {
    expect((await through('Which? {~%50%a ~%50%b ~%-50%c}', 'gift', 'moodle-xml')).told).toEqual([])
    const { questions } = await through('[html]Look <img src\\="https\\://x.test/a.png"> here {}', 'moodle-xml')
    expect(questions[0]?.losses.filter(({ subject }) => subject.startsWith('name'))).toEqual([])
  })
})
