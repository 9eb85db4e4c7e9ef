import { describe, expect, it } from 'vitest'
import { channelOf, contract } from '../../../shared/ipc/contract.ts'
import { schemas } from '../../../shared/ipc/schemas.ts'

const members = Object.entries(contract).flatMap(([group, calls]) =>
  Object.entries(calls).map(([name, { kind }]) => ({ channel: channelOf(group, name), kind })),
)
const named = (kind: string) => members.filter((member) => member.kind === kind).map(({ channel }) => channel)
const withSchema = Object.entries(schemas).flatMap(([group, calls]) =>
  Object.keys(calls).map((name) => channelOf(group, name)),
)

describe('the contract', () => {
  it('has these calls and no other: each is a door into the main process', () => {
    expect(named('invoke')).toEqual([
      'app.info',
      'app.loginStart',
      'app.print',
      'app.openExternal',
      'app.copyText',
      'accounts.list',
      'accounts.status',
      'accounts.connect',
      'accounts.replaceSecret',
      'accounts.change',
      'accounts.remove',
      'accounts.addSample',
      'sync.start',
      'sync.recheckPrice',
      'sync.fetchGap',
      'results.alike',
      'results.longestNames',
      'results.detail',
      'results.attemptsAt',
      'results.changes',
      'results.facets',
      'certificates.lookup',
      'certificates.alike',
      'certificates.export',
      'certificates.open',
      'certificates.show',
      'certificates.queue',
      'certificates.download',
      'certificates.pause',
      'certificates.resume',
      'certificates.retryFailed',
      'certificates.clearQueue',
      'certificates.validities',
      'certificates.setValidity',
      'certificates.renewalsAlike',
      'certificates.exportRenewals',
      'certificates.renewalEmails',
      'certificates.countRenewals',
      'codes.lists',
      'codes.waiting',
      'codes.alike',
      'codes.preview',
      'codes.apply',
      'codes.rename',
      'codes.undo',
      'codes.takeBack',
      'codes.push',
      'codes.journal',
      'codes.findings',
      'codes.accessCodes',
      'gradebooks.summary',
      'gradebooks.grades',
      'gradebooks.list',
      'gradebooks.save',
      'gradebooks.rename',
      'gradebooks.remove',
      'gradebooks.restore',
      'gradebooks.changesSinceHandIn',
      'gradebooks.checks',
      'classes.list',
      'classes.members',
      'classes.students',
      'classes.add',
      'classes.rename',
      'classes.remove',
      'classes.restore',
      'classes.preview',
      'classes.apply',
      'overrides.list',
      'overrides.set',
      'overrides.clear',
      'tables.open',
      'tables.reopen',
      'tables.columns',
      'startLinks.links',
      'startLinks.save',
      'startLinks.show',
      'export.start',
      'export.gradebook',
      'export.saveKey',
      'export.show',
      'export.open',
      'jobs.list',
      'jobs.cancel',
      'activity.log',
      'backups.list',
      'backups.present',
      'backups.preview',
      'backups.restore',
      'backups.save',
      'backups.show',
      'backups.open',
      'backups.previewFile',
      'backups.restoreFile',
      'settings.get',
      'settings.set',
      'resultList.open',
      'resultList.count',
      'resultList.rows',
      'resultList.placeOf',
      'resultList.ids',
      'resultList.close',
      'certificateList.open',
      'certificateList.count',
      'certificateList.rows',
      'certificateList.placeOf',
      'certificateList.ids',
      'certificateList.close',
      'renewalList.open',
      'renewalList.count',
      'renewalList.rows',
      'renewalList.placeOf',
      'renewalList.ids',
      'renewalList.close',
      'codeList.open',
      'codeList.count',
      'codeList.rows',
      'codeList.placeOf',
      'codeList.ids',
      'codeList.close',
      'gradebookList.open',
      'gradebookList.count',
      'gradebookList.rows',
      'gradebookList.placeOf',
      'gradebookList.ids',
      'gradebookList.close',
    ])
  })

  it('has these events', () => {
    expect(named('event')).toEqual([
      'accounts.changed',
      'results.changed',
      'certificates.changed',
      'codes.changed',
      'gradebooks.changed',
      'jobs.changed',
      'backups.changed',
      'settings.changed',
    ])
  })

  it('has a schema for every call and for nothing else', () => {
    expect([...withSchema].sort()).toEqual([...named('invoke')].sort())
  })

  it('has no call that gives a secret away', () => {
    expect(named('invoke').filter((channel) => /secret/i.test(channel))).toEqual(['accounts.replaceSecret'])
  })
})

describe('the schemas', () => {
  const newestFirst = { field: 'finished', direction: 'desc' }
  const opened = (said: object) => ({ query: { filter: [], sort: newestFirst, ...said }, first: 100 })
  const renewals = (filter: object) => ({ query: { filter }, first: 50 })
  const codes = (sort: object) => ({ query: { list, filter: {}, sort }, first: 500, place: 'codes' })
  const edit = { id: 'a', name: 'n', timeZone: 'UTC', colour: 5, signatureSetting: 'auto' }
  const list = { accountId: 'a', listId: 9 }
  const pattern = { pattern: 'SPRING-*', length: 8, alphabet: 'letters' }
  const person = { first: 'Ada', last: null, email: null, userId: null, accessCode: 'A', url: 'https://x.example/?q=1' }
  const accepts = (group: keyof typeof schemas, name: string, input: unknown): boolean =>
    Reflect.get(schemas[group], name).safeParse(input).success

  it.each([
    ['resultList', 'open', opened({})],
    [
      'resultList',
      'open',
      opened({
        filter: [
          { field: 'finished', op: 'from', value: '2026-01-01' },
          { field: 'finished', op: 'to', value: '2026-01-31' },
          { field: 'percentage', op: 'from', value: 49.5 },
        ],
      }),
    ],
    [
      'resultList',
      'open',
      opened({
        filter: [
          { field: 'source', op: 'in', value: [{ feed: 'links', id: 1 }] },
          { field: 'outcome', op: 'in', value: ['passed'] },
        ],
      }),
    ],
    ['resultList', 'open', opened({ filter: [{ field: 'search', op: 'contains', value: 'ada' }] })],
    ['resultList', 'rows', { answer: 1, from: 500, to: 1_000 }],
    ['resultList', 'ids', { answer: 1 }],
    ['codeList', 'placeOf', { answer: 1, id: -7 }],
    ['results', 'facets', {}],
    ['accounts', 'list', undefined],
    ['accounts', 'change', { ...edit, name: 'Northgate', timeZone: 'Europe/Berlin' }],
    ['accounts', 'remove', { id: 'a', keepResults: true }],
    ['sync', 'fetchGap', { accountId: 'a', gap: { feed: 'links', from: 1, to: 2, reason: 'too-old' } }],
    ['backups', 'save', { passphrase: null }],
    ['backups', 'save', { passphrase: 'x' }],
    ['settings', 'set', { theme: 'dark', hiddenColumns: [] }],
    ['export', 'start', { filter: [], sort: newestFirst }],
    ['resultList', 'open', opened({ filter: [{ field: 'id', op: 'in', value: [1, 2] }] })],
    ['certificates', 'lookup', { text: 'caqp yqsb', accounts: ['a'] }],
    ['certificateList', 'open', opened({ sort: { field: 'certificate', direction: 'asc' } })],
    [
      'certificates',
      'download',
      { filter: [{ field: 'id', op: 'in', value: [7] }], sort: newestFirst, anotherFolder: false },
    ],
    ['certificates', 'setValidity', { accountId: 'a', testId: 1, months: 24 }],
    ['certificates', 'setValidity', { accountId: 'a', testId: 1, months: null }],
    [
      'renewalList',
      'open',
      renewals({ results: [{ field: 'search', op: 'contains', value: 'ada' }], states: ['due', 'expired'] }),
    ],
    ['codeList', 'open', codes({ field: 'code', direction: 'asc' })],
    ['codes', 'preview', { list, change: 'full-list', source: { codes: [{ code: 'x'.repeat(256), name: null }] } }],
    ['codes', 'preview', { list, change: 'add', source: { generate: { pattern, count: 20_000, names: [] } } }],
    ['codes', 'apply', { list, change: 'add', origin: 'typed', codes: [{ code: ' A ', name: 'Ada' }] }],
    ['codes', 'takeBack', { list, codes: ['A'] }],
    ['codes', 'push', { accountId: 'a', held: true }],
    ['tables', 'open', undefined],
    ['tables', 'columns', { id: 't', columns: [0, 3], withFirstRow: true }],
    ['startLinks', 'save', { format: 'csv', linkName: 'Open day', people: [person] }],
  ] as const)('of %s.%s take %j', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(true)
  })

  it.each([
    ['resultList', 'open', { ...opened({}), first: 501 }],
    ['resultList', 'open', { ...opened({}), first: 0 }],
    ['resultList', 'open', { ...opened({}), first: 1.5 }],
    ['resultList', 'rows', { answer: 1, from: -1, to: 100 }],
    ['resultList', 'rows', { answer: 1, from: 0, to: 501 }],
    ['resultList', 'count', { answer: 0 }],
    ['resultList', 'open', opened({ sort: { field: 'raw', direction: 'asc' } })],
    ['resultList', 'open', opened({ sort: { field: 'finished', direction: 'asc; DROP TABLE result' } })],
    ['resultList', 'open', opened({ filter: [{ field: 'finished', op: 'from', value: '2026-02-30' }] })],
    ['resultList', 'open', opened({ filter: {} })],
    ['resultList', 'open', opened({ filter: [{ field: 'sql', op: 'contains', value: '1=1' }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'test', op: 'from', value: [1] }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'raw', op: 'contains', value: 'x' }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'grading', op: 'is', value: 'yes' }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'grading', op: 'is', value: true, or: true }] })],
    ['resultList', 'open', opened({ filter: Array(30).fill({ field: 'grading', op: 'is', value: true }) })],
    [
      'resultList',
      'open',
      opened({
        filter: [
          { field: 'test', op: 'in', value: [1] },
          { field: 'test', op: 'in', value: [2] },
        ],
      }),
    ],
    ['resultList', 'open', opened({ filter: [{ field: 'test', op: 'in', value: ['1'] }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'percentage', op: 'from', value: Number.NaN }] })],
    ['resultList', 'open', opened({ filter: [{ field: 'search', op: 'contains', value: 'x'.repeat(501) }] })],
    ['resultList', 'open', undefined],
    ['results', 'detail', { id: 0 }],
    ['accounts', 'connect', { key: 'k', secret: 's', name: 'n', signature: 'sha1' }],
    ['accounts', 'connect', { key: 'k', secret: 's', name: 'n', signature: 'auto', apiUrl: 'http://evil.example' }],
    ['accounts', 'change', { ...edit, name: '  ' }],
    ['accounts', 'change', { ...edit, timeZone: 'Mars/Olympus' }],
    ['accounts', 'change', { ...edit, colour: 6 }],
    ['accounts', 'change', { ...edit, signatureSetting: 'sha1' }],
    ['accounts', 'change', { ...edit, archived: false }],
    ['accounts', 'remove', { id: 'a' }],
    ['sync', 'fetchGap', { accountId: 'a', gap: { feed: 'links', from: -1, to: 2, reason: 'too-old' } }],
    ['backups', 'save', { passphrase: '' }],
    ['backups', 'save', { passphrase: 'x', file: '/etc/passwd' }],
    ['backups', 'restore', { name: 'x'.repeat(201) }],
    ['backups', 'restoreFile', { id: 'a', file: '/etc/passwd' }],
    ['accounts', 'list', {}],
    ['export', 'start', { filter: [], sort: newestFirst, file: '/etc/passwd' }],
    ['settings', 'set', { apiUrl: 'http://evil.example' }],
    ['resultList', 'open', opened({ filter: [{ field: 'id', op: 'in', value: [0] }] })],
    ['certificates', 'lookup', { text: 'x'.repeat(501) }],
    ['certificateList', 'open', opened({ sort: { field: 'points', direction: 'asc' } })],
    ['certificateList', 'open', { ...opened({}), first: 501 }],
    ['certificates', 'open', { resultId: 1, url: 'https://evil.example' }],
    ['certificates', 'show', { resultId: 1, file: '/etc/passwd' }],
    ['certificates', 'download', { filter: [], sort: newestFirst, anotherFolder: false, folder: '/etc' }],
    ['certificates', 'download', { filter: [], sort: newestFirst }],
    ['certificates', 'setValidity', { accountId: 'a', testId: 1, months: 0 }],
    ['certificates', 'setValidity', { accountId: 'a', testId: 1, months: 601 }],
    ['certificates', 'setValidity', { accountId: 'a', testId: 1, months: 1.5 }],
    ['renewalList', 'open', renewals({ results: [], states: ['gone'] })],
    ['codeList', 'open', codes({ field: 'raw', direction: 'asc' })],
    ['codes', 'preview', { list: { accountId: 'a', listId: 0 }, change: 'add', source: { codes: [] } }],
    ['codes', 'preview', { list, change: 'replace', source: { codes: [] } }],
    [
      'codes',
      'preview',
      { list, change: 'add', source: { generate: { pattern: { ...pattern, length: 3 }, count: 1, names: [] } } },
    ],
    ['codes', 'preview', { list, change: 'add', source: { codes: [], generate: { pattern, count: 1, names: [] } } }],
    ['codes', 'preview', { list, change: 'add', source: { generate: { pattern, count: 20_001, names: [] } } }],
    ['codes', 'apply', { list, change: 'add', origin: 'elsewhere', codes: [] }],
    ['codes', 'rename', { list, code: 'x'.repeat(256), name: null }],
    ['codes', 'push', { accountId: 'a' }],
    ['tables', 'open', { file: '/etc/passwd' }],
    ['tables', 'columns', { id: 't', columns: [], withFirstRow: true }],
    ['tables', 'columns', { id: 't', columns: [-1], withFirstRow: true }],
    ['startLinks', 'save', { format: 'pdf', linkName: 'Open day', people: [] }],
    ['startLinks', 'save', { format: 'csv', linkName: 'Open day', people: [], file: '/etc/passwd' }],
  ] as const)('of %s.%s refuse %j', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(false)
  })
})
