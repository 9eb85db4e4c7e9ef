import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KnownAnswers } from '../../../../electron/connectors/classmarker/known-answers.ts'
import { readAnswer, UnreadableAnswers } from '../../../../electron/connectors/classmarker/question-answers.ts'
import { isObject, parseWithLongIds } from '../../../../electron/connectors/values.ts'
import { mutated, seeded } from '../../../prove/mutations.ts'
import { groupPayload, type Json, linkPayload, questions } from '../../support/webhook-payloads.ts'

/** As JSON is parsed; where damage put two numbers together, one may have too many digits, which are all kept. */
const parsedAlone = (text: string): unknown => (/\d{16}/.test(text) ? parseWithLongIds(text) : JSON.parse(text))

/** What comes of a text, a refusal included. */
function outcome(parse: (text: string) => unknown, text: string): unknown {
  try {
    const value = parse(text)
    return { value, inOrder: JSON.stringify(value) }
  } catch (thrown) {
    return { thrown: thrown instanceof SyntaxError }
  }
}

const questionsIn = (payload: unknown): readonly unknown[] =>
  isObject(payload) && Array.isArray(payload.questions) ? payload.questions : []

it('a question that is answered as before is the same object, and any other is its own', () => {
  const known = new KnownAnswers()
  const [one, again] = [groupPayload(), linkPayload()].map((payload) =>
    questionsIn(known.parsed(JSON.stringify(payload))),
  )
  expect(again).toEqual(questions())
  // Essays, and the last question, are read where they stand.
  const same = one?.filter((question, at) => question === again?.[at])
  expect(same).toEqual(questions().slice(0, -1))
  const otherwise = [{ ...questions()[0], user_response: 'C' }, ...questions().slice(1)]
  const other = questionsIn(known.parsed(JSON.stringify(groupPayload({}, { questions: otherwise }))))
  expect(other[0]).toEqual(otherwise[0])
  expect(other[1]).toBe(one?.[1])
})

const odd = fc.constantFrom(
  ...[
    '"questions":[{',
    '},{"question_id":',
    '{"question_id":542}',
    '\\u0071uestions',
    '__proto__',
    '"',
    '\\',
    ']',
    '}',
  ],
  ...['{', '[', ',', ':', '\ud800', ' ', '\n', '1e400', 'null', '{"questions":[{"question_id":1},{"question_id":2}]}'],
)

it('every text is parsed as JSON is, however it was damaged and whatever was met before', () => {
  const known = new KnownAnswers()
  const whole = [
    groupPayload(),
    linkPayload(),
    { data: groupPayload() },
    { questions: {} },
    [linkPayload(), linkPayload()],
  ]
  const twice = `${JSON.stringify(groupPayload()).slice(0, -1)},"questions":[{"question_id":1},{"question_id":2}]}`
  const escaped = `${JSON.stringify(groupPayload()).slice(0, -1)},"\\u0071uestions":[{"question_id":1}]}`
  const texts = [
    ...whole.map((value) => JSON.stringify(value)),
    twice,
    escaped,
    JSON.stringify(groupPayload(), null, 2),
  ]
  const damage = fc.record({ at: fc.nat(), text: fc.nat(texts.length - 1), out: fc.nat(40), put: fc.array(odd) })
  fc.assert(
    fc.property(damage, ({ at, text, out, put }) => {
      const sent = texts[text] as string
      const from = at % (sent.length + 1)
      const damaged = sent.slice(0, from) + put.join('') + sent.slice(from + out)
      expect(outcome((each) => known.parsed(each), damaged)).toEqual(outcome(parsedAlone, damaged))
      expect(outcome((each) => known.parsed(each), sent)).toEqual(outcome(JSON.parse, sent))
    }),
    // The start of an attempt, put together with a mark.
    { numRuns: 3_000, examples: [[{ at: 1_130_745_092, text: 1, out: 19, put: [] }]] },
  )
})

it('an answer is what it is by itself, and one object for the same text', () => {
  const known = new KnownAnswers()
  const random = seeded(5)
  const read = (question: Json, by: (question: Json, number: number) => unknown) => {
    try {
      return by(question, 3)
    } catch (thrown) {
      return thrown instanceof UnreadableAnswers ? thrown.question : thrown
    }
  }
  for (let run = 0; run < 500; run++) {
    const sent = JSON.stringify(groupPayload())
    const text = run % 2 === 0 ? sent : Buffer.from(mutated(random, sent).body).toString('utf8')
    const parsed = outcome((each) => known.parsed(each), text)
    const payload = isObject(parsed) ? parsed.value : null
    for (const question of questionsIn(payload).filter(isObject)) {
      const answer = read(question, (each, number) => known.read(each, number))
      expect(answer).toEqual(read(question, readAnswer))
      if (run % 2 === 0 && question.question_id === 542) {
        expect(read(question, (each, number) => known.read(each, number))).toBe(answer)
      }
    }
  }
})

it('it forgets before it holds more than a few megabytes', () => {
  const known = new KnownAnswers()
  const met = (id: number, question: string) => {
    const asked = [{ ...questions()[0], question_id: id, question }, ...questions()]
    return questionsIn(known.parsed(JSON.stringify(groupPayload({}, { questions: asked }))))[0]
  }
  const before = met(1, 'Before?')
  expect(met(1, 'Before?')).toBe(before)
  for (let id = 10_000; id < 12_000; id++) met(id, 'x'.repeat(3_000))
  const after = met(1, 'Before?')
  expect(after).toEqual(before)
  expect(after).not.toBe(before)
})
