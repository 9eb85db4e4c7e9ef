import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { exported, laptop, noon, receive, requestFor, resultOf, settingsOf, sheetRows } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

const secrets = [
  'Zephyrine',
  'zephyrine',
  'Quillfeather',
  'quillfeather',
  'pupil@example.org',
  'code-77',
  'CERT-1',
  'user:1',
  'mail:',
  '192.0.2.7',
]

function school() {
  const place = laptop()
  const known = {
    first: 'Zephyrine',
    last: 'Quillfeather',
    email: 'pupil@example.org',
    accessCode: 'code-77',
    certificateSerial: 'CERT-1',
    ipAddress: '192.0.2.7',
  }
  receive(place, [
    resultOf({ ...known }),
    resultOf({ ...known, timeStarted: unixSeconds(noon - 5_000) }),
    resultOf({ ...known, feed: 'links', userId: null, linkResultId: 1, sourceId: 20 }),
  ])
  return place
}

describe('an export with pseudonyms', () => {
  it.each(['xlsx', 'csv'] as const)('holds nothing that names a student, anywhere in the %s', async (format) => {
    const place = school()
    const file = join(place.folder, `pseudonyms.${format}`)
    const query = {
      ...requestFor(file).query,
      filter: [{ field: 'search', op: 'contains', value: 'quillfeather' }],
    } as const
    await exported(place, requestFor(file, { identity: 'pseudonyms', query }))
    const bytes = readFileSync(file)
    const parts = format === 'csv' ? [bytes.toString('utf8')] : [...zipEntries(bytes).values()]
    expect(parts.join('\n')).toMatch(/S-[0-9A-HJKMNP-TV-Z]{8}/)
    for (const part of parts) for (const secret of secrets) expect(part).not.toContain(secret)
  })

  it('tells students apart, and knows each again', async () => {
    const place = school()
    const file = join(place.folder, 'pseudonyms.xlsx')
    const outcome = await exported(place, requestFor(file, { identity: 'pseudonyms' }))
    const [header, ...rows] = await sheetRows(file, 'Attempts')
    const pseudonyms = rows.map((row) => row.at(-1))
    expect(header).toHaveLength(19)
    expect(header).not.toEqual(expect.arrayContaining(['Last name']))
    expect(pseudonyms).toHaveLength(3)
    expect(new Set(pseudonyms).size).toBe(2)
    expect(outcome.students).toBe(2)
  })

  it('says so, and that a search narrowed it, without its words', async () => {
    const place = school()
    const file = join(place.folder, 'pseudonyms.xlsx')
    const query = {
      ...requestFor(file).query,
      filter: [{ field: 'search', op: 'contains', value: 'quillfeather' }],
    } as const
    await exported(place, requestFor(file, { identity: 'pseudonyms', query }))
    const settings = await settingsOf(file)
    expect(settings.get('Identity')).toMatch(/^Pseudonyms/)
    expect(settings.get('Filter: Search')).toBe('A search narrowed these results; its words are left out')
  })
})
