import { sample } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { archiveEntries, archiveInMemory, unpackingBudget } from '../../electron/import/results/archive.ts'
import { readQuestions } from '../../electron/questions/formats/read.ts'
import { writeQuestions } from '../../electron/questions/formats/write.ts'
import { zipBytes } from '../../electron/questions/formats/zip.ts'
import { AppError } from '../../shared/errors.ts'
import {
  questionLosses,
  type ReadQuestion,
  type WrittenQuestionFormat,
  writtenQuestionFormats,
} from '../../shared/model/question-file.ts'
import { flawsOf, questionKey } from '../../shared/model/question-rules.ts'
import { banks } from '../electron/questions/formats/made-banks.ts'
import { drawn } from './draw.ts'
import { mutatedBytes, type Random, seeded } from './mutations.ts'

const files = drawn({ whole: 10_000, part: 100, inCI: 1_000 })
// Longer than any of these files takes where the computer is busy, and short beside a reader that does not end.
const longestMs = 5_000

const refusals = [
  'questions/not-readable',
  'questions/unsafe',
  'table/empty',
  'table/unclosed-quote',
  'table/not-readable',
]

function expectWhole({ content, losses, categoryPath }: ReadQuestion): void {
  expect(structuredClone(content)).toEqual(content)
  const { question, options, correct, points } = content
  const texts = [
    question,
    ...correct,
    ...options.flatMap((option) => [option.content, option.clue ?? '', option.feedback ?? '']),
  ]
  expect(texts.every((text) => text.isWellFormed())).toBe(true)
  expect(new Set(options.map(({ letter }) => letter)).size).toBe(options.length)
  expect(points === null || Number.isInteger(points)).toBe(true)
  expect(categoryPath.length).toBeLessThanOrEqual(2)
  expect(losses.every(({ code }) => questionLosses.includes(code))).toBe(true)
  expect(questionKey(content)).toEqual(expect.any(String))
  expect(Array.isArray(flawsOf({ ...content, category: null }, []))).toBe(true)
  // A weight is kept as a number's text, or it is no weight.
  for (const { weight } of options) expect(weight === undefined || Number.isFinite(Number(weight))).toBe(true)
}

/** A file as something on its way damaged it; of a package, half of the times a file in it, which its sums would hide. */
async function damaged(bytes: Buffer, format: WrittenQuestionFormat, random: Random): Promise<Buffer> {
  if (!format.startsWith('qti') || random() < 0.5) return mutatedBytes(random, bytes)
  const entries = await archiveEntries(archiveInMemory(bytes), unpackingBudget())
  const hurt = Math.floor(random() * entries.length)
  const files = entries.map(async (entry, at) => {
    const content = await entry.bytes()
    return { name: entry.name, text: (at === hurt ? mutatedBytes(random, content) : content).toString() }
  })
  return zipBytes(await Promise.all(files))
}

describe.each(writtenQuestionFormats)('a file of questions as %s that is damaged', (format) => {
  it(`is read or refused in words, ${files} times, and none takes long`, { timeout: 900_000 }, async () => {
    const random = seeded(17)
    const made = sample(banks, { numRuns: 12, seed: 17 })
    const originals = await Promise.all(made.map((questions) => writeQuestions(questions, format)))
    const ends = { read: 0, refused: 0 }
    let slowest = 0
    for (let each = 0; each < files; each++) {
      const bytes = await damaged(originals[each % originals.length]?.bytes ?? Buffer.alloc(0), format, random)
      // Half of them are said to be what they were, so that no reader is spared by another kind being found.
      const asked = each % 2 === 0 ? {} : { format: format === 'qti-1.2' ? ('qti' as const) : format }
      const began = performance.now()
      try {
        const { questions, problems } = await readQuestions(bytes, 'damaged', asked)
        expect(questions.length + problems.length).toBeGreaterThan(0)
        for (const question of questions) expectWhole(question)
        ends.read++
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        expect(refusals).toContain(thrown.code)
        ends.refused++
      }
      slowest = Math.max(slowest, performance.now() - began)
    }
    expect(slowest).toBeLessThan(longestMs)
    // Damage that always ends the same way would prove little.
    expect(ends.read).toBeGreaterThan(files / 200)
    expect(ends.refused).toBeGreaterThan(files / 200)
  })
})
