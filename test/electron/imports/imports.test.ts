import { describe, expect, it, vi } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon, pageWith, resultOf } from '../store/laptop-database.ts'
import { groupPayload, linkPayload } from '../support/webhook-payloads.ts'
import { importing, payloadOf } from './importing.ts'

const nothing = { added: 0, updated: 0, unchanged: 0 }
const later = unixSeconds(noon + 3_600)

describe('importing', () => {
  it('keeps results with their answers, and changes nothing the second time', async () => {
    const { imported, results, calls } = importing()
    const files = [
      ['one.json', linkPayload()],
      ['two.json', groupPayload()],
    ] as const
    expect(await imported(...files)).toMatchObject({
      ...{ results: { ...nothing, added: 2 }, answers: 2, samples: 0, problems: [] },
      signatures: { verified: 0, unverified: 2, wrong: 0 },
    })
    const before = results()
    expect(before).toMatchObject([
      { natural_key: 'g:3276524:103:104:1436263102', percentage: 750, imported: 1 },
      { natural_key: 'l:71122113', percentage: 590, access_code: 'K7-001', imported: 1 },
    ])
    expect(await imported(...files)).toMatchObject({ results: { ...nothing, unchanged: 2 }, answers: 0 })
    expect(results()).toEqual(before)
    expect(calls.localChanges().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['imported', 'one.json, two.json'],
    ])
    const listed = calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 9 })
    expect(listed.map(({ test_name, source_name }) => [test_name, source_name])).toEqual([
      ['Graphs', 'Open to all'],
      ['Burns & scalds', 'Year 9'],
    ])
  })

  it('previews what it then does, and keeps nothing of it', async () => {
    const { imported, previewed, results, calls, db } = importing()
    await imported(['one.json', payloadOf(1)])
    const kept = results()
    const newer = payloadOf(1, { time_finished: 1_641_999_999, percentage: 80 })
    const files = [
      ['a.json', [payloadOf(2), newer]],
      [
        'b.json',
        [payloadOf(2, { first: 'Grace' }), payloadOf(3), payloadOf(3)].map((each) => JSON.stringify(each)).join('\n'),
      ],
    ] as const
    const preview = await previewed(...files)
    expect(results()).toEqual(kept)
    expect(calls.localChanges()).toHaveLength(1)
    expect(db.prepare('SELECT count(*) FROM import_run').pluck().get()).toBe(1)
    expect(preview).toMatchObject({ results: { added: 2, updated: 1, unchanged: 0 }, answers: 3 })
    expect(await imported(...files)).toEqual(preview)
    expect(preview.problems.map(({ file, line }) => [file, line])).toEqual([
      ['a.json', 1],
      ['b.json', 2],
    ])
    expect(preview.problems[0]?.problem).toContain('b.json, line 1')
  })
})

describe('an attempt that is here', () => {
  const graded = { time_finished: 1_641_999_400, requires_grading: 'No', percentage: 70 }

  it.each([
    ['is changed by a payload that finished later', { time_finished: 1_641_999_500, percentage: 80 }, 800],
    ['stays where the payload finished sooner', { time_finished: 1_641_999_300, percentage: 80 }, 700],
    ['stays where it was delivered again', { ...graded, percentage: 80 }, 700],
    ['stays where it is graded and the payload is not', { ...graded, requires_grading: 'Yes', percentage: 10 }, 700],
  ])('%s', async (_, sent, percentage) => {
    const { imported, results } = importing()
    await imported(['one.json', payloadOf(1, graded)])
    await imported(['two.json', payloadOf(1, sent)])
    expect(results()).toMatchObject([{ percentage }])
  })

  it('is changed by a payload that is graded where it is not', async () => {
    const { imported, results, calls } = importing()
    await imported(['one.json', payloadOf(1, { ...graded, requires_grading: 'Yes' })])
    const sent = payloadOf(1, { ...graded, percentage: 90, email: '', access_code_used: null })
    expect(await imported(['two.json', sent])).toMatchObject({ results: { ...nothing, updated: 1 } })
    expect(results()).toMatchObject([
      { percentage: 900, requires_grading: 0, email: 'ada1@example.org', access_code: 'K7-001' },
    ])
    const [{ id } = { id: 0 }] = results() as readonly { id: number }[]
    expect(calls.changesOfResult(id).map(({ field, before, after }) => [field, before, after])).toEqual([
      ['requires_grading', 'Yes', 'No'],
      ['percentage', 70, 90],
    ])
  })

  it('keeps its answers where a payload has none, and takes those of a later finish', async () => {
    const { imported, calls, results } = importing()
    await imported(['one.json', payloadOf(1)])
    const [{ id } = { id: 0 }] = results() as readonly { id: number }[]
    const before = calls.answersOf(id)
    expect(before?.answers).toHaveLength(7)
    const bare = payloadOf(1, { time_finished: 1_641_999_999 }, { questions: undefined })
    expect(await imported(['bare.json', bare])).toMatchObject({ results: { updated: 1 }, answers: 0 })
    expect(calls.answersOf(id)).toEqual(before)
    const [question] = (payloadOf(1).questions as Record<string, unknown>[]) ?? []
    const fuller = payloadOf(1, { time_finished: 1_642_000_000 }, { questions: [question] })
    expect(await imported(['fuller.json', fuller])).toMatchObject({ results: { updated: 1 }, answers: 1 })
    expect(calls.answersOf(id)?.answers).toHaveLength(1)
  })

  it('of ClassMarker’s API gets its answers and is no import’s', async () => {
    const { imported, calls, results, undo } = importing()
    const sent = groupPayload()
    const own = resultOf({
      ...{ userId: 3_276_524, testId: 103, sourceId: 104, first: 'Mary', last: 'Williams' },
      ...{ timeStarted: unixSeconds(1_436_263_102), timeFinished: unixSeconds(1_436_263_702) },
    })
    calls.applyPage(pageWith([own]))
    const before = results()
    expect(await imported(['sent.json', sent])).toMatchObject({ results: { ...nothing, unchanged: 1 }, answers: 1 })
    expect(results()).toEqual(before)
    expect(before).toMatchObject([{ imported: 0 }])
    expect(undo()).toBe('done')
    expect(results()).toEqual(before)
    expect(calls.answersOf(Number(before[0]?.id))).toBeNull()
  })
})

describe('an import', () => {
  it('decides again where a sync changes a result between reading and writing', async () => {
    const { calls, results, imported } = importing()
    await imported(['one.json', payloadOf(1, { requires_grading: 'Yes' })])
    const delivered = resultOf({
      ...{ feed: 'links', testId: 1_957_521, sourceId: 1_882_474, linkResultId: 1_001, userId: null },
      ...{ first: 'Ada 1', last: 'Byron', cmUserId: 'school|4711', timeStarted: unixSeconds(1_641_996_400) },
      ...{ timeFinished: unixSeconds(1_641_999_400), requiresGrading: false },
    })
    const raws = calls.importedRaws
    let syncs = 1
    vi.spyOn(calls, 'importedRaws').mockImplementation((...asked) => {
      const answer = raws(...asked)
      if (syncs-- > 0) calls.applyPage(pageWith([delivered], { feed: 'links', receivedAt: later }))
      return answer
    })
    expect(await imported(['two.json', payloadOf(1, { percentage: 88 })])).toMatchObject({
      results: { ...nothing, unchanged: 1 },
    })
    expect(results()).toMatchObject([{ percentage: 750, requires_grading: 0, imported: 0 }])
  })

  it('does not bring back a student who was erased, nor answers of an account that was removed', async () => {
    const { imported, calls, results, db } = importing()
    await imported(['one.json', [payloadOf(1, { cm_user_id: 'ada' }), payloadOf(2, { cm_user_id: 'bo' })]])
    calls.eraseStudent({ account: 'a', key: 'cm:ada' }, noon)
    const left = () =>
      ['attempt_answers', 'attempt_text', 'import_row'].map((table) =>
        db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
      )
    expect(left()).toEqual([1, 1, 0])
    const again = await imported([
      'one.json',
      [payloadOf(1, { cm_user_id: 'ada' }), payloadOf(2, { cm_user_id: 'bo' })],
    ])
    expect(again).toMatchObject({ results: { ...nothing, unchanged: 1 }, answers: 0 })
    expect(again.problems[0]?.problem).toContain('erased here')
    expect(results()).toHaveLength(1)
    calls.removeAccount('a')
    expect(left()).toEqual([0, 0, 0])
    expect(db.prepare('SELECT count(*) FROM question_version').pluck().get()).toBe(0)
  })
})

describe('an import that is undone', () => {
  it('leaves all as it was before it', async () => {
    const { imported, results, undo, calls } = importing()
    await imported(['one.json', payloadOf(1, { requires_grading: 'Yes' })])
    const before = { results: results(), answers: calls.answersOf(1), changes: calls.changesOfResult(1) }
    const graded = payloadOf(1, { percentage: 88, certificate_serial: 'AB-1' }, { questions: [] })
    await imported(['two.json', [graded, payloadOf(2)]])
    expect(results()).not.toEqual(before.results)
    expect(undo()).toBe('done')
    expect({ results: results(), answers: calls.answersOf(1), changes: calls.changesOfResult(1) }).toEqual(before)
    expect(undo()).toBe('done')
    expect(results()).toEqual([])
    expect(calls.localChanges().map(({ undoneAt, canBeUndone }) => [undoneAt, canBeUndone])).toEqual([
      [noon, false],
      [noon, false],
    ])
    expect(calls.redoLocalChange()).toBeNull()
  })

  it('leaves what ClassMarker’s API delivered since', async () => {
    const { imported, results, undo, calls } = importing()
    await imported(['one.json', [groupPayload(), payloadOf(2)]])
    const own = resultOf({
      ...{ userId: '3276524', testId: 103, sourceId: 104, first: 'Mary', last: 'Williams' },
      ...{ timeStarted: unixSeconds(1_436_263_102), timeFinished: unixSeconds(1_436_263_702) },
    })
    calls.applyPage(pageWith([own], { receivedAt: later }))
    expect(results()).toMatchObject([{ imported: 0 }, { imported: 1 }])
    expect(undo()).toBe('done')
    expect(results()).toMatchObject([{ natural_key: 'g:3276524:103:104:1436263102' }])
  })

  it('says so where all that it brought was delivered or is noted about since, and leaves that', async () => {
    const { imported, results, undo, calls, db } = importing()
    await imported(['one.json', payloadOf(1)])
    calls.addNote({ kind: 'results', ids: [Number(results()[0]?.id)] }, 'Fell ill', noon)
    // As the oldest of many steps are forgotten.
    db.prepare(`DELETE FROM local_change WHERE kind = 'note-added'`).run()
    const before = results()
    expect(undo()).toBe('changed-since')
    expect(results()).toEqual(before)
    expect(calls.localChanges()).toMatchObject([{ kind: 'imported', canBeUndone: false, undoneAt: null }])
    expect(db.prepare('SELECT count(*) FROM import_row').pluck().get()).toBe(0)
  })
})
