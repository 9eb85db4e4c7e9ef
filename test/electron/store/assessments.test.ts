import { describe, expect, it } from 'vitest'
import { holdAssessments } from '../../../electron/store/assessments/drafts.ts'
import { refuseBrokenJson } from '../../../electron/store/replace.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { draft, later, looked, platform, questions, sentAssessment, sentSubmission } from './assessment-rows.ts'
import { noon } from './laptop-database.ts'

const published = (title = 'Fractions', id = 'new') =>
  sentAssessment(id, { title, passingScore: 60, timeLimitMinutes: null })

/** What the draft of these tests is at the service. */
const asSent = { course_id: 'crs_1', title: 'Fractions', passing_score: 60, time_limit_minutes: null }

describe('a look at the assessments', () => {
  it('keeps each with its course, and counts nothing as changed the first time', () => {
    const { calls } = looked(sentAssessment('b', { title: 'Zoo' }), sentAssessment('a', { courseId: 'crs_2' }))
    expect(calls.assessmentRows(['p'])).toMatchObject([
      { assessmentId: 'asmnt_b', courseId: 'crs_1', title: 'Zoo', passingScore: 70, gone: false, hasQuestions: false },
      { assessmentId: 'asmnt_a', courseId: 'crs_2', submissions: 0, changedAt: null },
    ])
    expect(calls.assessmentRows(['p'], 'crs_2')).toHaveLength(1)
    expect(calls.assessmentRows(['a'])).toEqual([])
    expect(calls.assessmentsStatus()).toEqual([
      {
        account: 'p',
        lookedAt: noon,
        assessments: 2,
        gone: 0,
        courses: [
          { courseId: 'crs_1', assessments: 1 },
          { courseId: 'crs_2', assessments: 1 },
        ],
        news: null,
        drafts: 0,
        waiting: 0,
        draftsToDecide: 0,
        toDecide: 0,
        own: 0,
        lost: [],
        toCollect: 0,
        notCollected: [],
      },
    ])
  })

  it('tells what is new, changed and gone, and what came back', () => {
    const { calls, numberOf } = looked(sentAssessment('a'), sentAssessment('b'))
    const look = (at: number, ...assessments: ReturnType<typeof sentAssessment>[]) =>
      calls.saveAssessments('p', { assessments, complete: true, at: unixSeconds(at) })
    const changed = sentAssessment('a', { title: 'Renamed', timeLimitMinutes: null })
    expect(look(noon + 1, changed, sentAssessment('c'))).toEqual({ added: 1, changed: 1, gone: 1 })
    expect(look(noon + 2, changed, sentAssessment('c'))).toEqual({ added: 0, changed: 0, gone: 0 })
    expect(calls.assessmentsStatus(['p'])).toMatchObject([
      { lookedAt: noon + 2, assessments: 2, gone: 1, news: { at: noon + 1, added: 1, changed: 1, gone: 1 } },
    ])
    expect(calls.assessment(numberOf('a')).changes).toEqual([
      { seenAt: noon + 1, field: 'title', before: 'Assessment a', after: 'Renamed' },
      { seenAt: noon + 1, field: 'timeLimit', before: '30', after: null },
    ])
    expect(calls.assessment(numberOf('c')).changes).toMatchObject([{ field: 'new' }])
    expect(calls.assessmentWith('p', 'asmnt_b')).toMatchObject({ gone: true, changedAt: noon + 1 })
    expect(look(noon + 3, changed, sentAssessment('b'), sentAssessment('c'))).toMatchObject({ changed: 1 })
    expect(calls.assessment(numberOf('b'))).toMatchObject({
      gone: false,
      changes: [{ field: 'back' }, { field: 'gone' }],
    })
  })

  it('that is not complete says of nothing that it is gone', () => {
    const { calls } = looked(sentAssessment('a'))
    expect(calls.saveAssessments('p', { assessments: [], complete: false, at: later })).toMatchObject({ gone: 0 })
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ lookedAt: noon, assessments: 1 }])
  })

  it('gives numbers that no other thing of this database ever has', () => {
    const { calls, numberOf } = looked(sentAssessment('a'), sentAssessment('b'))
    const former = [numberOf('a'), numberOf('b')]
    expect(Math.max(...former)).toBeLessThan(0)
    calls.removeAccount('p')
    calls.addAccount(platform('p'))
    calls.saveAssessments('p', { assessments: [sentAssessment('a')], complete: true, at: noon })
    expect(numberOf('a')).toBeLessThan(Math.min(...former))
  })

  it('names tests and courses, which stay when they are gone', () => {
    const { calls, db, numberOf } = looked(sentAssessment('a'))
    const names = () => [
      db.prepare('SELECT test_id, name FROM test').all(),
      db.prepare('SELECT feed, name, visible FROM source').all(),
      db.prepare('SELECT count(*) FROM assignment').pluck().get(),
    ]
    const test = { test_id: numberOf('a'), name: 'Assessment a' }
    expect(names()).toEqual([[test], [{ feed: 'submissions', name: 'crs_1', visible: 1 }], 1])
    calls.saveAssessments('p', { assessments: [], complete: true, at: later })
    expect(names()).toEqual([[test], [{ feed: 'submissions', name: 'crs_1', visible: 0 }], 0])
  })

  it('keeps questions, and says when they are older than the assessment', () => {
    const { calls, numberOf } = looked(sentAssessment('a'))
    const keep = (at: number, text = 'Two and two?') => {
      const asked = questions.map((question, place) => (place === 0 ? { ...question, text } : question))
      calls.keepAssessment('p', { ...sentAssessment('a'), questions: asked, raw: 'whole' }, unixSeconds(at))
    }
    expect(calls.assessment(numberOf('a'))).toMatchObject({ questions: null, questionsAt: null })
    keep(noon + 1)
    expect(calls.assessment(numberOf('a'))).toMatchObject({ questions, questionsAt: noon + 1, changes: [] })
    keep(noon + 2)
    expect(calls.assessment(numberOf('a')).changes).toEqual([])
    keep(noon + 3, 'Three and three?')
    expect(calls.assessment(numberOf('a'))).toMatchObject({ changes: [{ field: 'questions' }], questionsAreOld: false })
    const more = sentAssessment('a', { questionCount: 3 })
    calls.saveAssessments('p', { assessments: [more], complete: true, at: unixSeconds(noon + 4) })
    expect(calls.assessmentWith('p', 'asmnt_a')).toMatchObject({ hasQuestions: true, questionsAreOld: true })
  })
})

describe('a draft', () => {
  it('is kept with its flaws, and published only without', () => {
    const { calls } = looked()
    const kept = calls.saveAssessmentDraft('p', null, draft({ title: 'A', passingScore: 101 }), noon)
    expect(kept.flaws).toHaveLength(2)
    expect(() => calls.publishAssessment(kept.id, noon)).toThrow('assessments/flawed')
    expect(calls.saveAssessmentDraft('p', kept.id, draft(), later).flaws).toEqual([])
    calls.publishAssessment(kept.id, later)
    expect(calls.assessmentDrafts(['p'])).toMatchObject([{ id: kept.id, state: 'waiting', changedAt: later }])
    expect(calls.accountsWithDrafts()).toEqual(['p'])
  })

  it('is sent in the order of publishing, and becomes the assessment that the service made', () => {
    const { calls, numberOf } = looked(sentAssessment('a'))
    const [one, two] = ['One', 'Two of them'].map(
      (title) => calls.saveAssessmentDraft('p', null, draft({ title, questions: [4, 7] }), noon).id,
    ) as [number, number]
    calls.publishAssessment(two, noon)
    calls.publishAssessment(one, noon)
    expect(calls.claimAssessmentDraft('p')).toEqual({
      id: two,
      account: 'p',
      title: 'Two of them',
      body: { course_id: 'crs_1', title: 'Two of them', passing_score: 60, time_limit_minutes: null },
      tried: [],
      knownBefore: [numberOf('a')],
    })
    calls.confirmAssessmentDraft(two, published('Two of them'), later)
    expect(calls.assessmentDrafts()).toMatchObject([{ id: one }])
    expect(calls.assessment(numberOf('new'))).toMatchObject({ title: 'Two of them', preparedQuestions: [4, 7] })
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ id: one })
    expect(calls.claimAssessmentDraft('p')).toBeNull()
  })

  it('whose request may have arrived is looked for among what came later', () => {
    const { calls, numberOf } = looked(sentAssessment('old', { title: 'Fractions' }))
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    calls.claimAssessmentDraft('p')
    // A crash before the answer.
    calls.closeInterruptedDrafts('p')
    calls.saveAssessments('p', { assessments: [published()], complete: false, at: later })
    const again = calls.claimAssessmentDraft('p')
    expect(again).toMatchObject({ id, tried: [asSent], knownBefore: [numberOf('old')] })
    expect(calls.takeBackAssessment(id)).toEqual({ undone: false })
    calls.failAssessmentDraft(id, false)
    expect(calls.takeBackAssessment(id)).toEqual({ undone: false })
    expect(() => calls.saveAssessmentDraft('p', id, draft(), later)).toThrow('assessments/may-be-there')
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ tried: [asSent] })
    calls.confirmAssessmentDraft(id, published(), later)
    // What it became is no candidate for another one.
    const other = calls.saveAssessmentDraft('p', null, draft(), later)
    calls.publishAssessment(other.id, later)
    expect(calls.claimAssessmentDraft('p')?.knownBefore).toContain(numberOf('new'))
  })

  it('that certainly did not arrive can be taken back', () => {
    const { calls } = looked()
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    calls.claimAssessmentDraft('p')
    calls.failAssessmentDraft(id, false)
    expect(calls.takeBackAssessment(id)).toEqual({ undone: true })
    expect(calls.assessmentDrafts(['p'])).toMatchObject([{ state: 'draft' }])
    calls.removeAssessmentDraft(id)
    expect(calls.assessmentDrafts(['p'])).toEqual([])
  })

  it('that was refused says why, and is published again when asked for', () => {
    const { calls } = looked()
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    calls.claimAssessmentDraft('p')
    calls.refuseAssessmentDraft(id, { code: 'assessments/forbidden', detail: 'title', mayHaveArrived: false })
    expect(calls.assessmentDrafts(['p'])).toMatchObject([
      { state: 'refused', refusal: 'assessments/forbidden', refusalDetail: 'title' },
    ])
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toDecide: 1, draftsToDecide: 1, lost: [], waiting: 0 }])
    expect(calls.claimAssessmentDraft('p')).toBeNull()
    calls.publishAssessment(id, later)
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ id, tried: [] })
  })

  it('of which nothing was found is looked for again, or is one that the teacher names', () => {
    const { calls, numberOf } = looked(sentAssessment('a'))
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    calls.claimAssessmentDraft('p')
    calls.failAssessmentDraft(id, true)
    const tried = calls.claimAssessmentDraft('p')?.tried
    calls.unclearAssessmentDraft(id, [])
    expect(tried).toHaveLength(1)
    calls.lookForAssessmentDraft(id)
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ id, tried })
    calls.unclearAssessmentDraft(id, [])
    expect(() => calls.resolveAssessmentDraft(id, -4_711)).toThrow('assessment/not-found')
    calls.resolveAssessmentDraft(id, numberOf('a'))
    expect(calls.assessmentDrafts(['p'])).toEqual([])
  })

  it('that may be one of several is decided by the teacher', () => {
    const { calls, numberOf } = looked()
    const made = [published('Fractions', 'one'), published('Fractions', 'two')]
    const unclear = () => {
      const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
      calls.publishAssessment(id, noon)
      calls.claimAssessmentDraft('p')
      calls.failAssessmentDraft(id, true)
      calls.saveAssessments('p', { assessments: made, complete: false, at: later })
      calls.claimAssessmentDraft('p')
      calls.unclearAssessmentDraft(id, [numberOf('one'), numberOf('two')])
      return id
    }
    const first = unclear()
    expect(calls.assessmentDrafts(['p'])).toMatchObject([
      { state: 'unclear', candidates: [{ id: numberOf('one') }, { id: numberOf('two') }] },
    ])
    const second = unclear()
    calls.resolveAssessmentDraft(first, numberOf('two'))
    // It is that one, so no other draft is.
    expect(calls.assessmentDrafts(['p'])).toMatchObject([{ id: second, candidates: [{ id: numberOf('one') }] }])
    expect(() => calls.resolveAssessmentDraft(second, numberOf('two'))).toThrow('assessment/not-found')
    calls.resolveAssessmentDraft(second, null)
    // None of those that were there: what comes now is its own.
    const again = calls.claimAssessmentDraft('p')
    expect(again).toMatchObject({ id: second, tried: [] })
    expect(again?.knownBefore).toEqual(expect.arrayContaining([numberOf('one'), numberOf('two')]))
  })

  it('that was refused and may be there all the same is looked for', () => {
    const { calls } = looked()
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    calls.claimAssessmentDraft('p')
    calls.refuseAssessmentDraft(id, { code: 'api/rejected', detail: null, mayHaveArrived: true })
    calls.saveAssessmentDraft('p', id, draft({ title: 'Fractions again' }), later)
    calls.publishAssessment(id, later)
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ title: 'Fractions again', tried: [asSent] })
  })

  it('of a restored copy is looked for as it was, however it is changed, and can be taken back', () => {
    const { calls, db, numberOf } = looked(sentAssessment('a'))
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    holdAssessments(db)
    calls.publishAssessment(id, later)
    expect(calls.takeBackAssessment(id)).toEqual({ undone: true })
    calls.saveAssessmentDraft('p', id, draft({ title: 'Changed', courseId: 'crs_2' }), later)
    calls.publishAssessment(id, later)
    const sent = { body: { title: 'Changed' }, tried: [asSent], knownBefore: [numberOf('a')] }
    expect(calls.claimAssessmentDraft('p')).toMatchObject(sent)
    calls.failAssessmentDraft(id, false)
    expect(calls.claimAssessmentDraft('p')).toMatchObject(sent)
  })

  it('of a restored copy is not sent by itself, and looked for before it is', () => {
    const { calls, db, numberOf } = looked(sentAssessment('a'))
    const { id } = calls.saveAssessmentDraft('p', null, draft(), noon)
    calls.publishAssessment(id, noon)
    holdAssessments(db)
    expect(calls.claimAssessmentDraft('p')).toBeNull()
    calls.saveAssessments('p', { assessments: [published()], complete: false, at: later })
    calls.publishAssessment(id, later)
    expect(calls.claimAssessmentDraft('p')).toMatchObject({ tried: [asSent], knownBefore: [numberOf('a')] })
  })
})

describe('a try', () => {
  const begun = () => {
    const made = looked(sentAssessment('a'))
    made.calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const attempt = made.calls.beginAttempt(made.numberOf('a'), noon)
    return { ...made, attempt }
  }

  it('needs the questions, has its clock, and goes on where it stopped', () => {
    const { calls, numberOf } = looked(sentAssessment('a'))
    expect(() => calls.beginAttempt(numberOf('a'), noon)).toThrow('assessments/no-questions')
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    const attempt = calls.beginAttempt(numberOf('a'), noon)
    expect(attempt).toMatchObject({ state: 'open', begunAt: noon, endsAt: noon + 1_800, answers: [] })
    calls.keepAttemptAnswers(attempt.id, [{ questionId: 'q1', answer: ['a', 'b'] }])
    expect(calls.beginAttempt(numberOf('a'), later)).toEqual({
      ...attempt,
      answers: [{ questionId: 'q1', answer: ['a', 'b'] }],
    })
  })

  it('gives way to one that begins in its place, and stays where none can or where it may have counted', () => {
    const { calls, attempt } = begun()
    expect(() => calls.beginAttempt(-4_711, later, attempt.id)).toThrow('assessment/not-found')
    const second = calls.beginAttempt(attempt.assessment, later, attempt.id)
    expect(second).toMatchObject({ state: 'open', begunAt: later, answers: [] })
    expect(calls.assessment(attempt.assessment).attempts).toEqual([second])
    calls.claimAttempt(second.id, false)
    calls.failAttempt(second.id, { state: 'unclear', refusal: null, detail: null })
    expect(calls.beginAttempt(attempt.assessment, later, second.id)).toMatchObject({ id: second.id, state: 'unclear' })
  })

  it('stays with its answers where another cannot begin in its place', () => {
    const { calls, db, attempt } = begun()
    calls.keepAttemptAnswers(attempt.id, [{ questionId: 'q1', answer: 'a' }])
    db.exec('UPDATE assessment SET questions = NULL, questions_at = NULL')
    expect(() => calls.beginAttempt(attempt.assessment, later, attempt.id)).toThrow('assessments/no-questions')
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ answers: [{ questionId: 'q1', answer: 'a' }] })
  })

  it('stands in the row of its assessment while it is answered', () => {
    const { calls, attempt } = begun()
    expect(calls.assessmentRows(['p'])).toMatchObject([{ own: 'open' }])
    calls.giveUpAttempt(attempt.id)
    expect(calls.assessmentRows(['p'])).toMatchObject([{ own: null }])
    calls.addAttempt(attempt.assessment, [], noon)
    expect(calls.assessmentRows(['p'])).toMatchObject([{ own: null }])
  })

  it('that was refused is answered on with the clock that it had, and no longer than until it is sent', () => {
    const { calls, attempt } = begun()
    calls.keepAttemptAnswers(attempt.id, [{ questionId: 'q1', answer: 'a' }])
    expect(calls.reopenAttempt(attempt.id)).toMatchObject({ state: 'open' })
    calls.claimAttempt(attempt.id, false)
    expect(() => calls.keepAttemptAnswers(attempt.id, [])).toThrow('assessments/submitted')
    calls.failAttempt(attempt.id, { state: 'refused', refusal: 'assessments/invalid', detail: 'q1' })
    expect(calls.reopenAttempt(attempt.id)).toEqual({
      ...attempt,
      answers: [{ questionId: 'q1', answer: 'a' }],
    })
  })

  it('is submitted once; whether a lost one counted is not guessed', () => {
    const { calls, attempt } = begun()
    calls.keepAttemptAnswers(attempt.id, [{ questionId: 'q1', answer: 'a' }])
    expect(calls.claimAttempt(attempt.id, false)).toEqual({ answers: [{ question_id: 'q1', answer: 'a' }] })
    expect(() => calls.claimAttempt(attempt.id, true)).toThrow('assessments/submitted')
    calls.closeInterruptedAttempts('p')
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ state: 'unclear' })
    const { assessment } = attempt
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toDecide: 1, draftsToDecide: 0, lost: [assessment] }])
    expect(calls.assessment(assessment)).toMatchObject({ own: 'unclear' })
    expect(calls.assessmentRows(['p'])).toMatchObject([{ own: 'unclear' }])
    expect(() => calls.keepAttemptAnswers(attempt.id, [])).toThrow('assessments/unclear')
    expect(() => calls.claimAttempt(attempt.id, false)).toThrow('assessments/unclear')
    expect(calls.claimAttempt(attempt.id, true).answers).toHaveLength(1)
    calls.failAttempt(attempt.id, {
      state: 'refused',
      refusal: 'assessments/no-attempts-left',
      detail: null,
    })
    // The one before may have counted all the same.
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({
      state: 'unclear',
      refusal: 'assessments/no-attempts-left',
      answers: [{ questionId: 'q1', answer: 'a' }],
    })
    calls.claimAttempt(attempt.id, true)
    calls.failAttempt(attempt.id, { state: 'open', refusal: null, detail: null })
    expect(() => calls.claimAttempt(attempt.id, false)).toThrow('assessments/unclear')
    calls.giveUpAttempt(attempt.id)
    expect(() => calls.assessmentAttempt(attempt.id)).toThrow('assessment/not-found')
  })

  it('of which the submission is found by its id is decided by that, also where it is a result already', () => {
    const { calls, attempt } = begun()
    calls.claimAttempt(attempt.id, false)
    calls.failAttempt(attempt.id, { state: 'unclear', refusal: 'network/timeout', detail: null })
    calls.keepSubmission('p', sentSubmission('2'), noon)
    const named = (submissionId: string) =>
      calls.noteSubmissions('p', [{ assessmentId: 'asmnt_a', submissionId }], noon, attempt.id)
    // Of another assessment.
    named('sub_1')
    calls.keepSubmission('p', sentSubmission('1', { assessmentId: 'asmnt_b' }), noon)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ state: 'unclear', refusal: 'network/timeout' })
    expect(named('sub_2')).toEqual({ known: 0 })
    calls.keepSubmission('p', sentSubmission('2'), noon)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({
      ...{ state: 'submitted', refusal: null, refusalDetail: null },
      submission: { submissionId: 'sub_2' },
    })
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toDecide: 0, lost: [], toCollect: 0 }])
  })

  it('that the platform took under an id keeps it, whatever becomes of the next submission, and in a restored copy', () => {
    const { calls, db, attempt } = begun()
    calls.claimAttempt(attempt.id, false)
    const taken = { refusal: 'assessments/taken', detail: 'sub_1' }
    calls.failAttempt(attempt.id, { state: 'unclear', ...taken })
    calls.claimAttempt(attempt.id, true)
    calls.failAttempt(attempt.id, { state: 'refused', refusal: 'assessments/no-attempts-left', detail: null })
    holdAssessments(db)
    const kept = { state: 'unclear', refusal: 'assessments/taken', refusalDetail: 'sub_1' }
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject(kept)
    calls.claimAttempt(attempt.id, true)
    calls.closeInterruptedAttempts('p')
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject(kept)
    calls.keepSubmission('p', sentSubmission('1'), noon)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ state: 'submitted', refusal: null })
  })

  it('that the platform took twice is settled by either submission', () => {
    const { calls, db, attempt } = begun()
    const takenAs = (id: string, again: boolean) => {
      calls.claimAttempt(attempt.id, again)
      calls.failAttempt(attempt.id, { state: 'unclear', refusal: 'assessments/taken', detail: `sub_${id}` })
    }
    takenAs('1', false)
    takenAs('2', true)
    holdAssessments(db)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ state: 'unclear', refusalDetail: 'sub_2' })
    calls.keepSubmission('p', sentSubmission('1'), noon)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({
      ...{ state: 'submitted', refusal: null, refusalDetail: null },
      submission: { submissionId: 'sub_1' },
    })
    expect(db.prepare('SELECT count(*) FROM attempt_taken').pluck().get()).toBe(0)
  })

  it('out of a file is answered here once it was reopened, and one that is answered here stays so', () => {
    const { calls, attempt } = begun()
    const answers = [{ questionId: 'q1', answer: 'a' }]
    calls.claimAttempt(attempt.id, false, answers)
    calls.failAttempt(attempt.id, { state: 'open', refusal: null, detail: null, before: attempt })
    expect(calls.assessmentAttempt(attempt.id)).toEqual(attempt)
    calls.giveUpAttempt(attempt.id)
    const { id, assessment } = calls.addAttempt(attempt.assessment, answers, noon)
    calls.claimAttempt(id, false)
    calls.failAttempt(id, { state: 'refused', refusal: 'assessments/invalid', detail: null })
    calls.reopenAttempt(id)
    expect(calls.beginAttempt(assessment, later)).toMatchObject({ id, answers })
    expect(calls.assessmentRows(['p'])).toMatchObject([{ own: 'open' }])
  })

  it('begins beside none that may have counted, and beside the open one only from a file', () => {
    const { calls, attempt, numberOf } = begun()
    const file = calls.addAttempt(numberOf('a'), [{ questionId: 'q1', answer: 'b' }], later)
    expect(file).toMatchObject({ state: 'open', answers: [{ questionId: 'q1', answer: 'b' }] })
    expect(calls.beginAttempt(numberOf('a'), later)).toEqual(attempt)
    calls.claimAttempt(attempt.id, false)
    expect(calls.beginAttempt(numberOf('a'), later)).toMatchObject({ id: attempt.id, state: 'submitting' })
    calls.closeInterruptedAttempts('p')
    expect(calls.beginAttempt(numberOf('a'), later)).toMatchObject({ id: attempt.id, state: 'unclear' })
  })

  it('tells of answers from a file no moment at which they were begun', () => {
    const { calls, db, numberOf } = begun()
    const { id } = calls.addAttempt(numberOf('a'), [], noon)
    calls.claimAttempt(id, false)
    calls.finishAttempt(id, sentSubmission('s', { submittedAt: later }), later)
    expect(db.prepare('SELECT duration_seconds FROM result').pluck().get()).toBeNull()
  })

  it('of a restored copy may have been handed in since, where it has answers', () => {
    const { calls, db, attempt } = begun()
    holdAssessments(db)
    expect(calls.assessmentAttempt(attempt.id)).toMatchObject({ state: 'open' })
    calls.keepAttemptAnswers(attempt.id, [{ questionId: 'q1', answer: 'a' }])
    holdAssessments(db)
    expect(() => calls.claimAttempt(attempt.id, false)).toThrow('assessments/unclear')
  })
})

describe('a look that was cut short', () => {
  const reading = '{"passes":0}'

  it('is gone on with within its time, until it ended or its account is gone', () => {
    const { calls, db } = looked()
    const open = { begunAt: noon, reading }
    const save = (over: object) =>
      calls.saveAssessments('p', { assessments: [sentAssessment('a')], complete: false, at: noon, ...over })
    expect(calls.openLook('p', noon, later)).toBeNull()
    save({ open })
    expect(calls.openLook('p', noon, later)).toEqual(open)
    expect(calls.openLook('p', later, later)).toBeNull()
    // The list of a course is no look.
    save({})
    expect(calls.openLook('p', noon, later)).toEqual(open)
    save({ open: null })
    expect(calls.openLook('p', noon, later)).toBeNull()
    save({ open })
    calls.removeAccount('p')
    expect(db.prepare('SELECT count(*) FROM assessment_open_look').pluck().get()).toBe(0)
  })

  it('tells what is new in all of its parts, also where a list of a course is kept in between', () => {
    const { calls } = looked()
    const save = (id: string, at: number, over: object) =>
      calls.saveAssessments('p', { assessments: [sentAssessment(id)], complete: false, at: unixSeconds(at), ...over })
    const open = { begunAt: later, reading }
    save('a', later + 1, { open, begunAt: later })
    save('b', later + 2, {})
    save('c', later + 3, { open: null, begunAt: later })
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ news: { added: 3 } }])
  })

  it('tells that others are gone only by what all of its parts brought', () => {
    const { calls, numberOf } = looked(sentAssessment('a'), sentAssessment('b'), sentAssessment('c'))
    const look = { assessments: [sentAssessment('b')], earlier: ['asmnt_a', 'asmnt_none'], complete: true, at: later }
    expect(calls.saveAssessments('p', look)).toEqual({ added: 0, changed: 0, gone: 1 })
    expect(calls.assessment(numberOf('c'))).toMatchObject({ gone: true })
  })
})

describe('a database of a learning platform', () => {
  it.each<[string, (made: ReturnType<typeof looked>) => void]>([
    ['a draft', ({ calls }) => calls.saveAssessmentDraft('p', null, draft(), noon)],
    ['a submission to collect', ({ calls }) => noteOne(calls)],
  ])('with %s is worth a copy', (_, change) => {
    const made = looked(sentAssessment('a'))
    expect(made.calls.isEmpty()).toBe(true)
    change(made)
    expect(made.calls.isEmpty()).toBe(false)
  })

  it.each([
    'assessment.questions',
    'assessment.prepared',
    'assessment_draft.questions',
    'assessment_draft.candidates',
    'assessment_draft.tried',
    'assessment_attempt.answers',
    'assessment_attempt.submission',
  ])('whose %s is no JSON is damaged', (place) => {
    const { calls, db, numberOf } = looked(sentAssessment('a'))
    calls.keepAssessment('p', { ...sentAssessment('a'), questions }, noon)
    calls.saveAssessmentDraft('p', null, draft(), noon)
    const { id } = calls.beginAttempt(numberOf('a'), noon)
    calls.claimAttempt(id, false)
    calls.finishAttempt(id, sentSubmission('1'), noon)
    refuseBrokenJson(db)
    const [table, column] = place.split('.')
    db.exec(`UPDATE ${table} SET ${column} = '{'${column === 'tried' ? ', newest_before = 0' : ''}`)
    expect(() => refuseBrokenJson(db)).toThrow('store/damaged')
  })
})

describe('a submission that could not be had', () => {
  it('is asked for no more once it was forgotten; what still waits stays', () => {
    const { calls } = looked()
    calls.noteSubmissions(
      'p',
      ['1', '2'].map((submissionId) => ({ submissionId, assessmentId: null })),
      noon,
    )
    calls.refuseSubmission('p', { submissionId: '1', assessmentId: null }, 'assessments/not-found')
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toCollect: 1, notCollected: [{ submissionId: '1' }] }])
    calls.forgetSubmissions('p', ['1', '2'])
    expect(calls.assessmentsStatus(['p'])).toMatchObject([{ toCollect: 1, notCollected: [] }])
  })
})

const noteOne = (calls: ReturnType<typeof looked>['calls']) =>
  calls.noteSubmissions('p', [{ submissionId: 'sub_1', assessmentId: null }], noon)
