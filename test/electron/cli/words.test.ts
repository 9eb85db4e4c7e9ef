import { describe, expect, it } from 'vitest'
import { pushProgress } from '../../../electron/cli/codes/push.ts'
import { exportProgress } from '../../../electron/cli/commands/export.ts'
import { statusLines } from '../../../electron/cli/commands/status.ts'
import { syncLine } from '../../../electron/cli/commands/sync.ts'
import { cliSentence, statusOf } from '../../../electron/cli/failures.ts'
import { momentsIn } from '../../../electron/cli/moment.ts'
import { plainJson, plainText, progressLine, type Terminal } from '../../../electron/cli/terminal.ts'
import { AppError } from '../../../shared/errors.ts'
import { outcomeOf, type SyncSummary } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { syncSummary } from '../support/made-laptop.ts'

const noon = unixSeconds(1_795_176_000)
const dangerous = 'Ada\u001b[2J\u0007\r\n\t\u009b31m\u0000\u007f'

// Every character that Unicode calls a direction control, and Unicode's two line ends.
const turning = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029'

describe('text on a terminal', () => {
  it('holds no control character of a name', () => {
    expect(plainText(dangerous)).toBe('Ada�[2J�����31m��')
    expect(plainText('Zoë 小龙 👩‍🎓')).toBe('Zoë 小龙 👩‍🎓')
  })

  it('neither turns its direction round nor begins a line of its own', () => {
    expect(plainText('Ada\u202egnp.exe\u202c')).toBe('Ada�gnp.exe�')
    expect(plainText(turning)).toBe('�'.repeat([...turning].length))
  })

  it('of JSON writes every one of them out, and none is lost', () => {
    const name = dangerous + turning
    expect(plainJson({ name })).not.toMatch(/[\p{Cc}\p{Bidi_C}\u2028\u2029]/u)
    expect(JSON.parse(plainJson({ name }))).toEqual({ name })
  })

  it('of a failure is one line, whatever its facts hold', () => {
    const sentence = cliSentence({ code: 'account/exists', detail: { name: dangerous } })
    expect(sentence).not.toMatch(/\p{Cc}/u)
    expect(sentence).toContain('Ada�[2J')
  })

  it('promises no log where there is none', () => {
    expect(cliSentence({ code: 'internal', detail: {} })).toMatch(/GRADEKEEP_DEBUG=1/)
    expect(cliSentence({ code: 'internal', detail: {} })).not.toMatch(/log/)
  })
})

describe('a moment', () => {
  it('is written on the wall clock of its zone', () => {
    expect(momentsIn('UTC')(noon)).toBe('2026-11-20 12:00')
    expect(momentsIn('Asia/Kolkata')(noon)).toBe('2026-11-20 17:30')
    expect(momentsIn('Nowhere/Land')(noon)).toBe('2026-11-20 12:00')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8_640_000_000_001, -8_640_000_000_001, 1e300])(
    'that is none is the number it is: %s',
    (absurd) => {
      expect(momentsIn('Europe/Berlin')(absurd)).toBe(String(absurd))
    },
  )

  it.each([8_640_000_000_000, -8_640_000_000_000, 0, -1])('as far away as %s can be written', (far) => {
    expect(momentsIn('Europe/Berlin')(far)).toMatch(/\d{2}:\d{2}/)
  })
})

describe('the status in words', () => {
  const account = {
    id: 'a',
    name: 'North\u001b[31mgate',
    timeZone: 'Asia/Kolkata',
    results: 5,
    lastSync: { at: noon, outcome: 'complete' as const },
    coverage: [
      { feed: 'groups' as const, intervals: [{ from: unixSeconds(0), until: unixSeconds(9e15) }] },
      { feed: 'links' as const, intervals: [] },
    ],
    gaps: [],
    budget: { used: 1, limit: 30 },
    nextRequestAfter: null,
    losesFrom: null,
    clockOffset: 0,
    recheckedAt: null,
    unreadable: 0,
    outbox: { pending: 0, held: 0, bank: { questions: 0, categories: 0, held: 0, minutes: 0 } },
  }

  it('names the zone once, tells the time in it, and survives an absurd one', () => {
    const lines = statusLines([account], noon)
    expect(lines.match(/Asia\/Kolkata/g)).toHaveLength(1)
    expect(lines).toContain('last sync: 2026-11-20 17:30, complete')
    expect(lines).toContain('groups: complete from 1970-01-01 05:30 to 9000000000000000')
    expect(lines).toContain('links: nothing fetched yet')
  })

  it('has a line for each range that is complete', () => {
    const intervals = [
      { from: unixSeconds(noon - 7_200), until: unixSeconds(noon - 3_600) },
      { from: unixSeconds(noon - 60), until: noon },
    ]
    const lines = statusLines([{ ...account, timeZone: 'UTC', coverage: [{ feed: 'links', intervals }] }], noon)
    expect(lines).toContain('  links: complete from 2026-11-20 10:00 to 2026-11-20 11:00\n')
    expect(lines).toContain('  links: complete from 2026-11-20 11:59 to 2026-11-20 12:00\n')
  })

  it('says what waits to be sent, and is silent where nothing does', () => {
    expect(statusLines([account], noon)).not.toContain('access codes')
    const lines = (pending: number, held: number) =>
      statusLines([{ ...account, outbox: { ...account.outbox, pending, held } }], noon)
    expect(lines(1, 0)).toContain('  access codes: 1 waiting to be sent\n')
    expect(lines(250, 3)).toContain('  access codes: 250 waiting to be sent\n')
    expect(lines(250, 3)).toContain('  access codes: 3 changes held back, to be looked at in Gradekeep\n')
    const ofBank = (questions: number, categories: number, held: number) =>
      statusLines(
        [{ ...account, outbox: { ...account.outbox, bank: { questions, categories, held, minutes: 16 } } }],
        noon,
      )
    expect(lines(1, 0)).not.toContain('question bank')
    expect(ofBank(8, 0, 0)).toContain('  question bank: 8 questions waiting to be sent, about 16 min\n')
    expect(ofBank(0, 1, 0)).toContain('  question bank: 1 category waiting to be sent, about 16 min\n')
    expect(ofBank(1, 2, 3)).toContain('  question bank: 1 question and 2 categories waiting to be sent')
    expect(ofBank(0, 0, 1)).toContain('  question bank: 1 change refused or held back, to be looked at in Gradekeep\n')
  })

  it('holds no control character of a name', () => {
    expect(statusLines([account], noon).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })
})

describe('the bar', () => {
  const terminal = (isTTY: boolean) => {
    const said: string[] = []
    const err = { isTTY, write: (text: string) => said.push(text) > 0 }
    return { said, terminal: { err } as unknown as Terminal }
  }

  it('shows how much of an export is written', () => {
    const { said, terminal: screen } = terminal(true)
    const line = progressLine(screen)
    line.show(...exportProgress(50, 100))
    line.clear()
    expect(said).toEqual([`\r\x1b[K${'█'.repeat(12)}${'·'.repeat(12)} 50 of 100 attempts`, '\r\x1b[K'])
    expect(exportProgress(0, 0)[0]).toBe(0)
    expect(pushProgress({ sent: 100, total: 250 })).toEqual([0.4, '100 of 250 codes'])
    expect(pushProgress({ sent: 0, total: 0 })[0]).toBe(0)
  })

  it('is silent where standard error is no terminal', () => {
    const { said, terminal: file } = terminal(false)
    const line = progressLine(file)
    line.show(0.5, 'half')
    line.clear()
    expect(said).toEqual([])
  })
})

it.each([
  ['usage/invalid', 2],
  ['usage/api-url', 2],
  ['api/rate-limited', 3],
  ['network/offline', 4],
  ['network/timeout', 4],
  ['network/interrupted', 4],
  ['network/captive-portal', 1],
  ['job/cancelled', 1],
  ['output/lost', 1],
] as const)('%s ends with status %i', (code, status) => {
  expect(statusOf(new AppError(code))).toBe(status)
})

it('what nobody foresaw has failed', () => {
  expect(statusOf(new Error('x'))).toBe(1)
  expect([outcomeOf('keychain/missing'), outcomeOf('network/timeout'), outcomeOf('job/cancelled')]).toEqual([
    'failed',
    'offline',
    'cancelled',
  ])
})

describe('the line about a sync', () => {
  const said = (given: Partial<SyncSummary>) => syncLine(syncSummary(given), noon)

  it.each<[Partial<SyncSummary>, string]>([
    [{ added: 60 }, 'Complete: 60 new results, 4 requests.'],
    [{ added: 1, updated: 2, unchanged: 400 }, 'Complete: 1 new result, 2 updated, 400 unchanged, 4 requests.'],
    [{ updated: 1, requests: 1 }, 'Complete: 1 updated result, 1 request.'],
    [{}, 'Complete: nothing new, 4 requests.'],
    [{ outcome: 'offline' }, 'Stopped: ClassMarker cannot be reached: nothing arrived, 4 requests.'],
  ])('leaves out what there is none of: %j', (given, line) => {
    expect(said(given)).toBe(line)
  })
})
