import { Check, ChevronsUpDown, FlaskConical, Layers, type LucideIcon, Plus } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Separator } from 'react-aria-components'
import { type AccountSummary, type Service, services } from '../../shared/model/account.ts'
import { currentAccount, realAccounts, useAccounts } from '../app/accounts.ts'
import { useJobs } from '../app/jobs.ts'
import { useNavigation } from '../app/navigation.ts'
import { AccountMark } from '../features/accounts/index.ts'
import { t } from '../format/words.ts'
import { Popover } from '../ui/Dialog.tsx'
import menu from '../ui/Menu.module.css'
import styles from './Sidebar.module.css'

const all = 'all accounts'
const add = 'add account'
const addSample = (service: Service) => `add sample ${service}`

const sampleWords = { classmarker: 'sidebar.addSample', assessments: 'sidebar.addAssessmentsSample' } as const

/** Chooses the account looked at; with several, each of them or all together. */
export function AccountSwitcher() {
  const state = useAccounts()
  const accounts = state.accounts ?? []
  const current = currentAccount(state)
  const openDialog = useNavigation((navigation) => navigation.openDialog)
  const startSample = useJobs((jobs) => jobs.startSample)
  const name = current?.name ?? t('sidebar.allAccounts')

  // A service's sample is offered while it is not there.
  const missing = services.filter((each) => !accounts.some(({ sample, service }) => sample && service === each))

  const act = (key: React.Key) => {
    const sample = missing.find((service) => key === addSample(service))
    if (key === add) openDialog({ kind: 'connect' })
    else if (sample !== undefined) void startSample(sample)
    else state.look(key === all ? null : String(key))
  }

  return (
    <MenuTrigger>
      <Button className={styles.account ?? ''}>
        <span className="visually-hidden">{t('sidebar.accountMenu')}</span>
        <Badge account={current} />
        <span className={styles.accountWords}>
          <span className={styles.accountName}>{name}</span>
          <Aside account={current} count={realAccounts(accounts).length} />
        </span>
        <ChevronsUpDown className={styles.chevrons} aria-hidden />
      </Button>
      <Popover>
        <Menu className={menu.list ?? ''} aria-label={name} onAction={act}>
          {realAccounts(accounts).length > 1 && (
            <MenuItem id={all} className={menu.item ?? ''} textValue={t('sidebar.allAccounts')}>
              <Badge account={null} />
              <span className={menu.words}>{t('sidebar.allAccounts')}</span>
              {current === null && <Check aria-hidden />}
            </MenuItem>
          )}
          {accounts.map((account) => (
            <MenuItem key={account.id} id={account.id} className={menu.item ?? ''} textValue={account.name}>
              <Badge account={account} />
              <span className={menu.words}>{account.name}</span>
              {account.sample && <span className={styles.sample}>{t('sidebar.sampleBadge')}</span>}
              {account.archived && <span className={menu.aside}>{t('sidebar.archived')}</span>}
              {account.id === current?.id && <Check aria-hidden />}
            </MenuItem>
          ))}
          <Separator className={menu.separator ?? ''} />
          <MenuItem id={add} className={menu.item ?? ''} textValue={t('sidebar.addAccount')}>
            <Lead icon={Plus} />
            <span className={menu.words}>{t('sidebar.addAccount')}</span>
          </MenuItem>
          {missing.map((service) => (
            <MenuItem
              key={service}
              id={addSample(service)}
              className={menu.item ?? ''}
              textValue={t(sampleWords[service])}
            >
              <Lead icon={FlaskConical} />
              <span className={menu.words}>{t(sampleWords[service])}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** An icon in the column of the account marks. */
const Lead = ({ icon: Icon }: { icon: LucideIcon }) => (
  <span className={styles.lead} aria-hidden>
    <Icon />
  </span>
)

function Badge({ account }: { account: AccountSummary | null }) {
  if (account !== null) return <AccountMark account={account} />
  return (
    <span className={styles.badge} aria-hidden>
      <Layers />
    </span>
  )
}

function Aside({ account, count }: { account: AccountSummary | null; count: number }) {
  if (account?.sample) return <span className={styles.sample}>{t('sidebar.sampleBadge')}</span>
  if (account?.archived) return <span className={styles.accountAside}>{t('sidebar.archived')}</span>
  const words = account === null ? t('sidebar.accountsCount', { count }) : sourcesWords(account)
  return <span className={styles.accountAside}>{words}</span>
}

/** "3 groups, 6 links"; of a learning platform "14 assessments". */
function sourcesWords({ service, groups, links, tests }: AccountSummary): string {
  const parts =
    service === 'assessments'
      ? [t('sidebar.assessments', { count: tests })]
      : [t('sidebar.groups', { count: groups }), t('sidebar.links', { count: links })]
  return parts.join(', ')
}
