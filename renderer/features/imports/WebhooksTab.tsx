import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { useEffect } from 'react'
import type { KeptSource } from '../../../shared/model/webhook-source.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { AccountCell, useAccountMarks } from '../accounts/index.ts'
import styles from './Imports.module.css'
import { SourceDialogs } from './SourceDialogs.tsx'
import { useWebhooks } from './webhooks.ts'

export function AddSourceButton() {
  const open = useWebhooks((state) => state.open)
  return (
    <Button look="primary" icon={Plus} onPress={() => open({ kind: 'add' })}>
      {t('imports.webhooks.add')}
    </Button>
  )
}

/** The webhooks that the teacher named, what came from each, and how one is set up. */
export function WebhooksTab() {
  const { sources, error, load, watch } = useWebhooks()
  const narrowed = useAccounts((state) => state.filterAccounts())
  // biome-ignore lint/correctness/useExhaustiveDependencies: other accounts have other webhooks
  useEffect(() => watch(), [watch, narrowed])
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t('imports.webhooks.lead')}</p>
      <ListError error={error} focus={false} onRetry={() => void load()} />
      {sources !== null && (sources.length === 0 ? <NoSources /> : <Sources sources={sources} />)}
      <SetUp name={sources?.[0]?.name ?? null} />
      <SourceDialogs />
    </div>
  )
}

const NoSources = () => (
  <div>
    <h2 className={styles.heading}>{t('imports.webhooks.empty')}</h2>
    <p className={styles.dim}>{t('imports.webhooks.emptyText')}</p>
  </div>
)

function Sources({ sources }: { readonly sources: readonly KeptSource[] }) {
  const marks = useAccountMarks()
  const columns = [
    { words: t('imports.webhooks.name'), wide: true },
    { words: t('imports.webhooks.came') },
    { words: t('imports.webhooks.last') },
    { words: t('imports.webhooks.phrase'), leaves: 'last' as const },
    { words: t('imports.webhooks.actions'), hidden: true },
  ]
  return (
    <LogTable label={t('imports.webhooks.table')} columns={columns} marks={marks}>
      {sources.map((source) => (
        <SourceRow key={source.id} source={source} />
      ))}
    </LogTable>
  )
}

function SourceRow({ source }: { readonly source: KeptSource }) {
  const { account, name, payloads, samples, lastAt, phrase } = source
  const open = useWebhooks((state) => state.open)
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, account))
  const came = [
    t('imports.webhooks.payloads', { count: payloads }),
    ...(samples > 0 ? [t('imports.webhooks.samples', { count: samples })] : []),
  ].join(', ')
  return (
    <tr>
      <AccountCell accountId={account} />
      <Cell wide>{name}</Cell>
      <Cell>{came}</Cell>
      <Cell dim title={lastAt === null ? undefined : exactTime(lastAt, zone)}>
        {lastAt === null ? t('imports.webhooks.never') : whenWords(lastAt, now, zone)}
      </Cell>
      <Cell dim leaves="last">
        {phrase === 'missing' ? (
          <span className={styles.warn}>{t('imports.webhooks.missing')}</span>
        ) : (
          t(`imports.webhooks.${phrase}`)
        )}
      </Cell>
      <Cell end>
        <span className={styles.rowActions}>
          <IconButton
            icon={Pencil}
            label={t('imports.webhooks.rename', { name })}
            onPress={() => open({ kind: 'rename', source })}
          />
          <IconButton
            icon={KeyRound}
            label={t('imports.webhooks.change', { name })}
            onPress={() => open({ kind: 'change', source })}
          />
          <IconButton
            icon={Trash2}
            label={t('imports.webhooks.remove', { name })}
            onPress={() => open({ kind: 'remove', source })}
          />
        </span>
      </Cell>
    </tr>
  )
}

/** How a webhook is set up at ClassMarker, in plain words. */
function SetUp({ name }: { readonly name: string | null }) {
  const source = name === null ? '' : ` --source "${name.replaceAll('"', '')}"`
  return (
    <section className={styles.setUp} aria-labelledby="webhook-set-up">
      <h2 id="webhook-set-up" className={styles.heading}>
        {t('imports.webhooks.howTitle')}
      </h2>
      <ol>
        <li>{t('imports.webhooks.how.make')}</li>
        <li>
          {t('imports.webhooks.how.run')}
          <code className={styles.command}>{`gradekeep receive --port 8787${source}`}</code>
        </li>
        <li>{t('imports.webhooks.how.address')}</li>
        <li>{t('imports.webhooks.how.assign')}</li>
      </ol>
      <p className={styles.dim}>{t('imports.webhooks.how.files')}</p>
    </section>
  )
}
