import { expect, it } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { importHandlers } from '../../../electron/ipc/imports.ts'
import { AppError } from '../../../shared/errors.ts'

it('webhooks are listed while the keychain is locked, each with what is known of its phrase', async () => {
  const webhookSources = {
    list: async () => [{ id: 1 }, { id: 2 }],
    phrasePlace: async (id: number) => {
      if (id === 1) throw new AppError('keychain/locked')
      return 'keychain'
    },
  }
  const core = { webhookSources, store: { listAccounts: async () => [{ id: 'school' }] } } as unknown as Core
  const handlers = importHandlers(core, { chooseImports: async () => null })
  expect(await handlers.webhookSources.list({})).toEqual([
    { id: 1, phrase: 'unknown' },
    { id: 2, phrase: 'keychain' },
  ])
})
