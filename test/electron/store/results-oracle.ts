import fc from 'fast-check'
import type { Condition, ResultsFilter } from '../../../shared/model/filter.ts'
import { outcome } from '../../../shared/model/result.ts'
import { fold } from '../../../shared/model/text.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { type SampleRow, sampleRows, zoneOf } from './sample-rows.ts'

export const rows = sampleRows(300)

/** A survey and an attempt that goes on are never to be graded. */
const gradable = ({ status, testType }: SampleRow['result']): boolean =>
  testType?.toLowerCase() !== 'survey' && (status === null || status.toLowerCase() === 'f')

const plainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()

/** The filter written out plainly, row by row. */
export const matches = (row: SampleRow, filter: ResultsFilter): boolean =>
  filter.every((condition) => meets(row, condition))

function meets(row: SampleRow, condition: Condition): boolean {
  const { account, result } = row
  const zone = account === 'a' ? zoneOf.a : zoneOf.b
  const has = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value)
  switch (condition.field) {
    case 'account':
      return condition.value.includes(account)
    case 'test':
      return has(condition.value, result.testId)
    case 'source':
      return has(
        condition.value.map(({ feed, id }) => `${feed} ${id}`),
        `${result.feed} ${result.sourceId}`,
      )
    case 'finished':
      return condition.op === 'from'
        ? result.timeFinished >= startOfDay(condition.value, zone)
        : result.timeFinished < endOfDay(condition.value, zone)
    case 'percentage': {
      const bound = Math.round(condition.value * 10)
      return condition.op === 'from' ? Number(result.percentage) >= bound : Number(result.percentage) <= bound
    }
    case 'points': {
      const points = result.pointsScored
      return points !== null && (condition.op === 'from' ? points >= condition.value : points <= condition.value)
    }
    case 'duration': {
      const seconds = result.durationSeconds
      return seconds !== null && (condition.op === 'from' ? seconds >= condition.value : seconds <= condition.value)
    }
    case 'type':
      return has(condition.value, result.testType?.toLowerCase() === 'survey' ? 'survey' : 'test')
    case 'accessCode':
      return plainLetters(result.accessCode ?? '').includes(plainLetters(condition.value))
    case 'extraInfo':
      return result.extraInfo.some((each) => plainLetters(each ?? '').includes(plainLetters(condition.value)))
    case 'student':
      return has(
        condition.value.map(({ key }) => key),
        `user:${result.userId}`,
      )
    case 'class':
    case 'label':
    case 'changed':
      return false
    case 'outcome': {
      const own = outcome(result)
      return condition.value.length === 0 || (own !== 'none' && condition.value.includes(own))
    }
    case 'grading':
      return (gradable(result) ? result.requiresGrading : false) === condition.value
    case 'certificate':
      return (result.certificateSerial !== null) === condition.value
    case 'search':
      return matchesSearch(row, condition.value)
    case 'id':
      throw new Error('Rows of a sample have no number.')
  }
}

function matchesSearch({ result }: SampleRow, search: string): boolean {
  const fields = [
    `${result.first} ${result.last}`,
    result.email ?? '',
    result.accessCode ?? '',
    result.certificateSerial ?? '',
    (result.certificateSerial ?? '').replaceAll('-', ''),
  ].map(fold)
  const typed = fold(search.replaceAll(',', ' ')).split(' ').filter(Boolean)
  if (typed.length === 0 && search.trim() !== '') return false
  const told = typed.filter((word) => /[^%-]/.test(word))
  const words = told.length > 0 ? told : typed
  const serial = fields.at(-1) ?? ''
  const isInSerial = (word: string) => {
    const together = word.replaceAll('-', '')
    return together.length >= 3 && serial.includes(together)
  }
  return words.every((word) => fields.some((field) => field.includes(word)) || isInSerial(word))
}

export const keyOf = ({ account, result }: SampleRow) => `${account}/${result.userId ?? result.linkResultId}`

export const calendarDay = fc.integer({ min: 1, max: 21 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`)
export const percentage = fc.constantFrom(-5, 0, 49.9, 49.95, 50, 74.9, 75, 100, 110)
export const word = fc.constantFrom(
  'ada',
  'LUKASZ',
  'o',
  "o'neill",
  'müll',
  'ca',
  'pqyzzvk',
  'ca1pqy-zzvk',
  'ca-1pq-yz',
  '7@example',
  '%',
  '李',
  'x"y',
  "'",
  'ada,',
  '-',
)
export const search = fc.array(word, { maxLength: 2 }).map((words) => words.join(' '))
export const parts: Readonly<Record<string, fc.Arbitrary<Condition>>> = {
  account: fc.subarray(['a', 'b', 'nobody']).map((value) => ({ field: 'account', op: 'in', value })),
  test: fc.subarray([1, 2, 3, 4, 5, 99]).map((value) => ({ field: 'test', op: 'in', value })),
  source: fc
    .subarray([
      { feed: 'groups', id: 10 },
      { feed: 'links', id: 10 },
      { feed: 'links', id: 20 },
      { feed: 'groups', id: 99 },
    ] as const)
    .map((value) => ({ field: 'source', op: 'in', value })),
  from: calendarDay.map((value) => ({ field: 'finished', op: 'from', value })),
  to: calendarDay.map((value) => ({ field: 'finished', op: 'to', value })),
  'least percentage': percentage.map((value) => ({ field: 'percentage', op: 'from', value })),
  'most percentage': percentage.map((value) => ({ field: 'percentage', op: 'to', value })),
  outcome: fc.subarray(['passed', 'not-passed'] as const).map((value) => ({ field: 'outcome', op: 'in', value })),
  grading: fc.boolean().map((value) => ({ field: 'grading', op: 'is', value })),
  certificate: fc.boolean().map((value) => ({ field: 'certificate', op: 'is', value })),
  search: search.map((value) => ({ field: 'search', op: 'contains', value })),
}
