import { describe, expect, it } from 'vitest'
import { readQuestions } from '../../../../electron/questions/formats/read.ts'

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
