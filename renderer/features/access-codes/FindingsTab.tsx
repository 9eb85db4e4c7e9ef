import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AccessListSummary, CodeFindings, CodesFilter } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { useClock } from '../../app/clock.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { refOf } from './access-lists.ts'
import { useCodeEdit } from './code-edit.ts'
import { useCodeFindings } from './code-log.ts'
import { differenceWords } from './code-words.ts'
import styles from './FindingsTab.module.css'

/** Rows of a table that are drawn; the rest are only counted. */
const shownRows = 200

interface FindingsTabProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  /** Shows the codes of a filter. */
  onShow(filter: CodesFilter): void
}

/**
 * The results' findings about the codes: how many were used, which ones by two people, and which ones are unknown here.
 */
export function FindingsTab({ list, account, onShow }: FindingsTabProps) {
  const { value: findings, error, load } = useCodeFindings()
  return (
    <div className={styles.page}>
      {error !== null && (
        <ErrorMessage error={error} zone={account.timeZone} focus={findings === null}>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {findings === null && error === null && <p className={styles.dim}>{t('accessCodes.codes.loading')}</p>}
      {findings !== null && (
        <>
          {differenceWords(list.difference) !== null && (
            <p className={styles.difference}>{differenceWords(list.difference)}</p>
          )}
          <Counts findings={findings} onShow={onShow} />
          <Shared findings={findings} zone={account.timeZone} onShow={onShow} />
          <Unknown findings={findings} list={list} account={account} />
        </>
      )}
    </div>
  )
}

function Counts({ findings, onShow }: { findings: CodeFindings } & Pick<FindingsTabProps, 'onShow'>) {
  return (
    <dl className={styles.counts}>
      {(['used', 'unused'] as const).map((use) => (
        <div key={use}>
          <dt>{t(`accessCodes.findings.${use}`)}</dt>
          <dd>{wholeNumber(findings[use])}</dd>
          {findings[use] > 0 && (
            <dd className={styles.show}>
              <Button look="quiet" onPress={() => onShow({ use })}>
                {t(use === 'used' ? 'accessCodes.findings.showUsed' : 'accessCodes.findings.showUnused')}
              </Button>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

interface SectionProps {
  readonly title: string
  readonly text: string
  readonly action?: ReactNode
  readonly children?: ReactNode
}

function Section({ title, text, action, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <div className={styles.words}>
          <h2>{title}</h2>
          <p className={styles.dim}>{text}</p>
        </div>
        {action}
      </div>
      {children !== undefined && <div className={styles.table}>{children}</div>}
    </section>
  )
}

interface SharedProps extends Pick<FindingsTabProps, 'onShow'> {
  readonly findings: CodeFindings
  readonly zone: string
}

function Shared({ findings: { shared }, zone, onShow }: SharedProps) {
  const title = t('accessCodes.findings.shared')
  if (shared.length === 0) return <Section title={title} text={t('accessCodes.findings.sharedNone')} />
  const columns = [
    { words: t('accessCodes.findings.code') },
    { words: t('accessCodes.findings.names'), wide: true },
    ...ofUse(),
  ]
  return (
    <Section title={title} text={t('accessCodes.findings.sharedText')}>
      <LogTable label={title} columns={columns}>
        {shared.slice(0, shownRows).map(({ code, names, results, lastUsedAt }) => (
          <tr key={code}>
            <Cell>
              <AriaButton
                className={styles.code ?? ''}
                aria-label={t('accessCodes.findings.show', { code })}
                onPress={() => onShow({ search: code })}
              >
                {code}
              </AriaButton>
            </Cell>
            <Cell wide>{names.join(', ')}</Cell>
            <Use results={results} lastUsedAt={lastUsedAt} zone={zone} />
          </tr>
        ))}
      </LogTable>
      <More count={shared.length - shownRows} />
    </Section>
  )
}

/** The columns that say how much a code was used. */
const ofUse = () => [
  { words: t('accessCodes.findings.results'), end: true },
  { words: t('accessCodes.findings.lastUsed'), leaves: true },
]

interface UseProps {
  readonly results: number
  readonly lastUsedAt: UnixSeconds
  readonly zone: string
}

function Use({ results, lastUsedAt, zone }: UseProps) {
  const now = useClock((state) => state.now)
  return (
    <>
      <Cell end>{wholeNumber(results)}</Cell>
      <Cell leaves dim title={exactTime(lastUsedAt, zone)}>
        {whenWords(lastUsedAt, now, zone)}
      </Cell>
    </>
  )
}

function More({ count }: { count: number }) {
  return count > 0 && <p className={styles.more}>{t('accessCodes.findings.more', { count })}</p>
}

function Unknown({
  findings: { unknown },
  list,
  account,
}: { findings: CodeFindings } & Omit<FindingsTabProps, 'onShow'>) {
  const startWith = useCodeEdit((state) => state.startWith)
  const title = t('accessCodes.findings.unknown')
  const zone = account.timeZone
  if (unknown.length === 0) return <Section title={title} text={t('accessCodes.findings.unknownNone')} />
  const accessCodes = unknown.map(({ code, lastName }) => ({ code, name: lastName || null }))
  const columns = [
    { words: t('accessCodes.findings.code') },
    { words: t('accessCodes.findings.lastName'), wide: true },
    ...ofUse(),
  ]
  return (
    <Section
      title={title}
      text={t('accessCodes.findings.unknownText')}
      action={
        !account.archived && (
          <Button onPress={() => void startWith(refOf(list), 'add', 'selection', accessCodes)}>
            {t('accessCodes.findings.addUnknown', { count: unknown.length })}
          </Button>
        )
      }
    >
      <LogTable label={title} columns={columns}>
        {unknown.slice(0, shownRows).map(({ code, lastName, results, lastUsedAt }) => (
          <tr key={code}>
            <Cell>
              <span className={styles.mono}>{code}</span>
            </Cell>
            <Cell wide>{lastName}</Cell>
            <Use results={results} lastUsedAt={lastUsedAt} zone={zone} />
          </tr>
        ))}
      </LogTable>
      <More count={unknown.length - shownRows} />
    </Section>
  )
}
