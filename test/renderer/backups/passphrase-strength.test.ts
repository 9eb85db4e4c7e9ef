import { describe, expect, it } from 'vitest'
import { strengthOf } from '../../../renderer/features/backups/SaveBackupDialog.tsx'

describe('the hint beside a passphrase', () => {
  it.each([
    ['secret', 'short'],
    ['Pa$$w0rd!', 'short'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'short'],
    ['one-two-tre-four', 'strong'],
    ['tulip anchor quiet ninety', 'strong'],
    ['tulip tulip tulip tulip', 'fair'],
    ['tulip anchor q', 'fair'],
    ['x8Kq2mZp!vB4wR7tYc1d', 'strong'],
  ] as const)('calls “%s” %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength)
  })
})
