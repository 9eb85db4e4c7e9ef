import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ResultsCsvSurvey, readResultsCsv } from '../../../../electron/connectors/classmarker/results-csv.ts'
import { codePages } from '../../../../electron/import/code-pages.ts'
import { csvRows } from '../../../../electron/import/csv.ts'
import { textOf } from '../../../../electron/import/encodings.ts'
import { type ListPart, largeList } from '../../../../electron/import/results/large-lists.ts'
import { answersFile, csvText, scoresFile } from '../../support/results-csv-files.ts'
import { archive } from '../made-workbook.ts'
import { readContent, temporaryFolder, wholeImport } from './reading.ts'

const megabyte = 1024 * 1024

const inChunks = (bytes: Buffer, size: number) =>
  async function* () {
    for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
  }

/** All parts of a list as one. */
async function readInParts(bytes: Buffer, size: number) {
  const parts = await largeList({ file: 'a.csv', chunks: inChunks(bytes, size), dayOrder: undefined })
  if (parts === null) return null
  const read: ListPart[] = []
  for await (const part of parts) read.push(part)
  const last = read.at(-1)
  return {
    attempts: read.flatMap(({ attempts }) => attempts),
    problems: read.flatMap(({ problems }) => problems),
    unfinished: last?.unfinished,
    dates: last?.dates,
  }
}

async function readAsWhole(bytes: Buffer) {
  const text = (await textOf(bytes))?.text ?? ''
  const line = text.slice(text.lastIndexOf('\n') + 1)
  return readResultsCsv(csvRows(text, 'a.csv'), 'a.csv', { isCutOff: line !== '' && line.split(/[,;]/).length < 12 })
}

/** Headings, and as many people as fill a file. */
function* largeScores(people: number, named: (at: number) => string = (at) => `Ana ${at}`): Generator<string, void> {
  const [headings = [], person = []] = scoresFile([{ first: '#first', last: 'L'.repeat(900) }])
  yield `${csvText([headings])}\r\n`
  const row = csvText([person])
  for (let at = 0; at < people; at++) yield `${row.replace('#first', named(at))}\r\n`
}

function fileOf(parts: Iterable<string | Buffer>, name = 'large.csv'): string {
  const path = join(temporaryFolder(), name)
  const file = openSync(path, 'w')
  for (const part of parts) writeSync(file, typeof part === 'string' ? Buffer.from(part) : part)
  closeSync(file)
  return path
}

describe('a results CSV of more than 50 MB', () => {
  it('is read, with the places of its rows', async () => {
    const { files, attempts, problems } = await wholeImport([fileOf(largeScores(52_500))])
    expect(files).toEqual([{ file: 'large.csv', kind: 'results-csv' }])
    expect([attempts.length, problems]).toEqual([52_500, []])
    expect(attempts.at(-1)).toMatchObject({ first: 'Ana 52499', place: { file: 'large.csv', line: 52_501 } })
  })

  it('is read from an archive', async () => {
    const bytes = archive([['large.csv', Buffer.from([...largeScores(52_500, (at) => `Ána ${at ** 5}`)].join(''))]])
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect([attempts.length, problems]).toEqual([52_500, []])
  })

  it('is read in the code page that its first name with an accent tells, far below', async () => {
    const encoded = (text: string) => Buffer.from(codePages.encode(1250, text))
    const named = (at: number) => (at > 51_000 ? `Łukasz Żółć ${at}` : `Ana ${at}`)
    const { attempts } = await wholeImport([fileOf([...largeScores(52_500, named)].map(encoded))])
    expect(attempts).toHaveLength(52_500)
    expect(attempts.at(-1)).toMatchObject({ first: 'Łukasz Żółć 52499' })
  })

  it('is refused as a whole where a quotation mark near its end is never closed', async () => {
    function* broken() {
      yield* largeScores(52_500)
      yield '"Ana,Lima\r\n'
      yield* largeScores(5)
    }
    const { attempts, problems } = await wholeImport([fileOf(broken())])
    expect([attempts.length, problems.map(({ line }) => line)]).toEqual([0, [52_502]])
  })

  it('is refused for more rows than any list has', async () => {
    const [headings = [], person = []] = scoresFile([{ last: 'L'.repeat(20) }])
    const many = `${csvText([person])}\r\n`.repeat(1_000)
    function* rows() {
      yield `${csvText([headings])}\r\n`
      for (let times = 0; times < 501; times++) yield many
    }
    const { attempts, problems } = await wholeImport([fileOf(rows())])
    expect([attempts.length, problems.length]).toEqual([0, 1])
    expect(problems[0]?.problem).toContain('501,000 rows')
  })
})

describe('a results CSV of less than 50 MB', () => {
  it('is read as well where it has more rows than a table that is shown', async () => {
    const people = Array.from({ length: 50_010 }, (_, at) => ({ first: `Ana ${at}` }))
    const { attempts, problems } = await readContent(csvText(scoresFile(people)), 'a.csv')
    expect([attempts.length, problems]).toEqual([50_010, []])
  })
})

describe('a list in parts', () => {
  const people = [
    { first: 'Ána "A"', finished: '31/07/2026 9:18am', chosen: ['A', 'B, C', 'True'] },
    { first: 'Bo\nand Bea', last: '=1', finished: '07/08/2026 10:00', chosen: ['', 'long, long\r\ntext', ''] },
    { first: "'-Cem", finished: '' },
    { first: 'Dia', finished: 'no date', marks: ['x', 'No answer', '1'] },
  ]
  const texts = {
    answers: csvText(answersFile(people)),
    'old line ends': csvText(answersFile(people)).replaceAll('\r\n', '\r'),
    semicolons: `sep=;\n${csvText(scoresFile(people)).replaceAll('&amp;', 'and').replaceAll(',', ';')}`,
    'a remark above, and the end sign of MS-DOS': `# of 9B, 2026\n\n${csvText(scoresFile(people))}\r\n\u001a`,
    'cut off': csvText(scoresFile(people)).slice(0, -20),
  }

  it.each(Object.entries(texts))('is what it is as a whole, wherever its parts end: %s', async (_, text) => {
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(text, 'latin1'),
    ]) {
      const whole = await readAsWhole(bytes)
      expect(whole.attempts.length).toBeGreaterThan(0)
      for (const size of [1, 2, 3, 7, 64, 100_000]) expect(await readInParts(bytes, size)).toEqual(whole)
    }
  })

  it('is what it is as a whole, whatever its cells hold', async () => {
    const cell = fc.stringMatching(/^[a,;"'\n\r é=-]{0,8}$/)
    const person = fc.record({ first: cell, last: cell, group: cell, duration: cell })
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 90 }),
        async (made, size) => {
          const bytes = Buffer.from(`${csvText(scoresFile(made))}\r\n`)
          expect(await readInParts(bytes, size)).toEqual(await readAsWhole(bytes))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('never stands in memory: a part is read when it is asked for', async () => {
    const rows = [...largeScores(3_000)].join('')
    let given = 0
    async function* chunks() {
      const bytes = Buffer.from(rows)
      for (let from = 0; from < bytes.length; from += 65_536) {
        given += 65_536
        yield bytes.subarray(from, from + 65_536)
      }
    }
    const parts = await largeList({ file: 'a.csv', chunks, dayOrder: undefined })
    given = 0
    let seen = 0
    for await (const { attempts } of parts ?? []) {
      seen += attempts.length
      expect(given - seen * 1_000).toBeLessThan(megabyte)
    }
    expect(seen).toBe(3_000)
  })

  it('counts its rows without what stands above them and between them', () => {
    const survey = new ResultsCsvSurvey()
    const [headings = [], person = []] = scoresFile([{ first: 'Ana', last: 'Lima' }])
    const rows = [['Results of', 'Fire safety'], [], headings, person, [], person]
    for (const [at, cells] of rows.entries()) survey.add({ line: at + 1, cells })
    expect(survey.rows).toBe(2)
  })

  it('is none where the first rows are no headings of results', async () => {
    expect(await readInParts(Buffer.from('First name,Last name\nAna,Lima\n'.repeat(500)), 1_000)).toBeNull()
    expect(await readInParts(Buffer.from('\0\u0001\0 no text'), 5)).toBeNull()
  })
})
