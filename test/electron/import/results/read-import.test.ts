import { createHmac } from 'node:crypto'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import * as SheetJS from '@e965/xlsx'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownAnswers, parseJson } from '../../../../electron/connectors/classmarker/index.ts'
import type { ImportedAttempt } from '../../../../shared/model/imported.ts'
import { answersFile, csvText, scoresFile } from '../../support/results-csv-files.ts'
import { groupResult, groupsAnswer, inXml, linkResult, linksAnswer } from '../../support/saved-answers.ts'
import { groupPayload, linkPayload } from '../../support/webhook-payloads.ts'
import { archive } from '../made-workbook.ts'
import { folderOf, readContent, refusalOf, wholeImport } from './reading.ts'

const line = (value: unknown) => JSON.stringify(value)
const pretty = (value: unknown) => JSON.stringify(value, null, 2)
const idsOf = (attempts: readonly ImportedAttempt[]) =>
  attempts.map((attempt) => (attempt.kind === 'sent' ? attempt.result.link_result_id : attempt.last))
const placesOf = (places: readonly { readonly file: string; readonly line: number | null }[]) =>
  places.map((place) => [place.file, place.line])
const numbered = (id: number) => linkPayload({ link_result_id: id })

describe('a webhook’s payloads', () => {
  it.each([
    ['one', line(numbered(1)), [1]],
    ['one, pretty', pretty(numbered(1)), [1]],
    ['an array', line([numbered(1), numbered(2)]), [1, 2]],
    ['an array of one, on a line of its own', `[\n${line(numbered(1))}\n]\n`, [1]],
    ['an array of two, on lines of their own', `[\n  ${line(numbered(1))},\r\n  ${line(numbered(2))}\r\n]`, [1, 2]],
    ['an array with its commas on lines of their own', `[\n${line(numbered(1))}\n,\n${line(numbered(2))}\n]`, [1, 2]],
    ['an event with its body on a line of its own', `{"data":\n${line(numbered(1))}\n}`, [1]],
    ['a line each', `${line(numbered(1))}\n\n${line(numbered(2))}\r\n`, [1, 2]],
    ['an array in each line', `${line([numbered(1), numbered(2)])}\n${line([numbered(3)])}`, [1, 2, 3]],
    ['a byte order mark', `\uFEFF${pretty(numbered(1))}`, [1]],
    ['UTF-16', Buffer.from(`\uFEFF${pretty(numbered(1))}`, 'utf16le'), [1]],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${line(numbered(1))}`, 'utf16le').swap16(), [1]],
    ['an event with a body', line({ headers: {}, body: line(numbered(1)) }), [1]],
    ['an event with a body and a list beside it', line({ items: [1], body: line(numbered(1)) }), [1]],
    ['an event with an object in data', pretty({ id: 'e1', data: numbered(1) }), [1]],
    ['an event with text in data', line({ data: line(numbered(1)) }), [1]],
    ['a body in Base64', line({ body: Buffer.from(line(numbered(1))).toString('base64'), isBase64Encoded: true }), [1]],
    [
      'records of a queue',
      line({ Records: [{ body: line(numbered(1)) }, { body: line({ body: line(numbered(2)) }) }] }),
      [1, 2],
    ],
    ['an array of texts', line([line(numbered(1)), line(numbered(2))]), [1, 2]],
  ])('are read as %s, whatever the file is called', async (_, content, ids) => {
    const { attempts, problems, files, signatures } = await readContent(content, 'received.csv')
    expect([idsOf(attempts), problems, files]).toEqual([ids, [], [{ file: 'received.csv', kind: 'webhook' }]])
    expect(signatures).toEqual({ verified: 0, unverified: ids.length, wrong: 0 })
  })

  it('keep the last digit of a long number', async () => {
    const { attempts } = await readContent(line(numbered(7)).replace(':7,', ':9007199254740993,'))
    expect(idsOf(attempts)).toEqual(['9007199254740993'])
  })

  it('have numbers and texts of any length wherever they stand', () => {
    const digits = fc.stringMatching(/^[1-9]\d{0,40}$/)
    const value = fc.oneof(
      digits,
      digits.map((number) => `-${number}`),
      fc.tuple(digits, digits).map((parts) => parts.join('.')),
      fc.oneof(digits, fc.stringMatching(/^[ :,a-z\d-]*$/)).map((text) => JSON.stringify(text)),
    )
    const spaces = fc.constantFrom('', ' ', '\n', '\t')
    const list = fc
      .array(fc.tuple(spaces, value, spaces).map((parts) => parts.join('')))
      .map((all) => `[${all.join()}]`)
    fc.assert(
      fc.property(fc.oneof(list, value), (text) => {
        expect(new KnownAnswers().parsed(text)).toEqual(parseJson(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('are named by the line they begin on', async () => {
    const array = `[\n  ${line(numbered(1))},\n\n  ${pretty({ ...numbered(2), note: 'a "\\" ],\n[{' })},\n  7\n]`
    const { attempts, problems } = await readContent(array, 'all.json')
    const end = array.split('\n').length - 1
    expect(placesOf(attempts.map(({ place }) => place))).toEqual([
      ['all.json', 2],
      ['all.json', 4],
    ])
    expect(placesOf(problems)).toEqual([['all.json', end]])
    const lines = await readContent(`\n${line(numbered(1))}\n${line(numbered(2))}`, 'all.json')
    expect(placesOf(lines.attempts.map(({ place }) => place))).toEqual([
      ['all.json', 2],
      ['all.json', 3],
    ])
    expect((await readContent(pretty(numbered(1)))).attempts[0]?.place.line).toBeNull()
  })

  it('lose a damaged line and no other', async () => {
    const content = `${line(numbered(1)).slice(0, -30)}\n${line(numbered(2))}\n{"payload_type":\n${line(numbered(3))}`
    const { attempts, problems } = await readContent(content, 'all.ndjson')
    expect(idsOf(attempts)).toEqual([2, 3])
    expect(placesOf(problems)).toEqual([
      ['all.ndjson', 1],
      ['all.ndjson', 3],
    ])
    expect(problems[0]?.problem).toContain('damaged or cut off')
  })

  it('are none where an array with a line for each of them is cut off', async () => {
    expect(await refusalOf(`[\n${line(numbered(1))},\n${line(numbered(2))}\n`)).toContain('begins like JSON')
  })

  it('that are samples are counted and left out', async () => {
    const content = [numbered(1), { ...numbered(2), payload_status: 'verify' }].map(line).join('\n')
    const { attempts, samples, problems } = await readContent(content)
    expect([idsOf(attempts), samples, problems]).toEqual([[1], 1, []])
  })

  it('with answers that cannot be read come without them, and say where', async () => {
    const content = `${line(numbered(1))}\n${line({ ...numbered(2), questions: [{}] })}`
    const { attempts, problems } = await readContent(content, 'all.ndjson')
    expect(attempts.map(({ answers }) => answers === null)).toEqual([false, true])
    expect(placesOf(problems)).toEqual([['all.ndjson', 2]])
  })

  it('with an essay of 40,000 characters stay whole', async () => {
    const essay = 'Ein langer Satz. 🦉 '.repeat(2_500)
    const [first = {}] = groupPayload().questions as object[]
    const questions = [{ ...first, question_type: 'essay', user_response: essay }]
    const { attempts } = await readContent(line(groupPayload({}, { questions })))
    expect(attempts[0]?.answers?.answers[0]?.response).toEqual([essay])
  })
})

describe('a signature', () => {
  const phrase = 'the phrase of year 9'
  const sign = (body: string) => createHmac('sha256', phrase).update(body).digest('base64')
  // As PHP writes it: another text than JSON.stringify makes of the same values.
  const raw = line(numbered(1)).replaceAll('/', String.raw`\/`)
  const event = (headers: unknown, rest: object = {}) => line({ headers, body: raw, ...rest })
  const read = async (content: string, phrases = ['another', phrase]) => {
    const { attempts, problems, signatures } = await readContent(content, 'event.json', { phrases })
    expect(attempts.every((each) => each.kind === 'sent' && each.signature !== 'wrong')).toBe(true)
    return { ids: idsOf(attempts), said: problems.map(({ problem }) => problem), signatures }
  }

  it.each([
    ['by any case of letters', { 'X-Classmarker-Hmac-Sha256': sign(raw) }],
    ['given twice', { 'x-classmarker-hmac-sha256': `${sign(raw)},${sign(raw)}` }],
    ['as a list of values', { 'X-CLASSMARKER-HMAC-SHA256': [sign(raw)] }],
    [
      'as a list of names and values',
      [
        { name: 'Host', value: 'a' },
        { name: 'X-Classmarker-Hmac-Sha256', value: sign(raw) },
      ],
    ],
    ['as a list of pairs', [['x-classmarker-hmac-sha256', sign(raw)]]],
  ])('is checked over the raw body where its header is there, %s', async (_, headers) => {
    expect((await read(event(headers))).signatures).toEqual({ verified: 1, unverified: 0, wrong: 0 })
  })

  it('is checked over what Base64 holds', async () => {
    const body = Buffer.from(raw).toString('base64')
    const content = line({ headers: { 'x-classmarker-hmac-sha256': sign(raw) }, body, isBase64Encoded: true })
    expect((await read(content)).signatures.verified).toBe(1)
  })

  it('that is wrong refuses its payload and no other', async () => {
    const wrong = event({ 'x-classmarker-hmac-sha256': sign(`${raw} `) })
    const { ids, said, signatures } = await read(`${wrong}\n${line(numbered(2))}`)
    expect([ids, signatures]).toEqual([[2], { verified: 0, unverified: 1, wrong: 1 }])
    expect(said).toEqual([expect.stringContaining('The signature of this payload fits neither')])
  })

  it.each([
    ['without a phrase', event({ 'x-classmarker-hmac-sha256': sign(raw) }), []],
    ['without its header', event({ host: 'a' }), [phrase]],
    [
      'of a body that was taken apart',
      line({ headers: { 'x-classmarker-hmac-sha256': sign(raw) }, body: numbered(1) }),
      [phrase],
    ],
    ['of a bare payload', raw, [phrase]],
  ])('is never wrong %s', async (_, content, phrases) => {
    expect((await read(content, phrases)).signatures).toEqual({ verified: 0, unverified: 1, wrong: 0 })
  })

  it('that fits none is not wrong where other webhooks may have sent it', async () => {
    const content = event({ 'x-classmarker-hmac-sha256': sign(raw) })
    const { signatures } = await readContent(content, 'event.json', { phrases: ['another'], hasOthers: true })
    expect(signatures).toEqual({ verified: 0, unverified: 1, wrong: 0 })
  })

  it('is counted for samples too', async () => {
    const sample = line({ ...numbered(1), payload_status: 'verify' })
    const content = line({ headers: { 'x-classmarker-hmac-sha256': sign(sample) }, body: sample })
    expect((await read(content)).signatures.verified).toBe(1)
  })
})

describe('a saved answer of the API', () => {
  const both = [groupsAnswer([groupResult(), groupResult({ user_id: 2 })]), linksAnswer([linkResult()])]

  it.each([
    ['JSON', both.map(pretty)],
    ['XML', both.map(inXml)],
  ])('in %s has its results with the names of test, group and link', async (_, [groups = '', links = '']) => {
    const { attempts, problems, files } = await wholeImport([folderOf({ groups, links })])
    expect(problems).toEqual([])
    expect(files.map(({ kind }) => kind)).toEqual(['api', 'api'])
    expect(attempts).toMatchObject([
      { kind: 'sent', feed: 'groups', testName: 'Burns & scalds', sourceName: 'Year 9', answers: null },
      { kind: 'sent', feed: 'groups', testName: 'Burns & scalds', sourceName: 'Year 9' },
      { kind: 'sent', feed: 'links', testName: 'Graphs', sourceName: 'Open', signature: 'unverified' },
    ])
    expect(attempts[2]).toMatchObject({ result: { access_code: 'K7-001', extra_info: '9b', last: 'Byron' } })
  })

  it('is read from several pages and from bare results', async () => {
    const content = line([groupsAnswer([groupResult()]), groupResult({ user_id: 5 }), linkResult()])
    const { attempts } = await readContent(content)
    expect(attempts.map((attempt) => attempt.kind === 'sent' && attempt.feed)).toEqual(['groups', 'groups', 'links'])
  })

  it('loses a result that cannot be read and no other', async () => {
    const { attempts, problems } = await readContent(
      line(groupsAnswer([groupResult({ time_started: 'x' }), groupResult()])),
    )
    expect(attempts).toHaveLength(1)
    expect(problems).toMatchObject([{ problem: expect.stringContaining('“time_started”') }])
  })

  it('whose counts do not fit gives what it has, and says so', async () => {
    const { attempts, problems } = await readContent(line(groupsAnswer([groupResult()], { num_results_returned: 200 })))
    expect(attempts).toHaveLength(1)
    expect(problems).toMatchObject([{ problem: expect.stringContaining('counts other results') }])
  })

  it('without results is none, and with an error is said to be one', async () => {
    expect(
      (await readContent(line({ status: 'no_results', request_path: 'v1', num_results_returned: 0 }))).problems,
    ).toEqual([])
    expect(await refusalOf(line({ status: 'ok', server_timestamp: 1, groups: [], links: [] }))).toContain(
      'no list of results',
    )
    const failed = { status: 'error', request_path: 'v1', error: { error_code: 'apiKeyAuthFail', error_message: 'x' } }
    expect(await refusalOf(line(failed))).toContain('“apiKeyAuthFail”')
    expect(await refusalOf(inXml(failed))).toContain('“apiKeyAuthFail”')
  })
})

describe('a results CSV', () => {
  it('is found by its headings, in any encoding, with its people', async () => {
    const text = csvText(answersFile([{ last: 'Müller' }, { last: 'Souza', finished: '' }]))
    for (const content of [
      text,
      `\uFEFF${text}`,
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(text, 'latin1'),
    ]) {
      const { attempts, problems, files, unfinished } = await readContent(content, 'scores.json')
      expect([problems, files, unfinished]).toEqual([[], [{ file: 'scores.json', kind: 'results-csv' }], 1])
      expect(attempts).toMatchObject([{ kind: 'listed', last: 'Müller', place: { file: 'scores.json', line: 5 } }])
      expect(attempts[0]?.answers?.answers).toHaveLength(3)
    }
  })

  it('with semicolons or tabs, or as a workbook, is the same', async () => {
    const rows = answersFile([{}])
    const book = SheetJS.utils.book_new()
    SheetJS.utils.book_append_sheet(book, SheetJS.utils.aoa_to_sheet(rows), 'Results')
    const expected = (await readContent(csvText(rows), 'x')).attempts
    expect(expected).toHaveLength(1)
    for (const bookType of ['xlsx', 'biff8', 'ods'] as const) {
      const bytes: Buffer = SheetJS.write(book, { type: 'buffer', bookType })
      expect((await readContent(bytes, 'x')).attempts).toEqual(expected)
    }
    const semicolons = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\n')
    expect((await readContent(semicolons, 'x')).attempts).toEqual(expected)
  })

  it('that ends within a row is read without that row', async () => {
    for (const rows of [answersFile([{}, { last: 'Reis' }]).slice(0, -5), scoresFile([{}, { last: 'Reis' }])]) {
      const text = csvText(rows)
      expect((await readContent(text, 'x')).attempts).toHaveLength(2)
      const cut = await readContent(text.slice(0, text.lastIndexOf(',') - 1), 'x')
      expect(idsOf(cut.attempts)).toEqual(['Lima'])
      expect(cut.problems).toMatchObject([{ problem: expect.stringContaining('ends within this row') }])
    }
  })

  it('says what is wrong with the line', async () => {
    const rows = scoresFile([{}, { finished: 'soon' }])
    const { problems } = await readContent(csvText(rows), 'scores.csv')
    expect(problems).toEqual([
      { file: 'scores.csv', line: 3, problem: expect.stringMatching(/“soon”.*“Date finished”.*left out; correct it/) },
    ])
    const unclosed = await readContent(`${csvText(rows)}\r\n"Ana,Lima`, 'scores.csv')
    expect(placesOf(unclosed.problems)).toEqual([['scores.csv', 4]])
  })
})

describe('folders and archives', () => {
  const packed = (...files: readonly (readonly [string, string | Buffer])[]) => archive(files)

  it('are walked, each file by itself', async () => {
    const folder = folderOf({
      'b.json': line(numbered(2)),
      'a/1.json': line(numbered(1)),
      'a/picture.png': Buffer.from('89504e470d0a1a0a00', 'hex'),
      'c.zip': packed(['x/3.json', line(numbered(3))], ['scores.csv', csvText(scoresFile([{}]))]),
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
    })
    const { attempts, problems, files } = await wholeImport([
      join(folder, 'a'),
      join(folder, 'b.json'),
      join(folder, 'c.zip'),
    ])
    expect(placesOf(attempts.map(({ place }) => place))).toEqual([
      ['a/1.json', null],
      ['b.json', null],
      ['c.zip/x/3.json', null],
      ['c.zip/scores.csv', 2],
    ])
    expect(files.map(({ kind }) => kind)).toEqual(['webhook', null, 'webhook', 'webhook', 'results-csv'])
    expect(problems).toEqual([
      {
        file: 'a/picture.png',
        line: null,
        problem: expect.stringMatching(/none of the files .* nothing is taken .* choose/),
      },
    ])
  })

  it('leave out what systems add to them', async () => {
    const content = packed(['__MACOSX/._1.json', 'x'], ['.DS_Store', 'x'], ['a/', ''], ['1.json', line(numbered(1))])
    const { attempts, problems, files } = await readContent(content, 'a.zip')
    expect([attempts.length, problems, files.length]).toEqual([1, [], 1])
  })

  it('are read in an archive, and refused in an archive of that', async () => {
    const inner = packed(['1.json', line(numbered(1))])
    const { attempts } = await readContent(packed(['inner.zip', inner]), 'outer.zip')
    expect(placesOf(attempts.map(({ place }) => place))).toEqual([['outer.zip/inner.zip/1.json', null]])
    const deeper = await readContent(
      packed(['middle.zip', packed(['inner.zip', inner])], ['2.json', line(numbered(2))]),
      'o.zip',
    )
    expect(idsOf(deeper.attempts)).toEqual([2])
    expect(deeper.problems).toMatchObject([
      { file: 'o.zip/middle.zip/inner.zip', problem: expect.stringContaining('archive within another') },
    ])
  })

  it('do not lead in circles, and say what is missing', async () => {
    const folder = folderOf({ 'a/1.json': line(numbered(1)) })
    symlinkSync(folder, join(folder, 'a', 'again'))
    symlinkSync(join(folder, 'a', '1.json'), join(folder, 'b.json'))
    const { attempts, problems } = await wholeImport([folder, join(folder, 'nowhere.json')])
    expect(attempts).toHaveLength(2)
    expect(problems.map(({ file }) => file.replace(/^.*?\//, ''))).toEqual(['a/again', 'nowhere.json'])
    expect(problems[1]?.problem).toContain('no such file')
  })

  it('with names that could command a terminal show them without', async () => {
    const { problems } = await readContent(packed(['../\u001b[31mx\u0007.txt', 'x']), 'a.zip')
    expect(problems[0]?.file).toBe('a.zip/�[31mx�.txt')
  })

  it('give batches of a few hundred attempts, and all of them', async () => {
    const folder = folderOf({
      'all.ndjson': Array.from({ length: 1_050 }, (_, at) => line({ ...numbered(at), questions: [] })).join('\n'),
    })
    const sizes: number[] = []
    const { readImport } = await import('../../../../electron/import/results/read-import.ts')
    for await (const { attempts } of readImport([folder])) sizes.push(attempts.length)
    expect(sizes).toEqual([200, 200, 200, 200, 200, 50])
  })

  it('stop when they are asked to', async () => {
    const folder = folderOf({ '1.json': line(numbered(1)) })
    await expect(wholeImport([folder], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

describe('a kind that was asked for', () => {
  it('refuses files of any other', async () => {
    const folder = folderOf({
      a: line(numbered(1)),
      b: csvText(scoresFile([{}])),
      c: line(groupsAnswer([groupResult()])),
      d: 'a letter',
    })
    for (const [kind, file] of [
      ['webhook', 'a'],
      ['results-csv', 'b'],
      ['api', 'c'],
    ] as const) {
      const { attempts, problems } = await wholeImport([folder], { kind })
      expect(attempts.map(({ place }) => place.file.at(-1))).toEqual([file])
      expect(problems.filter(({ problem }) => problem.includes(`asked for (${kind})`))).toHaveLength(2)
      expect(problems).toHaveLength(3)
    }
  })
})
