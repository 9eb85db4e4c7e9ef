import { randomBytes } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KnownAnswers } from '../../../../electron/connectors/classmarker/index.ts'
import { valuesOfLines } from '../../../../electron/import/results/json-lines.ts'
import { jsonValues } from '../../../../electron/import/results/json-values.ts'
import { groupPayload } from '../../support/webhook-payloads.ts'
import { archive } from '../made-workbook.ts'
import { readContent, temporaryFolder, wholeImport } from './reading.ts'

const megabyte = 1024 * 1024

/** Writes parts one after the other. */
function fileOf(parts: Iterable<string>): string {
  const path = join(temporaryFolder(), 'large.ndjson')
  const file = openSync(path, 'w')
  for (const part of parts) writeSync(file, part)
  closeSync(file)
  return path
}

const payload = (user: number, padding = '') => JSON.stringify({ ...groupPayload({ user_id: `${user}` }), padding })

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const read: Value[] = []
  for await (const value of values) read.push(value)
  return read
}

async function refusalOf(parts: Iterable<string>): Promise<string> {
  const { attempts, problems } = await wholeImport([fileOf(parts)])
  expect([attempts.length, problems.length]).toEqual([0, 1])
  return problems[0]?.problem ?? ''
}

describe('payloads line by line', () => {
  it('are read from a file of more than 50 MB, but for lines that are damaged or too long', async () => {
    function* lines() {
      for (let user = 1; user <= 60; user++) {
        if (user === 10) yield '{"payload_type": \n'
        if (user === 20) yield `{"padding":"${'x'.repeat(21 * megabyte)}"}\n`
        if (user === 30) yield '\r\n'
        yield `${payload(user, 'é'.repeat(megabyte / 3))}\n`
      }
    }
    const { files, attempts, problems } = await wholeImport([fileOf(lines())])
    expect(files).toEqual([{ file: 'large.ndjson', kind: 'webhook' }])
    expect(attempts).toHaveLength(60)
    expect(attempts.at(-1)?.place).toEqual({ file: 'large.ndjson', line: 63 })
    expect(problems.map(({ line, problem }) => [line, problem])).toEqual([
      [10, expect.stringMatching(/^This line is damaged/)],
      [21, expect.stringMatching(/^This line is longer than 20 MB/)],
    ])
  })

  it('are those of the same text read as a whole, wherever its parts end', async () => {
    const text = `\uFEFF${payload(1, 'é🎓')}\r\n\n[${payload(2)},${payload(3)}]\n{"cut": \n${payload(4)}\n\u001a`
    // Whole, the mark at the beginning and the sign at the end are taken away with the encoding.
    const whole = [...jsonValues(text.slice(1, -1), new KnownAnswers())]
    expect(whole).toHaveLength(5)
    for (const size of [1, 2, 3, 7, 1_000, 100_000]) {
      const read = await all(valuesOfLines(inChunks(Buffer.from(text), size), new KnownAnswers()))
      expect(read).toEqual(whole)
    }
  })

  it('never stand in memory together', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Buffer, void> {
      for (; ; given++) yield Buffer.from(`${payload(given)}\n`)
    }
    let seen = 0
    for await (const _ of valuesOfLines(endless(), new KnownAnswers())) {
      seen++
      expect(given - seen).toBeLessThanOrEqual(3)
      if (seen === 200) break
    }
  })

  it('pass over a line that is far too long', async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Buffer, void> {
      for (let user = 1; user <= 3; user++) yield Buffer.from(`${payload(user)}\n`)
      const part = Buffer.alloc(megabyte, 0x78)
      for (; given < 500; given++) yield part
    }
    const read = await all(valuesOfLines(endless(), new KnownAnswers()))
    expect(given).toBe(500)
    expect(read.at(-1)).toEqual({ line: 4, found: { code: 'line-too-long', facts: { most: 20 } } })
  })
})

describe('payloads in an archive', () => {
  // Packed to much less, it would be taken for what is made to fill a memory.
  const padding = randomBytes((megabyte * 3) / 4).toString('base64')
  const lines = Array.from({ length: 60 }, (_, user) => payload(user + 1, padding)).join('\n')

  it('are read line by line from a file that unpacks to more than 50 MB, also of an archive in another', async () => {
    const inner = archive([
      ['1.json', payload(99)],
      ['large.ndjson', Buffer.from(lines)],
    ])
    for (const [bytes, name] of [
      [inner, 'a.zip/large.ndjson'],
      [archive([['b.zip', inner]]), 'a.zip/b.zip/large.ndjson'],
    ] as const) {
      const { files, attempts, problems } = await readContent(bytes, 'a.zip')
      expect([attempts.length, problems, files.at(-1)]).toEqual([61, [], { file: name, kind: 'webhook' }])
      expect(attempts.at(-1)?.place).toEqual({ file: name, line: 60 })
    }
  })

  it('are read as a whole or not at all where such a file is damaged near its end', async () => {
    const bytes = archive([
      ['1.json', payload(99)],
      ['large.ndjson', Buffer.from(lines)],
    ])
    const second = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt8(bytes.readUInt8(second + 16) ^ 1, second + 16)
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect([attempts.length, problems.length, problems[0]?.file]).toEqual([1, 1, 'a.zip/large.ndjson'])
    expect(problems[0]?.problem).toMatch(/damaged in its archive/)
  })
})

describe('a file of more than 50 MB that is not by line', () => {
  const fill = 'x'.repeat(megabyte)
  const filled = (count: number): string[] => Array.from({ length: count }, () => fill)

  it.each([
    ['one line', ['[', payload(1), ',{"padding":"', ...filled(51), '"}]']],
    ['one value over several lines', ['{\n"padding":\n"', ...filled(51), '"\n}\n']],
    ['a CSV', ['First name,Last name\n', ...filled(51).map((each) => `${each.slice(0, 500)},y\n`.repeat(2_100))]],
    ['no text', ['\0\u0001\0', ...filled(51)]],
  ])('is refused: %s', async (_, parts) => {
    expect(await refusalOf(parts)).toMatch(
      /^This file is larger than 50 MB, so nothing is taken from it; export it in parts/,
    )
  })

  it('is called empty where it is', async () => {
    expect(await refusalOf(Array.from({ length: 51 }, () => `${' '.repeat(megabyte - 1)}\n`))).toMatch(
      /^There is nothing/,
    )
  })
})
