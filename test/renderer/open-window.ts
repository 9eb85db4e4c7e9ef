import { vi } from 'vitest'
import { newestFirst } from '../../shared/model/filter.ts'
import { defaultSettings } from '../../shared/model/settings.ts'
import { answerList } from './answer-list.ts'
import { createFakeBridge } from './fake-bridge.ts'
import { accountSummary } from './made-accounts.ts'

/**
 * The window's stores, fresh, over a main process that has one account and no results. They subscribe when they are
 * first imported, so every test imports them anew.
 */
export async function openWindow() {
  const fake = createFakeBridge()
  fake.handle('app', 'info', async () => ({
    version: '0.1.0',
    platform: 'linux',
    dataFolder: '/data',
    keychain: 'available',
    dataPlace: null,
  }))
  fake.handle('settings', 'get', async () => ({ ...defaultSettings, autoSync: false }))
  fake.handle('accounts', 'list', async () => [accountSummary({ id: 'school' })])
  fake.handle('accounts', 'status', async () => [])
  fake.handle('jobs', 'list', async () => [])
  answerList(fake, 'resultList', () => [])
  answerList(fake, 'certificateList', () => [])
  answerList(fake, 'bankList', () => [])
  fake.handle('results', 'changes', async () => [])
  fake.handle('results', 'longestNames', async () => [])
  fake.handle('results', 'alike', async () => [])
  fake.handle('certificates', 'alike', async () => [])
  fake.handle('certificates', 'renewalsAlike', async () => [])
  fake.handle('codes', 'alike', async () => [])
  fake.handle('views', 'list', async () => [])
  fake.handle('views', 'lastPlace', async () => null)
  fake.handle('views', 'rememberPlace', async () => undefined)
  fake.handle('results', 'counts', async () => [])
  fake.handle('extraFields', 'list', async () => [])
  fake.handle('results', 'facets', async () => ({ tests: [], sources: [], words: {}, total: 0 }))

  vi.resetModules()
  globalThis.gradekeep = fake.bridge
  const [accounts, results, jobs, detail, navigation, announcer, settings, feedback, start] = await Promise.all([
    import('../../renderer/app/accounts.ts'),
    import('../../renderer/features/results/results.ts'),
    import('../../renderer/app/jobs.ts'),
    import('../../renderer/features/results/detail.ts'),
    import('../../renderer/app/navigation.ts'),
    import('../../renderer/app/announcer.ts'),
    import('../../renderer/app/settings.ts'),
    import('../../renderer/app/feedback.ts'),
    import('../../renderer/shell/start.ts'),
  ])
  return {
    fake,
    accounts: accounts.useAccounts,
    results: results.useResults,
    resultPages: results.useResultPages,
    currentQuery: results.currentQuery,
    resultsExport: results.resultsExport,
    jobs: jobs.useJobs,
    detail: detail.useDetail,
    navigation: navigation.useNavigation,
    announcer: announcer.useAnnouncer,
    settings: settings.useSettings,
    feedback: feedback.useFeedback,
    startStores: start.startStores,
    newestFirst,
  }
}
