import DatabaseFile from 'better-sqlite3'
import { expect, it, vi } from 'vitest'
import { createHandlers, type DesktopPorts } from '../../../electron/ipc/handlers.ts'
import { type Contract, contract, type Group, type Handlers } from '../../../shared/ipc/contract.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { usualGradebookFile } from '../../../shared/model/gradebook-file.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { connected } from '../support/laptop.ts'

const noAccount = 'nobody'
const noList = 999_999
const newestFirst = { field: 'finished', direction: 'desc' } as const
const ofNoResult = { filter: [{ field: 'id', op: 'in', value: [987_654] }], sort: newestFirst } as const
const ofNoAccount = { filter: [{ field: 'account', op: 'in', value: [noAccount] }], sort: newestFirst } as const
const edit = { change: 'add', origin: 'typed', codes: [{ code: 'x', name: null }] } as const
const gap = { feed: 'links', from: unixSeconds(1), to: unixSeconds(2), reason: 'too-old' } as const

/** The id of an answer that was never opened. */
const answer = 987_654
const lists = [
  'resultList',
  'certificateList',
  'renewalList',
  'codeList',
  'gradebookList',
  'studentList',
  'testList',
  'bankList',
] as const

const gradebook = { id: 4_711, name: 'n', definition: usualGradebook } as const

type Case = readonly [code: string, call: (handlers: Handlers, own: { accountId: string; listId: number }) => unknown]

const noFiles = { id: 'never opened', dates: null } as const

const noTest = {
  account: noAccount,
  testId: 1,
  policy: 'first',
  period: { from: null, to: null },
  classId: null,
} as const

const noQuestions = { ...noTest, source: null, version: null } as const

const noTable = {
  ...{ id: 'no table', withFirstRow: false },
  columns: {
    ...{ question: 0, options: [], correct: null, type: null, points: null, parent: null, category: null },
    ...{ correctFeedback: null, incorrectFeedback: null, random: null, gradeStyle: null },
  },
}
/** A draft of an assessment. */
const noAssessment = { courseId: 'crs_1', title: 'Nothing', passingScore: 50, timeLimitMinutes: null, questions: [] }
const draft = {
  ...{ type: 'essay', question: 'Why?', category: null, points: 10, randomAnswers: null, options: [], correct: [] },
  ...{ gradeStyle: null, correctFeedback: null, incorrectFeedback: null },
} as const

const allResults = {
  screen: 'results',
  ...{ account: null, filter: [], sort: newestFirst },
  columns: { hidden: [], order: [], pinned: [] },
} as const

/** Every call that changes an account, a list, a test or a result, with ids that do not exist. */
const cases: Readonly<Record<string, readonly Case[]>> = {
  'accounts.replaceSecret': [
    ['account/not-found', ({ accounts }) => accounts.replaceSecret({ id: noAccount, secret: 's' })],
  ],
  'accounts.change': [
    [
      'account/not-found',
      ({ accounts }) =>
        accounts.change({ id: noAccount, name: 'n', timeZone: 'UTC', colour: 1, signatureSetting: 'auto' }),
    ],
  ],
  'accounts.remove': [['account/not-found', ({ accounts }) => accounts.remove({ id: noAccount, keepResults: false })]],
  'tests.fetch': [
    [
      'account/not-found',
      ({ tests }) => tests.fetch({ account: noAccount, testId: 1, source: { feed: 'groups', id: 1 } }),
    ],
    [
      'test/not-found',
      ({ tests }, { accountId }) =>
        tests.fetch({ account: accountId, testId: 987_654, source: { feed: 'groups', id: 1 } }),
    ],
  ],
  'tests.hide': [['test/not-found', ({ tests }) => tests.hide({ account: noAccount, kind: 'test', id: 1 })]],
  'tests.showAgain': [['test/not-found', ({ tests }) => tests.showAgain({ account: noAccount, kind: 'links', id: 1 })]],
  'extraFields.name': [
    [
      'account/not-found',
      ({ extraFields }) => extraFields.name({ field: { account: noAccount, link: 987_654, number: 1 }, name: 'Ward' }),
    ],
    [
      'link/not-found',
      ({ extraFields }, { accountId }) =>
        extraFields.name({ field: { account: accountId, link: 987_654, number: 1 }, name: 'Ward' }),
    ],
  ],
  'tests.page': [['test/not-found', ({ tests }) => tests.page(noTest)]],
  'tests.part': [['test/not-found', ({ tests }) => tests.part({ query: noTest, part: { part: 'counted' } })]],
  'questions.page': [['test/not-found', ({ questions }) => questions.page(noQuestions)]],
  'questions.export': [['test/not-found', ({ questions }) => questions.export({ query: noQuestions, title: 't' })]],
  'questions.picture': [
    [
      'account/not-found',
      ({ questions }) => questions.picture({ account: noAccount, url: 'https://www.classmarker.com/a.png' }),
    ],
    [
      'picture/refused-address',
      ({ questions }, { accountId }) => questions.picture({ account: accountId, url: 'https://example.com/a.png' }),
    ],
  ],
  'sync.start': [['account/not-found', ({ sync }) => sync.start({ accountId: noAccount, recheck: true })]],
  'sync.fetchGap': [
    ['account/not-found', ({ sync }) => sync.fetchGap({ accountId: noAccount, gap })],
    ['gap/not-found', ({ sync }, { accountId }) => sync.fetchGap({ accountId, gap })],
  ],
  'certificates.export': [
    ['result/not-found', ({ certificates }) => certificates.export(ofNoResult)],
    ['account/not-found', ({ certificates }) => certificates.export(ofNoAccount)],
  ],
  'certificates.exportRenewals': [
    [
      'result/not-found',
      ({ certificates }) =>
        certificates.exportRenewals({ filter: { results: [{ field: 'id', op: 'in', value: [987_654] }], states: [] } }),
    ],
    [
      'account/not-found',
      ({ certificates }) =>
        certificates.exportRenewals({
          filter: { results: [{ field: 'account', op: 'in', value: [noAccount] }], states: [] },
        }),
    ],
  ],
  'certificates.open': [['result/not-found', ({ certificates }) => certificates.open({ resultId: 987_654 })]],
  'certificates.show': [['result/not-found', ({ certificates }) => certificates.show({ resultId: 987_654 })]],
  'certificates.download': [
    ['result/not-found', ({ certificates }) => certificates.download({ ...ofNoResult, anotherFolder: true })],
    ['account/not-found', ({ certificates }) => certificates.download({ ...ofNoAccount, anotherFolder: true })],
  ],
  'certificates.setValidity': [
    [
      'account/not-found',
      ({ certificates }) => certificates.setValidity({ accountId: noAccount, testId: 1, months: 1 }),
    ],
    [
      'test/not-found',
      ({ certificates }, { accountId }) => certificates.setValidity({ accountId, testId: 999, months: 1 }),
    ],
    [
      'test/not-found',
      ({ certificates }, { accountId }) => certificates.setValidity({ accountId, testId: 999, months: null }),
    ],
  ],
  'codes.apply': [
    ['account/not-found', ({ codes }, { listId }) => codes.apply({ list: { accountId: noAccount, listId }, ...edit })],
    [
      'access-list/not-found',
      ({ codes }, { accountId }) => codes.apply({ list: { accountId, listId: noList }, ...edit }),
    ],
    [
      'access-list/not-found',
      ({ codes }, { accountId }) =>
        codes.apply({ list: { accountId, listId: noList }, ...edit, change: 'full-list', codes: [] }),
    ],
  ],
  'codes.rename': [
    [
      'access-list/not-found',
      ({ codes }, { accountId }) => codes.rename({ list: { accountId, listId: noList }, code: 'x', name: 'Ada' }),
    ],
    ['access-code/not-found', ({ codes }, list) => codes.rename({ list, code: 'never seen', name: 'Ada' })],
  ],
  'codes.undo': [['codes/nothing-to-undo', ({ codes }) => codes.undo({ actionId: 4_711 })]],
  'codes.takeBack': [
    [
      'access-list/not-found',
      ({ codes }, { accountId }) => codes.takeBack({ list: { accountId, listId: noList }, codes: ['x'] }),
    ],
    ['codes/nothing-to-undo', ({ codes }, list) => codes.takeBack({ list, codes: ['never seen'] })],
  ],
  'codes.push': [['account/not-found', ({ codes }) => codes.push({ accountId: noAccount, held: true })]],
  'gradebooks.save': [
    ['account/not-found', ({ gradebooks }) => gradebooks.save({ ...gradebook, id: null, account: noAccount })],
    ['gradebook/not-found', ({ gradebooks }, { accountId }) => gradebooks.save({ ...gradebook, account: accountId })],
  ],
  'gradebooks.rename': [['gradebook/not-found', ({ gradebooks }) => gradebooks.rename({ id: 4_711, name: 'n' })]],
  'gradebooks.remove': [['gradebook/not-found', ({ gradebooks }) => gradebooks.remove({ id: 4_711 })]],
  'gradebooks.restore': [
    [
      'account/not-found',
      ({ gradebooks }) =>
        gradebooks.restore({ id: 4_711, account: noAccount, name: 'n', definition: '{}', handIns: [] }),
    ],
  ],
  'classes.add': [['account/not-found', ({ classes }) => classes.add({ account: noAccount, name: 'n', members: [] })]],
  'classes.rename': [['class/not-found', ({ classes }) => classes.rename({ id: 4_711, name: 'n' })]],
  'classes.remove': [['class/not-found', ({ classes }) => classes.remove({ id: 4_711 })]],
  'classes.restore': [
    [
      'account/not-found',
      ({ classes }) =>
        classes.restore({ id: 4_711, account: noAccount, name: 'n', madeAt: unixSeconds(1), members: [] }),
    ],
  ],
  'classes.apply': [
    ['class/not-found', ({ classes }) => classes.apply({ id: 4_711, change: { put: [], remove: ['user:1'] } })],
  ],
  'students.decide': [
    [
      'account/not-found',
      ({ students }) => students.decide({ account: noAccount, key: 'user:1', other: 'user:2', verdict: 'different' }),
    ],
  ],
  'students.add': [
    [
      'account/not-found',
      ({ students }) =>
        students.add({ account: noAccount, students: [{ key: 'user:1', first: 'A', last: 'B', email: null }] }),
    ],
  ],
  'students.name': [
    [
      'student/not-found',
      ({ students }) =>
        students.name({ account: noAccount, key: 'user:1', name: { first: 'A', last: 'B', email: null } }),
    ],
  ],
  'students.merge': [
    ['account/not-found', ({ students }) => students.merge({ account: noAccount, into: 'user:1', keys: ['user:2'] })],
    [
      'student/not-found',
      ({ students }, { accountId }) => students.merge({ account: accountId, into: 'nobody', keys: ['nobody else'] }),
    ],
  ],
  'students.page': [
    [
      'student/not-found',
      ({ students }) =>
        students.page({ account: noAccount, key: 'user:1', policy: 'best', period: { from: null, to: null } }),
    ],
  ],
  'students.split': [
    ['student/not-merged', ({ students }, { accountId }) => students.split({ account: accountId, key: 'nobody' })],
  ],
  'students.erasurePreview': [
    ['student/not-found', ({ students }) => students.erasurePreview({ account: noAccount, key: 'user:1' })],
  ],
  'students.erase': [
    ['student/not-found', ({ students }) => students.erase({ account: noAccount, key: 'user:1', remakeCopies: true })],
  ],
  'overrides.set': [
    [
      'account/not-found',
      ({ overrides }) =>
        overrides.set({
          cell: { account: noAccount, key: 'user:1', testId: 1 },
          override: { kind: 'excused', reason: 'ill' },
        }),
    ],
    [
      'result/not-found',
      ({ overrides }, { accountId }) =>
        overrides.set({
          cell: { account: accountId, key: 'user:1', testId: 1 },
          override: { kind: 'attempt', resultId: 987_654, reason: 'ill' },
        }),
    ],
  ],
  'overrides.excuse': [['result/not-found', ({ overrides }) => overrides.excuse({ ids: [987_654], reason: 'ill' })]],
  'notes.add': [
    ['result/not-found', ({ notes }) => notes.add({ about: { kind: 'results', ids: [987_654] }, text: 'ill' })],
    [
      'account/not-found',
      ({ notes }) =>
        notes.add({ about: { kind: 'students', students: [{ account: noAccount, key: 'user:1' }] }, text: 'ill' }),
    ],
  ],
  'notes.change': [['note/not-found', ({ notes }) => notes.change({ id: 4_711, text: 'ill' })]],
  'notes.remove': [['note/not-found', ({ notes }) => notes.remove({ id: 4_711 })]],
  'labels.add': [
    ['account/not-found', ({ labels }) => labels.add({ account: noAccount, name: 'n', colour: 0, about: null })],
  ],
  'labels.change': [['label/not-found', ({ labels }) => labels.change({ id: 4_711, name: 'n', colour: 0 })]],
  'labels.remove': [['label/not-found', ({ labels }) => labels.remove({ id: 4_711 })]],
  'labels.put': [
    ['label/not-found', ({ labels }) => labels.put({ id: 4_711, about: { kind: 'results', ids: [987_654] } })],
  ],
  'labels.takeOff': [
    ['label/not-found', ({ labels }) => labels.takeOff({ id: 4_711, about: { kind: 'results', ids: [987_654] } })],
  ],
  'accounts.signIn': [
    ['account/not-found', ({ accounts }) => accounts.signIn({ id: noAccount, signIn: { token: 't' } })],
    [
      'account/other-service',
      ({ accounts }, { accountId }) => accounts.signIn({ id: accountId, signIn: { token: 't' } }),
    ],
  ],
  'assessments.get': [['assessment/not-found', ({ assessments }) => assessments.get({ id: -4_711 })]],
  'assessments.saveDraft': [
    [
      'account/not-found',
      ({ assessments }) => assessments.saveDraft({ account: noAccount, id: null, draft: noAssessment }),
    ],
    [
      'account/other-service',
      ({ assessments }, { accountId }) => assessments.saveDraft({ account: accountId, id: null, draft: noAssessment }),
    ],
  ],
  'assessments.publish': [['assessment/not-found', ({ assessments }) => assessments.publish({ id: 4_711 })]],
  'assessments.resolve': [
    ['assessment/not-found', ({ assessments }) => assessments.resolve({ id: 4_711, isIt: null })],
  ],
  'assessments.lookForDraft': [['assessment/not-found', ({ assessments }) => assessments.lookForDraft({ id: 4_711 })]],
  'assessments.keepAnswers': [
    ['assessment/not-found', ({ assessments }) => assessments.keepAnswers({ attempt: 4_711, answers: [] })],
  ],
  'assessments.reopen': [['assessment/not-found', ({ assessments }) => assessments.reopen({ attempt: 4_711 })]],
  'assessments.forget': [
    ['account/not-found', ({ assessments }) => assessments.forget({ account: noAccount, submissions: ['sub_1'] })],
  ],
  'assessments.push': [
    ['account/not-found', ({ assessments }) => assessments.push({ account: noAccount })],
    ['account/other-service', ({ assessments }, { accountId }) => assessments.push({ account: accountId })],
  ],
  'assessments.begin': [['assessment/not-found', ({ assessments }) => assessments.begin({ assessment: -4_711 })]],
  'assessments.submit': [
    ['assessment/not-found', ({ assessments }) => assessments.submit({ attempt: 4_711, again: true })],
  ],
  'assessments.readIds': [
    ['account/not-found', ({ assessments }) => assessments.readIds({ account: noAccount, text: 'sub_1' })],
  ],
  'assessments.chooseIdFile': [
    ['account/not-found', ({ assessments }) => assessments.chooseIdFile({ account: noAccount })],
  ],
  'assessments.collect': [
    [
      'account/not-found',
      ({ assessments }) =>
        assessments.collect({ account: noAccount, submissions: [{ assessmentId: null, submissionId: 'sub_1' }] }),
    ],
    [
      'account/other-service',
      ({ assessments }, { accountId }) =>
        assessments.collect({ account: accountId, submissions: [{ assessmentId: null, submissionId: 'sub_1' }] }),
    ],
  ],
  'bank.question': [['question/not-found', ({ bank }) => bank.question({ id: 4_711 })]],
  'bank.save': [
    ['account/not-found', ({ bank }) => bank.save({ account: noAccount, id: null, draft, opened: null })],
    [
      'question/not-found',
      ({ bank }, { accountId }) => bank.save({ account: accountId, id: 4_711, draft, opened: null }),
    ],
    [
      'category/not-found',
      ({ bank }, { accountId }) =>
        bank.save({ account: accountId, id: null, draft: { ...draft, category: 4_711 }, opened: null }),
    ],
  ],
  'bank.duplicate': [['question/not-found', ({ bank }) => bank.duplicate({ id: 4_711 })]],
  'bank.changeMany': [['question/not-found', ({ bank }) => bank.changeMany({ ids: [4_711], change: { points: 10 } })]],
  'bank.archive': [['question/not-found', ({ bank }) => bank.archive({ ids: [4_711], archived: true })]],
  'bank.addCategory': [
    ['account/not-found', ({ bank }) => bank.addCategory({ account: noAccount, name: 'n', parent: null })],
    [
      'category/not-found',
      ({ bank }, { accountId }) => bank.addCategory({ account: accountId, name: 'n', parent: 4_711 }),
    ],
  ],
  'bank.renameCategory': [['category/not-found', ({ bank }) => bank.renameCategory({ id: 4_711, name: 'n' })]],
  'bank.moveCategory': [['category/not-found', ({ bank }) => bank.moveCategory({ id: 4_711, parent: 4_712 })]],
  'bank.resolve': [
    ['question/not-found', ({ bank }) => bank.resolve({ of: 'question', id: 4_711, keep: 'mine', shown: '' })],
    ['category/not-found', ({ bank }) => bank.resolve({ of: 'category', id: 4_711, keep: 'mine', shown: '' })],
  ],
  'bank.pull': [['account/not-found', ({ bank }) => bank.pull({ account: noAccount })]],
  'bank.push': [['account/not-found', ({ bank }) => bank.push({ account: noAccount })]],
  'bank.chooseFile': [['account/not-found', ({ bank }) => bank.chooseFile({ account: noAccount })]],
  'bank.drop': [['account/not-found', ({ bank }) => bank.drop({ account: noAccount, paths: ['/nowhere/a.gift'] })]],
  'bank.readTable': [
    ['account/not-found', ({ bank }) => bank.readTable({ account: noAccount, ...noTable })],
    ['ipc/invalid-input', ({ bank }, { accountId }) => bank.readTable({ account: accountId, ...noTable })],
  ],
  'bank.addRead': [
    [
      'import/gone',
      ({ bank }, { accountId }) =>
        bank.addRead({ account: accountId, add: [0], change: [], category: null, send: true }),
    ],
  ],
  'bank.export': [
    ['account/not-found', ({ bank }) => bank.export({ account: noAccount, ids: [4_711], format: 'gift' })],
  ],
  'bank.verify': [
    ['account/not-found', ({ bank }) => bank.verify({ account: noAccount, id: null, draft })],
    ['category/not-found', ({ bank }, { accountId }) => bank.verify({ account: accountId, id: null, draft })],
  ],
  'views.rename': [['view/not-found', ({ views }) => views.rename({ id: 4_711, name: 'n' })]],
  'views.change': [['view/not-found', ({ views }) => views.change({ id: 4_711, definition: allResults })]],
  'views.move': [['view/not-found', ({ views }) => views.move({ id: 4_711, by: 1 })]],
  'views.remove': [['view/not-found', ({ views }) => views.remove({ id: 4_711 })]],
  'export.gradebook': [
    [
      'gradebook/not-found',
      ({ export: exports }) =>
        exports.gradebook({ gradebook: usualGradebook, id: 4_711, title: null, choice: usualGradebookFile }),
    ],
  ],
  'export.start': [
    ['result/not-found', ({ export: exports }) => exports.start(ofNoResult)],
    ['account/not-found', ({ export: exports }) => exports.start(ofNoAccount)],
  ],
  ...Object.fromEntries(
    lists.flatMap((list): [string, Case[]][] => [
      [`${list}.count`, [['answer/gone', (handlers) => handlers[list].count({ answer })]]],
      [`${list}.rows`, [['answer/gone', (handlers) => handlers[list].rows({ answer, from: 0, to: 1 })]]],
      [`${list}.placeOf`, [['answer/gone', (handlers) => handlers[list].placeOf({ answer, id: 1 })]]],
      [`${list}.ids`, [['answer/gone', (handlers) => handlers[list].ids({ answer })]]],
    ]),
  ),
  'imports.preview': [
    ['import/gone', ({ imports }, { accountId }) => imports.preview({ ...noFiles, account: accountId })],
  ],
  'imports.import': [
    [
      'import/gone',
      ({ imports }, { accountId }) => imports.import({ ...noFiles, account: accountId, confirmed: [], fills: [] }),
    ],
  ],
  'imports.rows': [['import/gone', ({ imports }) => imports.rows({ ...{ id: 'x', bucket: 'added' }, from: 0, to: 9 })]],
  'webhookSources.add': [
    ['account/not-found', ({ webhookSources }) => webhookSources.add({ account: noAccount, name: 'n', phrase: 'p' })],
  ],
  'webhookSources.rename': [
    ['webhook-source/not-found', ({ webhookSources }) => webhookSources.rename({ id: 4_711, name: 'n' })],
  ],
  'webhookSources.changePhrase': [
    ['webhook-source/not-found', ({ webhookSources }) => webhookSources.changePhrase({ id: 4_711, phrase: 'p' })],
  ],
  'webhookSources.remove': [['webhook-source/not-found', ({ webhookSources }) => webhookSources.remove({ id: 4_711 })]],
  'backups.restore': [['backup/not-found', ({ backups }) => backups.restore({ name: 'never taken.db' })]],
  'backups.restoreFile': [['backup/not-found', ({ backups }) => backups.restoreFile({ id: 'never opened' })]],
}

/** Calls that change nothing stored, or whose object cannot be missing. */
const others = [
  ...lists.flatMap((list) => [`${list}.open`, `${list}.close`]),
  ...['app.info', 'app.openExternal', 'app.copyText', 'app.kept', 'app.loginStart', 'app.print'],
  ...['accounts.list', 'accounts.status', 'accounts.connect'],
  ...['accounts.addSample', 'sync.recheckPrice', 'results.alike'],
  ...[
    'results.longestNames',
    'results.detail',
    'results.attemptsAt',
    'results.changes',
    'results.facets',
    'results.counts',
    'questions.answers',
    'questions.categories',
    'certificates.lookup',
  ],
  ...['certificates.alike', 'certificates.queue', 'certificates.pause'],
  ...['certificates.resume', 'certificates.retryFailed', 'certificates.clearQueue', 'certificates.validities'],
  ...[
    'certificates.renewalsAlike',
    'certificates.countRenewals',
    'certificates.renewalEmails',
    'codes.lists',
    'codes.waiting',
  ],
  ...['codes.alike', 'codes.preview', 'codes.journal'],
  ...['codes.findings', 'codes.accessCodes', 'tables.open', 'tables.reopen', 'tables.columns', 'startLinks.links'],
  ...[
    'startLinks.save',
    'startLinks.show',
    'export.saveKey',
    'export.show',
    'export.open',
    'jobs.list',
    'jobs.cancel',
    'activity.log',
  ],
  'backups.list',
  ...['backups.present', 'backups.preview', 'backups.save', 'backups.show', 'backups.open', 'backups.previewFile'],
  ...['settings.get', 'settings.set', 'gradebooks.summary', 'gradebooks.list', 'gradebooks.changesSinceHandIn'],
  ...['gradebooks.grades', 'gradebooks.checks', 'tests.hideables', 'find.ask'],
  ...['classes.list', 'classes.members', 'classes.students', 'classes.preview', 'overrides.list', 'overrides.clear'],
  ...[
    'students.mergedKeys',
    'students.labelsInUse',
    'students.named',
    'students.inbox',
    'students.mergePreview',
    'students.added',
    'students.previewAdded',
    'students.perhapsHere',
  ],
  ...['digest.get', 'digest.part', 'digest.markSeen', 'digest.unmarkSeen', 'digest.look'],
  ...['local.changes', 'local.undo', 'local.undoOne', 'local.redo', 'accounts.handMade'],
  ...['notes.ofResult', 'notes.ofStudent', 'labels.list', 'labels.on', 'extraFields.list'],
  ...['imports.choose', 'imports.drop', 'imports.forget', 'imports.past', 'webhookSources.list'],
  'bank.kindsOf',
  ...['bank.status', 'bank.categories', 'bank.waiting', 'bank.edits', 'bank.takeBack', 'bank.sendAgain'],
  ...['assessments.status', 'assessments.list', 'assessments.drafts', 'assessments.removeDraft'],
  ...['assessments.takeBack', 'assessments.giveUp'],
  ...['views.list', 'views.add', 'views.lastPlace', 'views.rememberPlace'],
]

const chosen = vi.fn(async () => '/nowhere/file')
const desktop: DesktopPorts = {
  info: { version: '1.2.3', platform: 'linux' },
  openExternal: async () => undefined,
  copyText: () => undefined,
  kept: () => undefined,
  startAtLogin: async () => undefined,
  loginStart: async () => 'on' as const,
  print: async () => false,
  chooseSaveFile: chosen,
  showInFolder: () => undefined,
  chooseBackupTarget: chosen,
  chooseBackupFile: chosen,
  chooseFolder: chosen,
  openFile: async () => true,
  openCertificate: async () => undefined,
  chooseTable: chosen,
  chooseImports: async () => null,
  chooseQuestionFiles: async () => null,
  chooseStartLinksTarget: chosen,
}

/** All stored rows, table by table. */
function kept(file: string): Record<string, unknown[]> {
  const db = new DatabaseFile(file, { readonly: true })
  try {
    const tables = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
      .pluck()
      .all()
    return Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all()]))
  } finally {
    db.close()
  }
}

const callsOf = (group: Group): readonly string[] =>
  Object.entries(contract[group] satisfies Contract[Group]).flatMap(([name, { kind }]) =>
    kind === 'invoke' ? [`${group}.${name}`] : [],
  )

it('every call of the contract is either asked about what is not there, or cannot be', () => {
  const calls = (Object.keys(contract) as Group[]).flatMap(callsOf)
  expect([...Object.keys(cases), ...others].toSorted()).toEqual(calls.toSorted())
})

it('a change of what is not there is refused by its name, asks for no file, begins no work and changes nothing', async () => {
  const { core, account, sync } = await connected({ results: 40 })
  await sync()
  const [list] = await core.store.accessLists()
  if (list === undefined) throw new Error('The account has no access list')
  const handlers = createHandlers(core, desktop)
  const before = kept(core.databaseFile)
  for (const [name, each] of Object.entries(cases)) {
    for (const [code, call] of each) {
      const refused = await Promise.resolve(call(handlers, { accountId: account.id, listId: list.listId })).catch(
        (thrown: { code?: string }) => thrown.code,
      )
      expect([name, refused]).toEqual([name, code])
    }
  }
  expect(chosen).not.toHaveBeenCalled()
  expect(core.jobs.list()).toEqual([])
  expect(kept(core.databaseFile)).toEqual(before)
})
