import { expect, it } from 'vitest'
import { sign } from '../../../../electron/connectors/classmarker/client.ts'
import { unixSeconds } from '../../../../shared/model/time.ts'

const credentials = { key: 'test-api-key', secret: 'test-api-secret' }
const timestamp = unixSeconds(1_762_783_200)

it.each([
  ['sha256', '3bf43819abfb95beee607a011d22b5f69f0993faa7d5a920b975e6fe3e9d9144'],
  ['md5', 'db9bde8750a9c31dbd4ae9fa2b27076a'],
] as const)('signs key, secret and time side by side with %s', (signature, expected) => {
  expect(sign(credentials, timestamp, signature)).toBe(expected)
})

it('signs another time otherwise', () => {
  expect(sign(credentials, unixSeconds(1_762_783_201), 'md5')).not.toBe(sign(credentials, timestamp, 'md5'))
})
