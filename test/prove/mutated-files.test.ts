import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readResult } from '../../electron/connectors/classmarker/answers.ts'
import { importProblemSentences } from '../../shared/locales/import-problems.en.ts'
import type { ImportedAttempt } from '../../shared/model/imported.ts'
import { archive } from '../electron/import/made-workbook.ts'
import { temporaryFolder, type WholeImport, wholeImport } from '../electron/import/results/reading.ts'
import { answersFile, csvText, scoresFile } from '../electron/support/results-csv-files.ts'
import { groupResult, groupsAnswer, inXml, linkResult, linksAnswer } from '../electron/support/saved-answers.ts'
import { groupPayload, linkPayload, oldLinkPayload } from '../electron/support/webhook-payloads.ts'
import { drawn } from './draw.ts'
import { mutated, mutatedBytes, type Random, seeded } from './mutations.ts'

const files = drawn({ whole: 10_000, part: 300, inCI: 1_500 })

const payloads = [groupPayload(), linkPayload(), oldLinkPayload()]
const people = [{}, { first: 'Zo&euml;', chosen: ['C', 'B,D', 'No answer'] }, { last: 'Reis', finished: '' }]
const pages = [groupsAnswer([groupResult(), groupResult({ user_id: 7 })]), linksAnswer([linkResult()])]
const json = (value: unknown) => JSON.stringify(value)
const inDocument = (text: string) => (random: Random) => Buffer.from(mutated(random, text).body)
const inText = (text: string) => (random: Random) => mutatedBytes(random, Buffer.from(text))

/** A damaged file of each kind. */
const kinds: Readonly<Record<string, readonly ((random: Random) => Buffer)[]>> = {
  'a payload': payloads.map((payload) => inDocument(json(payload))),
  'payloads in lines': [inText(payloads.map(json).join('\n')), inText(payloads.map(json).join('\r\n'))],
  'an array of payloads': [inDocument(json(payloads)), inText(JSON.stringify(payloads, null, 2))],
  'an event': payloads.map((payload) => inDocument(json({ headers: { host: 'x' }, body: json(payload) }))),
  'a results CSV': [inText(csvText(answersFile(people))), inText(csvText(scoresFile(people)))],
  'an answer as JSON': pages.map((page) => inDocument(json(page))),
  'an answer as XML': pages.map((page) => inText(inXml(page))),
  'an archive': [
    (random) => mutatedBytes(random, archive(payloads.map((payload, at) => [`${at}.json`, json(payload)]))),
  ],
}

/** Whether nothing was passed over: something was taken, or it was said why not. */
const isAccountedFor = ({ attempts, problems, samples, unfinished }: WholeImport): boolean =>
  attempts.length + problems.length + samples + unfinished > 0

function expectWhole(attempt: ImportedAttempt): void {
  // It can cross to another thread and be kept.
  expect(structuredClone(attempt)).toEqual(attempt)
  expect(() => JSON.stringify(attempt)).not.toThrow()
  if (attempt.kind === 'sent') expect(readResult(attempt.feed, attempt.result)).toHaveProperty('result')
  else expect(attempt.finished).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  for (const { version, response, pointsScored } of attempt.answers?.answers ?? []) {
    expect(version.questionId).not.toBe('')
    expect([...response, version.question].every((text) => typeof text === 'string' && text.isWellFormed())).toBe(true)
    expect(pointsScored === null || Number.isFinite(pointsScored)).toBe(true)
  }
}

const sentences = Object.values(importProblemSentences).map(
  (sentence) => new RegExp(`^${sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\{\w+\}\}/g, '[^]*')}$`),
)

describe.each(Object.entries(kinds))('%s that is damaged', (kind, makers) => {
  it(`is read or refused in words, ${files} times, and stops nothing`, { timeout: 600_000 }, async () => {
    const random = seeded(16)
    const folder = temporaryFolder()
    const file = join(folder, 'damaged')
    const ends = { whole: 0, refused: 0, partly: 0 }
    for (let each = 0; each < files; each++) {
      const content = makers[each % makers.length]?.(random) ?? Buffer.alloc(0)
      writeFileSync(file, content)
      const read = await wholeImport([file])
      // An answer of the API may have no results, and says so; nothing else is empty without a word.
      if (!isAccountedFor(read))
        expect(content.toString()).toMatch(kind.startsWith('an answer') ? /status/ : /no_results/)
      for (const attempt of read.attempts) expectWhole(attempt)
      for (const { problem, file: named } of read.problems) {
        expect(named).toMatch(/^damaged/)
        expect(problem, 'a sentence of ours').toSatisfy((said: string) => sentences.some((form) => form.test(said)))
        expect(problem).not.toContain('{{')
      }
      const isRefused = read.attempts.length === 0
      ends[isRefused ? 'refused' : read.problems.length > 0 ? 'partly' : 'whole']++
    }
    // Damage that always ends the same way would prove little.
    expect(ends.whole).toBeGreaterThan(files / 50)
    expect(ends.refused).toBeGreaterThan(files / 50)
  })
})

describe('a file that was cut off', () => {
  const lines = payloads.map(json)

  it(`gives whole payloads and no part of one, ${files} times`, { timeout: 600_000 }, async () => {
    const random = seeded(61)
    const file = join(temporaryFolder(), 'cut')
    const text = lines.join('\n')
    const ends = lines.map((_, at) => lines.slice(0, at + 1).join('\n').length)
    for (let each = 0; each < files; each++) {
      const length = 1 + Math.floor(random() * (text.length - 1))
      writeFileSync(file, text.slice(0, length))
      const { attempts, problems } = await wholeImport([file])
      const whole = ends.filter((end) => end <= length).length
      expect(attempts).toHaveLength(whole)
      // Behind each whole payload there is its line end.
      const isRest = whole === 0 || length > (ends[whole - 1] ?? 0) + 1
      expect(problems).toHaveLength(isRest ? 1 : 0)
      expect(attempts.map(({ answers }) => answers?.answers.length)).toEqual([7, 7, undefined].slice(0, whole))
    }
  })

  it(`as one text gives nothing, ${files} times`, { timeout: 600_000 }, async () => {
    const random = seeded(62)
    const file = join(temporaryFolder(), 'cut')
    const texts = [
      json(payloads),
      JSON.stringify(payloads[0], null, 2),
      ...pages.map(json),
      ...pages.map(inXml).map((xml) => xml.trimEnd()),
    ]
    for (let each = 0; each < files; each++) {
      const text = texts[each % texts.length] ?? ''
      writeFileSync(file, text.slice(0, Math.floor(random() * text.length)))
      const { attempts, problems } = await wholeImport([file])
      expect([attempts.length, problems.length]).toEqual([0, 1])
    }
  })
})
