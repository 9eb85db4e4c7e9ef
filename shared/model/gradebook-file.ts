import type { z } from 'zod'
import { longestSisText, type SisColumn, sisColumns, sisNames, usualSisColumns } from './sis-columns.ts'

/** `live`: formulas that recalculate. `values`: what they come to. */
export type FigureKind = 'live' | 'values'

/** Who a CSV file is for: this computer's spreadsheet, programs, Canvas, Moodle, or the school's own system. */
export const csvFormNames = ['excel', 'machine', 'canvas', 'moodle', 'sis'] as const
export type CsvForm = (typeof csvFormNames)[number]

/** Forms that are nothing without names: another system looks people up by them. */
export const formsOfNames: readonly CsvForm[] = ['canvas', 'moodle']

/** What a file holds only where somebody asks for it. */
export interface Extras {
  /** The address of each result, and of each certificate: whoever has it can open it. */
  readonly links?: boolean
  readonly ipAddresses?: boolean
  /** Answers to a link's questions before the test. */
  readonly extraFields?: boolean
}

/** A spreadsheet compares every cell's student and test with every attempt: above this it takes too long. */
const mostLive = 10_000_000

export const isTooLargeToBeLive = (students: number, tests: number, attempts: number): boolean =>
  students * tests * attempts > mostLive

/** The files a gradebook can be handed in as; a Parquet file holds its attempts. */
export const gradebookFiles = ['workbook', ...csvFormNames, 'parquet'] as const
export type GradebookFile = (typeof gradebookFiles)[number]

/** How a gradebook was handed in last: the next time begins with it. */
export interface GradebookFileChoice extends Required<Extras> {
  readonly file: GradebookFile
  readonly identity: 'names' | 'pseudonyms'
  readonly figures: FigureKind
  /** Sheets of a workbook that not everybody wants. */
  readonly testSheets: boolean
  readonly certificates: boolean
  /** How the questions did of each test whose answers are here. */
  readonly items: boolean
  /** A column of e-mail addresses on the Gradebook sheet. */
  readonly emails: boolean
  readonly sisColumns: readonly SisColumn[]
  /** The name under which those columns are kept; null where they are under none. */
  readonly sisPreset: string | null
}

export const usualGradebookFile: GradebookFileChoice = {
  file: 'workbook',
  identity: 'names',
  figures: 'live',
  testSheets: false,
  certificates: false,
  items: false,
  emails: false,
  links: false,
  ipAddresses: false,
  extraFields: false,
  sisColumns: usualSisColumns,
  sisPreset: null,
}

/** The parts of zod that the choice's type is made of. */
type ChoiceZod = Pick<typeof z, 'array' | 'boolean' | 'enum' | 'strictObject' | 'string'>

export function gradebookFileChoice(zod: ChoiceZod): z.ZodType<GradebookFileChoice> {
  return zod.strictObject({
    file: zod.enum(gradebookFiles),
    identity: zod.enum(['names', 'pseudonyms']),
    figures: zod.enum(['live', 'values']),
    testSheets: zod.boolean(),
    certificates: zod.boolean(),
    // A choice that an earlier version kept has none of these.
    items: zod.boolean().default(usualGradebookFile.items),
    emails: zod.boolean().default(usualGradebookFile.emails),
    sisPreset: zod.string().max(longestSisText).nullable().default(null),
    links: zod.boolean(),
    ipAddresses: zod.boolean(),
    extraFields: zod.boolean(),
    sisColumns: sisColumns(zod),
  })
}

/** The CSV form of a file; undefined for one that is not CSV. */
export const csvFormOf = (file: GradebookFile): CsvForm | undefined => csvFormNames.find((form) => form === file)

/**
 * A choice without what its file cannot hold: some files are nothing without names, and one with pseudonyms has no
 * column that leads to a person.
 */
export function possibleChoice(choice: GradebookFileChoice): GradebookFileChoice {
  const form = csvFormOf(choice.file)
  const identity = form !== undefined && formsOfNames.includes(form) ? 'names' : choice.identity
  if (identity === 'names') return { ...choice, identity }
  return {
    ...choice,
    sisColumns: choice.sisColumns.filter(({ field }) => !sisNames.includes(field)),
    ...{ certificates: false, emails: false, links: false, ipAddresses: false, extraFields: false },
  }
}
