import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { computer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/secrets/keytar-store.ts', () => ({ keytarStore: async () => null }))

const lists = join(import.meta.dirname, '../../cases/lists')
const listId = 123_456

/** Adds the codes of a file to an empty list. */
async function added(name: string, ...options: string[]) {
  const { simulator, run, connect, dataDir } = await computer({ results: 0 })
  await connect()
  const list = simulator.world.accessList(listId)
  list?.codes.clear()
  const file = join(lists, name)
  const ran = await run(['codes', 'add', String(listId), '--file', file, ...options, '--json', '--data-dir', dataDir])
  return { ...ran, codes: [...(list?.codes ?? [])] }
}

/** What is right for each file: its codes, and where some are refused, why and on which line. */
const right: Readonly<Record<string, { codes: readonly string[]; refused?: readonly (readonly [number, string])[] }>> = {
  'zugang.csv': { codes: ['K7-010', 'K7-011'] },
  'codeacces.csv': { codes: ['K7-014', 'K7-015'] },
  'pin.csv': { codes: ['0042', '0043'] },
  'voucher.csv': { codes: ['K7-016', 'K7-017'] },
  'header-code.csv': { codes: ['K8-090'] },
  'turkish.csv': { codes: ['K7-068', 'K7-069'] },
  'spaces-quotes.csv': { codes: ['K8-050', 'K8,051'] },
  'instructions-first.xlsx': { codes: ['K7-001', 'K7-002'] },
  'quoted-sep.csv': { codes: ['K8-030'] },
  'sep.csv': { codes: ['K7-046'] },
  'sci.csv': {
    codes: ['219E01BE'],
    refused: [
      [2, 'spoilt-number'],
      [3, 'spoilt-number'],
      [4, 'spoilt-number'],
    ],
  },
  'escapes.xlsx': { codes: ['K7-004', 'ABC', 'lit_x0041_'] },
  'apostrophe.csv': { codes: ['00125', '-abc'] },
  'invisible.csv': { codes: ['K7-020', 'K7-021', 'K7-022', 'K7-023', 'K7-024', 'K7-025'] },
  'newline-cell.csv': { codes: ['K7-030'], refused: [[4, 'line-break']] },
  'ns-prefixed.xlsx': { codes: ['K7-001', 'K7-002'] },
  'blackboard.xls': { codes: ['K7-042'] },
  'case.csv': { codes: ['abc123', 'ABC123', 'café'] },
  'blank-second.csv': { codes: ['K8-020'] },
  'trailing-delims.csv': { codes: ['K7-060', 'K7-061'] },
  'comment.csv': { codes: ['K7-064', 'K7-065'] },
  'numbered.csv': { codes: ['K7-062', 'K7-063'] },
  'crcrlf.csv': { codes: ['K8-060', 'K8-061'] },
  'utf16le-nobom.csv': { codes: ['K7-040'] },
  'gbk.csv': { codes: ['K8-080'] },
}

/** What is asked of each of the others, by a word of the refusal. */
const asked: Readonly<Record<string, readonly string[]>> = {
  'canvas.csv': ['--column', '“SIS Login ID” (D)', '“Final Score” (G)'],
  'moodle.csv': ['--column', '“Email address” (D)', '“Last downloaded from this course” (F)'],
  'dupheader.csv': ['--column', '“Access code” (A)', '“Access code” (C)'],
  'cp1250.csv': ['--encoding', 'windows-1250'],
  'macroman.csv': ['--encoding', 'macintosh'],
}

describe('a list as people really have it', () => {
  it.each(Object.entries(right))('gives its codes and nothing else: %s', async (name, { codes, refused = [] }) => {
    const ran = await added(name)
    expect({ status: ran.status, codes: ran.codes.toSorted() }).toEqual({ status: 0, codes: [...codes].toSorted() })
    const reasons = ran.json.rejected.map(({ reason }: { reason: string }) => reason).filter((each: string) => each !== 'duplicate')
    expect(reasons).toEqual(refused.map(([, reason]) => reason))
    for (const [line] of refused) expect(ran.err).toContain(`Line ${line}: `)
  })

  it.each(Object.entries(asked))('asks before anything is sent: %s', async (name, words) => {
    const ran = await added(name)
    expect(ran).toMatchObject({ status: 2, out: '', codes: [] })
    for (const word of [`“${name}”`, ...words]) expect(ran.err).toContain(word)
  })

  it('is refused where a quotation mark is never closed, with the line of the mark', async () => {
    const ran = await added('unclosed.csv')
    expect(ran).toMatchObject({ status: 1, out: '', codes: [] })
    expect(ran.err).toContain('line 2')
  })

  it('is one of these in each file there is', () => {
    expect(readdirSync(lists).toSorted()).toEqual(
      [...Object.keys(right), ...Object.keys(asked), 'unclosed.csv'].toSorted(),
    )
  })
})

describe('what was asked is answered by an option', () => {
  it.each([
    ['dupheader.csv', ['--column', 'C'], ['K8-011']],
    ['dupheader.csv', ['--column', 'a'], ['K8-010']],
    ['canvas.csv', ['--column', 'sis user id'], ['S001', 'S002']],
    ['moodle.csv', ['--column', 'ID number'], ['00042', '00043']],
    ['instructions-first.xlsx', ['--sheet', 'codes'], ['K7-001', 'K7-002']],
    ['cp1250.csv', ['--encoding', 'cp1250'], ['K7ł-044']],
    ['cp1250.csv', ['--encoding', 'windows-1250'], ['K7ł-044']],
    ['macroman.csv', ['--encoding', 'MacRoman'], ['K7é-045']],
  ] as const)('%s %j', async (name, options, codes) => {
    expect(await added(name, ...options)).toMatchObject({ status: 0, codes })
  })

  it('names the sheet in its answer', async () => {
    expect((await added('instructions-first.xlsx')).err).toContain('sheet “Codes”, column “Access code”')
  })

  it('points at codes that differ only in case', async () => {
    expect((await added('case.csv')).err).toContain('“abc123”, “ABC123”')
  })

  it.each([
    ['dupheader.csv', ['--column', 'Access code'], 'More than one column'],
    ['moodle.csv', ['--column', 'Voucher'], 'no column “Voucher”'],
    ['instructions-first.xlsx', ['--sheet', 'Third'], '“Instructions”, “Codes”'],
    ['cp1250.csv', ['--encoding', 'klingon'], 'windows-1250'],
    ['zugang.csv', ['--sheet', 'Codes'], 'no sheets'],
    ['zugang.csv', ['--column', ' '], '--column needs a value'],
  ] as const)('and refused where it answers nothing: %s %j', async (name, options, words) => {
    const ran = await added(name, ...options)
    expect(ran).toMatchObject({ status: 2, out: '', codes: [] })
    expect(ran.err).toContain(words)
  })
})
