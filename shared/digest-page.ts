import { digestWords as words } from './locales/digest.en.ts'
import type { Digest, DigestTest } from './model/digest.ts'
import { percentText } from './model/result-values.ts'
import type { AccountStatus } from './model/sync.ts'
import type { UnixSeconds } from './model/time.ts'
import { incompleteSentence } from './sentences.ts'

/** Columns of the page: a mail of plain text is not broken up to here. */
const width = 72
const figures = 6

interface Page {
  readonly digest: Digest
  /** The accounts the digest is of. */
  readonly accounts: readonly (AccountStatus & { readonly timeZone: string })[]
  readonly now: UnixSeconds
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

/** Parts as one sentence: "21 of 22 passed, average 73.2%". */
const joined = (parts: readonly (string | null)[]): string =>
  capital(parts.filter((part): part is string => part !== null).join(', '))

/** What a teacher would say of a test's new results: "26 of 31 passed, average 86.2%. 3 still to grade." */
export function testSentence(test: DigestTest): string {
  const { results, marked, passed, mean, gradable, needsGrading, justMissed } = test
  if (needsGrading > 0 && needsGrading === gradable) return `${words('open', { count: needsGrading })}.`
  const score = mean === null ? null : words(results === 1 ? 'score' : 'average', { mean: percentText(mean) })
  const outcome =
    marked === 0
      ? null
      : passed === marked
        ? words('allPassed', { count: marked })
        : passed === 0
          ? words('nonePassed', { count: marked })
          : words('passed', { passed, count: marked })
  const more = [
    justMissed > 0 && results > 1 ? words('justMissed', { count: justMissed }) : null,
    needsGrading > 0 ? words('someOpen', { count: needsGrading }) : null,
  ].flatMap((part) => (part === null ? [] : `${part}.`))
  const first = joined([outcome, score])
  return [`${first === '' ? words('noScore') : first}.`, ...more].join(' ')
}

/** What else is said of the results to grade, with the day of the oldest as given. */
export const gradingSentence = ({ newToGrade, needsGrading }: Digest, oldest: string | null): string =>
  `${joined([
    newToGrade === 0
      ? words('noneNew')
      : newToGrade === needsGrading
        ? null
        : words('newToGrade', { count: newToGrade }),
    oldest === null ? null : words('oldest', { when: oldest }),
  ])}.`

/** Which way scores changed. */
export function changedSentence({ nowPassed, nowNotPassed }: Digest): string {
  const parts = [
    nowPassed > 0 ? words('nowPassed', { count: nowPassed }) : null,
    nowNotPassed > 0 ? words('nowNotPassed', { count: nowNotPassed }) : null,
  ]
  return `${parts.some((part) => part !== null) ? joined(parts) : words('changedSince')}.`
}

/** "71 students, 5 tests, 48 certificates". */
export const countsSentence = ({ students, tests, certificates }: Digest): string =>
  joined([
    words('students', { count: students }),
    words('tests', { count: tests.length }),
    certificates === 0 ? null : words('certificates', { count: certificates }),
  ])

/**
 * The digest as a page of plain text, to be mailed: no line is longer than 72 columns, and nobody is named. What is not
 * complete comes first.
 */
export function digestPage({ digest, accounts, now }: Page): string {
  const zone = accounts[0]?.timeZone ?? 'UTC'
  const moment = momentsIn(zone)
  const incomplete = incompleteSentence(accounts)
  return [
    words('title'),
    ...wrapped(accounts.map(({ name }) => name).join(', ')),
    `${moment(now)} (${zone})`,
    ...(incomplete === null ? [] : ['', ...wrapped(incomplete)]),
    '',
    ...newsLines(digest, accounts),
    '',
    ...waitingLines(digest, accounts),
    '',
    ...wrapped(words('footer')),
    '',
  ].join('\n')
}

function newsLines(digest: Digest, accounts: Page['accounts']): string[] {
  const { results, tests } = digest
  const what = results === 0 ? words('nothing') : words('new', { count: results })
  // Several accounts may each have a test of one name.
  const schoolOf = new Map(accounts.length > 1 ? accounts.map(({ id, name }) => [id, ` · ${name}`]) : [])
  const rows = tests.flatMap((test) => [
    ...row(test.results, `${test.name}${schoolOf.get(test.account) ?? ''}`),
    ...wrapped(testSentence(test), indent),
  ])
  return [
    ...sinceLines(what, digest, accounts),
    ...(results === 0 ? [] : wrapped(countsSentence(digest))),
    ...(rows.length === 0 ? [] : ['', ...rows]),
  ]
}

/** Since when: in one line where it is the same for all accounts. */
function sinceLines(what: string, { accounts: sinces }: Digest, accounts: Page['accounts']): string[] {
  const zoneOf = (id: string): string => accounts.find((account) => account.id === id)?.timeZone ?? 'UTC'
  const when = sinces.map(({ account, since, isFirst }) => ({
    account: accounts.find(({ id }) => id === account)?.name ?? account,
    isFirst,
    when: momentsIn(zoneOf(account))(since),
  }))
  const [first] = when
  if (first === undefined) return [what]
  if (when.every((each) => each.isFirst)) return wrapped(words('sinceFirst', { what }))
  if (when.every((each) => !each.isFirst && each.when === first.when))
    return wrapped(words('since', { what, when: first.when }))
  return [
    what,
    ...when.flatMap((each) =>
      wrapped(
        each.isFirst
          ? words('sinceEachFirst', { account: each.account })
          : words('sinceEach', { account: each.account, when: each.when }),
      ),
    ),
  ]
}

function waitingLines(digest: Digest, accounts: Page['accounts']): string[] {
  const { needsGrading, oldestToGrade, changed, codesWaiting, questionsWaiting, gaps } = digest
  const day = daysIn(accounts[0]?.timeZone ?? 'UTC')
  const line = (count: number, what: Parameters<typeof words>[0], more: readonly string[] = []): string[] =>
    count === 0
      ? []
      : [
          ...row(count, words(what, { count }).slice(`${count} `.length)),
          ...more.flatMap((sentence) => wrapped(sentence, indent)),
        ]
  const named = accounts.flatMap(({ gaps, timeZone }) =>
    gaps.map(({ feed, from, to }) =>
      words('gap', {
        feed: words(feed === 'groups' ? 'feedGroups' : 'feedLinks'),
        from: daysIn(timeZone)(from),
        to: daysIn(timeZone)(to),
      }),
    ),
  )
  const lines = [
    ...line(needsGrading, 'toGrade', [gradingSentence(digest, oldestToGrade === null ? null : day(oldestToGrade))]),
    ...line(changed, 'changed', [changedSentence(digest)]),
    ...line(codesWaiting, 'codes'),
    ...line(questionsWaiting, 'bank'),
    ...line(gaps, 'gaps', named.slice(0, 10)),
  ]
  return lines.length === 0 ? [words('nothingWaits')] : [words('waiting'), '', ...lines]
}

const indent = ' '.repeat(figures + 2)

/** A figure, and what it counts beside it. */
function row(count: number, what: string): string[] {
  const [first = '', ...rest] = wrapped(what, indent)
  return [`${String(count).padStart(figures)}  ${first.slice(indent.length)}`, ...rest]
}

/** Breaks a text at its spaces; a longer word stands alone, cut where it must be. */
function wrapped(text: string, before = ''): string[] {
  const room = width - before.length
  const lines: string[] = []
  for (const word of text.split(/\s+/u).flatMap((each) => cut(each, room))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => `${before}${line}`)
}

function cut(word: string, room: number): string[] {
  const letters = [...word]
  const parts: string[] = []
  let part = ''
  for (const letter of letters) {
    if (part.length + letter.length > room) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part]
}

const momentsIn = (zone: string): ((moment: UnixSeconds) => string) => {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone })
  return (moment) => format.format(moment * 1000)
}

const daysIn = (zone: string): ((moment: UnixSeconds) => string) => {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: zone })
  return (moment) => format.format(moment * 1000)
}
