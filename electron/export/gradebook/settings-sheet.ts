import type { DataValidation } from 'exceljs'
import { mostPlaces } from '../../../shared/model/grading.ts'
import { accountSections, fileSection } from '../settings.ts'
import type { SettingsSection } from '../writer/workbook.ts'
import type { Book } from './book.ts'
import { type Cell, empty, heightOf, number, styles, text } from './cells.ts'
import { gradeHeader } from './columns.ts'
import { itemsSections, type TestItems } from './items-sheets.ts'
import type { GradebookPlan } from './plan.ts'
import { policyChoices, policyWord } from './policy-words.ts'
import { aboutLines, figureLines, legendLines } from './words.ts'

const sheetName = 'Settings'
/** The width of the column of explanations, in characters. */
const wide = 100

/** Writes the rules, as input cells where the book is live, and how to read the file. */
export async function writeSettings(
  book: Book,
  plan: GradebookPlan,
  items: readonly TestItems[] | null,
): Promise<void> {
  const { rules, figures } = plan
  const isLive = figures === 'live'
  const sheet = book.sheet(sheetName, { widths: [30, 12, wide], frozen: null })
  const input = (live: Cell['style'], fixed: Cell['style']): Cell['style'] => (isLive ? live : fixed)
  await sheet.add([text('How attempts become grades', styles.title)])
  await sheet.add([
    text('Attempt policy', styles.label),
    text(policyWord(rules.policy), input(styles.input, styles.text)),
    text('Best, First, Last or Average: which attempt of a student at a test counts.', styles.word),
  ])
  const policyCell = `B${sheet.rows}`
  await sheet.add([
    text('Decimals of a percent', styles.label),
    number(rules.places, input(styles.inputNumber, styles.number)),
    text('To which an average is rounded, once, half away from zero, before its grade is looked up.', styles.word),
  ])
  const placesCell = `B${sheet.rows}`
  const bands = (rules.scale?.bands ?? []).toReversed()
  if (bands.length > 0) {
    await sheet.add([])
    await sheet.add(['From', gradeHeader(rules.scale)].map((header) => text(header, styles.figureHeader)))
    const first = sheet.rows + 1
    for (const { from, grade } of bands) {
      await sheet.add([
        number(from / 10_000, input(styles.inputPercent, styles.bound)),
        text(grade, input(styles.input, styles.aside)),
      ])
    }
    if (isLive) {
      book.name('Grade_Min', `${sheetName}!$A$${first}:$A$${sheet.rows}`)
      book.name('Grade_Letter', `${sheetName}!$B$${first}:$B$${sheet.rows}`)
    }
  }
  for (const { title, lines } of [...sectionsOf(plan), ...itemsSections(items)]) {
    await sheet.add([])
    await sheet.add([title, null, null].map((each) => text(each, styles.header)))
    for (const { label, value } of lines) {
      if (typeof value === 'number') await sheet.add([text(label, styles.label), number(value, styles.plain)])
      else await sheet.add([text(label, styles.label), empty, text(value, styles.words)], heightOf(value, wide))
    }
  }
  if (isLive) {
    const absolute = (cell: string): string => `${sheetName}!$${cell.charAt(0)}$${cell.slice(1)}`
    book.name('Attempt_Policy', absolute(policyCell))
    book.name('Round_Places', absolute(placesCell))
  }
  sheet.finish(
    isLive
      ? {
          validations: [
            { cells: [policyCell], validation: policyChoices },
            { cells: [placesCell], validation: wholePlaces },
          ],
        }
      : {},
  )
}

const wholePlaces: DataValidation = {
  ...{ type: 'whole', operator: 'between', allowBlank: false },
  ...{ formulae: [0, mostPlaces], showErrorMessage: true },
  ...{ errorTitle: 'Decimals', error: `Choose a whole number from 0 to ${mostPlaces}.` },
}

const sectionsOf = (plan: GradebookPlan): SettingsSection[] => [
  fileSection(plan.request.exportedAt, plan.accounts, [...aboutLines(plan), ...figureLines(plan)]),
  ...accountSections(plan.accounts),
  { title: 'Legend', lines: legendLines(plan) },
]
