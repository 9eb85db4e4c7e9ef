import { ClipboardList } from 'lucide-react'
import type { FoundTest } from '../../../shared/model/found.ts'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { FindEntry, FindSource } from '../find/index.ts'
import { useTestPage } from './page.ts'

function entryOf({ account, testId, name, sources }: FoundTest, isAlone: boolean): FindEntry {
  const owner = rowAccount(useAccounts.getState())?.(account)
  const told = [
    // A test of a learning platform has a number of this computer's only, which tells nobody anything.
    ...(isAlone || testId < 0 ? [] : [t('find.testNumber', { id: testId })]),
    ...(owner ? [owner.name] : []),
    sources.length > 0 ? sources.join(', ') : t(testId < 0 ? 'assessments.gone' : 'find.noTestSources'),
  ]
  return {
    id: `${account} ${testId}`,
    words: name,
    aside: told.join(' · '),
    icon: ClipboardList,
    open: () => useNavigation.getState().go('tests', { account, testId }),
  }
}

/** Tests for Find, and the one looked at last. */
export const testFinds: FindSource = {
  id: 'tests',
  title: () => t('tests.title'),
  entries({ found }) {
    if (found === null) return []
    const { entries, total } = found.tests
    const shown = entries.map((test) => entryOf(test, entries.filter(({ name }) => name === test.name).length === 1))
    if (total <= entries.length) return shown
    const all: FindEntry = {
      id: 'all',
      words: t('find.all.tests', { count: total }),
      icon: ClipboardList,
      open: () => useNavigation.getState().go('tests'),
    }
    return [...shown, all]
  },
  idle() {
    const { shown } = useTestPage.getState()
    if (shown === null) return []
    const { account, testId, name, sources } = shown.page
    return [entryOf({ account, testId, name, sources: sources.map((source) => source.name) }, true)]
  },
}
