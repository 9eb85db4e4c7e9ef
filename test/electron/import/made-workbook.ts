import { crc32, deflateRawSync } from 'node:zlib'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'
const kinds = 'http://schemas.openxmlformats.org/package/2006/content-types'
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export type Part = readonly [name: string, content: string | Buffer]

export interface MadeSheet {
  readonly name: string
  /** Its rows, as XML. */
  readonly rows: string
  readonly state?: 'hidden' | 'veryHidden'
  /** XML that follows the rows. */
  readonly behind?: string
}

export interface MadeWorkbook {
  readonly sheets: readonly MadeSheet[]
  /** Number formats; a cell refers to them by `s="1"` and up. */
  readonly formats?: readonly string[]
  /** Shared strings, as XML. */
  readonly strings?: readonly string[]
  /** XML that follows the workbook's sheets. */
  readonly settings?: string
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

/** The parts of a workbook, by the names Excel gives them. */
export function partsOf({ sheets, formats = [], strings = [], settings = '' }: MadeWorkbook): readonly Part[] {
  const override = (part: string, kind: string) => `<Override PartName="${part}" ContentType="${excel}.${kind}+xml"/>`
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/>`
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/styles.xml', 'styles')}${override('/xl/sharedStrings.xml', 'sharedStrings')}${sheets.map((_, at) => override(`/xl/worksheets/sheet${at + 1}.xml`, 'worksheet')).join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packages}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map(({ name, state }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`).join('')}</sheets>${settings}</workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packages}">${sheets.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)).join('')}${relation('rIdS', 'styles', 'styles.xml')}${relation('rIdT', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><numFmts>${formats.map((format, at) => `<numFmt numFmtId="${200 + at}" formatCode="${escaped(format)}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, at) => `<xf numFmtId="${200 + at}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`,
    ],
    ['xl/sharedStrings.xml', `<sst xmlns="${main}">${strings.map((string) => `<si>${string}</si>`).join('')}</sst>`],
    ...sheets.map(
      ({ rows, behind = '' }, at): Part => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${behind}</worksheet>`,
      ],
    ),
  ]
}

export const workbookOf = (book: MadeWorkbook): Buffer => archive(partsOf(book))

/** A workbook of one sheet whose first column has a heading for codes and these cells below it. */
export function codesBook(cells: readonly string[], extra: Partial<Omit<MadeWorkbook, 'sheets'>> = {}): Buffer {
  const rows = [text('Access code'), ...cells].map((cell, at) => `<row r="${at + 1}">${cell}</row>`)
  return workbookOf({ ...extra, sheets: [{ name: 'Codes', rows: rows.join('') }] })
}

export const text = (content: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(content)}</t></is></c>`
export const row = (...cells: readonly string[]): string => `<row>${cells.map(text).join('')}</row>`

/** A zip archive (APPNOTE 4.3); `packed` replaces the content of every file in it. */
export function archive(
  files: readonly Part[],
  packed?: { readonly content: Buffer; readonly said: number; readonly check: number },
): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, text] of files) {
    const content = packed?.content ?? deflateRawSync(text)
    const sizes = Buffer.alloc(18)
    sizes.writeUInt16LE(8, 0)
    sizes.writeUInt32LE(packed?.check ?? crc32(text), 6)
    sizes.writeUInt32LE(content.length, 10)
    sizes.writeUInt32LE(packed?.said ?? Buffer.byteLength(text), 14)
    const path = Buffer.from(name)
    const nameLength = Buffer.alloc(4)
    nameLength.writeUInt16LE(path.length, 0)
    const head = Buffer.concat([Buffer.from('14000000', 'hex'), sizes, nameLength])
    const offset = Buffer.alloc(14)
    offset.writeUInt32LE(at, 10)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, path, content])
    central.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), head, offset, path]))
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}
