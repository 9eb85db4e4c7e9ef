import type { Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { readOlder } from '../../../electron/sync/rereading.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { draft, later, looked, questions, sentAssessment, sentSubmission } from './assessment-rows.ts'
import { noon } from './laptop-database.ts'

function collecting() {
  const made = looked(sentAssessment('a'))
  const { calls, db } = made
  return {
    ...made,
    stored: () => calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 100 }),
    changes: () => db.prepare('SELECT field, old_value, new_value FROM result_change ORDER BY id').raw().all(),
  }
}

describe('a submission', () => {
  it('is a result of its assessment in its course', () => {
    const { calls, stored, numberOf } = collecting()
    calls.noteSubmissions('p', [{ assessmentId: 'asmnt_a', submissionId: 'sub_1' }], noon)
    expect(calls.submissionsToCollect('p')).toEqual([{ assessmentId: 'asmnt_a', submissionId: 'sub_1' }])
    expect(calls.keepSubmission('p', sentSubmission('1', { score: 66.66 }), later)).toBe('added')
    expect(calls.submissionsToCollect('p')).toEqual([])
    expect(calls.knownSubmissions('p', [{ assessmentId: null, submissionId: 'sub_1' }])).toHaveLength(1)
    expect(stored()).toMatchObject([
      {
        ...{ feed: 'submissions', natural_key: 's:sub_1', test_id: numberOf('a'), test_name: 'Assessment a' },
        ...{ source_name: 'crs_1', student_key: 'user:usr_1', user_id: 'usr_1', last: 'usr_1', first: '' },
        ...{ percentage: 667, pass_mark: 700, outcome: 'not-passed', passed: 0, points_scored: null },
        ...{ time_started: noon, time_finished: noon, duration_seconds: null, requires_grading: 0 },
      },
    ])
    expect(calls.assessmentRows(['p'])).toMatchObject([{ submissions: 1 }])
  })

  it('changes nothing when it comes again, and leaves a history when its score changed', () => {
    const { calls, db, stored, changes, numberOf } = collecting()
    calls.keepSubmission('p', sentSubmission('1'), noon)
    const before = [stored(), db.prepare('SELECT * FROM attempt_answers').all()]
    calls.saveAssessments('p', { assessments: [sentAssessment('a', { passingScore: 40 })], complete: true, at: later })
    expect(calls.keepSubmission('p', sentSubmission('1'), later)).toBe('unchanged')
    expect([stored(), db.prepare('SELECT * FROM attempt_answers').all()]).toEqual(before)
    const corrected = [
      { questionId: 'q1', correct: true },
      { questionId: 'q2', correct: true },
    ]
    const answer = sentSubmission('1', { score: 100, passed: true, answers: corrected })
    expect(calls.keepSubmission('p', answer, later)).toBe('updated')
    expect(changes()).toEqual([
      ['percentage', '50', '100'],
      ['passed', 'false', 'true'],
    ])
    expect(calls.answersOf(stored()[0]?.id ?? 0)?.answers.map(({ pointsScored }) => pointsScored)).toEqual([1, 1])
    expect(stored()).toMatchObject([{ test_id: numberOf('a'), pass_mark: 700, outcome: 'passed' }])
  })

  it('of an assessment that is not known yet gets its course and its pass mark with it', () => {
    const { calls, stored, changes } = collecting()
    calls.keepSubmission('p', sentSubmission('9', { assessmentId: 'asmnt_z', score: 80, passed: true }), noon)
    expect(stored()).toMatchObject([{ test_name: 'asmnt_z', pass_mark: null, outcome: 'none' }])
    const look = { assessments: [sentAssessment('a'), sentAssessment('z', { courseId: 'crs_9' })], complete: true }
    expect(calls.saveAssessments('p', { ...look, at: later })).toEqual({ added: 1, changed: 0, gone: 0 })
    expect(stored()).toMatchObject([
      { test_name: 'Assessment z', source_name: 'crs_9', pass_mark: 700, outcome: 'passed' },
    ])
    expect(changes()).toEqual([])
  })

  it('marks each question 1 or 0 of 1, with the words it has', () => {
    const { calls, stored, numberOf } = collecting()
    const answers = [
      { questionId: 'q1', correct: true },
      { questionId: 'q2', correct: false },
      { questionId: 'q3', correct: null },
    ]
    calls.keepSubmission('p', sentSubmission('1', { answers }), noon)
    const id = stored()[0]?.id ?? 0
    const marks = () =>
      calls.answersOf(id)?.answers.map(({ version, pointsScored }) => [version.question, pointsScored])
    expect(marks()).toEqual([
      ['', 1],
      ['', 0],
      ['', null],
    ])
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, later)
    expect(marks()).toEqual([
      ['Two and two?', 1],
      ['Why?', 0],
      ['', null],
    ])
    calls.keepSubmission('p', sentSubmission('2', { learnerId: 'usr_2', answers }), later)
    const query = { testId: numberOf('a'), policy: 'all', filter: [] } as const
    expect(calls.itemAnalysis(query).items).toMatchObject([
      { questionId: 'q1', n: 2, facility: 1 },
      { questionId: 'q2', n: 2, facility: 0 },
      { questionId: 'q3' },
    ])
    expect(calls.questionVersions(query)).toEqual([])
  })

  it('that was submitted here has the start of its try, also when it is fetched again', () => {
    const { calls, stored, numberOf } = collecting()
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const { id } = calls.beginAttempt(numberOf('a'), unixSeconds(noon - 90))
    calls.claimAttempt(id, false)
    calls.finishAttempt(id, sentSubmission('1'), noon)
    const { raw: _, ...told } = sentSubmission('1')
    expect(calls.assessmentAttempt(id)).toMatchObject({ state: 'submitted', submission: told })
    expect(stored()).toMatchObject([{ time_started: noon - 90, duration_seconds: 90 }])
    expect(calls.keepSubmission('p', sentSubmission('1'), later)).toBe('unchanged')
  })

  it('without a learner is of nobody else', () => {
    const { calls, stored } = collecting()
    for (const id of ['1', '2']) calls.keepSubmission('p', sentSubmission(id, { learnerId: null }), noon)
    expect(new Set(stored().map(({ student_key }) => student_key)).size).toBe(2)
  })

  it('waits once, however often it is noted, and when it was refused only once it is noted again', () => {
    const { calls } = collecting()
    const bare = { assessmentId: null, submissionId: 'sub_1' }
    calls.noteSubmissions('p', [bare, bare], noon)
    calls.noteSubmissions('p', [{ assessmentId: 'asmnt_a', submissionId: 'sub_1' }, bare], later)
    expect(calls.submissionsToCollect('p')).toEqual([{ assessmentId: 'asmnt_a', submissionId: 'sub_1' }])
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toCollect: 1 }])
    calls.refuseSubmission('p', bare, 'assessments/not-found')
    expect(calls.submissionsToCollect('p')).toEqual([])
    expect(calls.assessmentsStatus(['p'])).toMatchObject([
      {
        toCollect: 0,
        notCollected: [{ submissionId: 'sub_1', assessmentId: 'asmnt_a', reason: 'assessments/not-found' }],
      },
    ])
    calls.noteSubmissions('p', [bare], later)
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toCollect: 1, notCollected: [] }])
  })

  it('is read again by a newer reader, with what only this computer knows', () => {
    const { calls, db, stored, changes } = collecting()
    calls.keepSubmission('p', sentSubmission('1'), noon)
    const before = stored()
    db.exec(`UPDATE result SET reader = 1, percentage = 3, last = 'older'; DELETE FROM attempt_answers`)
    const older = calls.resultsReadBefore(10)
    expect(older).toMatchObject([{ feed: 'submissions', assessmentId: 'asmnt_a' }])
    expect(calls.applyReread(older.map((each) => ({ id: each.id, raw: each.raw, read: readOlder(each) })))).toBe(1)
    expect(stored()).toEqual(before)
    expect(changes()).toEqual([])
    expect(calls.answersOf(before[0]?.id ?? 0)?.answers).toHaveLength(2)
  })
})

describe('a learner who was erased', () => {
  it('is nowhere, and does not come back', () => {
    const { calls, db, stored, numberOf } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const { id } = calls.beginAttempt(numberOf('a'), noon)
    calls.claimAttempt(id, false)
    calls.finishAttempt(id, sentSubmission('1', { learnerId: sentinel }), noon)
    calls.keepSubmission('p', sentSubmission('2'), noon)
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    calls.clean()
    expect(placesOf(db, sentinel)).toEqual([])
    expect(stored()).toMatchObject([{ natural_key: 's:sub_2' }])
    calls.noteSubmissions('p', [{ submissionId: 'sub_1', assessmentId: 'asmnt_a' }], later)
    expect(calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), later)).toBe('erased')
    expect(calls.submissionsToCollect('p')).toEqual([])
    expect(stored()).toHaveLength(1)
  })

  it('leaves neither answers nor submission in a try, also where the service named no learner', () => {
    const { calls, db, numberOf } = collecting()
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const { id } = calls.beginAttempt(numberOf('a'), noon)
    calls.keepAttemptAnswers(id, [{ questionId: 'q2', answer: 'sentinel answer' }])
    calls.claimAttempt(id, false)
    calls.finishAttempt(id, sentSubmission('sentinel', { learnerId: null }), noon)
    calls.noteSubmissions('p', [{ submissionId: 'sub_sentinel', assessmentId: null }], noon)
    calls.eraseStudent({ account: 'p', key: 'result:sub_sentinel' }, later)
    calls.clean()
    expect(placesOf(db, 'sentinel')).toEqual([])
  })

  it('is counted with own attempts, and with the answers of others that lose the name', () => {
    const { calls, numberOf } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const sent = calls.beginAttempt(numberOf('a'), noon)
    calls.keepAttemptAnswers(sent.id, [{ questionId: 'q2', answer: `${sentinel} says so` }])
    calls.claimAttempt(sent.id, false)
    calls.finishAttempt(sent.id, sentSubmission('1', { learnerId: sentinel }), noon)
    const open = calls.beginAttempt(numberOf('a'), noon)
    calls.keepAttemptAnswers(open.id, [{ questionId: 'q2', answer: `Ask ${sentinel}` }])
    expect(calls.erasureContents({ account: 'p', key: `user:${sentinel}` })).toMatchObject({ attempts: 1, answered: 1 })
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    expect(calls.assessment(numberOf('a')).attempts).toMatchObject([
      { id: open.id, answers: [{ questionId: 'q2', answer: 'Ask …' }] },
    ])
  })

  it('stands in no draft, and what waits with another title is published only when asked for', () => {
    const { calls, db } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    const titles = [`Again for ${sentinel}`, `Doubtful for ${sentinel}`, 'For all']
    const [waits, doubtful, other] = titles.map((title) => {
      const { id } = calls.saveAssessmentDraft('p', null, draft({ title }), noon)
      calls.publishAssessment(id, noon)
      return id
    })
    db.prepare(`UPDATE assessment_draft SET in_doubt = 1, newest_before = 0, tried = ? WHERE id = ?`).run(
      JSON.stringify([{ course_id: 'crs_1', title: titles[1], passing_score: 60, time_limit_minutes: null }]),
      doubtful,
    )
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    expect(placesOf(db, sentinel)).toEqual([])
    const drafts = new Map(calls.assessmentDrafts(['p']).map((each) => [each.id, each.state]))
    expect([waits, doubtful, other].map((id) => drafts.get(id ?? 0))).toEqual(['draft', 'draft', 'waiting'])
    const tried = db.prepare<[number?], string>('SELECT tried FROM assessment_draft WHERE id = ?').pluck()
    expect(JSON.parse(tried.get(doubtful) ?? '')).toEqual([
      { course_id: 'crs_1', title: null, passing_score: 60, time_limit_minutes: null },
    ])
  })

  it.each<[string, (calls: ReturnType<typeof collecting>['calls'], id: number) => void]>([
    ['was lost', (calls, id) => calls.failAssessmentDraft(id, true)],
    ['never arrived', (calls, id) => calls.failAssessmentDraft(id, false)],
    ['is lost with its process', (calls) => calls.closeInterruptedDrafts('p')],
    [
      'is a refusal that names them',
      (calls, id) => {
        const detail = 'title: “Again for usr_sentinel7” is taken'
        calls.refuseAssessmentDraft(id, { code: 'assessments/invalid', detail, mayHaveArrived: false })
      },
    ],
    ['cannot be told apart', (calls, id) => calls.unclearAssessmentDraft(id, [])],
  ])('stands in no draft that was being sent and whose answer %s, and it is sent only when asked for', (_, end) => {
    const { calls, db } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    const { id } = calls.saveAssessmentDraft('p', null, draft({ title: `Again for ${sentinel}` }), noon)
    calls.publishAssessment(id, noon)
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ id })
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    end(calls, id)
    expect(placesOf(db, sentinel)).toEqual([])
    expect(calls.assessmentDrafts(['p'])).toMatchObject([{ id, state: 'draft', title: 'Again for …' }])
    expect(calls.claimAssessmentDraft('p')).toBeNull()
    calls.publishAssessment(id, later)
    // It may be there under its former title, which nobody knows any more.
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ tried: [{ course_id: 'crs_1', title: null }] })
  })

  it('stands in no draft that arrived, or was removed, while it was being sent', () => {
    const { calls } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    const sending = ['b', 'c'].map((name) => {
      const { id } = calls.saveAssessmentDraft('p', null, draft({ title: `${name} for ${sentinel}` }), noon)
      calls.publishAssessment(id, noon)
      calls.claimAssessmentDraft('p')
      return id
    })
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    const [made = 0, removed = 0] = sending
    calls.removeAssessmentDraft(removed)
    calls.confirmAssessmentDraft(made, sentAssessment('b'), later)
    calls.confirmAssessmentDraft(removed, sentAssessment('c'), later)
    expect(calls.assessmentDrafts(['p'])).toEqual([])
    expect(calls.assessmentWith('p', 'asmnt_b')).not.toBeNull()
  })

  it('stands in no answer of a try, whatever became of it', () => {
    const { calls, db, numberOf } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    const answers = [
      { questionId: 'q1', answer: ['a', `as ${sentinel} said`] },
      { questionId: 'q2', answer: `Ask ${sentinel}` },
    ]
    const tries = [1, 2, 3].map(() => calls.addAttempt(numberOf('a'), answers, noon).id)
    const [open = 0, unclear = 0, refused = 0] = tries
    for (const id of [unclear, refused]) calls.claimAttempt(id, false)
    calls.failAttempt(refused, { state: 'refused', refusal: 'assessments/invalid', detail: `q2: not ${sentinel}` })
    calls.closeInterruptedAttempts('p')
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    expect(placesOf(db, sentinel)).toEqual([])
    for (const id of [open, unclear, refused])
      expect(calls.assessmentAttempt(id).answers).toEqual([
        { questionId: 'q1', answer: ['a', 'as … said'] },
        { questionId: 'q2', answer: 'Ask …' },
      ])
    expect(calls.assessmentAttempt(refused).refusalDetail).toBe('q2: not …')
  })

  it('takes no option out of the answers of a try, whatever its id', () => {
    const { calls, numberOf } = collecting()
    const sentinel = 'usr_sentinel7'
    const options = [{ id: sentinel, text: 'Four' }]
    calls.keepAssessment(
      'p',
      { ...sentAssessment('a'), questions: questions.map((each) => ({ ...each, options })) },
      noon,
    )
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    const answers = [{ questionId: 'q1', answer: [sentinel, `as ${sentinel} said`] }]
    const { id } = calls.addAttempt(numberOf('a'), answers, noon)
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    expect(calls.assessmentAttempt(id).answers).toEqual([{ questionId: 'q1', answer: [sentinel, 'as … said'] }])
  })

  it('stays erased when a try of theirs is submitted', () => {
    const { calls, db, numberOf } = collecting()
    const sentinel = 'usr_sentinel7'
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel }), noon)
    calls.eraseStudent({ account: 'p', key: `user:${sentinel}` }, later)
    const { id } = calls.beginAttempt(numberOf('a'), later)
    calls.claimAttempt(id, false)
    expect(calls.finishAttempt(id, sentSubmission('2', { learnerId: sentinel }), later)).toBe('erased')
    expect(placesOf(db, sentinel)).toEqual([])
    expect(() => calls.assessmentAttempt(id)).toThrow('assessment/not-found')
  })
})

/** Tables in which this text stands. */
const placesOf = (db: Database, text: string): string[] =>
  db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .pluck()
    .all()
    .filter((table) => JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()).includes(text))
