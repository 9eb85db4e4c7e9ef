import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { digestWords } from '../../shared/locales/digest.en.ts'
import { wordsFor } from '../../shared/sentences.ts'

/** Names of facts that are figures: how many, of how many. What a "number" or a "line" names is a place, and has none. */
const figures = [
  ...['count', 'total', 'done', 'used', 'limit', 'n', 'most', 'least', 'left', 'passed', 'shown', 'here', 'all'],
  ...['rows', 'tests', 'students', 'attempts', 'results', 'questions', 'requests'],
]

/** What has the name of a figure and is none, by its file. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Counted and written out before: "3 questions", "1,240".
  'shared/locales/question-losses.en.ts': ['questions'],
  'renderer/features/students/words.en.ts': ['tests', 'attempts', 'count'],
  'renderer/features/activity/words.en.ts': ['requests'],
  'renderer/features/imports/words.en.ts': ['shown', 'total', 'done'],
  'renderer/features/results/words.en.ts': ['shown'],
  'renderer/features/certificates/words.en.ts': ['shown'],
  'renderer/features/question-bank/words.en.ts': ['n'],
  // Names of tests, numbers of rows in a list, a pass mark.
  'renderer/features/gradebook/print-words.en.ts': ['tests'],
  'renderer/features/start-links/words.en.ts': ['rows'],
  'shared/locales/gradebook-checks.en.ts': ['used'],
}

const files = [...globSync('shared/locales/*.ts'), ...globSync('renderer/**/*words.en.ts')].map((file) =>
  file.replaceAll('\\', '/'),
)

/** Each figure of a file that is written without separators, with its line. */
function unseparated(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) =>
      [...line.matchAll(/\{\{(\w+)\}\}/g)]
        .map(([, name = '']) => name)
        .filter((name) => figures.includes(name) && !exceptions[file]?.includes(name))
        .map((name) => `${file}: ${name} in ${line.trim()}`),
    )
}

describe('the figures in sentences', () => {
  it('have separators, as in "1,066 students"', () => {
    expect(files.length).toBeGreaterThan(30)
    expect(files.flatMap(unseparated)).toEqual([])
  })

  it('have them in an error as well', () => {
    const { what } = wordsFor({
      code: 'table/too-many-rows',
      detail: { fileName: 'a.csv', rows: 1_200_000, most: 200_000 },
    })
    expect(what).toBe('“a.csv” has 1,200,000 rows, and 200,000 can be read at once.')
    expect(digestWords('students', { count: 1_066 })).toBe('1,066 students')
  })
})
