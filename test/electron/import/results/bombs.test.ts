import { randomBytes } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { csvText, scoresFile } from '../../support/results-csv-files.ts'
import { groupResult, groupsAnswer, inXml } from '../../support/saved-answers.ts'
import { groupPayload } from '../../support/webhook-payloads.ts'
import { archive } from '../made-workbook.ts'
import { folderOf, readContent, refusalOf, wholeImport } from './reading.ts'

const payload = JSON.stringify(groupPayload())

/** A file of zeros, packed: a thousandth of what it unpacks to. */
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024)

/** What must be said: what it means for the data, and what to do. */
const inWords = /nothing is taken from it; \w+.*\.$/

describe('an archive that is made to fill a memory', () => {
  it('is refused as a whole before anything of it is unpacked', async () => {
    const said = await refusalOf(
      archive([
        ['1.json', payload],
        ['2.json', zeros(40)],
      ]),
      'a.zip',
    )
    expect(said).toMatch(/would unpack to more/)
    expect(said).toMatch(inWords)
  })

  it('is refused by all its files together, each of them small', async () => {
    const nine = zeros(9)
    const files = Array.from({ length: 12 }, (_, at) => [`${at}.json`, nine] as const)
    expect(await refusalOf(archive(files), 'a.zip')).toMatch(/would unpack to more/)
  })

  it('is refused where its files lie over each other', async () => {
    const bytes = archive([
      ['1.json', payload],
      ['2.json', payload],
    ])
    // Both entries of the directory then have the place of the first file.
    const second = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    const many = Array.from({ length: 50 }, () =>
      bytes.subarray(second, bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))),
    )
    const end = Buffer.from(bytes.subarray(-22))
    const directory = Buffer.concat(
      many.map((entry) => Buffer.concat([entry.subarray(0, 42), Buffer.alloc(4), entry.subarray(46)])),
    )
    end.writeUInt16LE(50, 8)
    end.writeUInt16LE(50, 10)
    end.writeUInt32LE(directory.length, 12)
    end.writeUInt32LE(second, 16)
    expect(await refusalOf(Buffer.concat([bytes.subarray(0, second), directory, end]), 'a.zip')).toMatch(/would unpack/)
  })

  it('is refused where it stands in another, and the other files are read', async () => {
    const bytes = archive([
      ['bomb.zip', archive([['1.json', zeros(40)]])],
      ['1.json', payload],
    ])
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect([attempts.length, problems.map(({ file }) => file)]).toEqual([1, ['a.zip/bomb.zip']])
  })

  it('unpacks to no more than it says', async () => {
    const content = deflateRawSync(zeros(40))
    const bytes = archive([['1.json', '']], { content, said: 100, check: crc32(zeros(40)) })
    expect(await refusalOf(bytes, 'a.zip')).toMatch(/damaged in its archive/)
  })

  it('is refused for a large file that is not what the archive says, which stops no other', async () => {
    const bytes = archive([
      ['1.json', payload],
      ['large.json', randomBytes(400_000)],
    ])
    bytes.writeUInt32LE(60_000_000, bytes.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24)
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect(attempts).toHaveLength(1)
    expect(problems).toMatchObject([
      { file: 'a.zip/large.json', problem: expect.stringContaining('damaged in its archive') },
    ])
  })
})

describe('an archive that is damaged', () => {
  const two = archive([
    ['1.json', payload],
    ['2.json', payload],
  ])

  it('is refused as a whole where its directory is', async () => {
    for (const bytes of [two.subarray(0, -1), two.subarray(0, 40), Buffer.from('504b0304', 'hex')]) {
      expect(await refusalOf(bytes, 'a.zip')).toMatch(/damaged or cut off/)
    }
  })

  it('loses the damaged file and no other', async () => {
    const bytes = Buffer.from(two)
    bytes.writeUInt8(bytes.readUInt8(200) ^ 255, 200)
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect([attempts.length, problems.length]).toEqual([1, 1])
    expect(problems[0]?.problem).toMatch(inWords)
  })

  it('with a password says so', async () => {
    const bytes = Buffer.from(two)
    const entry = bytes.lastIndexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt16LE(1, entry + 8)
    const { attempts, problems } = await readContent(bytes, 'a.zip')
    expect(attempts).toHaveLength(1)
    expect(problems).toMatchObject([{ file: 'a.zip/2.json', problem: expect.stringContaining('password') }])
  })
})

describe('XML', () => {
  const answer = inXml(groupsAnswer([groupResult()]))
  const withType = (type: string) => answer.replace('<response>', `${type}<response>`)

  it('with entities of its own is refused before they are put in', async () => {
    const laughs = Array.from({ length: 12 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
    const bomb = withType(`<!DOCTYPE response [<!ENTITY l0 "ha">${laughs}]>`).replace('Mary', '&l12;')
    for (const content of [bomb, withType('<!doctype response SYSTEM "file:///etc/passwd">')]) {
      const said = await refusalOf(content, 'a.xml')
      expect(said).toMatch(/words of its own/)
      expect(said).toMatch(inWords)
    }
  })

  it('cut off anywhere gives nothing and says so', async () => {
    for (const share of [0.2, 0.5, 0.9, 0.999]) {
      expect(await refusalOf(answer.slice(0, Math.floor(answer.length * share)), 'a.xml')).toMatch(inWords)
    }
  })

  it('nested without end is refused', async () => {
    const deep = `<response>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</response>`
    expect(await refusalOf(deep, 'a.xml')).toMatch(inWords)
  })
})

describe('JSON', () => {
  it.each([
    ['arrays', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
    ['events in events', `${'{"body":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['a long number below arrays', `${'['.repeat(200_000)}12345678901234567890${']'.repeat(200_000)}`],
    [
      'a payload with all that in it',
      payload.replace('"first"', `"x":${'['.repeat(200_000)}${']'.repeat(200_000)},"first"`),
    ],
    [
      'an answer with all that in it',
      JSON.stringify(groupsAnswer([groupResult({ x: 1 })])).replace(
        '"x":1',
        `"x":${'['.repeat(99_999)}${']'.repeat(99_999)}`,
      ),
    ],
  ])('nested without end is refused: %s', async (_, content) => {
    expect(await refusalOf(content, 'a.json')).toMatch(/left out; \w+|nothing is taken from it; \w+/)
  })

  it('cut off anywhere gives nothing and says so', async () => {
    const pretty = JSON.stringify(groupPayload(), null, 2)
    for (const share of [0.1, 0.5, 0.9, 0.9999]) {
      expect(await refusalOf(pretty.slice(0, Math.floor(pretty.length * share)), 'a.json')).toMatch(inWords)
    }
  })
})

describe('a list', () => {
  it('of a million rows is refused with how many it has', async () => {
    const [headings = [], person = []] = scoresFile([{}])
    const content = csvText([headings, person]) + `\r\n${'a,b'}`.repeat(1_000_000)
    const said = await refusalOf(content, 'a.csv')
    expect(said).toContain('1,000,001 rows')
    expect(said).toMatch(inWords)
  })
})

describe('a list of a hundred thousand things that are no results', () => {
  it.each([
    ['an array', (last: string) => `[${'1,'.repeat(100_000)}${last}]`],
    ['lines', (last: string) => `${'{"a":1}\n'.repeat(100_000)}${last}`],
  ])('has a thousand of them named, and the others counted: %s', async (_, text) => {
    const { attempts, problems } = await readContent(text(payload), 'a.json')
    expect([attempts.length, problems.length]).toEqual([1, 1_001])
    expect(problems.at(-1)).toEqual({
      ...{ file: 'a.json', line: null },
      problem: expect.stringMatching(/^This file has 99,000 more problems.*left out/),
    })
  })
})

describe('a file that is none of ours', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t\r\n'],
    ['an empty list', '[]'],
    ['a letter', 'Dear parents,\nthere will be a test.'],
    ['a page', '<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a document', '%PDF-1.7\n1 0 obj'],
    ['other JSON', '{"name":"x","version":1}'],
    ['a number', '7'],
    ['a class list', 'First name,Last name,Email\nAna,Lima,a@example.com'],
    ['another archive', archive([])],
  ])('%s is refused in one sentence', async (_, content) => {
    expect(await refusalOf(content)).toMatch(inWords)
  })

  it('is not called XML where it is a page', async () => {
    expect(await refusalOf('<?xml version="1.0"?>\n<!DOCTYPE html>\n<html><body>Log in</body></html>')).toMatch(
      /^This is none of the files/,
    )
  })

  it('stops no other', async () => {
    const { attempts, problems } = await wholeImport([
      folderOf({ a: 'x', b: payload, c: '{', d: '<response>', e: payload }),
    ])
    expect([attempts.length, problems.length]).toEqual([2, 3])
  })
})
