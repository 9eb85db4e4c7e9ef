import type { FileHandle } from 'node:fs/promises'
import Papa from 'papaparse'
import type { CsvForm } from '../../../shared/model/gradebook-file.ts'
import { columnsWithoutTest } from '../../../shared/model/sis-columns.ts'
import { formulaStart, guarded } from '../../../shared/model/spreadsheet-text.ts'
import type { Reading } from '../../store/api.ts'
import { withoutControls } from '../writer/columns.ts'
import { lineEnd } from '../writer/csv.ts'
import { type ExportRun, inTemporaryFile, replacedBy, rowsPerTurn, type WriteOrder } from '../writer/table.ts'
import type { ExportedRow } from './columns.ts'
import { accountNames, byName, rowsShown } from './content.ts'
import { csvForms, type Field } from './csv-forms.ts'
import type { GradebookRequest, WrittenGradebook } from './request.ts'
import { testTitles } from './titles.ts'

/** How a form is written: what separates fields, what marks decimals, and whether texts are guarded. */
interface Dialect {
  readonly start: string
  readonly separator: string
  readonly decimalMark: string
  readonly guards: boolean
}

/** Where the decimal mark is a comma, a spreadsheet separates fields by semicolons. */
export function dialectOf(form: CsvForm, locale: string): Dialect {
  const plain = { start: '', separator: ',', decimalMark: '.' }
  if (form === 'machine') return { ...plain, guards: false }
  if (form !== 'excel') return { ...plain, guards: true }
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  const isComma = parts.some(({ type, value }) => type === 'decimal' && value === ',')
  return { start: '\uFEFF', separator: isComma ? ';' : ',', decimalMark: isComma ? ',' : '.', guards: true }
}

/** Writes a gradebook as CSV in a form. @throws AppError as `Exporter.run` */
export async function writeCsv(
  reading: Reading,
  { request, ...place }: WriteOrder<GradebookRequest>,
  form: CsvForm,
  run: ExportRun,
): Promise<WrittenGradebook> {
  const whole = reading.gradebook({ gradebook: request.definition, sort: byName })
  const accountName = accountNames(reading)
  const titles = testTitles(whole.summary.tests, accountName, reading.outwardId)
  const tests = whole.summary.tests.map((test, at) => ({
    ...test,
    title: titles[at] as string,
  }))
  const lines = csvForms[form]({ request, tests, accountName, outwardId: reading.outwardId })
  const dialect = dialectOf(form, request.locale ?? 'en')
  const formulaLikeTexts = await inTemporaryFile(place.temporaryFile, async (file) => {
    const writer = new LineWriter(file, dialect)
    await writer.write([lines.header, ...lines.above])
    let step: ExportedRow[] = []
    let written = 0
    for (const row of rowsShown(whole, request)) {
      step.push(row)
      if (step.length < rowsPerTurn) continue
      await writer.write(step.map(lines.line))
      written += step.length
      step = []
      await run.yieldToEvents()
      run.progress(written, whole.summary.students)
    }
    await writer.write(step.map(lines.line))
    return writer.formulaLikeTexts
  })
  await replacedBy(place, run)
  const { students, attempts } = whole.summary
  const emptyColumns = form === 'sis' ? columnsWithoutTest(request.sisColumns ?? [], tests, reading.outwardId) : []
  return { file: request.file, sheets: [], students, attempts, figures: 'values', formulaLikeTexts, emptyColumns }
}

class LineWriter {
  readonly #file: FileHandle
  readonly #dialect: Dialect
  #start: string
  formulaLikeTexts = 0

  constructor(file: FileHandle, dialect: Dialect) {
    this.#file = file
    this.#dialect = dialect
    this.#start = dialect.start
  }

  async write(lines: readonly (readonly Field[])[]): Promise<void> {
    if (lines.length === 0) return
    const { separator } = this.#dialect
    const fields = lines.map((line) => line.map((field) => this.#field(field)))
    await this.#file.writeFile(this.#start + Papa.unparse(fields, { newline: lineEnd, delimiter: separator }) + lineEnd)
    this.#start = ''
  }

  #field(field: Field): string {
    const { decimalMark, guards } = this.#dialect
    if (field === null) return ''
    if (typeof field === 'number') return String(field).replace('.', decimalMark)
    const text = withoutControls(field)
    if (guards) return guarded.test(text) ? `'${text}` : text
    if (formulaStart.test(text)) this.formulaLikeTexts++
    return text
  }
}
