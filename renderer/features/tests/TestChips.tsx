import { useState } from 'react'
import { testPolicies } from '../../../shared/model/test-figures.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { Radios } from '../../ui/Choice.tsx'
import { RuleChip, ruleChips } from '../../ui/RuleChip.tsx'
import { PeriodEditor, periodWords } from '../gradebook/index.ts'
import { type ShownPage, useTestPage } from './page.ts'
import styles from './TestsScreen.module.css'
import { useTestChoice } from './tests.ts'

type ChipId = 'policy' | 'period' | 'class'

/** What counts, a chip each. @param shown the test whose students can be chosen too */
export function TestChips({ shown = null }: { readonly shown?: ShownPage | null }) {
  const { policy, period } = useTestChoice()
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const [openId, setOpenId] = useState<ChipId | null>(null)
  const chip = (id: ChipId, words: string) => ({
    id,
    name: t(`tests.chips.${id}`),
    words,
    label: t('tests.chips.edit', { name: t(`tests.chips.${id}`), value: words }),
    isOpen: openId === id,
    onOpen: (open: boolean) => setOpenId(open ? id : null),
  })
  return (
    <ul className={ruleChips} aria-label={t('tests.chips.label')}>
      <RuleChip {...chip('policy', t(`tests.policies.${policy}`))} lead={`${t('tests.chips.policy')}:`}>
        <div className={styles.choice}>
          <Radios
            label={t('tests.chips.policy')}
            value={policy}
            options={testPolicies.map((value) => ({
              value,
              words: t(`tests.policies.${value}`),
              hint: t(`tests.policyHints.${value}`),
            }))}
            onChange={(next) => useTestChoice.setState({ policy: next })}
          />
        </div>
      </RuleChip>
      <RuleChip {...chip('period', periodWords(period, now, zoneOf(accounts, shown?.page.account ?? currentId)))}>
        <PeriodEditor definition={{ period }} onChange={(change) => useTestChoice.setState(change)} />
      </RuleChip>
      {shown !== null && shown.classes.length > 0 && (
        <RuleChip {...chip('class', classWords(shown))}>
          <div className={styles.choice}>
            <Radios
              label={t('tests.chips.class')}
              value={`${shown.query.classId ?? ''}`}
              options={[
                { value: '', words: t('tests.chips.everybody'), hint: t('tests.chips.everybodyHint') },
                ...shown.classes.map(({ id, name, students }) => ({
                  value: `${id}`,
                  words: name,
                  hint: t('tests.chips.classHint', { count: students }),
                })),
              ]}
              onChange={(id) => useTestPage.getState().chooseClass(id === '' ? null : Number(id))}
            />
          </div>
        </RuleChip>
      )}
    </ul>
  )
}

function classWords({ query, classes }: ShownPage): string {
  const name = classes.find(({ id }) => id === query.classId)?.name
  return name === undefined ? t('tests.chips.everybody') : t('tests.chips.ofClass', { name })
}
