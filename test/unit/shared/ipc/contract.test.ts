import { describe, expect, it } from 'vitest'
import { channelOf, contract } from '../../../../shared/ipc/contract.ts'
import { schemas } from '../../../../shared/ipc/schemas.ts'

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
      'results.page',
      'results.count',
      'results.detail',
      'results.changes',
      'results.facets',
      'export.start',
      'export.show',
      'jobs.list',
      'jobs.cancel',
      'activity.log',
      'backups.list',
      'backups.preview',
      'backups.restore',
      'backups.save',
      'backups.open',
      'backups.previewFile',
      'backups.restoreFile',
      'settings.get',
      'settings.set',
    ])
  })

  it('has these events', () => {
    expect(named('event')).toEqual(['accounts.changed', 'results.changed', 'jobs.changed', 'backups.changed'])
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
  const page = { filter: {}, sort: newestFirst, offset: 0, limit: 100 }
  const edit = { id: 'a', name: 'n', timeZone: 'UTC', colour: 5, signatureSetting: 'auto' }
  const accepts = (group: keyof typeof schemas, name: string, input: unknown): boolean =>
    Reflect.get(schemas[group], name).safeParse(input).success

  it.each([
    ['results', 'page', page],
    ['results', 'page', { ...page, filter: { from: '2026-01-01', to: '2026-01-31', minPercentage: 49.5 } }],
    ['results', 'page', { ...page, filter: { sources: [{ feed: 'links', id: 1 }], outcomes: ['passed'] } }],
    ['results', 'count', { filter: { search: 'ada' } }],
    ['results', 'facets', {}],
    ['accounts', 'list', undefined],
    ['accounts', 'change', { ...edit, name: 'Northgate', timeZone: 'Europe/Berlin' }],
    ['accounts', 'remove', { id: 'a', keepResults: true }],
    ['sync', 'fetchGap', { accountId: 'a', gap: { feed: 'links', from: 1, to: 2, reason: 'too-old' } }],
    ['backups', 'save', { passphrase: null }],
    ['backups', 'save', { passphrase: 'x' }],
    ['settings', 'set', { theme: 'dark', hiddenColumns: [] }],
    ['export', 'start', { filter: {}, sort: newestFirst }],
  ] as const)('of %s.%s take %j', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(true)
  })

  it.each([
    ['results', 'page', { ...page, limit: 501 }],
    ['results', 'page', { ...page, limit: 0 }],
    ['results', 'page', { ...page, limit: 1.5 }],
    ['results', 'page', { ...page, offset: -1 }],
    ['results', 'page', { ...page, sort: { field: 'raw', direction: 'asc' } }],
    ['results', 'page', { ...page, sort: { field: 'finished', direction: 'asc; DROP TABLE result' } }],
    ['results', 'page', { ...page, filter: { from: '2026-02-30' } }],
    ['results', 'page', { ...page, filter: { sql: '1=1' } }],
    ['results', 'page', { ...page, filter: { tests: ['1'] } }],
    ['results', 'page', { ...page, filter: { minPercentage: Number.NaN } }],
    ['results', 'page', { ...page, filter: { search: 'x'.repeat(501) } }],
    ['results', 'page', undefined],
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
    ['export', 'start', { filter: {}, sort: newestFirst, file: '/etc/passwd' }],
    ['settings', 'set', { apiUrl: 'http://evil.example' }],
  ] as const)('of %s.%s refuse %j', (group, name, input) => {
    expect(accepts(group, name, input)).toBe(false)
  })
})
