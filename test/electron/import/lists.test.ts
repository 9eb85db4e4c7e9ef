import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codesOf } from './codes-of.ts'

const lists = join(import.meta.dirname, '../../cases/lists')

/** Reads the codes of one of the lists. */
const read = (name: string, options: { column?: string; sheet?: string; encoding?: string } = {}) =>
  codesOf({ file: join(lists, name), ...options })

/** The right answer for each file: its codes, and for refused ones the reason and the line. */
const right: Readonly<Record<string, { codes: readonly string[]; refused?: readonly (readonly [number, string])[] }>> =
  {
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

/** For each of the other files, the question it raises and the choices it names. */
const asked: Readonly<Record<string, { code: string; facts: readonly string[] }>> = {
  'canvas.csv': { code: 'usage/which-column', facts: ['“SIS Login ID” (D)', '“Final Score” (G)'] },
  'moodle.csv': {
    code: 'usage/which-column',
    facts: ['“Email address” (D)', '“Last downloaded from this course” (F)'],
  },
  'dupheader.csv': { code: 'usage/which-column', facts: ['“Access code” (A)', '“Access code” (C)'] },
  'cp1250.csv': { code: 'usage/which-encoding', facts: ['windows-1250'] },
  'macroman.csv': { code: 'usage/which-encoding', facts: ['macintosh'] },
}

describe('a list as people really have it', () => {
  it.each(Object.entries(right))('gives its codes and nothing else: %s', async (name, { codes, refused = [] }) => {
    const found = await read(name)
    expect([...new Set(found.codes)]).toEqual(codes)
    expect(found.refused).toEqual(refused)
  })

  it.each(Object.entries(asked))('asks before anything is sent: %s', async (name, { code, facts }) => {
    await expect(read(name)).rejects.toMatchObject({ code, detail: { fileName: name } })
    const told = await read(name).catch((thrown) => JSON.stringify(thrown.detail))
    for (const fact of facts) expect(told).toContain(fact)
  })

  it('is refused where a quotation mark is never closed, with the line of the mark', async () => {
    await expect(read('unclosed.csv')).rejects.toMatchObject({
      code: 'table/unclosed-quote',
      detail: { fileName: 'unclosed.csv', line: 2 },
    })
  })

  it('is one of these in each file there is', () => {
    expect(readdirSync(lists).toSorted()).toEqual(
      [...Object.keys(right), ...Object.keys(asked), 'unclosed.csv'].toSorted(),
    )
  })
})

describe('what was asked is answered by an option', () => {
  it.each([
    ['dupheader.csv', { column: 'C' }, ['K8-011']],
    ['dupheader.csv', { column: 'a' }, ['K8-010']],
    ['canvas.csv', { column: 'sis user id' }, ['S001', 'S002']],
    ['moodle.csv', { column: 'ID number' }, ['00042', '00043']],
    ['instructions-first.xlsx', { sheet: 'codes' }, ['K7-001', 'K7-002']],
    ['cp1250.csv', { encoding: 'cp1250' }, ['K7ł-044']],
    ['cp1250.csv', { encoding: 'Windows-1250' }, ['K7ł-044']],
    ['macroman.csv', { encoding: 'MacRoman' }, ['K7é-045']],
  ])('%s %j', async (name, options, codes) => {
    expect(await read(name, options)).toMatchObject({ codes })
  })

  it('names the sheet in its answer', async () => {
    expect((await read('instructions-first.xlsx')).said).toContain('sheet “Codes”, column “Access code”')
  })

  it.each([
    ['dupheader.csv', { column: 'Access code' }, 'usage/which-column'],
    ['moodle.csv', { column: 'Voucher' }, 'usage/which-column'],
    ['instructions-first.xlsx', { sheet: 'Third' }, 'usage/which-sheet'],
    ['cp1250.csv', { encoding: 'klingon' }, 'usage/which-encoding'],
    ['cp1250.csv', { encoding: 'utf-8' }, 'usage/which-encoding'],
    ['zugang.csv', { sheet: 'Codes' }, 'usage/no-sheets'],
  ])('and refused where it answers nothing: %s %j', async (name, options, code) => {
    await expect(read(name, options)).rejects.toMatchObject({ code })
  })
})
