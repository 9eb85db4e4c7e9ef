import { GraduationCap } from 'lucide-react'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import type { FindSource } from '../find/index.ts'
import { openAssessments } from './assessments.ts'

/**
 * Assessments for Find. Their results are found as those of tests, whose numbers are negative on this computer; here the
 * same names lead to what is at the platform.
 */
export const assessmentFinds: FindSource = {
  id: 'assessments',
  title: () => t('assessments.title'),
  entries({ found }) {
    const owner = rowAccount(useAccounts.getState())
    return (found?.tests.entries ?? [])
      .filter(({ testId }) => testId < 0)
      .map(({ account, testId, name, sources }) => ({
        id: `${account} ${testId}`,
        words: name,
        aside: [
          ...(owner === null ? [] : [owner(account)?.name ?? '']),
          sources.length > 0 ? sources.join(', ') : t('assessments.gone'),
        ].join(' · '),
        icon: GraduationCap,
        open: () => openAssessments({ id: testId }),
      }))
  },
}
