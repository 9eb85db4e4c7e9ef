import { useEffect, useRef } from 'react'
import { Checkbox } from 'react-aria-components'
import type { FilledGap } from '../../../shared/model/import-outcome.ts'
import type { ImportSummary } from '../../../shared/model/import-preview.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { rangeWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Buckets } from './Buckets.tsx'
import { DateQuestion } from './DateQuestion.tsx'
import styles from './Imports.module.css'
import { keptOf, kindWords, nameWords } from './import-words.ts'
import { decidedIn, useImports } from './imports.ts'
import { LetGoDialog } from './LetGoDialog.tsx'

/** What the files would change, before anything is kept. */
export function Preview({ summary }: { readonly summary: ImportSummary }) {
  const names = useImports((state) => state.opened?.names ?? noNames)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { counts } = summary
  const isSigned = counts.signatures.verified + counts.signatures.wrong > 0
  return (
    <div className={styles.page}>
      <div className={styles.what}>
        <div className={styles.whatWords}>
          <h2 ref={heading} tabIndex={-1} className={styles.heading}>
            {nameWords(names)}
          </h2>
          <p className={styles.dim}>
            {kindWords(summary)}.{isSigned && ` ${t('imports.signatures', counts.signatures)}`}
            {counts.unfinished > 0 && ` ${t('imports.unfinished', { count: counts.unfinished })}`}
          </p>
        </div>
        <AccountChoice />
      </div>
      {summary.dates.length > 0 && <DateQuestion summary={summary} />}
      {summary.gaps.length > 0 && <Gaps gaps={summary.gaps} />}
      <Buckets summary={summary} />
      <RereadDialog />
    </div>
  )
}

const noNames: readonly string[] = []

/** The buttons that go with a preview. */
export function PreviewActions({ summary }: { readonly summary: ImportSummary }) {
  const { decisions, fills, start, leave } = useImports()
  // A result takes one row.
  const confirmed = new Set([...decisions.values()].filter((decision) => decision !== 'none')).size
  const count = keptOf(summary.buckets) + confirmed
  const gapWords = fills.size > 0 ? t('imports.importGaps', { count: fills.size }) : t('imports.importNothing')
  const words = count > 0 ? t('imports.import', { count }) : gapWords
  return (
    <>
      <Button onPress={leave}>{t('action.cancel')}</Button>
      <Button look="primary" isDisabled={count === 0 && fills.size === 0} onPress={() => void start()}>
        {words}
      </Button>
    </>
  )
}

/** Whose results they are, where there are several accounts. */
function AccountChoice() {
  const accounts = useAccounts((state) => state.accounts) ?? []
  const { account, chooseAccount } = useImports()
  if (accounts.length < 2) return null
  return (
    <SelectField
      label={t('imports.account')}
      value={account}
      sections={[{ title: null, options: accounts.map(({ id, name }) => ({ value: id, words: name })) }]}
      onChange={(id) => void chooseAccount(id)}
    />
  )
}

/** Asks before files that are read otherwise lose what was decided. */
function RereadDialog() {
  const { toReread, reread } = useImports()
  const count = useImports(decidedIn)
  if (toReread === null) return null
  return (
    <LetGoDialog
      title={t('imports.reread.title')}
      text={t('imports.reread.text', { count })}
      goOn={t('imports.reread.goOn')}
      onGoOn={() => void reread(toReread)}
      onClose={() => useImports.setState({ toReread: null })}
    />
  )
}

/** Gaps that the files may fill: whether they fill them whole, only the teacher may know. */
function Gaps({ gaps }: { readonly gaps: readonly FilledGap[] }) {
  const { account, fills, fill } = useImports()
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, account))
  return (
    <section className={styles.note} aria-labelledby="import-gaps">
      <h3 id="import-gaps">{t('imports.gaps.title')}</h3>
      <ul className={styles.gaps}>
        {gaps.map(({ gap, results, isWhole }, place) => {
          const range = rangeWords(gap.from, gap.to, now, zone)
          return (
            <li key={`${gap.feed} ${gap.from} ${gap.to} ${gap.reason}`}>
              <p id={`import-gap-${place}`}>
                {t('imports.gaps.words', { range, feed: t(`imports.gaps.${gap.feed}`), count: results })}
                {isWhole && ` ${t('imports.gaps.proved')}`}
              </p>
              <Checkbox
                className={styles.check ?? ''}
                aria-describedby={`import-gap-${place}`}
                isSelected={fills.has(place)}
                onChange={(on) => fill(place, on)}
              >
                <CheckMark />
                {t('imports.gaps.close')}
              </Checkbox>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
