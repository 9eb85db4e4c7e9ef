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
