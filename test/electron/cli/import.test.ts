import { createHmac } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { groupPayload, linkPayload } from '../support/webhook-payloads.ts'
import { connectedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

async function laptop() {
  const own = await connectedComputer(10)
  const folder = temporaryFolder()
  const write = (name: string, content: unknown): string => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
    return join(folder, name)
  }
  const ask = (words: readonly string[], env = {}) => own.run([...words, '--data-dir', own.dataDir], env)
  return { ...own, folder, write, ask }
}

const none = { added: 0, updated: 0, unchanged: 0 }

describe('gradekeep import', () => {
  it('answers what came of files, and keeps nothing of a dry run', async () => {
    const { folder, write, ask } = await laptop()
    write('one.json', linkPayload())
    write('two.json', groupPayload({}, { payload_status: 'verify' }))
    write('three.json', '{"broken')
    const dry = await ask(['import', folder, '--dry-run', '--json'])
    expect(dry.status).toBe(0)
    expect(dry.json).toEqual({
      files: 2,
      results: { ...none, added: 1 },
      answers: 1,
      questions: { ...none, duplicates: 0, similar: 0 },
      samples: 1,
      signatures: { verified: 0, unverified: 2, wrong: 0 },
      problems: [{ file: expect.stringMatching(/\/three\.json$/), line: null, problem: expect.any(String) }],
    })
    expect((await ask(['results', '--json'])).json.total).toBe(0)
    expect((await ask(['import', folder, '--json'])).json).toEqual(dry.json)
    expect((await ask(['results', '--json'])).json).toMatchObject({
      total: 1,
      results: [{ first: 'Ada', last: 'Byron', link_result_id: 71_122_113, test_name: 'Graphs', percentage: 59 }],
    })
    const again = await ask(['import', folder, '--json'])
    expect(again.json).toMatchObject({ results: { ...none, unchanged: 1 }, answers: 0 })
  })

  it('says it in words, with problems beside the answer', async () => {
    const { write, ask } = await laptop()
    const file = write('one.json', [linkPayload(), linkPayload()])
    const { status, out, err } = await ask(['import', file])
    expect(status).toBe(0)
    expect(out).toBe('1 file read: 1 new result, 0 updated, 0 unchanged; answers of 1 attempt.\n')
    expect(err).toMatch(/^one\.json, line 1: This attempt also stands in one\.json, line 1, /)
  })

  it('checks signatures with the phrase from the environment, and refuses a wrong one', async () => {
    const { write, ask } = await laptop()
    const body = JSON.stringify(linkPayload())
    const signed = (phrase: string) => ({
      headers: { 'X-Classmarker-Hmac-Sha256': createHmac('sha256', phrase).update(body).digest('base64') },
      body,
    })
    const file = write('event.json', signed('open sesame'))
    const said = { GRADEKEEP_WEBHOOK_SECRET: 'open sesame' }
    const good = await ask(['import', file, '--json', '--dry-run'], said)
    expect(good.json.signatures).toEqual({ verified: 1, unverified: 0, wrong: 0 })
    const wrong = write('wrong.json', signed('somebody else'))
    const bad = await ask(['import', wrong, '--json'], said)
    expect(bad.json).toMatchObject({ results: none, signatures: { wrong: 1 } })
    expect(bad.out + bad.err).not.toContain('open sesame')
  })

  it.each([
    [['--category', 'x'], /needs the number of a category, or new-NUMBER, not “x”/],
    [['--kind', 'pdf'], /--kind is one of webhook, results-csv, api, classmarker-questions, .*, not “pdf”/],
    [['--source', 'School'], /no webhook source “School”/],
    [['--dates', 'either'], /--dates is day-first or month-first, not “either”/],
    [['--confirm', 'results.csv'], /--confirm names file, line and result as in results.csv:2=17, not “results.csv”/],
    [['--confirm', 'results.csv:2=1'], /No row results.csv:2 waits to be confirmed/],
    [['--fills', 'links:1-2'], /No result of the files falls into a gap links:1-2/],
    [['--time-zone', 'Atlantis'], /“Atlantis” is no time zone/],
  ])('refuses %j in a sentence', async (words, sentence) => {
    const { write, ask } = await laptop()
    const { status, err, out } = await ask(['import', write('one.json', linkPayload()), ...words])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toMatch(sentence)
  })

  it('reads dates in the order that is said, and the next file of the account too', async () => {
    const { write, ask } = await laptop()
    // 8 January 2022, 15:56 and 16:56 in Berlin.
    const times = { time_started: 1_641_653_800, time_finished: 1_641_657_400 }
    await ask(['import', write('known.json', linkPayload(times, { questions: [], category_results: [] }))])
    const csv = (points: number) =>
      [
        'First name,Last name,Email,Group name,Test name,Percentage,Date started,Date finished,,Q542',
        `Ada,Byron,,Open to all,Graphs,59%,08/01/2022 3:56pm,08/01/2022 4:56pm,Points scored:,${points}`,
      ].join('\n')
    const file = write('results.csv', csv(1))
    const open = await ask(['import', file, '--json'])
    expect(open.json).toMatchObject({ answers: 0, problems: [{ line: 2 }] })
    const said = ['--dates', 'day-first', '--time-zone', 'Europe/Berlin']
    expect((await ask(['import', file, '--json', '--dry-run', ...said])).json).toMatchObject({
      answers: 1,
      problems: [],
    })
    expect((await ask(['import', file, '--json'])).json).toMatchObject({ answers: 0 })
    expect((await ask(['import', file, '--json', ...said])).json).toMatchObject({ answers: 1, problems: [] })
    expect((await ask(['import', write('again.csv', csv(0)), '--json'])).json).toMatchObject({
      results: { unchanged: 1 },
      problems: [],
    })
  })

  it('confirms rows of a list that a dry run names', async () => {
    const { write, ask } = await laptop()
    const times = { time_started: 1_641_653_800, time_finished: 1_641_657_400 }
    await ask(['import', write('known.json', linkPayload(times, { questions: [], category_results: [] }))])
    // Of another link than the result that is here.
    const csv = [
      'First name,Last name,Email,Group name,Test name,Percentage,Date started,Date finished,,Q542',
      'Ada,Byron,,Closed,Graphs,59%,8 Jan 2022 3:56pm,8 Jan 2022 4:56pm,Points scored:,1',
    ].join('\n')
    const file = write('results.csv', csv)
    const read = ['import', file, '--time-zone', 'Europe/Berlin']
    const dry = await ask([...read, '--dry-run', '--json'])
    const [row] = dry.json.to_confirm
    expect(row).toMatchObject({ file: 'results.csv', line: 2, first: 'Ada', candidates: [{ percentage: 59 }] })
    const { result } = row.candidates[0]
    const words = `--confirm results.csv:2=${result}`
    expect((await ask([...read, '--dry-run'])).out).toContain(`${words}  Ada Byron: Ada Byron, Graphs, 2022-01-08`)
    const other = await ask([...read, '--confirm', `results.csv:2=${result + 1}`])
    expect(other).toMatchObject({ status: 2, err: expect.stringContaining('cannot be result') })
    expect((await ask([...read, '--json'])).json).toMatchObject({ answers: 0 })
    const confirmed = await ask(['import', ...words.split(' '), ...read.slice(1), '--json'])
    expect(confirmed.json).toMatchObject({ answers: 1, problems: [] })
    expect(confirmed.json).not.toHaveProperty('to_confirm')
  })

  it('closes a gap that is said to be filled, and no other', async () => {
    const { write, ask, dataDir } = await laptop()
    const times = { time_started: 1_641_653_800, time_finished: 1_641_657_400 }
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const { calls } = storeOn(db)
    const [account] = calls.listAccounts()
    const id = account?.id ?? ''
    const gap = { from: times.time_finished - 9, to: times.time_finished + 9 }
    calls.recordGap(
      id,
      { feed: 'links', from: unixSeconds(gap.from), to: unixSeconds(gap.to), reason: 'too-old' },
      unixSeconds(0),
    )
    const gaps = () => calls.syncState(id).gaps.filter(({ to }) => to === gap.to).length
    const file = write('one.json', linkPayload(times))
    const dry = await ask(['import', file, '--dry-run', '--json'])
    expect(dry.json.gaps).toMatchObject([{ feed: 'links', ...gap, results: 1, isWhole: false }])
    await ask(['import', file])
    expect(gaps()).toBe(1)
    expect((await ask(['import', file, '--fills', `links:${gap.from}-${gap.to}`])).status).toBe(0)
    expect(gaps()).toBe(0)
    db.close()
  })

  it('fails where nothing can be read, and says why', async () => {
    const { folder, ask, write } = await laptop()
    const missing = await ask(['import', join(folder, 'nowhere.json'), '--json'])
    expect(missing.status).toBe(1)
    expect(missing.json).toMatchObject({ files: 0, problems: [{ file: 'nowhere.json' }] })
    expect((await ask(['import'])).status).toBe(2)
    const csv = await ask(['import', write('one.json', linkPayload()), '--kind', 'results-csv', '--json'])
    expect(csv.json).toMatchObject({ results: none, problems: [{ file: 'one.json' }] })
  })
})

describe('gradekeep items', () => {
  it('answers with unrounded figures of the attempts that are asked for', async () => {
    const { write, ask } = await laptop()
    const third = { ...(linkPayload().questions as object[])[0], points_scored: 1 / 3, result: 'partial_correct' }
    const other = linkPayload(
      { link_result_id: 2, first: 'Bo', email: 'bo@example.org', cm_user_id: 'bo' },
      { questions: [third] },
    )
    await ask(['import', write('all.json', [linkPayload(), other])])
    const { status, json, err } = await ask(['items', '--test', '1957521', '--json'])
    expect(status).toBe(0)
    expect(err).toContain('1 attempt still needs grading.')
    expect(Object.keys(json)).toEqual([
      ...[
        'testId',
        'attempts',
        'method',
        'mean',
        'median',
        'sd',
        'skewness',
        'kurtosis',
        'alpha',
        'error_ratio',
        'sem',
      ],
      'items',
    ])
    expect(json).toMatchObject({ testId: 1_957_521, attempts: 2, alpha: null })
    expect(Object.keys(json.items[0])).toEqual([
      ...['question_id', 'question', 'type', 'n', 'facility', 'sd', 'discrimination', 'discriminative_efficiency'],
      ...['effective_weight', 'options'],
    ])
    expect(json.items[0]).toMatchObject({ question_id: 542, type: 'multiplechoice', n: 2 })
    expect(json.items[0].facility).toBeCloseTo(1 / 6, 8)
    expect(json.items[0].options[1]).toEqual({
      ...{ option: 'B', content: 'Nothing', correct: false, chosen: 2, share: 1 },
      ...{ mean_total: 61.9, point_biserial: null },
    })
    const one = await ask(['items', '--test', '1957521', '--search', 'Byron Ada', '--attempts', 'all', '--json'])
    expect(one.json.attempts).toBe(1)
    const inWords = await ask(['items', '--test', '1957521'])
    expect(inWords.out).toMatch(/^2 attempts\tmean 61\.90\t/)
    expect(inWords.out).toContain('542\tFirst step for a burn?\tn 2\tfacility 16.7%')
  })

  it.each([
    [['items'], /needs one test/],
    [['items', '--test', '1', '--test', '2'], /needs one test/],
    [['items', '--test', '1', '--attempts', 'average'], /first, last, best, all/],
  ])('refuses %j', async (words, sentence) => {
    const { ask } = await laptop()
    const { status, err } = await ask(words)
    expect(status).toBe(2)
    expect(err).toMatch(sentence)
  })

  it('says that there is no such test', async () => {
    const { ask } = await laptop()
    expect(await ask(['items', '--test', '5'])).toMatchObject({ status: 1, out: '' })
  })
})
